"""The attributes and methods of arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.evaluate.numpy import creation, functions
from kerascount.evaluate.numpy.arrays import DType, Row, UndeterminedNumber, array, leaves
from kerascount.values.dims import Free, Symbolic, product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined


def program_size(size: Any) -> Any:
    """A dimension as the program reads it: a number, None, or what is only known at run time."""
    if isinstance(size, Free):
        return None
    if isinstance(size, Symbolic):
        return Unknown(f"depends on {size}", str(size), None, size)
    return size


def run_time_size(size: Any) -> Any:
    """The size of an array, which is never None: an open one is a number that is not known."""
    return Unknown("how many there are", "None", None, size) if isinstance(size, Free) else program_size(size)


def shape_tuple(x: Tensor) -> tuple[Any, ...]:
    return tuple(map(run_time_size, x.dims()))


ARRAY_ATTRIBUTES: Final[dict[str, Callable[[Tensor], Any]]] = {
    "shape": shape_tuple,
    "ndim": lambda x: len(x.dims()),
    "size": lambda x: run_time_size(product(x.dims())),
    "dtype": lambda x: DType(x.dtype),
    "T": functions.transpose,
    "real": lambda x: Tensor(x.shape, x.dtype),
    "imag": lambda x: Tensor(x.shape, x.dtype),
    "flat": functions.ravel,
    "values": lambda x: x,
}


def reshape(x: Tensor, *sizes: Any, **options: Any) -> Tensor:
    """`x.reshape(2, 3)` and `x.reshape((2, 3))`."""
    shape = sizes[0] if len(sizes) == 1 else sizes
    return functions.reshape(x, shape if sizes else options.pop("shape", options.pop("newshape", None)))


def transpose(x: Tensor, *axes: Any) -> Tensor:
    given = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes or None
    return functions.transpose(x, given)


def astype(x: Tensor, dtype: Any, *args: Any, **options: Any) -> Tensor:
    return creation.copied(x, dtype)


def copy(x: Tensor, *args: Any) -> Tensor:
    return array(x.dims(), x.dtype, x.data)


def numbers(x: Tensor) -> Any:
    """`x.numpy()`: of a single tensor it is a number."""
    if x.dims():
        return copy(x)
    if x.data is None and "int" in x.dtype:
        raise UndeterminedNumber("the value of a tensor")
    if x.data is None:
        raise Undetermined("the value of a tensor")
    return x.data


def tolist(x: Tensor) -> Any:
    if x.data is None:
        raise Undetermined("the values of an array")
    return x.data


def item(x: Tensor, *args: Any) -> Any:
    values = leaves(tolist(x))
    if args or len(values) != 1:
        raise Undetermined("one value of an array")
    return values[0]


def in_place(x: Tensor, *args: Any, **options: Any) -> None:
    """`x.fill(0)`, `x.sort()`: the values are no longer known."""
    x.data = None


def resize(x: Tensor, *sizes: Any, **options: Any) -> None:
    raise Undetermined("an array that changes its size")


def unknown_values(x: Tensor, *args: Any, **options: Any) -> Any:
    raise Undetermined("the values of an array")


_SHARED: Final = """sum prod mean std var max min argmax argmin all any ptp cumsum cumprod clip squeeze swapaxes
    repeat round dot ravel argsort"""

_METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{name: functions.STAND_INS[f"numpy.{name}"].function for name in _SHARED.split()},
    "reshape": reshape,
    "transpose": transpose,
    "flatten": lambda x, order="C": functions.ravel(x),
    "astype": astype,
    "copy": copy,
    "view": copy,
    "tolist": tolist,
    "item": item,
    "numpy": numbers,
    "to_numpy": copy,
    "fill": in_place,
    "sort": in_place,
    "resize": resize,
    "nonzero": unknown_values,
    "tobytes": unknown_values,
    "diagonal": functions.through_ops("diagonal"),
}
ARRAY_METHODS: Final = {name: Row(name, function) for name, function in _METHODS.items()}
