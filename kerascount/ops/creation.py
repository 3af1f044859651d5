"""Operations that make tensors from sizes and numbers."""

from __future__ import annotations

from typing import Any

from kerascount.ops import dtypes
from kerascount.ops.elementwise import binary_shape
from kerascount.ops.registry import camel_case, family, op
from kerascount.ops.shapes import canonicalize_axis, is_symbolic, made, operand, range_length, sizes
from kerascount.values.dims import Free, is_dim
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import shape_text


def concrete(shape: Any) -> tuple[Any, ...]:
    """A shape to allocate: no size may be left open."""
    found = sizes(shape)
    if any(isinstance(size, (Free, float, str)) for size in found):
        raise Invalid(
            f"Shapes must be 1D sequences of concrete values of integer type, got {shape_text(found)}.",
            error="TypeError",
        )
    return found


@op(None)
def zeros(shape: Any, dtype: Any = None) -> Tensor:
    return made(concrete(shape), dtypes.standardize_dtype(dtype))


@op(None)
def ones(shape: Any, dtype: Any = None) -> Tensor:
    return made(concrete(shape), dtypes.standardize_dtype(dtype))


@op(None)
def empty(shape: Any, dtype: Any = None) -> Tensor:
    return made(concrete(shape), dtypes.standardize_dtype(dtype))


@op("Full")
def full(shape: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    return made(sizes(shape) if is_symbolic(fill_value) else concrete(shape), dtypes.standardize_dtype(dtype))


def like(x: Any, dtype: Any = None) -> Tensor:
    found = operand(x)
    return Tensor(found.shape, found.dtype if dtype is None else dtypes.standardize_dtype(dtype), why=found.why)


for _name in ("zeros_like", "ones_like", "empty_like"):
    family(_name, camel_case(_name), "x, dtype=None", like)


@op("FullLike")
def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    return like(x, dtype)


@op(None)
def eye(N: Any, M: Any = None, k: Any = 0, dtype: Any = None) -> Tensor:  # noqa: N803
    for name, size in (("N", N), ("M", M)):
        if isinstance(size, float):
            raise Invalid(f"Argument `{name}` must be an integer or an integer tensor.", error="TypeError")
    return made(concrete((N, N if M is None else M)), dtypes.standardize_dtype(dtype))


@op(None)
def identity(n: Any, dtype: Any = None) -> Tensor:
    return made(concrete((n, n)), dtypes.standardize_dtype(dtype))


@op(None)
def tri(N: Any, M: Any = None, k: Any = 0, dtype: Any = None) -> Tensor:  # noqa: N803
    return made(concrete((N, N if M is None else M)), dtypes.standardize_dtype(dtype))


@op("Arange")
def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Tensor:
    given = [value for value in (start, stop, step) if value is not None]
    if is_symbolic(*given):
        raise Invalid("A KerasTensor is symbolic: it cannot be converted to a NumPy array.")
    kind = dtypes.result_type(*map(dtypes.dtype_of, given)) if _all_known(given) else "int32"
    first, last = (0, start) if stop is None else (start, stop)
    length = range_length(first, last, 1 if step is None else step)
    return Tensor((length,), kind if dtype is None else dtypes.standardize_dtype(dtype))


def _all_known(values: list[Any]) -> bool:
    return not any(isinstance(value, Unknown) or is_dim(value) and not isinstance(value, int) for value in values)


def spaced(start: Any, stop: Any, num: Any, dtype: Any, axis: Any) -> Tensor:
    """`num` values between the bounds, on a new axis."""
    shape = binary_shape(start, stop)
    position = canonicalize_axis(axis, len(shape) + 1)
    kind = dtypes.dtype_of(start) if dtype is None else dtypes.standardize_dtype(dtype)
    return made((*shape[:position], num, *shape[position:]), dtypes.result_type(kind, "float"))


@op("Linspace")
def linspace(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, retstep: Any = False, dtype: Any = None, axis: Any = 0
) -> Any:
    values = spaced(start, stop, num, dtype, axis)
    if retstep and is_symbolic(start, stop):
        raise Invalid("the outputs of an operation must be tensors, and `retstep` gives None")
    return (values, Tensor(values.shape, values.dtype)) if retstep else values


@op("Logspace")
def logspace(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, base: Any = 10, dtype: Any = None, axis: Any = 0
) -> Tensor:
    return spaced(start, stop, num, dtype, axis)


@op("Geomspace")
def geomspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True, dtype: Any = None, axis: Any = 0) -> Tensor:
    return spaced(start, stop, num, dtype, axis)


def window(x: Any, beta: Any = None) -> Tensor:
    """A window of `x` points."""
    if is_symbolic(x):
        raise Invalid("the operation does not support symbolic tensors", error="TypeError")
    return made(concrete(x), dtypes.FLOATX)


for _name in ("bartlett", "blackman", "hamming", "hanning"):
    family(_name, None, "x", window)
family("kaiser", None, "x, beta", window)
