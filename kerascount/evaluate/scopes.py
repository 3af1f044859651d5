"""What the statements of a function bind, found without looking into expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from inspect import cleandoc
from typing import Any

import libcst as cst

from kerascount.evaluate.literals import string_value


class Scope:
    """The names that a body binds or declares, and whether it yields."""

    def __init__(self, body: Iterable[Any]) -> None:
        self.names: set[str] = set()
        self.declared: set[str] = set()
        self.yields = False
        for node in _statements(body):
            reader = READERS.get(type(node))
            if reader is not None:
                reader(self, node)

    def bind(self, target: Any) -> None:
        if isinstance(target, cst.Name):
            self.names.add(target.value)
        elif isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                self.bind(element.value)

    @cached_property
    def local(self) -> frozenset[str]:
        """The names that are local to a function with this body."""
        return frozenset(self.names - self.declared)

    def look_at(self, value: Any) -> None:
        self.yields = self.yields or isinstance(value, cst.Yield)


def _statements(body: Iterable[Any]) -> Iterator[Any]:
    """All statements of a body, those in its blocks as well, but not in functions and classes inside."""
    for node in body:
        yield node
        if isinstance(node, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            yield from node.body
        elif not isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            for block in _blocks(node):
                if block is not node:
                    yield block
                yield from _statements(block.body.body)


def _blocks(node: Any) -> Iterator[Any]:
    """The node and its `else`, `except` and `case` parts, as far as they have a body."""
    parts = [node]
    for part in parts:  # it grows: each `elif` is the `else` of the one before
        if isinstance(getattr(part, "body", None), cst.BaseSuite):
            yield part
        following = (getattr(part, "orelse", None), getattr(part, "finalbody", None))
        parts += [other for other in following if other is not None]
    yield from (*getattr(node, "handlers", ()), *getattr(node, "cases", ()))


def _assign(scope: Scope, node: cst.Assign) -> None:
    for target in node.targets:
        scope.bind(target.target)
    scope.look_at(node.value)


def _target(scope: Scope, node: Any) -> None:
    scope.bind(node.target)
    scope.look_at(getattr(node, "value", None))


def _value(scope: Scope, node: Any) -> None:
    scope.look_at(node.value)


def _definition(scope: Scope, node: cst.FunctionDef | cst.ClassDef) -> None:
    scope.names.add(node.name.value)


def _import(scope: Scope, node: cst.Import | cst.ImportFrom) -> None:
    if isinstance(node.names, cst.ImportStar):
        return
    for alias in node.names:
        name: Any = alias.asname.name if alias.asname is not None else alias.name
        while isinstance(name, cst.Attribute):
            name = name.value
        scope.bind(name)


def _with(scope: Scope, node: cst.With) -> None:
    for item in node.items:
        if item.asname is not None:
            scope.bind(item.asname.name)


def _handler(scope: Scope, node: cst.ExceptHandler) -> None:
    if node.name is not None:
        scope.bind(node.name.name)


def _deletion(scope: Scope, node: cst.Del) -> None:
    scope.bind(node.target)


def _case(scope: Scope, node: cst.MatchCase) -> None:
    scope.names.update(captures(node.pattern))


def captures(pattern: Any) -> Iterator[str]:
    """The names that a pattern of `match` binds."""
    name = getattr(pattern, "rest" if isinstance(pattern, cst.MatchMapping) else "name", None)
    if isinstance(name, cst.Name):
        yield name.value
    for part in ("pattern", "value"):
        yield from captures(getattr(pattern, part, None)) if hasattr(pattern, part) else ()
    for part in ("patterns", "kwds", "elements"):
        for item in getattr(pattern, part, ()):
            yield from captures(item)


def _declaration(scope: Scope, node: cst.Global | cst.Nonlocal) -> None:
    scope.declared.update(item.name.value for item in node.names)


READERS: dict[type[cst.CSTNode], Any] = {
    cst.Assign: _assign,
    cst.AugAssign: _target,
    cst.AnnAssign: _target,
    cst.For: _target,
    cst.Expr: _value,
    cst.Return: _value,
    cst.FunctionDef: _definition,
    cst.ClassDef: _definition,
    cst.Import: _import,
    cst.ImportFrom: _import,
    cst.With: _with,
    cst.ExceptHandler: _handler,
    cst.Del: _deletion,
    cst.MatchCase: _case,
    cst.Global: _declaration,
    cst.Nonlocal: _declaration,
}


def docstring(body: cst.BaseSuite) -> str | None:
    """The text at the beginning of a body, with its lines moved to the left as `inspect.getdoc` does."""
    first = body.body[0] if body.body else None
    if isinstance(first, cst.SimpleStatementLine):
        first = first.body[0]
    text = _plain_text(first.value) if isinstance(first, cst.Expr) else None
    return cleandoc(text) if isinstance(text, str) else None


def _plain_text(node: cst.BaseExpression) -> str | bytes | None:
    if isinstance(node, cst.SimpleString):
        return string_value(node.value)
    if isinstance(node, cst.ConcatenatedString):
        left, right = _plain_text(node.left), _plain_text(node.right)
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    return None
