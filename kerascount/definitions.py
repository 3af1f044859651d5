"""`NAME=VALUE` of the option -D. Values are read as Python literals; nothing is evaluated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import libcst as cst

from kerascount.evaluate.literals import number, string_value

CONSTANTS: Final = {"None": None, "True": True, "False": False}


class NotLiteral(Exception):
    """The text is no literal."""


def parse_definition(text: str) -> tuple[str, Any]:
    """The name, any expression as the source writes it, and its value.

    Raises:
        ValueError: there is no name or no value.
    """
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ValueError(f"{text!r} is not NAME=VALUE")
    return " ".join(name.split()), parse_value(value.strip())


def parse_value(text: str) -> Any:
    """A number, string, tuple, list, dict or constant; other words stand for themselves as strings."""
    try:
        return _value(cst.parse_expression(text))
    except (cst.ParserSyntaxError, NotLiteral, ValueError):
        return text


def _value(node: cst.BaseExpression) -> Any:
    read = READERS.get(type(node))
    if read is None:
        raise NotLiteral
    return read(node)


def _constant(node: cst.Name) -> Any:
    if node.value not in CONSTANTS:
        raise NotLiteral
    return CONSTANTS[node.value]


def _signed(node: cst.UnaryOperation) -> Any:
    value = _value(node.expression)
    if not isinstance(node.operator, (cst.Minus, cst.Plus)) or isinstance(value, bool):
        raise NotLiteral
    if not isinstance(value, (int, float, complex)):
        raise NotLiteral
    return -value if isinstance(node.operator, cst.Minus) else value


def _items(node: cst.Tuple | cst.List) -> list[Any]:
    if any(isinstance(element, cst.StarredElement) for element in node.elements):
        raise NotLiteral
    return [_value(element.value) for element in node.elements]


def _mapping(node: cst.Dict) -> dict[Any, Any]:
    pairs = [item for item in node.elements if isinstance(item, cst.DictElement)]
    if len(pairs) < len(node.elements):
        raise NotLiteral
    return {_key(pair.key): _value(pair.value) for pair in pairs}


def _key(node: cst.BaseExpression) -> Any:
    key = _value(node)
    if isinstance(key, (list, dict)):
        raise NotLiteral
    return key


READERS: Final[dict[type[cst.CSTNode], Callable[[Any], Any]]] = {
    cst.Integer: lambda node: number(node.value),
    cst.Float: lambda node: number(node.value),
    cst.SimpleString: lambda node: string_value(node.value),
    cst.ConcatenatedString: lambda node: _value(node.left) + _value(node.right),
    cst.Name: _constant,
    cst.UnaryOperation: _signed,
    cst.Tuple: lambda node: tuple(_items(node)),
    cst.List: _items,
    cst.Dict: _mapping,
}
