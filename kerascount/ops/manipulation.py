"""Operations that rearrange, join, split or repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerascount.ops import dtypes
from kerascount.ops.registry import op
from kerascount.ops.shapes import (
    broadcast_shapes,
    canonicalize_axes,
    canonicalize_axis,
    concatenate_shape,
    dimension,
    expand_dims_shape,
    flat_size,
    identical,
    is_symbolic,
    item,
    made,
    operand,
    pad_pairs,
    refuse_many,
    replaced,
    reshape_shape,
    shape_of,
    sizes,
    split_shapes,
    stack_shape,
    transpose_shape,
    without,
)
from kerascount.values.dims import FREE, Dim, Free, is_dim
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, compatible, shape_text


@op("Reshape")
def reshape(x: Any, newshape: Any) -> Tensor:
    found = operand(x)
    shape = reshape_shape(found.dims(), newshape, symbolic=is_symbolic(x))
    return Tensor(shape, found.dtype, data=_flattened(found.data) if len(shape) == 1 else None)


def _flattened(data: Any) -> Any:
    if isinstance(data, list) and any(isinstance(value, list) for value in data):
        return [leaf for value in data for leaf in _flattened(value)]
    return data


@op("Transpose")
def transpose(x: Any, axes: Any = None) -> Tensor:
    found = operand(x)
    return Tensor(transpose_shape(found.dims(), axes), found.dtype)


@op("ExpandDims")
def expand_dims(x: Any, axis: Any) -> Tensor:
    if isinstance(axis, Unknown):
        raise Undetermined(axis.why)
    if not isinstance(axis, (int, list, tuple)):
        raise Invalid(f"The `axis` argument to `expand_dims` should be an integer, tuple or list. Received axis={axis}")
    found = operand(x)
    return Tensor(expand_dims_shape(found.dims(), axis), found.dtype)


@op("Squeeze")
def squeeze(x: Any, axis: Any = None) -> Tensor:
    found = operand(x)
    shape = found.dims()
    if axis is None:
        return Tensor(tuple(size for size in shape if isinstance(size, Free) or size != 1), found.dtype)
    axes = axis if isinstance(axis, (list, tuple)) else (axis,)
    for one in axes:
        size = item(shape, one)
        require(identical(size, 1), f"Cannot squeeze axis {one}, because the dimension is not 1.")
    return Tensor(without(shape, canonicalize_axes(axes, len(shape))), found.dtype)


@op("Ravel")
def ravel(x: Any) -> Tensor:
    found = operand(x)
    return Tensor((flat_size(found.dims()),), found.dtype)


@op("Swapaxes")
def swapaxes(x: Any, axis1: Any, axis2: Any) -> Tensor:
    found = operand(x)
    return Tensor(_swapped(found.dims(), *canonicalize_axes((axis1, axis2), len(found.dims()))), found.dtype)


def _swapped(shape: Shape, first: int, second: int) -> Shape:
    order = list(shape)
    order[first], order[second] = order[second], order[first]
    return tuple(order)


@op("Moveaxis")
def moveaxis(x: Any, source: Any, destination: Any) -> Tensor:
    found = operand(x)
    shape = found.dims()
    sources = source if isinstance(source, (list, tuple)) else [source]
    destinations = destination if isinstance(destination, (list, tuple)) else [destination]
    if len(sources) != len(destinations):
        raise Invalid(
            "`source` and `destination` arguments must have the same number of elements, "
            f"but received `source={source}` and `destination={destination}`."
        )
    moved = dict(zip(canonicalize_axes(destinations, len(shape)), canonicalize_axes(sources, len(shape)), strict=True))
    rest = (axis for axis in range(len(shape)) if axis not in moved.values())
    order = [moved[axis] if axis in moved else next(rest) for axis in range(len(shape))]
    return Tensor(tuple(shape[axis] for axis in order), found.dtype)


@op("Flip")
def flip(x: Any, axis: Any = None) -> Tensor:
    return _on_axes(x, axis)


@op("Roll")
def roll(x: Any, shift: Any, axis: Any = None) -> Tensor:
    return _on_axes(x, axis)


def _on_axes(x: Any, axis: Any) -> Tensor:
    """The operand unchanged, its axes checked."""
    found = operand(x)
    if axis is not None:
        canonicalize_axes(axis, len(found.dims()))
    return Tensor(found.shape, found.dtype)


@op("Fliplr")
def fliplr(x: Any) -> Tensor:
    return _of_rank(x, 2, "`fliplr` requires input with 2 or more dimensions.")


@op("Flipud")
def flipud(x: Any) -> Tensor:
    return _of_rank(x, 1, "`flipud` requires input with 1 or more dimensions.")


def _of_rank(x: Any, least: int, message: str) -> Tensor:
    found = operand(x)
    require(len(found.dims()) >= least, f"{message} Received: x.shape={shape_text(found.dims())}")
    return Tensor(found.shape, found.dtype)


@op("Rot90")
def rot90(array: Any, k: Any = 1, axes: Any = (0, 1)) -> Tensor:
    found = _of_rank(array, 2, "Input array must have at least 2 dimensions.")
    if len(axes) != 2 or axes[0] == axes[1]:
        raise Invalid(f"Invalid axes: {axes}. Axes must be a tuple of two different dimensions.")
    shape = found.dims()
    for axis in axes:
        item(shape, axis)
    return Tensor(_swapped(shape, *axes), found.dtype)


def _joined(values: Any) -> tuple[list[Shape], str]:
    """The shapes of what is to be joined, and the type of the whole."""
    if isinstance(values, Tensor) and values.history is None:
        rows = values.dims()
        if not isinstance(rows[0], int):
            raise Undetermined("joins as many arrays as there are rows")
        return [rows[1:]] * rows[0], values.dtype
    if isinstance(values, Tensor):
        raise Invalid("A symbolic KerasTensor cannot be used as a boolean.", error="TypeError")
    if isinstance(values, Unknown):
        raise Undetermined(values.why)
    if not isinstance(values, (list, tuple)):
        raise Invalid(f"'{type(values).__name__}' object is not iterable", error="TypeError")
    if not values:
        raise Invalid("need at least one array to concatenate")
    if is_symbolic(*values):
        _refuse_plain(values)
    found = [operand(value) for value in values]
    return [value.dims() for value in found], dtypes.result_type(*(value.dtype for value in found))


def _refuse_plain(values: Sequence[Any]) -> None:
    for value in values:
        if not isinstance(value, (Tensor, Unknown)):
            kind = type(value).__name__
            raise Invalid(f"'{kind}' object has no attribute 'shape'", error="AttributeError")


@op("Concatenate")
def concatenate(xs: Any, axis: Any = 0) -> Tensor:
    shapes, dtype = _joined(xs)
    if axis is None and is_symbolic(xs):
        raise Invalid("`axis` cannot be None for `concatenate`.")
    if axis is None:
        shapes, axis = [(flat_size(shape),) for shape in shapes], 0
    return Tensor(concatenate_shape(shapes, axis), dtype)


@op("Stack")
def stack(x: Any, axis: Any = 0) -> Tensor:
    shapes, dtype = _joined(x)
    return Tensor(stack_shape(shapes, axis), dtype)


@op("Hstack")
def hstack(xs: Any) -> Tensor:
    shapes, dtype = _joined(xs)
    if len(shapes[0]) == 1 and not is_symbolic(xs):
        return Tensor(concatenate_shape(shapes, 0), dtype)
    _require_axis(shapes, 1)
    return Tensor(concatenate_shape(shapes, 1), dtype)


@op("Vstack")
def vstack(xs: Any) -> Tensor:
    shapes, dtype = _joined(xs)
    if not is_symbolic(xs):
        shapes = [(1, *shape) if len(shape) < 2 else shape for shape in shapes]
    _require_axis(shapes, 0)
    return Tensor(concatenate_shape(shapes, 0), dtype)


def _require_axis(shapes: list[Shape], axis: int) -> None:
    if len(shapes[0]) <= axis:
        raise Invalid("list index out of range", error="IndexError")


@op("Dstack")
def dstack(xs: Any) -> Tensor:
    shapes, dtype = _joined(xs)
    return Tensor(concatenate_shape([_with_depth(shape) for shape in shapes], 2), dtype)


def _with_depth(shape: Shape) -> Shape:
    """() → (1, 1, 1), (n,) → (1, n, 1), (m, n) → (m, n, 1)."""
    if len(shape) > 2:
        return shape
    return (*(1,) * (2 - len(shape)), *shape, 1)


@op("Append")
def append(x1: Any, x2: Any, axis: Any = None) -> Tensor:
    shapes, dtype = _joined((x1, x2))
    if axis is None:
        return Tensor((flat_size(shapes[0]) + flat_size(shapes[1]),), dtype)
    if is_symbolic(x1, x2) and any(isinstance(item(shape, axis), Free) for shape in shapes):
        raise Invalid("unsupported operand type(s) for +: 'NoneType' and 'int'", error="TypeError")
    return Tensor(concatenate_shape(shapes, axis), dtype)


def splitting(x: Any, indices_or_sections: Any, axis: Any) -> list[Tensor]:
    found = operand(x)
    return [made(shape, found.dtype) for shape in split_shapes(found.dims(), indices_or_sections, axis)]


@op("Split")
def split(x: Any, indices_or_sections: Any, axis: Any = 0) -> list[Tensor]:
    return splitting(x, indices_or_sections, axis)


@op("Hsplit")
def hsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    rank = len(_of_rank(x, 1, "`hsplit` only works on arrays of at least 1 dimension.").dims())
    return splitting(x, indices_or_sections, 0 if rank == 1 else 1)


@op("Vsplit")
def vsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    _of_rank(x, 2, "`vsplit` only works on arrays of at least 2 dimensions.")
    return splitting(x, indices_or_sections, 0)


@op("Dsplit")
def dsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    _of_rank(x, 3, "`dsplit` only works on arrays of at least 3 dimensions.")
    return splitting(x, indices_or_sections, 2)


@op("ArraySplit")
def array_split(x: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
    if isinstance(indices_or_sections, Unknown):
        raise Undetermined(indices_or_sections.why)
    if not isinstance(indices_or_sections, int):
        raise Invalid("Argument `indices_or_sections` must be of type `int`.", error="TypeError")
    if indices_or_sections <= 0:
        raise Invalid("Argument `indices_or_sections` must be a positive integer.")
    found = operand(x)
    size = item(found.dims(), axis)
    lengths = [_share(size, indices_or_sections, part) for part in range(indices_or_sections)]
    parts = [Tensor(replaced(found.dims(), axis, length), found.dtype) for length in lengths]
    return tuple(parts) if isinstance(size, Free) else parts


def _share(size: Dim, parts: int, part: int) -> Dim:
    if not isinstance(size, (int, Free)):
        raise Undetermined(f"depends on {size}")
    return size // parts + (part < size % parts) if isinstance(size, int) else FREE


@op("Unstack")
def unstack(x: Any, num: Any = None, axis: Any = 0) -> list[Tensor]:
    found = operand(x)
    position = canonicalize_axis(axis, len(found.dims()))
    count = found.dims()[position] if num is None else dimension(num)
    if isinstance(count, Free):
        raise Invalid(
            f"Cannot infer argument `num` from shape {shape_text(found.dims())}. Either provide a tensor with a "
            "concrete shape in the `axis` dimension or explicitly pass the `num` argument."
        )
    if not isinstance(count, int):
        raise Undetermined(f"depends on {count}")
    refuse_many(count)
    return [Tensor(without(found.dims(), (position,)), found.dtype) for _ in range(count)]


@op("Repeat")
def repeat(x: Any, repeats: Any, axis: Any = None) -> Tensor:
    found = operand(x)
    shape = found.dims()
    if axis is None:
        return Tensor((_repeated(flat_size(shape), repeats, shape),), found.dtype)
    return Tensor(replaced(shape, axis, _repeated(item(shape, axis), repeats, shape)), found.dtype)


def _repeated(size: Dim, repeats: Any, shape: Shape) -> Any:
    counts = sizes(repeats)
    if isinstance(size, Free):
        return size
    if len(counts) == 1:
        return size * counts[0]
    require(
        size == len(counts),
        "Size of `repeats` and dimensions of `x` should be compatible. "
        f"Received: {len(counts)} and {shape_text(shape)}",
    )
    total: Dim = 0
    for count in counts:
        total = total + count
    return total


@op("Tile")
def tile(x: Any, repeats: Any) -> Tensor:
    found = operand(x)
    shape, counts = found.dims(), sizes(repeats)
    rank = max(len(shape), len(counts))
    padded, times = (1,) * (rank - len(shape)) + shape, (1,) * (rank - len(counts)) + counts
    return made((size * count for size, count in zip(padded, times, strict=True)), found.dtype)


@op("Pad")
def pad(x: Any, pad_width: Any, mode: Any = "constant", constant_values: Any = None) -> Tensor:
    found = operand(x)
    shape = found.dims()
    pairs = pad_pairs(pad_width)
    if len(pairs) not in (1, len(shape)):
        raise Invalid(
            f"`pad_width` must have the same length as `x.shape`. Received: pad_width={pad_width} "
            f"(of length {len(pairs)}) and x.shape={shape_text(shape)} (of length {len(shape)})"
        )
    widths = pairs * len(shape) if len(pairs) == 1 else pairs
    return made((size + before + after for size, (before, after) in zip(shape, widths, strict=True)), found.dtype)


@op("BroadcastTo")
def broadcast_to(x: Any, shape: Any) -> Tensor:
    found = operand(x)
    wanted = sizes(shape)
    broadcast_shapes(found.dims(), wanted)
    return made(wanted, found.dtype)


@op("Diag")
def diag(x: Any, k: Any = 0) -> Tensor:
    found = operand(x)
    shape = found.dims()
    if len(shape) == 1:
        return Tensor((shape[0] + abs(k),) * 2, found.dtype)
    if len(shape) == 2:
        return Tensor((_diagonal(shape[0], shape[1], k),), found.dtype)
    raise Invalid(f"`x` must be 1-D or 2-D, but received shape {shape_text(shape)}.")


def _diagonal(rows: Dim, columns: Dim, offset: int) -> Dim:
    if isinstance(rows, Free) or isinstance(columns, Free):
        return FREE
    remaining = columns - offset if offset > 0 else rows + offset
    if isinstance(rows, int) and isinstance(columns, int):
        return max(0, min(remaining, rows, columns))
    if offset == 0 and compatible(rows, columns) and str(rows) == str(columns):
        return rows
    raise Undetermined(f"depends on {rows} and {columns}")


@op("Diagflat")
def diagflat(x: Any, k: Any = 0) -> Tensor:
    found = operand(x)
    return Tensor((flat_size(found.dims()) + abs(k),) * 2, found.dtype)


@op("Diagonal")
def diagonal(x: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Tensor:
    found = operand(x)
    shape = found.dims()
    first, second = canonicalize_axes((axis1, axis2), len(shape))
    if first == second:
        raise Invalid(f"`axis1` and `axis2` cannot be the same. Received: axis1={axis1}, axis2={axis2}")
    length = _diagonal(shape[first], shape[second], offset)
    return Tensor((*without(shape, (first, second)), length), found.dtype)


@op("Meshgrid")
def meshgrid(*x: Any, indexing: Any = "xy") -> list[Tensor]:
    if indexing not in ("xy", "ij"):
        raise Invalid("Valid values for `indexing` are 'xy' and 'ij'.")
    refuse_many(len(x) ** 2)  # each has as many sizes as there are tensors
    found = [operand(one) for one in x]
    shape = [flat_size(one.dims()) for one in found]
    if indexing == "ij":
        return [Tensor(tuple(shape)) for _ in found]
    if len(shape) < 2 and is_symbolic(*x):
        raise Invalid("list index out of range", error="IndexError")
    shape[:2] = reversed(shape[:2])
    return [Tensor(tuple(shape), found[-1].dtype) for _ in found]


@op("Take")
def take(x: Any, indices: Any, axis: Any = None) -> Tensor:
    found = operand(x)
    chosen = shape_of(indices)
    if axis is None:
        return Tensor(chosen, found.dtype)
    shape = found.dims()
    position = canonicalize_axis(axis, len(shape))
    return Tensor((*shape[:position], *chosen, *shape[position + 1 :]), found.dtype)


@op("TakeAlongAxis")
def take_along_axis(x: Any, indices: Any, axis: Any = None) -> Tensor:
    found, chosen = operand(x), shape_of(indices)
    shape = (flat_size(found.dims()),) if axis is None else found.dims()
    if len(shape) != len(chosen):
        raise Invalid(
            "`x` and `indices` must have the same number of dimensions, "
            f"but receive shape {shape_text(shape)} and {shape_text(chosen)}."
        )
    position = 0 if axis is None else canonicalize_axis(axis, len(shape))
    return Tensor(broadcast_shapes(replaced(shape, position, chosen[position]), chosen), found.dtype)


@op("Unique")
def unique(
    x: Any,
    sorted: Any = True,
    return_index: Any = False,
    return_inverse: Any = False,
    return_counts: Any = False,
    axis: Any = None,
    size: Any = None,
    fill_value: Any = None,
) -> Any:
    found = operand(x)
    shape, count = found.dims(), sizes(size)[0]
    inverse = shape if axis is None else (shape[canonicalize_axis(axis, len(shape))],)
    values = (count,) if axis is None else replaced(shape, axis, count)
    extras = [((count,), return_index), (inverse, return_inverse), ((count,), return_counts)]
    outputs = [Tensor(values, found.dtype)] + [Tensor(extra, "int32") for extra, wanted in extras if wanted]
    return outputs[0] if len(outputs) == 1 else tuple(outputs)


@op("Nonzero")
def nonzero(x: Any) -> tuple[Tensor, ...]:
    return tuple(Tensor((FREE,), "int32") for _ in operand(x).dims())


@op("UnravelIndex")
def unravel_index(indices: Any, shape: Any) -> list[Tensor]:
    found = operand(indices)
    wanted = sizes(shape)
    free = any(isinstance(size, Free) for size in wanted)
    return [Tensor((FREE,) if free else found.shape, found.dtype) for _ in wanted]


@op("SearchSorted")
def searchsorted(sorted_sequence: Any, values: Any, side: Any = "left") -> Tensor:
    shape = shape_of(sorted_sequence)
    if len(shape) != 1:
        raise Invalid("searchsorted only supports 1-D sorted sequences.")
    return Tensor(operand(values).shape, "int64" if isinstance(shape[0], Free) else "int32")


@op("Digitize")
def digitize(x: Any, bins: Any) -> Tensor:
    if len(shape_of(bins)) > 1:
        raise Invalid("`bins` must be a 1D array.")
    return Tensor(operand(x).shape, "int32")


@op("Bincount")
def bincount(x: Any, weights: Any = None, minlength: Any = 0, sparse: Any = False) -> Tensor:
    found = operand(x)
    dtype = "int32" if weights is None else dtypes.result_type(found.dtype, operand(weights).dtype)
    return Tensor((*found.dims()[:-1], FREE), dtype)


@op("Histogram")
def histogram(x: Any, bins: Any = 10, range: Any = None) -> tuple[Tensor, Tensor]:
    if isinstance(bins, Unknown):
        raise Undetermined(bins.why)
    if not isinstance(bins, int):
        raise Invalid(f"Argument `bins` must be of type `int`. Received: bins={bins}", error="TypeError")
    require(bins >= 0, f"Argument `bins` should be a non-negative integer. Received: bins={bins}")
    found = operand(x)
    return Tensor((bins,), found.dtype), Tensor((bins + 1,), found.dtype)


@op("Vander")
def vander(x: Any, N: Any = None, increasing: Any = False) -> Tensor:  # noqa: N803
    found = operand(x)
    shape = found.dims()
    if len(shape) != 1:
        raise Invalid(f"Input tensor must be 1-dimensional. Received: input.shape={shape_text(shape)}")
    if N is not None and not is_dim(dimension(N)):
        raise Invalid(f"Argument `N` must be of type `int`. Received: N={N}", error="TypeError")
    return made((*shape, shape[0] if N is None else N), found.dtype)


@op("View")
def view(x: Any, dtype: Any = None) -> Tensor:
    found = operand(x)
    wanted = found.dtype if dtype is None else dtypes.standardize_dtype(dtype)
    old, new = _bytes(found.dtype), _bytes(wanted)
    shape = found.dims()
    if old == new:
        return Tensor(shape, wanted)
    if not shape:
        raise Invalid("Cannot view a scalar as a different dtype if item sizes are different.")
    require(
        shape[-1] * old % new == 0,
        f"Cannot view array of shape {shape_text(shape)} and dtype {found.dtype} as dtype {wanted} because "
        "the total number of bytes is not divisible by the new itemsize.",
    )
    return Tensor((*shape[:-1], shape[-1] * old // new), wanted)


def _bytes(dtype: str) -> int:
    bits = "".join(character for character in dtype.partition("_")[0] if character.isdigit())
    return int(bits) // 8 if bits else 1
