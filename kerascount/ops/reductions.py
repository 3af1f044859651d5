"""Operations that reduce axes, or accumulate along one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.ops import dtypes
from kerascount.ops.registry import camel_case, family, op
from kerascount.ops.shapes import (
    canonicalize_axes,
    canonicalize_axis,
    flat_size,
    is_symbolic,
    item,
    operand,
    reduce_shape,
    sizes,
    without,
)
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, require
from kerascount.values.shape import Shape, shape_text

Rule = Callable[[str], str]

# `axis=None, keepdims=False`: what becomes of the type, and the operations that do so.
REDUCTIONS: Final[dict[Rule, str]] = {
    dtypes.boolean: "all any",
    dtypes.same: "amax amin ptp",
    dtypes.index: "argmax argmin",
    dtypes.floating: "median",
    dtypes.averaged: "mean",
    dtypes.float_for_int: "std",
    dtypes.with_float: "var nanmean nanmedian nanstd nanvar",
    dtypes.narrowed: "nanmax nanmin",
    dtypes.narrowed_sum: "sum nansum",
    dtypes.accumulated: "nanprod",
    dtypes.default: "logsumexp",
}


def reduction(rule: Rule) -> Callable[..., Tensor]:
    def compute(x: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
        found = operand(x)
        return Tensor(reduce_shape(found.dims(), axis, keepdims), rule(found.dtype))

    return compute


for _rule, _names in REDUCTIONS.items():
    for _name in _names.split():
        family(_name, camel_case(_name), "x, axis=None, keepdims=False", reduction(_rule))


def nan_index(x: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
    """Along one axis, or all of them."""
    return reduction(dtypes.index)(x, None if axis is None else [axis], keepdims)


family("nanargmax", "Nanargmax", "x, axis=None, keepdims=False", nan_index)
family("nanargmin", "Nanargmin", "x, axis=None, keepdims=False", nan_index)


@op("Max")
def max_(x: Any, axis: Any = None, keepdims: Any = False, initial: Any = None) -> Tensor:
    return reduction(dtypes.same)(x, axis, keepdims)


@op("Min")
def min_(x: Any, axis: Any = None, keepdims: Any = False, initial: Any = None) -> Tensor:
    return reduction(dtypes.same)(x, axis, keepdims)


@op("Prod")
def prod(x: Any, axis: Any = None, keepdims: Any = False, dtype: Any = None) -> Tensor:
    found = reduction(dtypes.accumulated)(x, axis, keepdims)
    return found if dtype is None else Tensor(found.shape, dtypes.standardize_dtype(dtype))


@op("CountNonzero")
def count_nonzero(x: Any, axis: Any = None) -> Tensor:
    return reduction(dtypes.index)(x, axis)


@op("Norm")
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Tensor:
    if isinstance(ord, str) and ord not in ("fro", "nuc"):
        raise Invalid(
            f"Invalid `ord` argument. Expected one of {{'fro', 'nuc'}} when using string. Received: ord={ord}"
        )
    found = operand(x)
    axes = range(len(found.dims())) if axis is None else axis if isinstance(axis, (list, tuple)) else (axis,)
    if len(axes) == 1 and isinstance(ord, str):
        raise Invalid(f"Invalid `ord` argument for vector norm. Received: ord={ord}")
    if len(axes) == 2 and ord not in (None, "fro", "nuc", float("inf"), float("-inf"), 1, -1, 2, -2):
        raise Invalid(f"Invalid `ord` argument for matrix norm. Received: ord={ord}")
    return Tensor(reduce_shape(found.dims(), axis, keepdims), dtypes.float_for_int(found.dtype))


@op("Average")
def average(x: Any, axis: Any = None, weights: Any = None) -> Tensor:
    found = operand(x)
    axes = None if axis is None else [axis] if is_symbolic(x) else axis
    more = [] if weights is None else [operand(weights).dtype]
    return Tensor(reduce_shape(found.dims(), axes), dtypes.result_type(found.dtype, "float", *more))


@op("Moments")
def moments(x: Any, axes: Any, keepdims: Any = False, synchronized: Any = False) -> tuple[Tensor, Tensor]:
    return reduction(dtypes.same)(x, axes, keepdims), reduction(dtypes.same)(x, axes, keepdims)


def quantiles(rule: Rule, least: int) -> Callable[..., Tensor]:
    """`least` is the length from which a list of quantiles adds an axis."""

    def compute(x: Any, q: Any, axis: Any = None, method: Any = "linear", keepdims: Any = False) -> Tensor:
        found = operand(x)
        shape = reduce_shape(found.dims(), axis, keepdims)
        return Tensor((*_quantile_axis(q, least), *shape), rule(found.dtype))

    return compute


def _quantile_axis(q: Any, least: int) -> Shape:
    if isinstance(q, (list, tuple)):
        return (len(q),) if len(q) >= least else ()
    return operand(q).dims()[:1]


_QUANTILE: Final = "x, q, axis=None, method='linear', keepdims=False"
family("quantile", "Quantile", _QUANTILE, quantiles(dtypes.floating, 2))
family("nanquantile", "Nanquantile", _QUANTILE, quantiles(dtypes.floating, 2))
family("percentile", "Percentile", _QUANTILE, quantiles(dtypes.float_for_int, 0))
family("nanpercentile", "Nanpercentile", _QUANTILE, quantiles(dtypes.float_for_int, 0))


def cumulated(x: Any, axis: Any = None, dtype: Any = None) -> Tensor:
    found = operand(x)
    shape = found.dims()
    if axis is None:
        shape = (flat_size(shape),)
    else:
        canonicalize_axis(axis, len(shape))
    return Tensor(shape, dtypes.no_bool(found.dtype if dtype is None else dtypes.standardize_dtype(dtype)))


def cumulated_unchecked(x: Any, axis: Any = None, dtype: Any = None) -> Tensor:
    found = operand(x)
    shape = (flat_size(found.dims()),) if axis is None else found.dims()
    return Tensor(shape, dtypes.no_bool(found.dtype if dtype is None else dtypes.standardize_dtype(dtype)))


for _name in ("cumsum", "cumprod"):
    family(_name, camel_case(_name), "x, axis=None, dtype=None", cumulated)
    family("nan" + _name, "Nan" + _name, "x, axis=None, dtype=None", cumulated_unchecked)


def ordered(rule: Rule) -> Callable[..., Tensor]:
    def compute(x: Any, axis: Any = -1) -> Tensor:
        found = operand(x)
        if axis is None:
            return Tensor((flat_size(found.dims()),), rule(found.dtype))
        canonicalize_axis(axis, len(found.dims()))
        return Tensor(found.shape, rule(found.dtype))

    return compute


family("sort", "Sort", "x, axis=-1", ordered(dtypes.same))
family("argsort", "Argsort", "x, axis=-1", ordered(dtypes.index))


@op("Argpartition")
def argpartition(x: Any, kth: Any, axis: Any = -1) -> Tensor:
    if not isinstance(kth, int):
        raise Invalid(f"kth must be an integer. Received:kth = {kth}")
    shape = operand(x).dims()
    return Tensor((flat_size(shape),) if axis is None else shape, "int32")


@op("Diff")
def diff(a: Any, n: Any = 1, axis: Any = -1) -> Tensor:
    found = operand(a)
    shape = list(found.dims())
    position = canonicalize_axis(axis, len(shape))
    size = shape[position]
    shape[position] = max(size - n, 0) if isinstance(size, int) else size - n
    return Tensor(tuple(shape), found.dtype)


@op("Trace")
def trace(x: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Tensor:
    found = operand(x)
    first, second = canonicalize_axes((axis1, axis2), len(found.dims()))
    if first == second:
        raise Invalid(f"`axis1` and `axis2` must be different. Received: axis1={axis1}, axis2={axis2}")
    return Tensor(without(found.dims(), (first, second)), dtypes.accumulated(found.dtype))


@op("Trapezoid")
def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Tensor:
    found = operand(y)
    shape = found.dims()
    dropped = () if axis is None or not shape else (axis,)
    return Tensor(without(shape, dropped), dtypes.with_float(found.dtype))


@op("TopK")
def top_k(x: Any, k: Any, sorted: Any = True) -> tuple[Tensor, Tensor]:
    found = operand(x)
    item(found.dims(), -1)
    shape = (*found.dims()[:-1], k)
    return Tensor(shape, found.dtype), Tensor(shape, "int32")


@op("InTopK")
def in_top_k(targets: Any, predictions: Any, k: Any) -> Tensor:
    return Tensor(operand(targets).shape, "bool")


def segment_reduction(data: Any, segment_ids: Any, num_segments: Any = None, sorted: Any = False) -> Tensor:
    values, ids = operand(data), operand(segment_ids)
    if len(ids.dims()) > 1:
        raise Invalid(f"Argument `segment_ids` should be an 1-D vector, got shape: {len(ids.dims())}.")
    require(
        item(ids.dims(), 0) == item(values.dims(), 0),
        "Argument `segment_ids` and `data` should have same leading dimension. "
        f"Got {shape_text(ids.dims())} v.s. {shape_text(values.dims())}.",
    )
    return Tensor((*sizes(num_segments), *values.dims()[1:]), values.dtype)


for _name in ("segment_sum", "segment_max", "segment_min", "segment_prod"):
    family(_name, camel_case(_name), "data, segment_ids, num_segments=None, sorted=False", segment_reduction)
