"""Shape arithmetic that several operations share; a size may be FREE or symbolic everywhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from kerascount.values.dims import FREE, Dim, Free, Symbolic, is_dim, product
from kerascount.values.objects import Foreign, Tensor, Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, Unsure, require
from kerascount.values.shape import Shape, compatible, shape_text


def is_symbolic(*values: Any) -> bool:
    """Whether a call with these arguments is recorded in the graph of a model instead of computed."""
    return any(
        value.history is not None if isinstance(value, Tensor) else is_symbolic(*value)
        for value in values
        if isinstance(value, (Tensor, list, tuple))
    )


def dimension(value: Any) -> Any:
    """An argument where a size is expected: an unknown is the dimension that it stands for."""
    return as_dim(value)


def is_one(size: Dim) -> bool:
    return isinstance(size, int) and size == 1


def identical(left: Dim, right: Dim) -> bool | Unsure:
    """Equality as Python sees it on Keras shapes, where None equals None only."""
    if isinstance(left, Free) or isinstance(right, Free):
        return isinstance(left, Free) and isinstance(right, Free)
    return left == right


def operand(value: Any) -> Tensor:
    """An argument as a tensor: numbers and nested lists have shapes too."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    if isinstance(value, (bool, int, float, complex, Symbolic)):
        return Tensor((), _number_type(value))
    if isinstance(value, (list, tuple)):
        return _from_list(value)
    if isinstance(value, (str, bytes)):
        return Tensor((), "string")
    if isinstance(value, Foreign):
        raise Undetermined("whether an object is a tensor")
    kind = getattr(value, "class_name", type(value).__name__)
    raise Invalid(f"'{kind}' object has no attribute 'shape'", error="AttributeError")


def _number_type(value: object) -> str:
    if isinstance(value, bool):
        return "bool"
    return "int32" if isinstance(value, (int, Symbolic)) else "float32" if isinstance(value, float) else "complex64"


def _from_list(values: Sequence[Any]) -> Tensor:
    if not values:
        return Tensor((0,))
    items = [operand(value) for value in values]
    for item in items[1:]:
        if item.rank != items[0].rank or not all(map(compatible, item.dims(), items[0].dims())):
            raise Invalid("setting an array element with a sequence: the lists are of different lengths")
    dtypes = {item.dtype for item in items}
    return Tensor((len(items), *items[0].dims()), items[0].dtype if len(dtypes) == 1 else "float32")


def shape_of(value: Any) -> Shape:
    return operand(value).dims()


def broadcast_shapes(left: Shape, right: Shape) -> Shape:
    """`keras.src.ops.operation_utils.broadcast_shapes`."""
    rank = max(len(left), len(right))
    padded = ((1,) * (rank - len(shape)) + tuple(shape) for shape in (left, right))
    return tuple(_broadcast(a, b, left, right) for a, b in zip(*padded, strict=True))


def _broadcast(a: Dim, b: Dim, left: Shape, right: Shape) -> Dim:
    if is_one(a):
        return b
    if is_one(b) or isinstance(b, Free):
        return a
    if isinstance(a, Free):
        return b
    require(
        a == b,
        f"Cannot broadcast shape, the failure dim has value {a}, which cannot be broadcasted to {b}. "
        f"Input shapes are: {list(left)} and {list(right)}.",
        plain=f"cannot bring {shape_text(left)} and {shape_text(right)} to one shape: {a} and {b} differ",
    )
    return a if isinstance(a, int) else b  # a size that is known decides


def canonicalize_axis(axis: Any, rank: int) -> int:
    if isinstance(axis, (Unknown, Symbolic)):
        raise Undetermined(f"the axis depends on {axis}")
    if not isinstance(axis, int):
        kind = type(axis).__name__
        raise Invalid(f"'{kind}' object cannot be interpreted as an integer", error="TypeError")
    if not -rank <= axis < rank:
        raise Invalid(f"axis {axis} is out of bounds for an array with dimension {rank}.")
    return axis % rank


def canonicalize_axes(axis: Any, rank: int) -> list[int]:
    axes = axis if isinstance(axis, (list, tuple)) else (axis,)
    return [canonicalize_axis(item, rank) for item in axes]


def item(shape: Shape, axis: Any) -> Dim:
    """`shape[axis]`, raising as Python does."""
    if isinstance(axis, (Unknown, Symbolic)):
        raise Undetermined(f"the axis depends on {axis}")
    if not isinstance(axis, int):
        kind = type(axis).__name__
        raise Invalid(f"list indices must be integers or slices, not {kind}", error="TypeError")
    if not -len(shape) <= axis < len(shape):
        raise Invalid("list index out of range", error="IndexError")
    return shape[axis]


def replaced(shape: Shape, axis: int, size: Dim) -> Shape:
    """The shape with another size on one axis."""
    item(shape, axis)
    position = axis % len(shape)
    return (*shape[:position], size, *shape[position + 1 :])


def without(shape: Shape, axes: Iterable[int]) -> Shape:
    dropped = {axis % len(shape) for axis in axes}
    return tuple(size for position, size in enumerate(shape) if position not in dropped)


def reduce_shape(shape: Shape, axis: Any = None, keepdims: Any = False) -> Shape:
    axes = range(len(shape)) if axis is None else canonicalize_axes(axis, len(shape))
    if keepdims:
        return tuple(1 if position in axes else size for position, size in enumerate(shape))
    return without(shape, axes)


def flat_size(shape: Shape) -> Dim:
    return product(shape)


def sizes(value: Any) -> tuple[Any, ...]:
    """A shape argument: one number or a sequence of them, None where a size is left open."""
    if isinstance(value, Tensor):
        return _sizes_of_tensor(value)
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    values = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(_size(size) for size in values)


def _sizes_of_tensor(value: Tensor) -> tuple[Any, ...]:
    if isinstance(value.data, list):
        return tuple(map(dimension, value.data))
    length = value.dims()[0] if value.history is not None and value.rank == 1 else None
    if isinstance(length, int):
        return (FREE,) * length
    raise Undetermined("a shape that is computed")


def _size(size: Any) -> Any:
    if size is None or isinstance(size, Tensor):
        return dimension(size.data) if isinstance(size, Tensor) and size.data is not None else FREE
    return dimension(size)


def made(shape: Iterable[Any], dtype: str) -> Tensor:
    """A Keras tensor; its sizes must be whole numbers of at least zero."""
    found: Shape = tuple(FREE if size is None else dimension(size) for size in shape)
    for size in found:
        if isinstance(size, (str, float)):
            raise Invalid(f"Cannot convert '{found}' to a shape. Found invalid dimension '{size}'.")
        require(size >= 0, f"Cannot convert '{shape_text(found)}' to a shape. Negative dimensions are not allowed.")
    return Tensor(found, dtype)


def reshape_shape(shape: Shape, newshape: Any, *, symbolic: bool = True) -> Shape:
    """`compute_reshape_output_shape`: -1 stands for what is left; it stays open where a size is."""
    wanted = tuple(size if isinstance(size, (int, Free, Symbolic)) else FREE for size in sizes(newshape))
    _check_reshape(wanted)
    free = any(isinstance(size, Free) for size in (*shape, *wanted))
    if free and symbolic:
        return tuple(FREE if _is_rest(size) else size for size in wanted)
    given, asked = _cancelled(shape, wanted)
    have, want = product(given), product(size for size in asked if not _is_rest(size))
    if not any(map(_is_rest, wanted)):
        require(have == want, _mismatch(shape, wanted))
        return wanted
    return tuple(_quotient(have, want, shape, wanted) if _is_rest(size) else size for size in wanted)


def _is_rest(size: Dim) -> bool:
    return isinstance(size, int) and size == -1


def _check_reshape(wanted: Shape) -> None:
    if any(isinstance(size, int) and size < -1 for size in wanted):
        raise Invalid(
            "Each dimension in `newshape` must be a non-negative integer, or `-1` for a single unknown dimension. "
            f"Received: newshape={shape_text(wanted)}."
        )
    if sum(map(_is_rest, wanted)) > 1:
        raise Invalid(
            f"There must be at most one unknown dimension (-1) in `newshape`. Received: newshape={shape_text(wanted)}."
        )


def _cancelled(shape: Shape, wanted: Shape) -> tuple[list[Dim], list[Dim]]:
    """Both lists without the sizes they have in common, which keeps formulas short and FREE out of them."""
    given, asked = list(shape), []
    for size in wanted:
        at = next((place for place, known in enumerate(given) if _same_open_size(known, size)), None)
        if at is None:
            asked.append(size)
        else:
            del given[at]
    return given, asked


def _same_open_size(left: Dim, right: Dim) -> bool:
    if isinstance(left, Symbolic) and isinstance(right, Symbolic):
        return left.terms == right.terms
    return isinstance(left, Free) and isinstance(right, Free)


def _quotient(have: Dim, want: Dim, shape: Shape, wanted: Shape) -> Dim:
    require(want != 0, _mismatch(shape, wanted))
    require(have % want == 0, _mismatch(shape, wanted))
    return have // want


def _mismatch(shape: Shape, wanted: Shape) -> str:
    return (
        "The total size of the tensor must be unchanged. Received: "
        f"input_shape={shape_text(shape)}, newshape={shape_text(wanted)}"
    )


def transpose_shape(shape: Shape, axes: Any) -> Shape:
    if axes is None:
        return shape[::-1]
    if isinstance(axes, Unknown):
        raise Undetermined(axes.why)
    if not isinstance(axes, (list, tuple)):
        raise Invalid(f"object of type '{type(axes).__name__}' has no len()", error="TypeError")
    if len(axes) != len(shape):
        raise Invalid(
            "axis must be a list of the same length as the input shape, "
            f"expected {len(shape)}, but received {len(axes)}."
        )
    order = canonicalize_axes(axes, len(shape))
    if len(set(order)) != len(shape):
        raise Invalid(f"`axes` must be a valid permutation of the input dimensions. Received: axes={list(axes)}.")
    return tuple(shape[axis] for axis in order)


def expand_dims_shape(shape: Shape, axis: Any) -> Shape:
    axes = axis if isinstance(axis, (list, tuple)) else (axis,)
    rank = len(shape) + len(axes)
    places = canonicalize_axes(axes, rank)
    if len(set(places)) < len(places):
        raise Invalid("", error="StopIteration", plain=f"takes each axis once, but axis={axis} repeats one")
    rest = iter(shape)
    return tuple(1 if position in places else next(rest) for position in range(rank))


def matmul_shape(left: Shape, right: Shape) -> Shape:
    """A vector counts as a matrix of one row or column, which the result drops again."""
    if not left or not right:
        raise Invalid("list index out of range: `matmul` takes no scalars", error="IndexError")
    rows = (1, *left) if len(left) == 1 else left
    columns = (*right, 1) if len(right) == 1 else right
    require(
        rows[-1] == columns[-2],
        "Inner dimensions (`x1.shape[-1]` and `x2.shape[-2]`) must be equal, but received "
        f"`x1.shape={shape_text(left)}` and `x2.shape={shape_text(right)}`.",
        plain=f"multiplies rows of {rows[-1]} ({shape_text(left)}) with columns of {columns[-2]} ({shape_text(right)})",
        help="the last axis of the one must be as long as the last but one of the other",
    )
    leading = broadcast_shapes(rows[:-2], columns[:-2])
    tail = (rows[-2],) * (len(left) > 1) + (columns[-1],) * (len(right) > 1)
    return (*leading, *tail)


def concatenate_shape(shapes: Sequence[Shape], axis: Any) -> Shape:
    first = shapes[0]
    position = canonicalize_axis(axis, len(first))
    total: Dim = 0
    for shape in shapes:
        if not matches(shape, first, (position,)):
            raise Invalid(
                "Every value in `xs` must have the same shape except on the `axis` dim. But found element of shape "
                f"{shape_text(shape)}, which is different from the first element's shape {shape_text(first)}.",
                plain=f"joins along axis {axis}, so all others must be equal, but gets {_listed(shapes)}",
            )
        total = total + shape[position]
    return replaced(first, position, total)


def stack_shape(shapes: Sequence[Shape], axis: Any) -> Shape:
    first = shapes[0]
    position = canonicalize_axis(axis, len(first) + 1)
    for shape in shapes:
        if not matches(shape, first):
            raise Invalid(
                f"Every value in `x` must have the same shape. But found element of shape {shape_text(shape)}, "
                f"which is different from the first element's shape {shape_text(first)}.",
                plain=f"needs tensors of one shape, but gets {_listed(shapes)}",
            )
    return (*first[:position], len(shapes), *first[position:])


def _listed(shapes: Sequence[Shape]) -> str:
    return " and ".join(dict.fromkeys(map(shape_text, shapes)))


def matches(left: Shape, right: Shape, but: Iterable[int] = ()) -> bool:
    """Whether two shapes can be equal outside some axes."""
    skipped = set(but)
    return len(left) == len(right) and all(
        compatible(a, b) for position, (a, b) in enumerate(zip(left, right, strict=True)) if position not in skipped
    )


MAX_TENSORS: Final = 10_000  # that one operation gives


def refuse_many(count: int) -> None:
    """Raises `Undetermined` for an operation that gives more tensors than are followed."""
    if count > MAX_TENSORS:
        raise Undetermined("an operation that gives so many tensors")


def split_shapes(shape: Shape, indices_or_sections: Any, axis: Any) -> list[Shape]:
    position = canonicalize_axis(axis, len(shape))
    size = shape[position]
    if isinstance(indices_or_sections, Unknown):
        raise Undetermined(indices_or_sections.why)
    if not isinstance(indices_or_sections, (list, tuple)):
        section = replaced(shape, position, _section(size, indices_or_sections))
        refuse_many(indices_or_sections)
        return [section] * indices_or_sections
    bounds = [*map(dimension, indices_or_sections), size]
    lengths = [bounds[0], *(end - start for start, end in pairwise(bounds))]
    return [replaced(shape, position, length) for length in lengths]


def _section(size: Dim, sections: Any) -> Dim:
    if not isinstance(sections, int):
        raise Invalid(f"'{type(sections).__name__}' object is not iterable", error="TypeError")
    if isinstance(size, Free):
        return size
    if sections == 0:
        raise Invalid("integer modulo by zero", error="ZeroDivisionError")
    require(
        size % sections == 0,
        "`x` size on given `axis` must be divisible by `indices_or_sections` when `indices_or_sections` is an int. "
        f"But received {size} and {sections}.",
    )
    return size // sections


def spatial_tuple(value: Any, rank: int, name: str) -> tuple[Dim, ...]:
    """Strides, pool sizes …: one number stands for every spatial axis."""
    if isinstance(value, (int, Symbolic, Unknown)):
        return (dimension(value),) * rank
    if not isinstance(value, (list, tuple)):
        raise Undetermined(f"`{name}` is {type(value).__name__}")
    if len(value) == 1:
        return (dimension(value[0]),) * rank
    if rank < 2 and len(value) > 1:
        raise Undetermined(f"`{name}` names more axes than there are")
    if len(value) != rank:
        raise Invalid(f"operands could not be broadcast together with shapes ({rank},) ({len(value)},): `{name}`")
    return tuple(map(dimension, value))


def window_length(n: Dim, window: Dim, stride: Dim, padding: str, dilation: Dim = 1) -> Dim:
    """How often a window fits: the output length of convolution and pooling."""
    if padding in ("same", "causal"):
        return (n - 1) // stride + 1
    length = (n - dilation * (window - 1) - 1) // stride + 1
    require(
        length > 0,
        "Computed output size would be zero or negative. Received: "
        f"input size {n}, window {window}, stride {stride}, dilation {dilation}, padding '{padding}'.",
    )
    return length


def lowered(padding: Any) -> str:
    """`padding.lower()`, which Keras calls without looking."""
    if isinstance(padding, Unknown):
        raise Undetermined(padding.why)
    if not isinstance(padding, str):
        kind = type(padding).__name__
        raise Invalid(f"'{kind}' object has no attribute 'lower'", error="AttributeError")
    return padding.lower()


def standardize_data_format(value: Any) -> str:
    if value is None:
        return "channels_last"
    found = lowered(value)
    if found not in ("channels_first", "channels_last"):
        raise Invalid(
            "The `data_format` argument must be one of {'channels_first', 'channels_last'}. "
            f"Received: data_format={value}"
        )
    return found


def spatial(shape: Shape, data_format: str) -> Shape:
    return shape[1:-1] if data_format == "channels_last" else shape[2:]


def assembled(shape: Shape, lengths: Iterable[Dim], channels: Dim, data_format: str) -> Shape:
    """Batch, spatial lengths and channels in the order of the data format."""
    if data_format == "channels_last":
        return (shape[0], *lengths, channels)
    return (shape[0], channels, *lengths)


def range_length(start: Any, stop: Any, step: Any) -> Any:
    """`ceil((stop - start) / step)`, and never less than zero."""
    bounds = [dimension(value) for value in (start, stop, step)]
    if all(isinstance(value, (int, float)) for value in bounds):
        first, last, by = bounds
        return max(0, math.ceil((last - first) / by))
    if not all(is_dim(value) and not isinstance(value, Free) for value in bounds):
        raise Undetermined("the bounds of a range are computed")
    first, last, by = bounds
    length = last - first
    if isinstance(by, int) and by == 1:
        return length
    return (length + by - 1) // by


def pad_pairs(pad_width: Any) -> list[tuple[Any, Any]]:
    """Per axis what is added before and after; one pair stands for every axis."""
    if isinstance(pad_width, Tensor):
        pad_width = pad_width.data
    if isinstance(pad_width, int):
        return [(pad_width, pad_width)]
    if not isinstance(pad_width, (list, tuple)) or not pad_width:
        raise Undetermined("the padding is computed")
    if not isinstance(pad_width[0], (list, tuple)):
        return [_pair(pad_width)]
    if any(len(pair) != len(pad_width[0]) for pair in pad_width):
        raise Invalid(f"`pad_width` should be a list of tuples of length 1 or 2. Received: pad_width={pad_width}")
    return [_pair(pair) for pair in pad_width]


def _pair(pair: Any) -> tuple[Any, Any]:
    if len(pair) not in (1, 2):
        raise Undetermined(f"a padding of {len(pair)} numbers")
    return dimension(pair[0]), dimension(pair[-1])
