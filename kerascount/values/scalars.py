"""NumPy's single numbers: reckoned with like Python's, but of types of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.values.dims import Symbolic


class NumpyInt(int):
    """A whole number of NumPy's, which is no `int` to `isinstance`."""

    def __floordiv__(self, other: Any) -> Any:
        return NumpyInt(0) if _is_zero(other) else _wrapped(int.__floordiv__(self, other))

    def __mod__(self, other: Any) -> Any:
        return NumpyInt(0) if _is_zero(other) else _wrapped(int.__mod__(self, other))


class NumpyFloat(float):
    """A fraction of NumPy's; one of 64 bits is a `float` to `isinstance`."""


def _is_zero(value: Any) -> bool:
    """Of a division, which NumPy warns of and goes on with 0."""
    return isinstance(value, int) and value == 0


def _wrapped(value: Any) -> Any:
    return NumpyInt(value) if type(value) is int else value


def _keeping(operator: Callable[..., Any]) -> Callable[..., Any]:
    def operate(*args: Any) -> Any:
        return _wrapped(operator(*args))

    return operate


_BINARY: Final = "add sub mul pow lshift rshift and or xor"
_KEPT: Final = (*_BINARY.split(), *(f"r{name}" for name in f"{_BINARY} floordiv mod".split()), *"neg pos abs".split())
for _name in _KEPT:
    setattr(NumpyInt, f"__{_name}__", _keeping(getattr(int, f"__{_name}__")))


def is_whole(value: object) -> bool:
    """Whether Keras' `isinstance(value, int)` holds."""
    return isinstance(value, (int, Symbolic)) and not isinstance(value, NumpyInt)


def as_numpy(value: Any) -> Any:
    """The number that NumPy has for this one of Python's."""
    if type(value) is int:
        return NumpyInt(value)
    return NumpyFloat(value) if type(value) is float else value


def as_python(value: Any) -> Any:
    """`value.item()` of one of these; everything else unchanged."""
    if isinstance(value, NumpyInt):
        return int(value)
    return float(value) if isinstance(value, NumpyFloat) else value
