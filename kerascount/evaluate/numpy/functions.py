"""The functions of NumPy on arrays and numbers: arithmetic, reductions, rearranging, joining."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from kerascount.evaluate.numpy.arrays import (
    MAX_VALUES,
    NUMBERS,
    Labels,
    LibraryObject,
    UndeterminedNumber,
    array,
    as_array,
    broadcast,
    checked_axes,
    checked_axis,
    dtype_name,
    joint_type,
    leaves,
    mapped,
    promote,
    rows,
    same_labels,
    weak,
)
from kerascount.ops.shapes import (
    concatenate_shape,
    dimension,
    expand_dims_shape,
    matmul_shape,
    pad_pairs,
    reduce_shape,
    reshape_shape,
    split_shapes,
    transpose_shape,
    without,
)
from kerascount.values.dims import Dim, Symbolic, is_dim, product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.scalars import as_numpy
from kerascount.values.shape import Shape, compatible, shape_text

Number = Callable[..., Any]


# --- element by element


def floats(dtype: str) -> str:
    """The type of a function that gives fractions."""
    small = {"bool": "float16", "int8": "float16", "uint8": "float16", "int16": "float32", "uint16": "float32"}
    return dtype if "float" in dtype or "complex" in dtype else small.get(dtype, "float64")


def same(dtype: str) -> str:
    return dtype


def truth(dtype: str) -> str:
    return "bool"


def elementwise(function: Number, rule: Callable[[str], str]) -> Callable[..., Any]:
    def compute(x: Any, *args: Any, dtype: Any = None, **options: Any) -> Any:
        if isinstance(x, NUMBERS):
            return _number(function, x)
        if isinstance(x, LibraryObject):
            return x.operate(None)
        found = as_array(x)
        kind = dtype_name(dtype, rule(found.dtype))
        return array(found.dims(), kind, None if found.data is None else mapped(function, found.data))

    return compute


def _number(function: Number, *values: Any) -> Any:
    """A function of plain numbers; where NumPy warns and gives nan or infinity, so does this."""
    try:
        return function(*values)
    except ZeroDivisionError:
        raise Undetermined("a division by zero") from None
    except (ValueError, OverflowError):
        return math.nan


UNARY: Final[dict[str, tuple[Number, Callable[[str], str]]]] = {
    "abs": (abs, same),
    "absolute": (abs, same),
    "negative": (lambda x: -x, same),
    "square": (lambda x: x * x, same),
    "sqrt": (lambda x: float(x) ** 0.5 if x >= 0 else math.nan, floats),
    "exp": (math.exp, floats),
    "log": (math.log, floats),
    "log2": (math.log2, floats),
    "log10": (math.log10, floats),
    "log1p": (math.log1p, floats),
    "expm1": (math.expm1, floats),
    "sin": (math.sin, floats),
    "cos": (math.cos, floats),
    "tan": (math.tan, floats),
    "arcsin": (math.asin, floats),
    "arccos": (math.acos, floats),
    "arctan": (math.atan, floats),
    "sinh": (math.sinh, floats),
    "cosh": (math.cosh, floats),
    "tanh": (math.tanh, floats),
    "ceil": (lambda x: float(math.ceil(x)), same),
    "floor": (lambda x: float(math.floor(x)), same),
    "rint": (lambda x: float(round(x)), floats),
    "trunc": (lambda x: float(math.trunc(x)), same),
    "sign": (lambda x: (x > 0) - (x < 0), same),
    "deg2rad": (math.radians, floats),
    "rad2deg": (math.degrees, floats),
    "radians": (math.radians, floats),
    "degrees": (math.degrees, floats),
    "isnan": (math.isnan, truth),
    "isinf": (math.isinf, truth),
    "isfinite": (math.isfinite, truth),
    "logical_not": (lambda x: not x, truth),
    "nan_to_num": (lambda x: x, same),
    "reciprocal": (lambda x: 1 / x, same),
}
BINARY: Final[dict[str, tuple[Number, Callable[[str], str]]]] = {
    "add": (lambda x, y: x + y, same),
    "subtract": (lambda x, y: x - y, same),
    "multiply": (lambda x, y: x * y, same),
    "divide": (lambda x, y: x / y, lambda dtype: dtype if "float" in dtype or "complex" in dtype else "float64"),
    "true_divide": (lambda x, y: x / y, lambda dtype: dtype if "float" in dtype or "complex" in dtype else "float64"),
    "floor_divide": (lambda x, y: x // y, same),
    "mod": (lambda x, y: x % y, same),
    "remainder": (lambda x, y: x % y, same),
    "power": (lambda x, y: x**y, same),
    "maximum": (max, same),
    "minimum": (min, same),
    "arctan2": (math.atan2, floats),
    "hypot": (math.hypot, floats),
    "greater": (lambda x, y: x > y, truth),
    "greater_equal": (lambda x, y: x >= y, truth),
    "less": (lambda x, y: x < y, truth),
    "less_equal": (lambda x, y: x <= y, truth),
    "equal": (lambda x, y: x == y, truth),
    "not_equal": (lambda x, y: x != y, truth),
    "logical_and": (lambda x, y: bool(x and y), truth),
    "logical_or": (lambda x, y: bool(x or y), truth),
}


def binary(function: Number, rule: Callable[[str], str]) -> Callable[..., Any]:
    def compute(x1: Any, x2: Any, **options: Any) -> Any:
        if isinstance(x1, NUMBERS) and isinstance(x2, NUMBERS):
            return _number(function, x1, x2)
        for x, other in ((x1, x2), (x2, x1)):
            if isinstance(x, LibraryObject):
                return x.operate(other)
        left, right = as_array(x1), as_array(x2)
        shape = broadcast((left.dims(), right.dims()))
        return array(shape, rule(_joint(x1, x2)), _values(function, left, right))

    return compute


def _joint(x1: Any, x2: Any) -> str:
    if isinstance(x1, NUMBERS):
        return weak(as_array(x2).dtype, x1)
    if isinstance(x2, NUMBERS):
        return weak(as_array(x1).dtype, x2)
    return joint_type(as_array(x1).dtype, as_array(x2).dtype)


def _values(function: Number, left: Tensor, right: Tensor) -> Any:
    """The values of the result, where both sides are known and of one shape or a single number."""
    if left.data is None or right.data is None:
        return None
    shapes = [shape_text(one.dims()) for one in (left, right) if one.dims()]
    if len(set(shapes)) > 1:
        return None
    try:
        return mapped(function, left.data, right.data)
    except (ArithmeticError, ValueError):
        return None


def rounded(a: Any, decimals: Any = 0, out: Any = None) -> Any:
    if isinstance(a, (int, float)):
        return round(a, decimals)  # a fraction stays one: round(2.6, 0) is 3.0
    found = as_array(a)
    known = found.data is not None and isinstance(decimals, int)
    return array(found.dims(), found.dtype, mapped(lambda x: round(x, decimals), found.data) if known else None)


def clip(a: Any, a_min: Any = None, a_max: Any = None, **options: Any) -> Any:
    if all(isinstance(value, (int, float)) for value in (a, a_min, a_max)):
        return min(max(a, a_min), a_max)
    found = as_array(a)
    dtype = found.dtype
    for bound in (a_min, a_max):
        dtype = weak(dtype, bound) if isinstance(bound, NUMBERS) else dtype
    return Tensor(found.shape, dtype)


def where(condition: Any, *choices: Any) -> Any:
    found = as_array(condition)
    if not choices:
        raise Undetermined("as many indices as there are true values")
    x, y = choices
    return Tensor(broadcast((found.dims(), as_array(x).dims(), as_array(y).dims())), _joint(x, y))


# --- reductions


def sum_type(dtype: str) -> str:
    return "int64" if dtype == "bool" or dtype.startswith("int") else "uint64" if dtype.startswith("uint") else dtype


def _index_type(dtype: str) -> str:
    return "int64"


def _product(values: list[Any]) -> Any:
    total: Any = 1
    for value in values:
        total = total * value
    return total


def _mean(values: list[Any]) -> Any:
    return sum(values) / len(values)


def _deviation(values: list[Any]) -> float:
    mean = _mean(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))


def _median(values: list[Any]) -> float:
    ordered, middle = sorted(values), len(values) // 2
    return float(ordered[middle]) if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


REDUCTIONS: Final[dict[str, tuple[Number, Callable[[str], str]]]] = {
    "sum": (sum, sum_type),
    "prod": (_product, sum_type),
    "mean": (_mean, lambda dtype: dtype if "float" in dtype else "float64"),
    "std": (_deviation, lambda dtype: dtype if "float" in dtype else "float64"),
    "var": (lambda values: _deviation(values) ** 2, lambda dtype: dtype if "float" in dtype else "float64"),
    "median": (_median, lambda dtype: dtype if "float" in dtype else "float64"),
    "max": (max, same),
    "min": (min, same),
    "amax": (max, same),
    "amin": (min, same),
    "ptp": (lambda values: max(values) - min(values), same),
    "argmax": (lambda values: values.index(max(values)), _index_type),
    "argmin": (lambda values: values.index(min(values)), _index_type),
    "all": (all, truth),
    "any": (any, truth),
    "count_nonzero": (lambda values: sum(map(bool, values)), _index_type),
}
REDUCTIONS.update({f"nan{name}": REDUCTIONS[name] for name in ("sum", "mean", "std", "max", "min", "median")})


def reduction(function: Number, rule: Callable[[str], str]) -> Callable[..., Any]:
    def compute(
        a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False, **options: Any
    ) -> Any:
        if axis is None and keepdims is False and (numbers := _plain_numbers(a)) is not None:
            return as_numpy(_number(function, numbers))
        found = as_array(a)
        kind = dtype_name(dtype, rule(found.dtype))
        if axis is not None:
            return _reduced(found, axis, keepdims, kind)
        if keepdims:
            return Tensor((1,) * len(found.dims()), kind)
        if found.data is not None:
            return as_numpy(_number(function, leaves(found.data)))
        if isinstance(found, Labels) and found.classes and function is max:
            return as_numpy(found.classes - 1)
        return whole(kind)

    return compute


def _plain_numbers(a: Any) -> list[Any] | None:
    """The values of a shape or list; formulas take part in arithmetic."""
    if not isinstance(a, (list, tuple)) or not a:
        return None
    found = [dimension(value) for value in a]
    return found if all(is_dim(value) or isinstance(value, NUMBERS) for value in found) else None


def whole(dtype: str) -> Tensor:
    """One number out of an array of unknown values. A fraction cannot become a size, so its type says enough."""
    if "float" in dtype:
        return Tensor((), dtype)
    raise UndeterminedNumber("depends on the values of an array")


def _reduced(found: Tensor, axis: Any, keepdims: Any, dtype: str) -> Any:
    if not found.dims() and axis in (0, -1):
        return whole(dtype)  # NumPy lets a single number have a first axis here
    shape = reduce_shape(found.dims(), checked_axes(axis, len(found.dims())), keepdims)
    return Tensor(shape, dtype) if shape else whole(dtype)


def indexed(name: str) -> Callable[..., Any]:
    """`argmax` and `argmin` have no `dtype` before `out`."""
    compute = reduction(*REDUCTIONS[name])

    def call(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
        return compute(a, axis, None, None, keepdims)

    return call


def cumulated(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Tensor:
    found = as_array(a)
    shape: Shape = (product(found.dims()),) if axis is None else found.dims()
    if axis is not None:
        checked_axis(axis, len(shape))
    return Tensor(shape, dtype_name(dtype, sum_type(found.dtype)))


def average(a: Any, axis: Any = None, weights: Any = None, returned: Any = False, **options: Any) -> Any:
    return reduction(*REDUCTIONS["mean"])(a, axis)


def percentile(a: Any, q: Any, axis: Any = None, **options: Any) -> Tensor:
    shape = as_array(a).dims()
    rest = () if axis is None else without(shape, checked_axes(axis, len(shape)))
    return Tensor((*as_array(q).dims(), *rest), "float64")


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Tensor:
    found = as_array(x)
    axes = range(len(found.dims())) if axis is None else checked_axes(axis, len(found.dims()))
    return Tensor(
        reduce_shape(found.dims(), list(axes), keepdims), found.dtype if "float" in found.dtype else "float64"
    )


# --- rearranging


def reshape(a: Any, shape: Any = None, order: Any = "C", newshape: Any = None, **options: Any) -> Tensor:
    found = as_array(a)
    wanted = newshape if shape is None else shape
    if isinstance(wanted, Unknown) and wanted.number is None:
        raise Undetermined("reshapes to a shape that is not known")
    sizes = tuple(dimension(size) for size in (wanted if isinstance(wanted, (list, tuple)) else (wanted,)))
    if any(isinstance(size, (float, str)) or size is None for size in sizes):
        kind = next(type(size).__name__ for size in sizes if isinstance(size, (float, str)) or size is None)
        raise Invalid(f"'{kind}' object cannot be interpreted as an integer", error="TypeError")
    try:
        result = reshape_shape(found.dims(), sizes, symbolic=False)
    except Invalid:
        size = product(found.dims())
        raise Invalid(f"cannot reshape array of size {size} into shape {shape_text(sizes)}") from None
    data = None if found.data is None else _shaped(leaves(found.data), result)
    return same_labels(array(result, found.dtype, data), found)


def _shaped(values: list[Any], shape: Shape) -> Any:
    """Nested lists of a shape out of its values in order."""
    if not shape:
        return values[0]
    if not isinstance(shape[0], int) or not shape[0]:
        return None if not isinstance(shape[0], int) else []
    step = len(values) // shape[0]
    return [_shaped(values[start : start + step], shape[1:]) for start in range(0, len(values), step)] if step else None


def ravel(a: Any, order: Any = "C") -> Tensor:
    return reshape(a, (-1,))


def expand_dims(a: Any, axis: Any) -> Tensor:
    found = as_array(a)
    count = len(axis) if isinstance(axis, (list, tuple)) else 1
    checked_axes(axis, len(found.dims()) + count)
    shape = expand_dims_shape(found.dims(), axis)
    return array(shape, found.dtype, None if found.data is None else _shaped(leaves(found.data), shape))


def squeeze(a: Any, axis: Any = None) -> Tensor:
    found = as_array(a)
    shape = found.dims()
    if axis is None:
        axes = [place for place, size in enumerate(shape) if isinstance(size, int) and size == 1]
    else:
        axes = checked_axes(axis, len(shape))
        for one in axes:
            require(shape[one] == 1, "cannot select an axis to squeeze out which has size not equal to one")
    result = without(shape, axes)
    data = None if found.data is None else _shaped(leaves(found.data), result)
    return same_labels(array(result, found.dtype, data), found)


def transpose(a: Any, axes: Any = None) -> Tensor:
    found = as_array(a)
    if axes is not None and len(axes) != len(found.dims()):
        raise Invalid("axes don't match array")
    if axes is not None:
        checked_axes(axes, len(found.dims()))
    return Tensor(transpose_shape(found.dims(), axes), found.dtype)


def swapaxes(a: Any, axis1: Any, axis2: Any) -> Tensor:
    found = as_array(a)
    shape = list(found.dims())
    first, second = (checked_axis(axis, len(shape)) for axis in (axis1, axis2))
    shape[first], shape[second] = shape[second], shape[first]
    return Tensor(tuple(shape), found.dtype)


def through_ops(name: str) -> Callable[..., Any]:
    """A function that Keras has under the same name and with the same arguments."""

    def call(x: Any, *args: Any, **kwargs: Any) -> Any:
        from kerascount.ops.catalogue import OPS

        found = as_array(x)
        result = OPS[name](Tensor(found.shape, found.dtype), *args, **kwargs)
        return result if isinstance(result, list) else Tensor(result.shape, found.dtype)

    return call


def unchanged(a: Any, *args: Any, **kwargs: Any) -> Tensor:
    """Sorting, flipping and rolling keep the shape."""
    found = as_array(a)
    axis = kwargs.get("axis")
    if axis is not None:
        checked_axes(axis, len(found.dims()))
    return Tensor(found.shape, found.dtype)


def argsort(a: Any, axis: Any = -1, *args: Any, **kwargs: Any) -> Tensor:
    return Tensor(unchanged(a, axis=axis).shape, "int64")


# --- joining and splitting


MAX_PARTS: Final = 20_000


def _parts(arrays: Any) -> list[Tensor]:
    if isinstance(arrays, Unknown):
        raise Undetermined(arrays.why)
    if isinstance(arrays, Tensor):
        return _rows_of(as_array(arrays))
    if not isinstance(arrays, (list, tuple)):
        raise Undetermined(f"joining a {type(arrays).__name__}")
    if not arrays:
        raise Invalid("need at least one array to concatenate")
    if len(arrays) > MAX_PARTS:
        raise Undetermined("joining so many arrays")
    return [as_array(one) for one in arrays]


def _rows_of(found: Tensor) -> list[Tensor]:
    count = found.dims()[0]
    if not isinstance(count, int) or count > MAX_VALUES:
        raise Undetermined("joins as many arrays as there are rows")
    return [Tensor(found.dims()[1:], found.dtype)] * count


def _joint_type(parts: list[Tensor]) -> str:
    dtype = parts[0].dtype
    for part in parts[1:]:
        dtype = joint_type(dtype, part.dtype)
    return dtype


def _joined(parts: list[Tensor], axis: Any) -> Tensor:
    ranks = {len(part.dims()) for part in parts}
    if ranks == {0}:
        raise Invalid("zero-dimensional arrays cannot be concatenated")
    if len(ranks) > 1:
        raise Invalid("all the input array dimensions except for the concatenation axis must match exactly")
    place = checked_axis(axis, ranks.pop())
    shape = concatenate_shape([part.dims() for part in parts], place)
    known = place == 0 and all(part.data is not None for part in parts)
    return array(shape, _joint_type(parts), [item for part in parts for item in part.data] if known else None)


def concatenate(arrays: Any, axis: Any = 0, *args: Any, **options: Any) -> Tensor:
    parts = _parts(arrays)
    if axis is None:
        return _joined([ravel(part) for part in parts], 0)
    return _joined(parts, axis)


def stack(arrays: Any, axis: Any = 0, *args: Any, **options: Any) -> Tensor:
    parts = _parts(arrays)
    first = parts[0].dims()
    for part in parts:
        if len(part.dims()) != len(first) or not all(map(compatible, part.dims(), first)):
            raise Invalid("all input arrays must have the same shape")
    place = checked_axis(axis, len(first) + 1)
    return Tensor((*first[:place], len(parts), *first[place:]), _joint_type(parts))


def hstack(tup: Any, **options: Any) -> Tensor:
    parts = [_at_least(part, 1) for part in _parts(tup)]
    return _joined(parts, 0 if len(parts[0].dims()) == 1 else 1)


def vstack(tup: Any, **options: Any) -> Tensor:
    return _joined([_at_least(part, 2) for part in _parts(tup)], 0)


def dstack(tup: Any, **options: Any) -> Tensor:
    return _joined([_at_least(part, 3) for part in _parts(tup)], 2)


def column_stack(tup: Any) -> Tensor:
    parts = [Tensor((*part.dims(), 1)[:2], part.dtype) if part.rank != 2 else part for part in _parts(tup)]
    return _joined(parts, 1)


def _at_least(part: Tensor, rank: int) -> Tensor:
    """`atleast_1d`, `atleast_2d`, `atleast_3d`."""
    shape = part.dims()
    if len(shape) >= rank:
        return part
    padded: dict[int, Shape] = {1: (1,), 2: (1, *(shape or (1,))), 3: (1, *(shape or (1,)), 1)}
    if rank == 3 and len(shape) == 2:
        return Tensor((*shape, 1), part.dtype)
    return Tensor(padded[rank], part.dtype)


def append(arr: Any, values: Any, axis: Any = None) -> Tensor:
    return concatenate((arr, values), axis)


def split(ary: Any, indices_or_sections: Any, axis: Any = 0) -> list[Tensor]:
    found = as_array(ary)
    place = checked_axis(axis, len(found.dims()))
    if isinstance(indices_or_sections, int):
        size = found.dims()[place]
        require(size % indices_or_sections == 0, "array split does not result in an equal division")
        return [Tensor(shape, found.dtype) for shape in split_shapes(found.dims(), indices_or_sections, place)]
    size = found.dims()[place]
    bounds = [_bound(bound, size) for bound in (*indices_or_sections, size)]
    starts = [0, *bounds[:-1]]
    lengths = [max(end - start, 0) for start, end in zip(starts, bounds, strict=True)]
    return [Tensor((*found.dims()[:place], n, *found.dims()[place + 1 :]), found.dtype) for n in lengths]


def _bound(bound: Any, size: Dim) -> int:
    if not isinstance(size, int) or not isinstance(bound, int):
        raise Undetermined("a split at a place that is not known")
    return min(bound, size) if bound >= 0 else max(bound + size, 0)


def pad(array: Any, pad_width: Any, mode: Any = "constant", **options: Any) -> Tensor:
    found = as_array(array)
    pairs = pad_pairs(pad_width)
    shape = found.dims()
    if len(pairs) not in (1, len(shape)):
        message = f"operands could not be broadcast together with remapped shapes: {len(pairs)} and {len(shape)} axes"
        raise Invalid(message)
    widths = pairs * len(shape) if len(pairs) == 1 else pairs
    for before, after in widths:
        require(before >= 0 and after >= 0, "index can't contain negative values")
    return Tensor(tuple(n + before + after for n, (before, after) in zip(shape, widths, strict=True)), found.dtype)


def repeat(a: Any, repeats: Any, axis: Any = None) -> Tensor:
    found = as_array(a)
    shape: Shape = (product(found.dims()),) if axis is None else found.dims()
    place = 0 if axis is None else checked_axis(axis, len(shape))
    counts = [dimension(count) for count in (repeats if isinstance(repeats, (list, tuple)) else [repeats])]
    if len(counts) > 1:
        require(shape[place] == len(counts), "operands could not be broadcast together")
    size: Any = shape[place] * counts[0] if len(counts) == 1 else sum(counts)
    return Tensor((*shape[:place], size, *shape[place + 1 :]), found.dtype)


def insert(arr: Any, obj: Any, values: Any, axis: Any = None) -> Tensor:
    found = as_array(arr)
    if axis is None or not isinstance(obj, int):
        raise Undetermined("an insertion at several places")
    place = checked_axis(axis, len(found.dims()))
    shape = found.dims()
    return Tensor((*shape[:place], shape[place] + 1, *shape[place + 1 :]), found.dtype)


def delete(arr: Any, obj: Any, axis: Any = None) -> Tensor:
    found = as_array(arr)
    count = len(obj) if isinstance(obj, (list, tuple)) else 1
    if isinstance(obj, (slice, Tensor)):
        raise Undetermined("as many items as a slice or an array names")
    shape: Shape = (product(found.dims()),) if axis is None else found.dims()
    place = 0 if axis is None else checked_axis(axis, len(shape))
    return Tensor((*shape[:place], shape[place] - count, *shape[place + 1 :]), found.dtype)


# --- products


def matmul(x1: Any, x2: Any, **options: Any) -> Tensor:
    left, right = as_array(x1), as_array(x2)
    if not left.dims() or not right.dims():
        raise Invalid("matmul: Input operand does not have enough dimensions")
    return Tensor(matmul_shape(left.dims(), right.dims()), promote(left.dtype, right.dtype))


def dot(a: Any, b: Any, out: Any = None) -> Any:
    left, right = as_array(a), as_array(b)
    if not left.dims() or not right.dims():
        return binary(*BINARY["multiply"])(a, b)
    axis = -2 if len(right.dims()) > 1 else -1
    texts = f"{shape_text(left.dims())} and {shape_text(right.dims())}"
    require(left.dims()[-1] == right.dims()[axis], f"shapes {texts} not aligned")
    shape = (*left.dims()[:-1], *without(right.dims(), (axis,)))
    kind = promote(left.dtype, right.dtype)
    return Tensor(shape, kind) if shape else whole(kind)


def outer(a: Any, b: Any, out: Any = None) -> Tensor:
    left, right = as_array(a), as_array(b)
    return Tensor((product(left.dims()), product(right.dims())), promote(left.dtype, right.dtype))


def einsum(subscripts: Any, *operands: Any, **options: Any) -> Tensor:
    from kerascount.ops.catalogue import OPS

    found = [as_array(one) for one in operands]
    result: Tensor = OPS["einsum"](subscripts, *(Tensor(one.shape) for one in found))
    return Tensor(result.shape, _joint_type(found))


# --- questions


def shape(a: Any) -> Any:
    from kerascount.evaluate.numpy.methods import shape_tuple

    return tuple(shape_tuple(a if isinstance(a, Tensor) else as_array(a)))


def ndim(a: Any) -> int:
    return len((a if isinstance(a, Tensor) else as_array(a)).dims())


def size(a: Any, axis: Any = None) -> Any:
    dims = as_array(a).dims()
    return product(dims) if axis is None else dims[checked_axis(axis, len(dims))]


def unique(ar: Any, *args: Any, **options: Any) -> Any:
    found = as_array(ar)
    known = found.data is not None or isinstance(found, Labels) and found.every
    if not known or args or options:
        raise Undetermined("the different values of an array")
    values = list(range(found.classes)) if isinstance(found, Labels) else sorted(set(leaves(found.data)))
    return array((len(values),), found.dtype, values)


def bincount(x: Any, weights: Any = None, minlength: Any = 0) -> Tensor:
    raise Undetermined("as many counts as the largest value says")


def isscalar(element: Any) -> bool:
    return isinstance(element, (*NUMBERS, str, Symbolic))


def atleast(rank: int) -> Callable[..., Tensor]:
    return lambda a: _at_least(as_array(a), rank)


def _table() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {name: elementwise(*entry) for name, entry in UNARY.items()}
    found.update((name, binary(*entry)) for name, entry in BINARY.items())
    for name, entry in REDUCTIONS.items():
        takes_dtype = name.removeprefix("nan") in ("sum", "prod", "mean", "std", "var")
        found[name] = reduction(*entry) if takes_dtype else indexed(name)
    found.update(
        (name, through_ops(name)) for name in ("moveaxis", "tile", "broadcast_to", "rot90", "diag", "tril", "triu")
    )
    found.update((name, unchanged) for name in ("sort", "flip", "roll", "flipud", "fliplr"))
    found.update((f"atleast_{rank}d", atleast(rank)) for rank in (1, 2, 3))
    return found


STAND_INS = rows(
    "numpy.",
    {
        **_table(),
        "clip": clip,
        "round": rounded,
        "around": rounded,
        "where": where,
        "cumsum": cumulated,
        "cumprod": cumulated,
        "average": average,
        "percentile": percentile,
        "quantile": percentile,
        "linalg.norm": norm,
        "reshape": reshape,
        "ravel": ravel,
        "expand_dims": expand_dims,
        "squeeze": squeeze,
        "transpose": transpose,
        "permute_dims": transpose,
        "swapaxes": swapaxes,
        "argsort": argsort,
        "concatenate": concatenate,
        "stack": stack,
        "hstack": hstack,
        "vstack": vstack,
        "row_stack": vstack,
        "dstack": dstack,
        "column_stack": column_stack,
        "append": append,
        "split": split,
        "pad": pad,
        "repeat": repeat,
        "insert": insert,
        "delete": delete,
        "matmul": matmul,
        "dot": dot,
        "outer": outer,
        "einsum": einsum,
        "shape": shape,
        "ndim": ndim,
        "size": size,
        "unique": unique,
        "bincount": bincount,
        "isscalar": isscalar,
    },
)
