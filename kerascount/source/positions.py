"""Line and column of the nodes of one file. Only those pieces of it are walked in which a place is asked for."""

from __future__ import annotations

import re
from typing import Final

from libcst import CSTNode, GeneratorExp, Tuple

from kerascount.diagnostics import Location
from kerascount.source.lines import Lines
from kerascount.source.offsets import Span
from kerascount.source.pieces import Tree

BETWEEN: Final = r"(?:\s|\\|#.*)*"  # what may stand between a bracket and what it encloses
OPENING: Final = re.compile(rf"\({BETWEEN}\Z")
CLOSING: Final = re.compile(rf"{BETWEEN}\)")


class Positions:
    """Where the nodes of one module stand in its text."""

    __slots__ = ("_holders", "_lines", "_pieces", "_searched", "_text")

    def __init__(self, tree: Tree, text: str, path: str) -> None:
        self._pieces = tree.pieces
        self._text = text
        self._lines = Lines(text, path)
        self._holders: dict[int, int] = {}  # the piece in which a node is, by the identity of the node
        self._searched = 0  # how many pieces were gone through for them

    def location(self, node: CSTNode) -> Location:
        return self._lines.location(*self.span(node))

    def place(self, start: int, end: int) -> Location:
        """The location of what stands between these offsets."""
        return self._lines.location(start, end)

    def lines_of_statements(self) -> list[int]:
        """The lines at which the statements of the module begin."""
        starts: list[int] = []
        for start, piece in self._pieces:
            alone = len(piece.module.body) == 1
            starts += [start] if alone else [self.span(node)[0] for node in piece.module.body]
        return [self._lines.location(start, start).line for start in starts]

    def __contains__(self, node: CSTNode) -> bool:
        return self._own(node) is not None

    def span(self, node: CSTNode) -> Span:
        """The offsets of a node in the text as Python's `ast` has them: without the brackets around it."""
        start, end = self._recorded(node)
        if isinstance(node, (Tuple, GeneratorExp)) and node.lpar:
            return self._with_brackets(start, end)
        return start, end

    def _with_brackets(self, start: int, end: int) -> Span:
        """The span together with the brackets next to it, which are a tuple's own."""
        opening = self._text.rfind("(", 0, start)
        while opening > 0 and not OPENING.match(self._text, opening, start):
            opening = self._text.rfind("(", 0, opening)
        closing = CLOSING.match(self._text, end)
        return max(opening, 0), closing.end() if closing else end

    def _recorded(self, node: CSTNode) -> Span:
        if span := self._own(node):
            return span
        inside = [self._recorded(child) for child in node.children]  # such as a slice, or `for x in y`
        spans = [span for span in inside if span[1]]
        return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)

    def _own(self, node: CSTNode) -> Span | None:
        """What the piece that holds a node has recorded of it."""
        index = self._holder(node)
        if index is None:
            return None
        begin, piece = self._pieces[index]
        span = piece.spans.get(id(node))
        return (begin + span[0], begin + span[1]) if span else None

    def _holder(self, node: CSTNode) -> int | None:
        while id(node) not in self._holders and self._searched < len(self._pieces):
            _, piece = self._pieces[self._searched]
            self._holders.update(dict.fromkeys(piece.nodes, self._searched))
            self._searched += 1
        return self._holders.get(id(node))
