"""Operators on abstract values."""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, Final

import libcst as cst

from kerascount.evaluate.errors import from_python
from kerascount.evaluate.python.paths import refuse_long
from kerascount.evaluate.python.text import check_text, refuse_format
from kerascount.evaluate.views import VIEWS
from kerascount.values.bounds import MAX_BITS, refuse_length
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

BINARY: Final[dict[type[cst.CSTNode], tuple[str, Callable[[Any, Any], Any]]]] = {
    cst.Add: ("+", operator.add),
    cst.AddAssign: ("+", operator.add),
    cst.Subtract: ("-", operator.sub),
    cst.SubtractAssign: ("-", operator.sub),
    cst.Multiply: ("*", operator.mul),
    cst.MultiplyAssign: ("*", operator.mul),
    cst.Divide: ("/", operator.truediv),
    cst.DivideAssign: ("/", operator.truediv),
    cst.FloorDivide: ("//", operator.floordiv),
    cst.FloorDivideAssign: ("//", operator.floordiv),
    cst.Modulo: ("%", operator.mod),
    cst.ModuloAssign: ("%", operator.mod),
    cst.Power: ("**", operator.pow),
    cst.PowerAssign: ("**", operator.pow),
    cst.MatrixMultiply: ("@", operator.matmul),
    cst.MatrixMultiplyAssign: ("@", operator.matmul),
    cst.LeftShift: ("<<", operator.lshift),
    cst.LeftShiftAssign: ("<<", operator.lshift),
    cst.RightShift: (">>", operator.rshift),
    cst.RightShiftAssign: (">>", operator.rshift),
    cst.BitAnd: ("&", operator.and_),
    cst.BitAndAssign: ("&", operator.and_),
    cst.BitOr: ("|", operator.or_),
    cst.BitOrAssign: ("|", operator.or_),
    cst.BitXor: ("^", operator.xor),
    cst.BitXorAssign: ("^", operator.xor),
}
SYMBOLS: Final = dict(BINARY.values())
KEPT_AS_FORMULA: Final = {"+", "-", "*", "//", "%"}
# The names of the methods behind operators, and of the Keras operations behind them.
DUNDERS: Final = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "<<": "lshift", ">>": "rshift", "&": "and", "|": "or", "^": "xor",
}  # fmt: skip
PLAIN: Final = (
    bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, type(None), range, deque, PurePosixPath,
    *VIEWS,
)  # fmt: skip


def python_binary(symbol: str, function: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """An operator on plain values, within bounds.

    Raises:
        ProgramError: as Python does.
        Undetermined: the result would be enormous.
    """
    _guard(symbol, left, right)
    try:
        return function(left, right)
    except (TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise from_python(error) from None


SIZED: Final = (str, bytes, list, tuple)


def _guard(symbol: str, left: Any, right: Any) -> None:
    if symbol == "*":
        for many, times in ((left, right), (right, left)):
            if isinstance(many, SIZED) and isinstance(times, int):
                refuse_length(len(many) * times)
    if symbol == "+" and isinstance(left, SIZED) and isinstance(right, SIZED):
        refuse_length(len(left) + len(right))
    if isinstance(left, int) and isinstance(right, int):
        if symbol == "**" and abs(left) > 1 and right * left.bit_length() > MAX_BITS:
            raise Undetermined("the number would be too large")
        if symbol == "<<" and right > MAX_BITS or symbol == "*" and left.bit_length() + right.bit_length() > MAX_BITS:
            raise Undetermined("the number would be too large")
    if isinstance(left, PurePosixPath) or isinstance(right, PurePosixPath):
        refuse_long(left, right)
    if symbol == "%" and isinstance(left, (str, bytes)):
        _guard_format(left, right)


def _guard_format(text: str | bytes, values: Any) -> None:
    """Bounded, and with nothing in it that has no text of its own."""
    longest = check_text(tuple(values.values()) if isinstance(values, dict) else values)
    written = text if isinstance(text, str) else text.decode("latin-1")
    if "*" in written:
        raise Undetermined("the result would be too long")
    refuse_format(written, written.count("%"), longest)


def as_number(value: Any) -> Any:
    """What can be reckoned with as a dimension: an int, FREE or a formula; None for other values."""
    if isinstance(value, Unknown):
        return value.size if value.number is None else value.number
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def unknown_binary(symbol: str, function: Callable[[Any, Any], Any], left: Any, right: Any) -> Unknown | int | None:
    """A formula, where both sides may be whole numbers and the operator keeps them so."""
    a, b = as_number(left), as_number(right)
    if symbol not in KEPT_AS_FORMULA or a is None or b is None:
        return None
    if isinstance(b, int) and b == 0 and symbol in ("//", "%"):
        return None
    number = function(a, b)
    if isinstance(number, int):
        return number
    reason = left if isinstance(left, Unknown) else right
    loose = any(isinstance(side, Unknown) and not side.is_number for side in (left, right))
    return Unknown(reason.why, str(number), reason.at, number, loose=loose)


def is_plain(value: Any) -> bool:
    return isinstance(value, PLAIN)
