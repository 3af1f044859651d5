"""Functions of TensorFlow and of the Keras backend on shapes, where they differ from the operations of Keras 3.

No function here sees Keras tensors: those are recorded by the callers. Sizes are such as a program holds them: a
number, None, or an unknown that stands for a dimension.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final

from kerascount.evaluate.numpy.frames import Frame
from kerascount.evaluate.operators import as_number
from kerascount.models.openness import close
from kerascount.ops.catalogue import OPS
from kerascount.ops.creation import like
from kerascount.ops.dtypes import standardize_dtype
from kerascount.ops.indexing import array_item
from kerascount.ops.shapes import (
    broadcast_shapes,
    canonicalize_axes,
    canonicalize_axis,
    dimension,
    flat_size,
    operand,
    range_length,
    reduce_shape,
    replaced,
    reshape_shape,
    shape_of,
    sizes,
    without,
)
from kerascount.values.dims import FREE, Dim, Free, Symbolic, product
from kerascount.values.macs import announce
from kerascount.values.objects import Named, Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require

Function = Callable[..., Any]


def program_size(size: Dim) -> Any:
    """A dimension inside a tensor of sizes: a number, or an unknown that stands for it."""
    if isinstance(size, int):
        return size
    text = "None" if isinstance(size, Free) else str(size)
    return Unknown("a size that is known only at run time", text, None, size)


def vector(values: list[Any], dtype: str = "int32") -> Tensor:
    """A tensor of rank 1 whose values are known as far as they are sizes."""
    return Tensor((len(values),), dtype, data=values)


def values_of(x: Any) -> list[Any] | None:
    """The sizes in a tensor or list of rank 1; None where they are not known."""
    if isinstance(x, Tensor):
        return x.data if isinstance(x.data, list) and x.rank == 1 else None
    if not isinstance(x, (list, tuple)):
        return None
    values = [item.data if isinstance(item, Tensor) else item for item in x]
    return values if all(as_number(value) is not None for value in values) else None


def scalar(value: Any) -> Any:
    """A number out of an argument that may be a tensor of rank 0."""
    return value.data if isinstance(value, Tensor) and as_number(value.data) is not None else value


# --- sizes as tensors


def shape(x: Any, out_type: Any = "int32") -> Tensor:
    return vector([program_size(size) for size in shape_of(x)], standardize_dtype(out_type))


def size(x: Any, out_type: Any = "int32") -> Tensor:
    return Tensor((), standardize_dtype(out_type), data=program_size(flat_size(shape_of(x))))


def rank(x: Any) -> Tensor:
    return Tensor((), "int32", data=len(shape_of(x)))


def ndim(x: Any) -> int:
    return len(shape_of(x))


def concatenate(values: Any, axis: Any = -1) -> Tensor:
    """Vectors of sizes stay known."""
    parts = [values_of(value) for value in values] if isinstance(values, (list, tuple)) else [None]
    if all(part is not None for part in parts):
        return vector([value for part in parts if part is not None for value in part])
    made: Tensor = OPS["concatenate"](values, scalar(axis))
    return made


def stack(values: Any, axis: Any = 0) -> Any:
    known = values_of(values)
    if known and all(isinstance(value, Unknown) and value.number is None for value in known):
        raise Undetermined(known[0].why)  # they may be tensors as well as sizes
    return OPS["stack"](values, axis) if known is None else vector(known)


def cast(x: Any, dtype: Any) -> Tensor:
    kind = standardize_dtype(dtype)
    found = operand(x)
    return Tensor(found.shape, kind, data=found.data if "int" in kind else None)


def converted(value: Any, dtype: Any = None) -> Tensor:
    """`constant`, `convert_to_tensor`, `Variable`: an array as a tensor."""
    found = operand(value() if callable(value) else value)
    kind = _narrow(found.dtype) if dtype is None else standardize_dtype(dtype)
    data = values_of(value) if isinstance(value, (list, tuple)) else getattr(value, "data", None)
    if isinstance(value, int) and not isinstance(value, bool):
        data = value
    elif isinstance(value, (list, tuple)) and found.rank == 2 and found.dtype == "int32":
        data = [list(row) for row in value if isinstance(row, (list, tuple))]
    return Tensor(found.shape, kind, data=data)


def _narrow(dtype: str) -> str:
    return {"float64": "float32"}.get(dtype, dtype)


def constant(value: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    made = converted(value, dtype)
    return made if shape is None else Tensor(sizes(shape), made.dtype)


def filled(shape: Any, dtype: Any = None) -> Tensor:
    """A tensor of a shape that may come from `tf.shape`."""
    return Tensor(sizes(shape), standardize_dtype(dtype))


def filled_with(dims: Any, value: Any) -> Tensor:
    return Tensor(sizes(dims), operand(value).dtype)


def eye(num_rows: Any, num_columns: Any = None, batch_shape: Any = (), dtype: Any = None) -> Tensor:
    columns = num_rows if num_columns is None else num_columns
    return filled((*sizes(batch_shape), scalar(num_rows), scalar(columns)), dtype)


def range_(start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None) -> Tensor:
    first, last = (0, start) if limit is None else (start, limit)
    bounds = [dimension(scalar(value)) for value in (first, last, delta)]
    open_end = any(isinstance(value, Free) for value in bounds)
    kind = "float32" if any(isinstance(value, float) for value in bounds) else "int32"
    length = FREE if open_end else range_length(*bounds)
    return Tensor((length,), kind if dtype is None else standardize_dtype(dtype))


# --- rearranging


def reshape(x: Any, shape: Any) -> Tensor:
    """TensorFlow does not reckon with open sizes: beside one of them, -1 is open as well."""
    found = operand(x)
    wanted = tuple(dimension(scalar(item)) for item in shape) if isinstance(shape, (list, tuple)) else sizes(shape)
    dims, wanted = close(found.dims()), close(wanted)
    if any(isinstance(item, Free) for item in (*dims, *wanted)):
        _check_divides(dims, wanted)
        return Tensor(tuple(FREE if _is_rest(item) else item for item in wanted), found.dtype)
    made = reshape_shape(dims, wanted, symbolic=False)
    return Tensor(made, found.dtype, data=found.data if len(made) == 1 and found.rank == 1 else None)


def _check_divides(dims: Any, wanted: Any) -> None:
    """A whole number of the known sizes must fit into a shape that is known."""
    inside = flat_size(tuple(item for item in dims if not isinstance(item, Free)))
    if any(isinstance(item, Free) or _is_rest(item) for item in wanted) or not isinstance(inside, int):
        return
    total = flat_size(wanted)
    message = f"Dimension size must be evenly divisible by {inside} but is {total}"
    require(inside == 0 or total % inside == 0, message)


def split(x: Any, parts: Any, axis: Any = 0) -> list[Tensor]:
    """In so many equal parts, or in parts of these lengths of which one may be -1."""
    found = operand(x)
    lengths = values_of(parts)
    if lengths is None:
        made: list[Tensor] = OPS["split"](found, scalar(parts), scalar(axis))
        return made
    position = canonicalize_axis(axis, len(found.dims()))
    whole = found.dims()[position]
    given = [dimension(length) for length in lengths]
    rest = _total([length for length in given if not _is_rest(length)])
    if not any(map(_is_rest, given)):
        require(rest == whole, f"Determined shape must either match input shape along split_dim exactly: {whole}")
    found_lengths = [whole - rest if _is_rest(length) else length for length in given]
    return [Tensor(replaced(found.dims(), position, length), found.dtype) for length in found_lengths]


def _is_rest(size: Any) -> bool:
    return isinstance(size, int) and size == -1


def _total(lengths: list[Any]) -> Any:
    total: Any = 0
    for length in lengths:
        total = total + length
    return total


def unstack(x: Any, num: Any = None, axis: Any = 0) -> Any:
    known = values_of(x)
    if known is None:
        return OPS["unstack"](x, num, axis)
    return [Tensor((), "int32", data=value) for value in known]


def gather(params: Any, indices: Any, axis: Any = None, batch_dims: Any = 0) -> Tensor:
    """params (a, b, c), indices (i, j), axis 1 → (a, i, j, c)."""
    table, chosen = operand(params), shape_of(indices)
    place = batch_dims if axis is None else scalar(axis)
    position = canonicalize_axis(place, len(table.dims()))
    return Tensor((*table.dims()[:position], *chosen[batch_dims:], *table.dims()[position + 1 :]), table.dtype)


def gather_nd(params: Any, indices: Any, batch_dims: Any = 0) -> Tensor:
    table, chosen = operand(params), shape_of(indices)
    depth = chosen[-1]
    if not isinstance(depth, int):
        raise Undetermined("how many axes the indices select")
    return Tensor((*chosen[:-1], *table.dims()[batch_dims + depth :]), table.dtype)


def slice_(x: Any, begin: Any, size: Any) -> Tensor:
    found = operand(x)
    starts, lengths = sizes(begin), sizes(size)
    terms = zip(found.dims(), starts, lengths, strict=True)
    return Tensor(tuple(whole - start if _is_rest(n) else n for whole, start, n in terms), found.dtype)


def strided_slice(x: Any, begin: Any, end: Any, strides: Any = None, *masks: Any, **options: Any) -> Any:
    if masks or options:
        raise Undetermined("a strided slice with masks")
    starts, ends = values_of(begin), values_of(end)
    if starts is None or ends is None:
        raise Undetermined("a slice with computed bounds")
    steps = [None] * len(starts) if strides is None else values_of(strides) or []
    found = operand(x)
    found = Tensor(close(found.dims()), found.dtype)
    return array_item(found, tuple(slice(*bounds) for bounds in zip(starts, ends, steps, strict=True)))


def pad(x: Any, paddings: Any, mode: Any = "CONSTANT", constant_values: Any = 0) -> Any:
    found = operand(x)
    if isinstance(paddings, Tensor):
        if paddings.data is None:
            raise Undetermined("how much is padded")
        paddings = paddings.data
    if isinstance(paddings, (list, tuple)):
        message = f"paddings must name all {len(found.dims())} axes, got {len(paddings)}"
        require(len(paddings) == len(found.dims()), message)
    return OPS["pad"](x, paddings)


def squeeze(x: Any, axis: Any = None) -> Tensor:
    found = operand(x)
    if axis is None or isinstance(axis, (list, tuple)) and not axis:
        if any(isinstance(item, (Free, Symbolic)) for item in found.dims()):
            return Tensor(None, found.dtype, why="which axes are of size 1")
        return Tensor(tuple(item for item in found.dims() if item != 1), found.dtype)
    axes = canonicalize_axes(scalar(axis), len(found.dims()))
    for one in axes:
        length = found.dims()[one]
        message = f"Can not squeeze dim[{one}], expected a dimension of 1, got {length}"
        require(isinstance(length, Free) or length == 1, message)
    return Tensor(without(found.dims(), axes), found.dtype)


def where(condition: Any, x: Any = None, y: Any = None) -> Tensor:
    if x is None and y is None:
        return Tensor((FREE, len(shape_of(condition))), "int64")
    shape = broadcast_shapes(shape_of(condition), broadcast_shapes(shape_of(x), shape_of(y)))
    return Tensor(shape, operand(x).dtype if isinstance(x, Tensor) else operand(y).dtype)


def boolean_mask(x: Any, mask: Any, axis: Any = None) -> Tensor:
    found, chosen = operand(x), shape_of(mask)
    start = 0 if axis is None else axis
    return Tensor((*found.dims()[:start], FREE, *found.dims()[start + len(chosen) :]), found.dtype)


def one_hot(indices: Any, depth: Any, axis: Any = None, dtype: Any = None) -> Tensor:
    shape = shape_of(indices)
    place = len(shape) if axis in (None, -1) else axis
    return Tensor((*shape[:place], dimension(scalar(depth)), *shape[place:]), standardize_dtype(dtype))


def broadcast_to(x: Any, shape: Any) -> Tensor:
    return Tensor(sizes(shape), operand(x).dtype)


def sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = "bool") -> Tensor:
    longest = FREE if maxlen is None else dimension(scalar(maxlen))
    return Tensor((*shape_of(lengths), longest), standardize_dtype(dtype))


def same(x: Any, *others: Any, **options: Any) -> Tensor:
    """What keeps the shape and type of its first argument."""
    return like(x)


def first_of(values: Any) -> Tensor:
    """A sum of tensors of one shape."""
    if not isinstance(values, (list, tuple)) or not values:
        raise Undetermined("a sum of values that are not known")
    return like(values[0])


def compared_with_itself(x: Any) -> Tensor:
    return Tensor(operand(x).shape, "bool")


def same_as_second(first: Any, x: Any, *others: Any, **options: Any) -> Tensor:
    return like(x)


def flattened(x: Any) -> Tensor:
    found = operand(x)
    return Tensor((flat_size(found.dims()),), found.dtype)


def batch_flatten(x: Any) -> Tensor:
    """TensorFlow does not follow the product of the sizes."""
    return Tensor((FREE, FREE), operand(x).dtype)


# --- reductions and products


def index_of(x: Any, axis: Any = 0, output_type: Any = "int64") -> Tensor:
    """`argmax`: along the first axis, where none is named."""
    kind = standardize_dtype(output_type)
    return Tensor(reduce_shape(shape_of(x), 0 if axis is None else scalar(axis)), kind)


def reduced(x: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
    found = operand(x)
    return Tensor(reduce_shape(found.dims(), _axes(axis), bool(keepdims)), found.dtype)


def multiplied(x: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
    """The product of sizes is known where they are."""
    made = reduced(x, axis, keepdims)
    sizes = operand(x).data
    if made.shape == () and isinstance(sizes, list) and all(isinstance(size, int) for size in sizes):
        made.data = product(sizes)
    return made


def _axes(axis: Any) -> Any:
    return values_of(axis) if isinstance(axis, Tensor) and axis.rank == 1 else scalar(axis)


def truth(x: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
    return Tensor(reduced(x, axis, keepdims).shape, "bool")


def moments(x: Any, axes: Any, shift: Any = None, keepdims: Any = False) -> tuple[Tensor, Tensor]:
    return reduced(x, axes, keepdims), reduced(x, axes, keepdims)


def norm(x: Any, ord: Any = "euclidean", axis: Any = None, keepdims: Any = False) -> Tensor:
    return reduced(x, axis, keepdims)


def matmul(a: Any, b: Any, transpose_a: Any = False, transpose_b: Any = False, *others: Any, **options: Any) -> Any:
    return OPS["matmul"](_adjoint(a) if transpose_a else a, _adjoint(b) if transpose_b else b)


def _adjoint(x: Any) -> Tensor:
    found = operand(x)
    dims = found.dims()
    require(len(dims) >= 2, f"a matrix to transpose has at least 2 axes, got shape {dims}")
    return Tensor((*dims[:-2], dims[-1], dims[-2]), found.dtype)


def matvec(a: Any, b: Any) -> Tensor:
    found = operand(a)
    shape = (*broadcast_shapes(found.dims()[:-2], shape_of(b)[:-1]), found.dims()[-2])
    announce(*shape, found.dims()[-1])
    return Tensor(shape, found.dtype)


class TopK(Named):
    """What `top_k` gives."""

    values = property(itemgetter(0))
    indices = property(itemgetter(1))


def top_k(x: Any, k: Any = 1) -> TopK:
    found = operand(x)
    require(found.dims(), "input must have at least 1 dimension")
    size = dimension(scalar(k))
    require(size <= found.dims()[-1], f"input must have last dimension >= k = {size}")
    shape = (*found.dims()[:-1], size)
    return TopK((Tensor(shape, found.dtype), Tensor(shape, "int32")))


def diagonal_part(x: Any) -> Tensor:
    found = operand(x)
    return Tensor((*found.dims()[:-2], smaller(*found.dims()[-2:])), found.dtype)


def smaller(rows: Dim, columns: Dim) -> Dim:
    if isinstance(rows, int) and isinstance(columns, int):
        return min(rows, columns)
    if isinstance(rows, Free) or isinstance(columns, Free):
        return FREE
    raise Undetermined(f"the smaller of {rows} and {columns}")


def diagonal(x: Any) -> Tensor:
    found = operand(x)
    return Tensor((*found.dims(), found.dims()[-1]), found.dtype)


# --- neural networks

_ORDERS: Final = {"NHWC": "channels_last", "NWC": "channels_last", "NDHWC": "channels_last"}


def _order(data_format: Any) -> str:
    if data_format is None:
        return "channels_last"
    return _ORDERS.get(data_format, "channels_first")


def _spatial(value: Any, order: str, rank: int) -> Any:
    """Strides and windows may name batch and channels as well."""
    if isinstance(value, (list, tuple)) and len(value) == rank + 2:
        return tuple(value[1:-1]) if order == "channels_last" else tuple(value[2:])
    return tuple(value) if isinstance(value, list) else value


def convolved(operation: str) -> Function:
    def compute(
        x: Any, filters: Any, strides: Any = 1, padding: Any = "VALID", data_format: Any = None, dilations: Any = None
    ) -> Any:
        order, rank = _order(data_format), len(shape_of(x)) - 2
        gaps = 1 if dilations is None else _spatial(dilations, order, rank)
        if not isinstance(padding, str):
            raise Undetermined("a padding that is spelled out")
        return OPS[operation](x, filters, _spatial(strides, order, rank), padding.lower(), order, gaps)

    return compute


conv = convolved("conv")
depthwise_conv = convolved("depthwise_conv")


def pooled(x: Any, window: Any, strides: Any, padding: Any = "VALID", data_format: Any = None) -> Any:
    order, rank = _order(data_format), len(shape_of(x)) - 2
    if not isinstance(padding, str):
        raise Undetermined("a padding that is spelled out")
    windows = _spatial(window, order, rank)
    return OPS["max_pool"](x, windows, _spatial(strides, order, rank), padding.lower(), order)


def conv_transposed(x: Any, filters: Any, output_shape: Any, *others: Any, **options: Any) -> Tensor:
    announce(*shape_of(x)[:-1], *shape_of(filters))
    wanted, batch = sizes(output_shape), shape_of(x)[:1]
    return Tensor((*batch, *wanted[1:]), operand(x).dtype)


def without_last(labels: Any, logits: Any) -> Tensor:
    """The cross entropy of softmax: one number for each row of classes."""
    found = operand(logits)
    return Tensor(found.dims()[:-1], found.dtype)


def depth_to_space(x: Any, block_size: Any, data_format: Any = "NHWC") -> Tensor:
    return _rescaled(x, block_size, data_format, lambda n: n * block_size, lambda c: c // (block_size * block_size))


def space_to_depth(x: Any, block_size: Any, data_format: Any = "NHWC") -> Tensor:
    return _rescaled(x, block_size, data_format, lambda n: n // block_size, lambda c: c * (block_size * block_size))


def _rescaled(x: Any, block: Any, order: Any, length: Function, depth: Function) -> Tensor:
    found = operand(x)
    if order != "NHWC" or not isinstance(block, int):
        raise Undetermined("the order of the axes")
    batch, height, width, channels = found.dims()
    return Tensor((batch, length(height), length(width), depth(channels)), found.dtype)


# --- images


def resize_image(images: Any, size: Any, *others: Any, **options: Any) -> Tensor:
    """(batch, height, width, channels) or without batch; the result is of floats."""
    found, wanted = operand(images), sizes(size)
    if len(wanted) != 2:
        raise Invalid(f"'size' must be a 1-D tensor of 2 elements, got {len(wanted)}")
    method = options.get("method", others[0] if others else "bilinear")
    if options.get("preserve_aspect_ratio") or len(others) > 1:
        raise Undetermined("a size that keeps the aspect ratio")
    dtype = found.dtype if method == "nearest" else "float32"
    return image_of(found, wanted[0], wanted[1], dtype)


def image_of(x: Tensor, height: Any, width: Any, dtype: str) -> Tensor:
    require(x.rank in (3, 4), "'images' must have either 3 or 4 dimensions.")
    return Tensor((*x.dims()[:-3], height, width, x.dims()[-1]), dtype)


def resize_nearest(images: Any, size: Any, *others: Any, **options: Any) -> Tensor:
    return resize_image(images, size, "nearest")


def padded_image(images: Any, height: Any, width: Any, *others: Any, **options: Any) -> Tensor:
    return resize_image(images, (height, width))


def crop_image(images: Any, height: Any, width: Any) -> Tensor:
    found = operand(images)
    return image_of(found, dimension(scalar(height)), dimension(scalar(width)), found.dtype)


def with_channels(count: int) -> Function:
    def compute(images: Any) -> Tensor:
        found = operand(images)
        return Tensor((*found.dims()[:-1], count), found.dtype)

    return compute


to_grayscale = with_channels(1)
to_rgb = with_channels(3)


def crop_and_resize(image: Any, boxes: Any, box_indices: Any, crop_size: Any) -> Tensor:
    height, width = sizes(crop_size)
    return Tensor((shape_of(boxes)[0], height, width, shape_of(image)[-1]))


# --- random values


def random_choice(logits: Any, num_samples: Any) -> Tensor:
    return Tensor((shape_of(logits)[0], dimension(scalar(num_samples))), "int64")


# --- the Keras backend, where it differs from TensorFlow


def dot(x: Any, y: Any) -> Any:
    """(a, b, c)·(c, d) → (a, b, d): the last axis against the second last."""
    return OPS["dot"](x, y)


def batch_dot(x: Any, y: Any, axes: Any = None) -> Tensor:
    """`K.batch_dot`: the first axis is the batch, the named axes are summed over."""
    left, right = operand(x), operand(y)
    if left.rank is None or right.rank is None or left.rank < 2 or right.rank < 2:
        raise Undetermined("a batch_dot of vectors")
    if axes is None:
        axes = [left.rank - 1, right.rank - 1 if right.rank == 2 else right.rank - 2]
    first, second = (axes, axes) if isinstance(axes, int) else axes
    a, b = canonicalize_axis(first, left.rank), canonicalize_axis(second, right.rank)
    require(
        left.dims()[a] == right.dims()[b],
        f"Cannot do batch_dot on inputs with shapes {left.dims()} and {right.dims()} with axes={axes}.",
    )
    announce(*left.dims(), *without(right.dims(), (0, b)))
    rest = (*without(left.dims(), (a,)), *without(right.dims(), (0, b)))
    return Tensor(rest if len(rest) > 1 else (*rest, 1), left.dtype)


def int_shape(x: Any) -> Any:
    from kerascount.evaluate.keras.programmed import to_program

    return tuple(to_program(item) for item in shape_of(x))


def repeat_elements(x: Any, rep: Any, axis: Any) -> Tensor:
    found = operand(x)
    position = canonicalize_axis(axis, len(found.dims()))
    return Tensor(replaced(found.dims(), position, found.dims()[position] * dimension(rep)), found.dtype)


def repeat(x: Any, n: Any) -> Tensor:
    """(batch, features) → (batch, n, features)."""
    found = operand(x)
    require(found.rank == 2, f"`repeat` needs a tensor of rank 2, got {found.rank}", error="AssertionError")
    return Tensor((found.dims()[0], dimension(scalar(n)), found.dims()[1]), found.dtype)


def padded_steps(x: Any, padding: Any = (1, 1)) -> Tensor:
    found = operand(x)
    return Tensor(replaced(found.dims(), 1, found.dims()[1] + padding[0] + padding[1]), found.dtype)


def padded_plane(x: Any, padding: Any = ((1, 1), (1, 1)), data_format: Any = None) -> Any:
    pairs = [(0, 0), *padding, (0, 0)] if data_format != "channels_first" else [(0, 0), (0, 0), *padding]
    return OPS["pad"](x, pairs)


def resized_images(x: Any, height_factor: Any, width_factor: Any, data_format: Any) -> Tensor:
    found = operand(x)
    first = 1 if data_format == "channels_last" else 2
    shape = replaced(found.dims(), first, found.dims()[first] * height_factor)
    return Tensor(replaced(shape, first + 1, shape[first + 1] * width_factor), found.dtype)


def backend_pool(x: Any, pool_size: Any, strides: Any = (1, 1), padding: Any = "valid", data_format: Any = None) -> Any:
    return OPS["max_pool"](x, pool_size, strides, padding, data_format)


def backend_conv(
    x: Any, kernel: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None, dilation_rate: Any = 1
) -> Any:
    return OPS["conv"](x, kernel, strides, padding, data_format, dilation_rate)


def backend_depthwise(
    x: Any, depthwise_kernel: Any, strides: Any = (1, 1), padding: Any = "valid", data_format: Any = None,
    dilation_rate: Any = (1, 1),
) -> Any:  # fmt: skip
    return OPS["depthwise_conv"](x, depthwise_kernel, strides, padding, data_format, dilation_rate)


def backend_separable(
    x: Any, depthwise_kernel: Any, pointwise_kernel: Any, strides: Any = (1, 1), padding: Any = "valid",
    data_format: Any = None, dilation_rate: Any = (1, 1),
) -> Any:  # fmt: skip
    between = backend_depthwise(x, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return OPS["conv"](between, pointwise_kernel, 1, "valid", data_format)


def known_size(value: Any) -> Any:
    """An argument of a call: an unknown that stands for a dimension becomes a tensor of rank 0."""
    if isinstance(value, Unknown) and value.is_number:
        return Tensor((), "int32", data=value)
    return value.array() if isinstance(value, Frame) else value


def expanded(x: Any, axis: Any = -1) -> Any:
    return OPS["expand_dims"](x, axis)


def index_of_last(x: Any, axis: Any = -1) -> Tensor:
    return index_of(x, axis)


def dtype_name(x: Any) -> str:
    return operand(x).dtype


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Tensor:
    """Either of two tensors of one shape."""
    if callable(then_expression) or not isinstance(then_expression, Tensor):
        raise Undetermined("a choice between functions")
    return like(then_expression)


def integers(shape: Any, dtype: Any = "int32") -> Tensor:
    return filled(shape, dtype)


def tiled(x: Any, multiples: Any) -> Any:
    """By numbers, or by a tensor of such that is not known."""
    found = operand(x)
    if isinstance(multiples, Tensor) and values_of(multiples) is None:
        return Tensor((FREE,) * len(found.dims()), found.dtype)
    times = values_of(multiples) if isinstance(multiples, Tensor) else multiples
    message = f"multiples must name all {len(found.dims())} axes, got {multiples}"
    require(not isinstance(times, (list, tuple)) or len(times) == len(found.dims()), message)
    return OPS["tile"](x, times)


def along(x: Any, axis: Any = -1) -> Tensor:
    """What works along an axis of the tensor, which must have it."""
    found = like(x)
    if isinstance(axis, int) and found.rank is not None:
        canonicalize_axis(axis, max(found.rank, 1))
    return found
