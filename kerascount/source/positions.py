"""Line and column of the nodes of one file.

The tree knows no positions, but writing it out again gives the text back: a walk that only counts what it would write
finds the offsets of nodes. Only those statements of the module are walked in which a place is asked for; where each of
them begins shows in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from itertools import accumulate
from operator import attrgetter
from typing import Any, Final

from libcst import CSTNode, GeneratorExp, MaybeSentinel, Module, Tuple
from libcst._nodes.internal import CodegenState

from kerascount.diagnostics import Location
from kerascount.source.lines import Lines
from kerascount.source.parse import COMMENT, STRING

Span = tuple[int, int]
BETWEEN: Final = r"(?:\s|\\|#.*)*"  # what may stand between a bracket and what it encloses
OPENING: Final = re.compile(rf"\({BETWEEN}\Z")
CLOSING: Final = re.compile(rf"{BETWEEN}\)")
# What stands at the left margin, and what may hide a margin.
MARGIN: Final = re.compile(rf"{COMMENT}|{STRING}|^[^\s)\]}}]", re.MULTILINE | re.DOTALL)
PLAIN: Final = frozenset([str, bool, type(None), MaybeSentinel])  # fields of nodes that are no nodes
PUNCTUATION: Final = frozenset(
    ["lpar", "rpar", "lbracket", "rbracket", "comma", "semicolon", "dot", "equal", "leading_lines", "header", "footer"]
)


class Positions:
    """Where the nodes of one module stand in its text."""

    __slots__ = ("_holders", "_lines", "_module", "_searched", "_spans", "_starts", "_text", "_walked")

    def __init__(self, module: Module, text: str, path: str) -> None:
        self._module = module
        self._text = text
        self._lines = Lines(text, path)
        self._starts = _starts(module, text)  # of the statements of the module; none where the text does not show them
        self._spans: dict[int, Span] = {}  # by the identity of the node
        self._holders: dict[int, int] = {}  # the statement in which a node is, by the identity of the node
        self._searched = 0  # how many statements were gone through for them
        self._walked: set[int | None] = set()  # the statements whose spans are known; None is the whole module

    def location(self, node: CSTNode) -> Location:
        return self._lines.location(*self.span(node))

    def place(self, start: int, end: int) -> Location:
        """The location of what stands between these offsets."""
        return self._lines.location(start, end)

    def lines_of_statements(self) -> list[int]:
        """The lines at which the statements of the module begin."""
        starts = self._starts or [self.span(node)[0] for node in self._module.body]
        return [self._lines.location(start, start).line for start in starts]

    def __contains__(self, node: CSTNode) -> bool:
        return id(node) in self._spans or self._walk_around(node) and id(node) in self._spans

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
        if self._walk_around(node):
            return self._recorded(node)
        inside = [self._recorded(child) for child in node.children]  # such as a slice, or `for x in y`
        spans = [span for span in inside if span[1]]
        return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)

    def _walk_around(self, node: CSTNode) -> bool:
        """Record the statement that holds a node, the module where none does; whether that was still to do."""
        index = self._holder(node) if self._starts else None
        if index in self._walked:
            return False
        self._walked.add(index)
        self._spans.update(_spans(self._module) if index is None else self._spans_of_statement(index))
        return True

    def _holder(self, node: CSTNode) -> int | None:
        while id(node) not in self._holders and self._searched < len(self._module.body):
            inside = nodes_in(self._module.body[self._searched])
            self._holders.update(dict.fromkeys(map(id, inside), self._searched))
            self._searched += 1
        return self._holders.get(id(node))

    def _spans_of_statement(self, index: int) -> dict[int, Span]:
        statement: Any = self._module.body[index]
        above = _Offsets(self._module)
        for line in statement.leading_lines:
            line._codegen(above)
        state = _Offsets(self._module, self._starts[index] - above.offset)
        statement._codegen(state)
        return state.spans


def _starts(module: Module, text: str) -> list[int]:
    """The offsets at which the statements of a module begin.

    A statement begins at the left margin. The text may have more there, such as the lines of a string, but never less:
    where it has as much as the statements, that is where they begin.
    """
    margins = (match.start() for match in MARGIN.finditer(text))
    found = [start for start in margins if text[start] != "#" and (not start or text[start - 1] == "\n")]
    counts = [_clauses(statement) for statement in module.body]
    if len(found) != sum(counts):
        return []
    ends = accumulate(counts)
    return [found[end - count] for end, count in zip(ends, counts, strict=True)]


def _clauses(statement: Any) -> int:
    """How often a statement of the module stands at the left margin: `try`, `except`, `else`, each decorator."""
    following = (getattr(statement, "orelse", None), getattr(statement, "finalbody", None))
    beside = len(getattr(statement, "decorators", ())) + len(getattr(statement, "handlers", ()))
    return 1 + beside + sum(_clauses(clause) for clause in following if clause is not None)


def nodes_in(statement: CSTNode) -> list[CSTNode]:
    """The statement and the nodes in it, but for brackets, commas and blanks."""
    found: list[Any] = [statement]
    for node in found:
        for value in _parts(node.__class__)(node):
            if isinstance(value, (list, tuple)):
                found += value
            elif type(value) not in PLAIN:
                found.append(value)
    return found


@cache
def _parts(kind: Any) -> Callable[[CSTNode], tuple[Any, ...]]:
    """What gives the fields of a node of this kind that may hold other nodes."""
    names = [item.name for item in fields(kind) if item.name not in PUNCTUATION and "whitespace" not in item.name]
    getters = [attrgetter(name) for name in names]
    return attrgetter(*names) if len(names) > 1 else lambda node: tuple(getter(node) for getter in getters)


def _spans(module: Module) -> dict[int, Span]:
    state = _Offsets(module)
    module._codegen(state)
    return state.spans


class _Offsets(CodegenState):
    """Writes nothing, and remembers between which offsets each node would have been written."""

    __slots__ = ("offset", "spans")

    def __init__(self, module: Module, offset: int = 0) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.offset = offset
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
