"""How Keras reads sizes and axes when it builds a layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerascount.layers.fields import is_keras_tensor
from kerascount.values.dims import FREE, Dim, Free, Symbolic
from kerascount.values.objects import Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import compatible
from kerascount.values.weight import Weight


def variable(name: str, shape: Sequence[Any], trainable: bool = True) -> Weight:
    """A weight as `add_weight` makes it, which must know every size."""
    return Weight(name, tuple([_variable_size(size, shape) for size in shape]), trainable)


def _variable_size(size: Any, shape: Sequence[Any]) -> Dim:
    if type(size) is int and size >= 0:  # nearly always
        return size
    size = as_dim(size)
    if size is None or isinstance(size, Free):
        raise Invalid(
            "Shapes used to initialize variables must be fully-defined (no `None` dimensions). "
            f"Received: shape={tuple(shape)}",
            code="KC126",
        )
    if not isinstance(size, (int, Symbolic)):
        raise Invalid(f"Cannot convert '{tuple(shape)}' to a shape. Found invalid dimension '{size}'.")
    require(size >= 0, f"Cannot convert '{tuple(shape)}' to a shape. Negative dimensions are not allowed.")
    return int(size) if isinstance(size, bool) else size


def size_at(x: Sequence[Any], axis: Any) -> Any:
    """`x[axis]` as Python has it: what is no axis of `x` is refused."""
    check_axis(x, axis)
    return x[axis]


def check_axis(x: Sequence[Any], axis: Any) -> None:
    if isinstance(axis, (Unknown, Symbolic)):
        raise Undetermined("an axis that is not known")
    if not isinstance(axis, int):
        message = f"tuple indices must be integers or slices, not {type(axis).__name__}"
        raise Invalid(message, error="TypeError")
    if not -len(x) <= axis < len(x):
        plain = f"reads axis {axis} of a shape that has {len(x)} axes"
        raise Invalid("tuple index out of range", error="IndexError", code="KC127", plain=plain)


def same_for_python(left: Dim, right: Dim) -> bool:
    """Whether `left == right` may hold for Python, to which None is a value like any other."""
    if isinstance(left, Symbolic) or isinstance(right, Symbolic):
        return compatible(left, right)
    return left is right if isinstance(left, Free) or isinstance(right, Free) else bool(left == right)


def all_same_for_python(left: Sequence[Dim], right: Sequence[Dim]) -> bool:
    return len(left) == len(right) and all(map(same_for_python, left, right))


def read_sizes(sizes: Sequence[Any]) -> list[Any]:
    """Sizes as a program writes them: None is FREE, an unknown is the size it stands for."""
    return [FREE if size is None else as_dim(size) for size in sizes]


def as_int(value: Any, name: str) -> Any:
    """What Python's `int(value)` makes of an argument; what is unknown stays as it is."""
    if isinstance(value, (int, Symbolic, Unknown)):
        return value
    if not isinstance(value, (float, str)):
        kind = type(value).__name__
        message = f"int() argument must be a string, a bytes-like object or a real number, not '{kind}' ({name})"
        raise Invalid(message, error="TypeError")
    try:
        return int(value)
    except (ValueError, OverflowError) as error:
        raise Invalid(str(error), error=type(error).__name__) from None


def check_float(value: Any, name: str) -> None:
    """Refuse what Python's `float(value)` does."""
    if is_keras_tensor(value):
        raise Invalid(f"A KerasTensor is symbolic: it has no numerical value. ({name})")
    if value is None or isinstance(value, (list, tuple, dict)):
        kind = type(value).__name__
        message = f"float() argument must be a string or a real number, not '{kind}' ({name})"
        raise Invalid(message, error="TypeError")
    if isinstance(value, str):
        try:
            float(value)
        except ValueError as error:
            raise Invalid(str(error)) from None
