"""Operations of neural networks: softmax, pooling, convolution, losses, normalization."""

from __future__ import annotations

from typing import Any

from kerascount.ops import dtypes
from kerascount.ops.registry import family, op
from kerascount.ops.shapes import (
    assembled,
    canonicalize_axes,
    canonicalize_axis,
    dimension,
    identical,
    item,
    lowered,
    operand,
    replaced,
    shape_of,
    spatial,
    spatial_tuple,
    standardize_data_format,
    window_length,
    without,
)
from kerascount.values.dims import Dim, Free
from kerascount.values.macs import announce
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, Unsure, require
from kerascount.values.shape import Shape, shape_text


def along_axis(x: Any, axis: Any = -1) -> Tensor:
    found = operand(x)
    if axis is not None:
        canonicalize_axes(axis, len(found.dims()))
    return Tensor(found.shape, found.dtype)


family("softmax", "Softmax", "x, axis=-1", along_axis)
family("log_softmax", "LogSoftmax", "x, axis=-1", along_axis)


@op("Sparsemax")
def sparsemax(x: Any, axis: Any = -1) -> Tensor:
    found = operand(x)
    canonicalize_axis(axis, len(found.dims()))
    return Tensor(found.shape, found.dtype)


@op("Normalize")
def normalize(x: Any, axis: Any = -1, order: Any = 2, epsilon: Any = None) -> Tensor:
    return Tensor(along_axis(x, axis).shape)


@op("Glu")
def glu(x: Any, axis: Any = -1) -> Tensor:
    found = operand(x)
    size = item(found.dims(), axis)
    message = f"axis size must be divisible by 2. Received: x.shape={shape_text(found.dims())} with axis={axis}"
    require(size % 2 == 0, message)
    return Tensor(replaced(found.dims(), axis, size // 2), found.dtype)


@op("OneHot")
def one_hot(x: Any, num_classes: Any, axis: Any = -1, dtype: Any = None, sparse: Any = False) -> Tensor:
    shape = shape_of(x)
    return Tensor(with_classes(shape, num_classes, axis), dtypes.standardize_dtype(dtype))


def with_classes(shape: Shape, num_classes: Any, axis: Any) -> Shape:
    place = len(shape) if axis == -1 else axis
    if axis != -1 and not 0 <= axis < len(shape):
        raise Invalid(f"axis must be -1 or between [0, {len(shape)}), but received {axis}.")
    return (*shape[:place], dimension(num_classes), *shape[place:])


@op("MultiHot")
def multi_hot(
    inputs: Any, num_classes: Any = None, axis: Any = -1, dtype: Any = None, sparse: Any = False, **kwargs: Any
) -> Tensor:
    count = kwargs.get("num_tokens") if num_classes is None else num_classes
    if count is None:
        raise Invalid("Argument `num_classes` must be specified.")
    found = operand(inputs)
    shape = with_classes(found.dims(), count, axis)
    return Tensor((shape[-1],) if len(shape) == 2 else (shape[0], *shape[2:]), found.dtype)


def pooling(
    inputs: Any, pool_size: Any, strides: Any = None, padding: Any = "valid", data_format: Any = None
) -> Tensor:
    found = operand(inputs)
    shape, order = found.dims(), standardize_data_format(data_format)
    lengths = spatial(shape, order)
    way = _known_padding(padding, "valid", "same")
    windows = spatial_tuple(pool_size, len(lengths), "pool_size")
    steps = windows if strides is None else spatial_tuple(strides, len(lengths), "strides")
    sizes = [window_length(n, k, s, way) for n, k, s in zip(lengths, windows, steps, strict=True)]
    return Tensor(assembled(shape, sizes, shape[-1 if order == "channels_last" else 1], order), found.dtype)


def _known_padding(padding: Any, *known: str) -> str:
    way = lowered(padding)
    if way not in known:
        raise Invalid(f"Argument `padding` must be either 'valid' or 'same'. Received: padding={padding}")
    return way


_POOL = "inputs, pool_size, strides=None, padding='valid', data_format=None"
family("max_pool", "MaxPool", _POOL, pooling)
family("average_pool", "AveragePool", _POOL, pooling)


def adaptive_pooling(inputs: Any, output_size: Any, data_format: Any = None) -> Tensor:
    found = operand(inputs)
    shape = found.dims()
    if not isinstance(output_size, tuple):
        raise Undetermined("`output_size` is no tuple")
    if data_format in (None, "channels_last"):
        return Tensor((*shape[: -len(output_size)], *output_size, shape[-1]), found.dtype)
    return Tensor((shape[0], shape[1], *output_size), found.dtype)


_ADAPTIVE = "inputs, output_size, data_format=None"
family("adaptive_max_pool", "AdaptiveMaxPool", _ADAPTIVE, adaptive_pooling)
family("adaptive_average_pool", "AdaptiveAveragePool", _ADAPTIVE, adaptive_pooling)


def conv_shape(
    shape: Shape, kernel: Shape, filters: Dim, strides: Any, padding: Any, order: str, dilation_rate: Any
) -> Shape:
    """`kernel` holds the spatial sizes only."""
    if len(kernel) + 2 != len(shape):
        raise Invalid(
            "Kernel shape must have the same length as input, but received "
            f"kernel of shape {shape_text(kernel)} and input of shape {shape_text(shape)}."
        )
    lengths = spatial(shape, order)
    way = _known_padding(padding, "valid", "same", "causal")
    steps = spatial_tuple(strides, len(lengths), "strides")
    gaps = spatial_tuple(dilation_rate, len(lengths), "dilation_rate")
    terms = zip(lengths, kernel, steps, gaps, strict=True)
    return assembled(shape, [window_length(n, k, s, way, d) for n, k, s, d in terms], filters, order)


def _channels(shape: Shape, order: str) -> Dim:
    return item(shape, -1 if order == "channels_last" else 1)


def _convolved(
    inputs: Any, kernel: Any, multiplier: bool, strides: Any, padding: Any, data_format: Any, dilation_rate: Any
) -> Tensor:
    found, weights = operand(inputs), shape_of(kernel)
    order = standardize_data_format(data_format)
    received, expected = _channels(found.dims(), order), item(weights, -2)
    require(
        received == expected,
        "The number of input channels must match the kernel's input channels. "
        f"Received: input channels={received}, kernel input channels={expected}, data_format='{order}'.",
    )
    filters = weights[-1] * expected if multiplier else weights[-1]
    shape = conv_shape(found.dims(), weights[:-2], filters, strides, padding, order, dilation_rate)
    announce(shape[0], *spatial(shape, order), *weights)
    return Tensor(shape, found.dtype)


@op("Conv")
def conv(
    inputs: Any, kernel: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None, dilation_rate: Any = 1
) -> Tensor:
    return _convolved(inputs, kernel, False, strides, padding, data_format, dilation_rate)


@op("DepthwiseConv")
def depthwise_conv(
    inputs: Any, kernel: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None, dilation_rate: Any = 1
) -> Tensor:
    return _convolved(inputs, kernel, True, strides, padding, data_format, dilation_rate)


@op("SeparableConv")
def separable_conv(
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
) -> Tensor:
    found = _convolved(inputs, depthwise_kernel, True, strides, padding, data_format, dilation_rate)
    order = standardize_data_format(data_format)
    axis, shape = -1 if order == "channels_last" else 1, found.dims()
    announce(shape[0], *spatial(shape, order), shape[axis], item(shape_of(pointwise_kernel), -1))
    return Tensor(replaced(shape, axis, item(shape_of(pointwise_kernel), -1)), found.dtype)


@op("ConvTranspose")
def conv_transpose(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: Any = "valid",
    output_padding: Any = None,
    data_format: Any = None,
    dilation_rate: Any = 1,
) -> Tensor:
    found, weights = operand(inputs), shape_of(kernel)
    shape, order = found.dims(), standardize_data_format(data_format)
    received, expected = _channels(shape, order), item(weights, -1)
    require(
        received == expected,
        "The number of input channels must match the kernel's input channels. "
        f"Received: input channels={received}, kernel input channels={expected}, data_format='{order}'.",
    )
    lengths, way = spatial(shape, order), _known_padding(padding, "valid", "same")
    steps = spatial_tuple(strides, len(lengths), "strides")
    gaps = spatial_tuple(dilation_rate, len(lengths), "dilation_rate")
    extra = [None] * len(lengths) if output_padding is None else spatial_tuple(output_padding, len(lengths), "")
    terms = zip(lengths, weights[:-2], steps, gaps, extra, strict=False)
    sizes = [_transposed_length(n, (k - 1) * d + 1, s, way, more) for n, k, s, d, more in terms]
    announce(shape[0], *lengths, *weights)
    return Tensor(assembled(shape, sizes, weights[-2], order), found.dtype)


def _transposed_length(n: Dim, window: Dim, stride: Dim, padding: str, output_padding: Any) -> Any:
    """`window` is the kernel with its gaps."""
    if padding == "same":
        return n * stride if output_padding is None else (n - 1) * stride + window % 2 + output_padding
    if output_padding is not None:
        return (n - 1) * stride + window + output_padding
    if not isinstance(window, int) or not isinstance(stride, int):
        raise Undetermined(f"the larger of {window} and {stride}")
    return (n - 1) * stride + max(window, stride)


def _same_shape(left: Shape, right: Shape) -> bool:
    """Equal as Keras compares; what is not known passes."""
    verdicts = [identical(a, b) for a, b in zip(left, right, strict=False)]
    return len(left) == len(right) and all(isinstance(verdict, Unsure) or verdict for verdict in verdicts)


def _require_same(target: Shape, output: Shape) -> None:
    require(
        _same_shape(target, output),
        "Arguments `target` and `output` must have the same shape. "
        f"Received: target.shape={shape_text(target)}, output.shape={shape_text(output)}",
    )


@op("BinaryCrossentropy")
def binary_crossentropy(target: Any, output: Any, from_logits: Any = False) -> Tensor:
    found = operand(output)
    _require_same(shape_of(target), found.dims())
    return Tensor(found.shape, found.dtype)


@op("CategoricalCrossentropy")
def categorical_crossentropy(target: Any, output: Any, from_logits: Any = False, axis: Any = -1) -> Tensor:
    found = operand(output)
    _require_same(shape_of(target), found.dims())
    require(len(found.dims()) >= 1, "Arguments `target` and `output` must be at least rank 1.")
    return Tensor(found.dims()[:-1], found.dtype)


@op("SparseCategoricalCrossentropy")
def sparse_categorical_crossentropy(target: Any, output: Any, from_logits: Any = False, axis: Any = -1) -> Tensor:
    found = operand(output)
    shape, labels = found.dims(), shape_of(target)
    require(len(shape) >= 1, "Argument `output` must be at least rank 1.")
    rest = without(shape, (canonicalize_axis(axis, len(shape)),))
    if len(labels) == len(shape) and isinstance(labels[-1], int) and labels[-1] == 1:
        labels = labels[:-1]
    require(
        _same_shape(labels, rest),
        "Arguments `target` and `output` must have the same shape up until the last dimension: "
        f"target.shape={shape_text(shape_of(target))}, output.shape={shape_text(shape)}",
    )
    return Tensor(rest, found.dtype)


@op("BatchNorm")
def batch_normalization(
    x: Any, mean: Any, variance: Any, axis: Any, offset: Any = None, scale: Any = None, epsilon: Any = 1e-3
) -> Tensor:
    found = operand(x)
    length = (item(found.dims(), axis),)
    for name, vector in (("mean", mean), ("variance", variance), ("offset", offset), ("scale", scale)):
        if vector is not None:
            require(
                _same_shape(shape_of(vector), length),
                f"Arguments `{name}` must be a vector of length `x.shape[axis]`. "
                f"Expected: `{shape_text(length)}`. Received: `{shape_text(shape_of(vector))}`.",
            )
    if scale is None and offset is not None:
        raise Invalid("'NoneType' object has no attribute 'shape'", error="AttributeError")
    return Tensor(found.shape, found.dtype)


@op("RMSNorm")
def rms_normalization(x: Any, scale: Any = None, axis: Any = -1, epsilon: Any = None) -> Tensor:
    found = operand(x)
    return Tensor(found.shape, found.dtype)


@op("LayerNorm")
def layer_normalization(
    x: Any, gamma: Any = None, beta: Any = None, axis: Any = -1, epsilon: Any = None, **kwargs: Any
) -> Tensor:
    found = operand(x)
    return Tensor(found.shape, found.dtype)


@op("CTCLoss")
def ctc_loss(target: Any, output: Any, target_length: Any, output_length: Any, mask_index: Any = 0) -> Tensor:
    first = [item(shape_of(value), 0) for value in (target, output, target_length, output_length)]
    for left, right in ((first[0], first[1]), (first[2], first[0]), (first[3], first[1])):
        require(
            identical(left, right), f"Arguments must have the same first dimension. Received: `{left}` and `{right}`."
        )
    return Tensor((first[0],), dtypes.result_type(operand(output).dtype, "float32"))


@op("CTCDecode")
def ctc_decode(
    inputs: Any,
    sequence_lengths: Any,
    strategy: Any = "greedy",
    beam_width: Any = 100,
    top_paths: Any = 1,
    merge_repeated: Any = True,
    mask_index: Any = 0,
) -> tuple[Tensor, Tensor]:
    found = operand(inputs)
    batch, steps = item(found.dims(), 0), item(found.dims(), 1)
    paths = 1 if strategy == "greedy" else dimension(top_paths)
    scores = Tensor((batch, paths), dtypes.result_type(found.dtype, "float32"))
    return Tensor((paths, batch, steps), "int32"), scores


@op("PSNR")
def psnr(x1: Any, x2: Any, max_val: Any) -> Tensor:
    require(len(shape_of(x1)) == len(shape_of(x2)), "Inputs must have the same rank")
    return Tensor(())


@op("DotProductAttention")
def dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: Any = None,
    is_causal: Any = False,
    flash_attention: Any = None,
    attn_logits_soft_cap: Any = None,
) -> Tensor:
    found, keys = operand(query), shape_of(key)
    for _ in ("scores", "values") if len(keys) > 1 else ():
        announce(*found.dims(), keys[1])
    return Tensor(found.shape, dtypes.result_type(found.dtype, operand(key).dtype, operand(value).dtype))


def _pair(value: Any) -> tuple[Any, Any]:
    return (value, value) if isinstance(value, int) else tuple(value)


@op("Unfold")
def unfold(x: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Tensor:
    """(batch, channels, height, width) → (batch, channels·window, windows)."""
    found = operand(x)
    shape = found.dims()
    require(len(shape) == 4, f"Input must be a 4D tensor. Received: input.shape={shape_text(shape)}")
    for size in shape[1:]:
        if isinstance(size, Free):
            raise Invalid("unsupported operand type(s) for *: 'NoneType' and 'int'", error="TypeError")
    kernel, gaps, edges, steps = map(_pair, (kernel_size, dilation, padding, stride))
    terms = zip(shape[2:], kernel, gaps, edges, steps, strict=True)
    high, wide = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, d, p, s in terms]
    return Tensor((shape[0], shape[1] * kernel[0] * kernel[1], high * wide), found.dtype)


@op("Fold")
def fold(x: Any, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Tensor:
    """(batch, channels·window, windows) → (batch, channels, height, width)."""
    found = operand(x)
    shape = found.dims()
    require(len(shape) == 3, f"Input must be a 3D tensor. Received: input.shape={shape_text(shape)}")
    high, wide = _pair(kernel_size)
    require(
        shape[1] % (high * wide) == 0,
        f"The second dimension of the input ({shape[1]}) must be divisible by kernel_size product ({high * wide}).",
    )
    return Tensor((shape[0], shape[1] // (high * wide), *_pair(output_size)), found.dtype)


def _image_axes(x: Any, block_size: Any, data_format: Any, name: str) -> tuple[Tensor, str]:
    if isinstance(block_size, Unknown):
        raise Undetermined(block_size.why)
    require(block_size >= 2, f"`block_size` must be at least 2. Received: block_size={block_size}")
    found = operand(x)
    require(
        len(found.dims()) == 4, f"`{name}` requires a 4D input tensor. Received: x.shape={shape_text(found.dims())}"
    )
    return found, standardize_data_format(data_format)


@op("DepthToSpace")
def depth_to_space(x: Any, block_size: Any, data_format: Any = "channels_last") -> Tensor:
    found, order = _image_axes(x, block_size, data_format, "depth_to_space")
    shape, channels = found.dims(), _channels(found.dims(), order)
    require(
        channels % block_size**2 == 0,
        f"The number of channels ({channels}) must be divisible by block_size**2 ({block_size**2}).",
    )
    sizes = [size * block_size for size in spatial(shape, order)]
    return Tensor(assembled(shape, sizes, channels // block_size**2, order), found.dtype)


@op("SpaceToDepth")
def space_to_depth(x: Any, block_size: Any, data_format: Any = "channels_last") -> Tensor:
    found, order = _image_axes(x, block_size, data_format, "space_to_depth")
    shape, channels = found.dims(), _channels(found.dims(), order)
    for name, size in zip(("Height", "Width"), spatial(shape, order), strict=True):
        require(size % block_size == 0, f"{name} ({size}) must be divisible by block_size ({block_size}).")
    sizes = [size // block_size for size in spatial(shape, order)]
    return Tensor(assembled(shape, sizes, channels * block_size**2, order), found.dtype)
