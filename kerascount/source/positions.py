"""Line and column of the nodes of one file.

The tree knows no positions, but writing it out again gives the text back: one walk that only counts
what it would write finds the offsets of all nodes.
"""

from __future__ import annotations

import re
from typing import Final

from libcst import CSTNode, GeneratorExp, Module, Tuple
from libcst._nodes.internal import CodegenState

from kerascount.diagnostics import Location
from kerascount.source.lines import Lines

Span = tuple[int, int]
BETWEEN: Final = r"(?:\s|\\|#.*)*"  # what may stand between a bracket and what it encloses
OPENING: Final = re.compile(rf"\({BETWEEN}\Z")
CLOSING: Final = re.compile(rf"{BETWEEN}\)")


class Positions:
    """Where the nodes of one module stand in its text."""

    __slots__ = ("_lines", "_spans", "_text")

    def __init__(self, module: Module, text: str, path: str) -> None:
        self._text = text
        self._lines = Lines(text, path)
        self._spans = _record(module)

    def location(self, node: CSTNode) -> Location:
        return self._lines.location(*self.span(node))

    def __contains__(self, node: CSTNode) -> bool:
        return id(node) in self._spans

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
        if span := self._spans.get(id(node)):
            return span
        inside = [self._recorded(child) for child in node.children]  # such as a slice, or `for x in y`
        spans = [span for span in inside if span[1]]
        return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)


def _record(module: Module) -> dict[int, Span]:
    state = _Offsets(module.default_indent, module.default_newline)
    module._codegen(state)
    return state.spans


class _Offsets(CodegenState):
    """Writes nothing, and remembers between which offsets each node would have been written."""

    __slots__ = ("offset", "spans")

    def __init__(self, default_indent: str, default_newline: str) -> None:
        super().__init__(default_indent, default_newline)
        self.offset = 0
        self.spans: dict[int, Span] = {}  # by the identity of the node

    def add_token(self, value: str) -> None:
        self.offset += len(value)

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.offset += len(token)

    def record_syntactic_position(  # type: ignore[override]  # a class costs half of a generator
        self, node: CSTNode, *, start_node: CSTNode | None = None, end_node: CSTNode | None = None
    ) -> _Recording:
        return _Recording(self, node, start_node, end_node)


class _Recording:
    """The time during which one node is written."""

    __slots__ = ("end_node", "node", "start", "start_node", "state")

    def __init__(self, state: _Offsets, node: CSTNode, start_node: CSTNode | None, end_node: CSTNode | None) -> None:
        self.state = state
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = self.state.offset

    def __exit__(self, *_: object) -> None:
        state = self.state
        spans = state.spans
        # A few nodes, such as the star of an import, keep no record of their own.
        start = spans.get(id(self.start_node), (self.start, 0))[0]
        end = spans.get(id(self.end_node), (0, state.offset))[1]
        spans[id(self.node)] = start, end
