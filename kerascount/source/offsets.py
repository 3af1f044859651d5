"""From where to where the nodes of a tree stand in its text.

The tree knows no positions, but writing it out again gives the text back: a walk that only counts what it would write
finds the offsets of nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, Final

from libcst import CSTNode, MaybeSentinel, Module
from libcst._nodes.internal import CodegenState

Span = tuple[int, int]
PLAIN: Final = frozenset([str, bool, type(None), MaybeSentinel])  # fields of nodes that are no nodes
PUNCTUATION: Final = frozenset(
    ["lpar", "rpar", "lbracket", "rbracket", "comma", "semicolon", "dot", "equal", "leading_lines", "header", "footer"]
)


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


def spans_of(module: Module) -> dict[int, Span]:
    """The offsets of the nodes of a module that have a record of them, by the identity of the node."""
    state = _Offsets(module)
    module._codegen(state)
    return state.spans


class _Offsets(CodegenState):
    """Writes nothing, and remembers between which offsets each node would have been written."""

    __slots__ = ("offset", "spans")

    def __init__(self, module: Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
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
