"""Types, constants, and arrays from sizes, numbers and lists: `numpy.zeros`, `numpy.array`, `numpy.arange` …"""

from __future__ import annotations

import math
from typing import Any, Final

from kerascount.evaluate.numpy.arrays import (
    MAX_RANK,
    MAX_VALUES,
    NUMBERS,
    SIZED,
    DType,
    array,
    array_shape,
    as_array,
    broadcast,
    checked_axis,
    dtype_name,
    mapped,
    rows,
    same_labels,
)
from kerascount.ops.shapes import dimension, range_length
from kerascount.values.dims import product
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined, require


def filled(value: Any) -> Any:
    def make(shape: Any, dtype: Any = None, order: Any = "C", **options: Any) -> Tensor:
        return _filled(array_shape(shape), dtype_name(dtype), value)

    return make


def _filled(shape: Any, dtype: str, value: Any) -> Tensor:
    data = value if "float" not in dtype or value is None else float(value)
    count = product(shape)
    if data is None or not isinstance(count, int) or max((count, *shape)) > MAX_VALUES:
        return Tensor(shape, dtype)
    for size in reversed(shape):
        data = [data] * size
    return Tensor(shape, dtype, data=data)


def full(shape: Any, fill_value: Any, dtype: Any = None, order: Any = "C", **options: Any) -> Tensor:
    value = as_array(fill_value)
    broadcast((array_shape(shape), value.dims()))
    known = value.data if value.dims() == () else None
    return _filled(array_shape(shape), dtype_name(dtype, value.dtype), known)


def filled_like(value: Any) -> Any:
    def make(
        a: Any, dtype: Any = None, order: Any = "K", subok: Any = True, shape: Any = None, **options: Any
    ) -> Tensor:
        found = as_array(a)
        size = found.dims() if shape is None else array_shape(shape)
        return _filled(size, dtype_name(dtype, found.dtype), value)

    return make


def full_like(a: Any, fill_value: Any, dtype: Any = None, **options: Any) -> Tensor:
    found = as_array(a)
    return Tensor(found.shape, dtype_name(dtype, found.dtype))


def to_array(object: Any, dtype: Any = None, copy: Any = None, ndmin: Any = 0, **options: Any) -> Tensor:
    try:
        found = as_array(object)
    except Invalid:
        if dtype is not None and dtype_name(dtype) == "object":
            raise Undetermined("an array of lists of several lengths") from None
        raise
    shape = (1,) * (ndmin - len(found.dims())) + found.dims()
    kept = found.data if len(shape) == len(found.dims()) else None
    return same_labels(array(shape, dtype_name(dtype, found.dtype), kept), found)


def eye(N: Any, M: Any = None, k: Any = 0, dtype: Any = None, **options: Any) -> Tensor:  # noqa: N803
    return Tensor(array_shape((N, N if M is None else M)), dtype_name(dtype))


def identity(n: Any, dtype: Any = None, **options: Any) -> Tensor:
    return Tensor(array_shape((n, n)), dtype_name(dtype))


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None, **options: Any) -> Tensor:
    first, last = (0, start) if stop is None else (start, stop)
    if isinstance(step, (int, float)) and step == 0:
        raise Invalid("division by zero", error="ZeroDivisionError")
    length = range_length(first, last, step)
    kind = "float64" if any(isinstance(value, float) for value in (first, last, step)) else "int64"
    known = (
        isinstance(length, int) and length <= MAX_VALUES and all(isinstance(x, NUMBERS) for x in (first, last, step))
    )
    data = [first + place * step for place in range(length)] if known else None
    return array((length,), dtype_name(dtype, kind), data)


def linspace(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, retstep: Any = False, dtype: Any = None, axis: Any = 0
) -> Any:
    values = spaced(start, stop, num, dtype, axis)
    if not retstep and isinstance(num, int) and all(isinstance(value, NUMBERS) for value in (start, stop)):
        gap = (stop - start) / max(num - 1 if endpoint else num, 1)
        return array(
            values.dims(), values.dtype, [float(start + place * gap) for place in range(min(num, MAX_VALUES + 1))]
        )
    step = Tensor(values.dims()[1:], values.dtype)
    return (values, step) if retstep else values


def spaced(start: Any, stop: Any, num: Any = 50, dtype: Any = None, axis: Any = 0) -> Tensor:
    if isinstance(num, float):
        raise Invalid("'float' object cannot be interpreted as an integer", error="TypeError")
    count = dimension(num)
    require(count >= 0, f"Number of samples, {num}, must be non-negative.")
    shape = broadcast((as_array(start).dims(), as_array(stop).dims()))
    place = checked_axis(axis, len(shape) + 1)
    return Tensor((*shape[:place], count, *shape[place:]), dtype_name(dtype))


def logspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True, base: Any = 10.0, dtype: Any = None) -> Tensor:
    return spaced(start, stop, num, dtype)


def geomspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True, dtype: Any = None) -> Tensor:
    return spaced(start, stop, num, dtype)


def meshgrid(*xi: Any, indexing: Any = "xy", **options: Any) -> list[Tensor]:
    if len(xi) > MAX_RANK:
        raise Undetermined("arrays of so many axes")
    found = [as_array(one) for one in xi]
    shape = [product(one.dims()) for one in found]
    if indexing == "xy":
        shape[:2] = reversed(shape[:2])
    return [Tensor(tuple(shape), one.dtype) for one in found]


def copied(a: Any, dtype: Any = None) -> Tensor:
    found = as_array(a)
    kind = dtype_name(dtype, found.dtype)
    data = found.data
    if data is not None and kind != found.dtype and ("int" in kind or "float" in kind):
        data = mapped(int if "int" in kind else float, data)
    return same_labels(array(found.dims(), kind, data), found)


CONSTANTS: Final[dict[str, Any]] = {
    "numpy.pi": math.pi,
    "numpy.e": math.e,
    "numpy.inf": math.inf,
    "numpy.nan": math.nan,
    "numpy.newaxis": None,
    "tensorflow.newaxis": None,
    "numpy.bool_": DType("bool"),
    "numpy.bool": DType("bool"),
    "numpy.int": DType("int64"),
    "numpy.float": DType("float64"),
    "numpy.double": DType("float64"),
    "numpy.single": DType("float32"),
    **{f"numpy.{name}": DType(name) for name in SIZED},
}
STAND_INS: Final[dict[str, Any]] = {
    **CONSTANTS,
    **rows(
        "numpy.",
        {
            "zeros": filled(0),
            "ones": filled(1),
            "empty": filled(None),
            "full": full,
            "zeros_like": filled_like(0),
            "ones_like": filled_like(1),
            "empty_like": filled_like(None),
            "full_like": full_like,
            "array": to_array,
            "asarray": to_array,
            "asanyarray": to_array,
            "ascontiguousarray": to_array,
            "copy": copied,
            "eye": eye,
            "identity": identity,
            "tri": eye,
            "arange": arange,
            "linspace": linspace,
            "logspace": logspace,
            "geomspace": geomspace,
            "meshgrid": meshgrid,
        },
    ),
}
