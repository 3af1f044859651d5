"""Functions of TensorFlow on shapes that few programs call; see `shapes` for the others."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from kerascount.evaluate.keras.shapes import (
    conv,
    depthwise_conv,
    filled,
    image_of,
    pooled,
    reduced,
    scalar,
    smaller,
)
from kerascount.evaluate.keras.tensor_shape import TensorShape
from kerascount.ops.creation import like
from kerascount.ops.dtypes import standardize_dtype
from kerascount.ops.shapes import (
    broadcast_shapes,
    canonicalize_axis,
    dimension,
    operand,
    replaced,
    shape_of,
    sizes,
)
from kerascount.values.dims import FREE, Free
from kerascount.values.objects import Named, Tensor
from kerascount.values.outcomes import Undetermined, require


def of_any_shape(x: Any) -> Tensor:
    return Tensor(None, why="what a function outside TensorFlow gives")


def one_row(x: Any) -> Tensor:
    found = operand(x)
    return Tensor(found.dims()[1:], found.dtype)


def pool(x: Any, window_shape: Any, strides: Any = None, padding: Any = "VALID") -> Any:
    return pooled(x, list(window_shape), strides or 1, padding)


def as_complex(x: Any) -> Tensor:
    return Tensor(shape_of(x), "complex64")


def ensured(x: Any, shape: Any) -> Tensor:
    """The shape with what is known of either."""
    found, wanted = operand(x), sizes(shape)
    require(len(wanted) == len(found.dims()), f"Shapes {found.dims()} and {wanted} are incompatible")
    pairs = zip(found.dims(), wanted, strict=True)
    return Tensor(tuple(a if isinstance(b, Free) else b for a, b in pairs), found.dtype)


def retyped(x: Any, dtype: Any) -> Tensor:
    return Tensor(shape_of(x), standardize_dtype(dtype))


def integers_like(x: Any, *others: Any, **options: Any) -> Tensor:
    return Tensor(shape_of(x), "int32")


def long_integers_like(x: Any, *others: Any, **options: Any) -> Tensor:
    return Tensor(shape_of(x), "int64")


def integers_like_second(first: Any, x: Any, dtype: Any = "int32") -> Tensor:
    return Tensor(shape_of(x), standardize_dtype(dtype))


def as_strings(x: Any, *others: Any, **options: Any) -> Tensor:
    return Tensor(shape_of(x), "string")


def parsed(x: Any, dtype: Any = "float32") -> Tensor:
    return Tensor(shape_of(x), standardize_dtype(dtype))


def truth_of_each(x: Any) -> Tensor:
    return Tensor(shape_of(x), "bool")


def one_number(x: Any, *others: Any, **options: Any) -> Tensor:
    return Tensor((), operand(x).dtype)


def one_truth(x: Any) -> Tensor:
    return Tensor((), "bool")


def each_of(values: Any) -> list[Tensor]:
    return [like(value) for value in values]


def broadcast_static(shape_x: Any, shape_y: Any) -> TensorShape:
    """`tf.broadcast_static_shape`, on shapes in place of tensors."""
    if not all(isinstance(size, int) for size in (*shape_x, *shape_y)):
        raise Undetermined("shapes that are not known as a whole")
    return TensorShape(broadcast_shapes(tuple(shape_x), tuple(shape_y)))


def doubled(x: Any, axis: Any = -1) -> Tensor:
    found = operand(x)
    position = canonicalize_axis(axis, len(found.dims()))
    return Tensor(replaced(found.dims(), position, found.dims()[position] * 2), found.dtype)


def counted(x: Any, axis: Any = None, keepdims: Any = False, dtype: Any = "int64") -> Tensor:
    return Tensor(reduced(x, axis, keepdims).shape, standardize_dtype(dtype))


def binned(x: Any, *others: Any, **options: Any) -> Tensor:
    if options.get("axis") is not None:
        raise Undetermined("counts along an axis")
    return Tensor((FREE,), "int32")


def confusion(labels: Any, predictions: Any, num_classes: Any = None, *others: Any, **options: Any) -> Tensor:
    size = FREE if num_classes is None else dimension(scalar(num_classes))
    return Tensor((size, size), "int32")


def histogram(x: Any, nbins: Any = 100) -> Tensor:
    return Tensor((dimension(scalar(nbins)),), "int32")


def unique(x: Any) -> Named:
    return Unique((Tensor((FREE,), operand(x).dtype), Tensor(shape_of(x), "int32")))


class Unique(Named):
    """What `unique` gives."""

    y = property(itemgetter(0))
    idx = property(itemgetter(1))


def scattered(updates: Any, shape: Any) -> Tensor:
    return Tensor(sizes(shape), operand(updates).dtype)


def segments(x: Any, segment_ids: Any, num_segments: Any) -> Tensor:
    """A row for each number of a segment; as many axes as the numbers have are gone."""
    found = operand(x)
    count = dimension(scalar(num_segments))
    return Tensor((count, *found.dims()[len(shape_of(segment_ids)) :]), found.dtype)


def joined_rows(x: Any, segment_ids: Any, num_segments: Any = None) -> Tensor:
    found = operand(x)
    return Tensor((FREE, *found.dims()[1:]), found.dtype)


# --- matrices


def determinant(x: Any) -> Tensor:
    """One number for each matrix."""
    found = operand(x)
    require(len(found.dims()) >= 2, f"a matrix has at least 2 axes, got shape {found.dims()}")
    return Tensor(found.dims()[:-2], found.dtype)


def rank_of_matrix(x: Any, *others: Any, **options: Any) -> Tensor:
    return Tensor(shape_of(x)[:-2], "int32")


def last_summed(x: Any) -> Tensor:
    found = operand(x)
    return Tensor(found.dims()[:-1], found.dtype)


def eigenvalues(x: Any) -> Tensor:
    return last_summed(x)


def eigen(x: Any) -> tuple[Tensor, Tensor]:
    return last_summed(x), like(x)


def _matrices(x: Any) -> tuple[Any, Any, Any, str]:
    found = operand(x)
    require(len(found.dims()) >= 2, f"a matrix has at least 2 axes, got shape {found.dims()}")
    return found.dims()[:-2], found.dims()[-2], found.dims()[-1], found.dtype


class QR(Named):
    """What `qr` gives."""

    q = property(itemgetter(0))
    r = property(itemgetter(1))


def qr(x: Any, full_matrices: Any = False) -> QR:
    before, rows, columns, dtype = _matrices(x)
    inner = rows if full_matrices else smaller(rows, columns)
    return QR((Tensor((*before, rows, inner), dtype), Tensor((*before, inner, columns), dtype)))


def svd(x: Any, full_matrices: Any = False, compute_uv: Any = True) -> Any:
    before, rows, columns, dtype = _matrices(x)
    inner = smaller(rows, columns)
    values = Tensor((*before, inner), dtype)
    if not compute_uv:
        return values
    left, right = (rows, columns) if full_matrices else (inner, inner)
    return values, Tensor((*before, rows, left), dtype), Tensor((*before, columns, right), dtype)


class LU(Named):
    """What `lu` gives."""

    lu = property(itemgetter(0))
    p = property(itemgetter(1))


def lu(x: Any) -> LU:
    found = operand(x)
    return LU((like(x), Tensor(found.dims()[:-1], "int32")))


def normalized(x: Any, ord: Any = "euclidean", axis: Any = None) -> tuple[Tensor, Tensor]:
    return like(x), reduced(x, axis, True)


# --- signals


def framed(x: Any, frame_length: Any, frame_step: Any, pad_end: Any = False, *others: Any, **options: Any) -> Tensor:
    """(…, samples) → (…, frames, frame_length)."""
    found = operand(x)
    if others or options:
        raise Undetermined("frames along another axis")
    length, step = dimension(scalar(frame_length)), dimension(scalar(frame_step))
    whole = found.dims()[-1]
    count = (whole + step - 1) // step if pad_end else (whole - length) // step + 1
    return Tensor((*found.dims()[:-1], count, length), found.dtype)


def stft(x: Any, frame_length: Any, frame_step: Any, fft_length: Any = None, *others: Any, **options: Any) -> Tensor:
    """(…, samples) → (…, frames, frequencies)."""
    length = scalar(frame_length)
    pad_end = options.get("pad_end", others[1] if len(others) > 1 else False)
    frames = framed(x, frame_length, frame_step, pad_end).dims()
    if fft_length is None:
        if not isinstance(length, int):
            raise Undetermined("the length of the transform")
        fft_length = 1 << max(length - 1, 0).bit_length()
    return Tensor((*frames[:-1], dimension(scalar(fft_length)) // 2 + 1), "complex64")


def overlapped(x: Any, frame_step: Any) -> Tensor:
    """(…, frames, frame_length) → (…, samples)."""
    found = operand(x)
    *before, frames, length = found.dims()
    return Tensor((*before, (frames - 1) * dimension(scalar(frame_step)) + length), found.dtype)


def mel_matrix(num_mel_bins: Any = 20, num_spectrogram_bins: Any = 129, *others: Any, **options: Any) -> Tensor:
    return filled((scalar(num_spectrogram_bins), scalar(num_mel_bins)))


def window(window_length: Any, *others: Any, **options: Any) -> Tensor:
    return filled((scalar(window_length),))


# --- further functions on images and convolutions


def central_crop(image: Any, central_fraction: Any) -> Tensor:
    """What is left of both sizes is even or odd as the size is."""
    found = operand(image)
    if not isinstance(central_fraction, (int, float)):
        raise Undetermined("the fraction of an image")
    message = "central_fraction must be within (0, 1]"
    require(0 < central_fraction <= 1, message)

    def left(size: Any) -> Any:
        if not isinstance(size, int):
            return FREE
        return size - 2 * int((size - size * central_fraction) / 2)

    height, width = found.dims()[-3:-1]
    return image_of(found, left(height), left(width), found.dtype)


def patches(images: Any, sizes: Any, strides: Any, rates: Any, padding: Any) -> Tensor:
    """(batch, height, width, channels) → (batch, rows, columns, patch)."""
    found = operand(images)
    batch, height, width, channels = found.dims()
    window = [(size - 1) * rate + 1 for size, rate in zip(sizes, rates, strict=True)]

    def places(length: Any, axis: int) -> Any:
        step = strides[axis]
        return (length + step - 1) // step if padding == "SAME" else (length - window[axis]) // step + 1

    return Tensor((batch, places(height, 1), places(width, 2), sizes[1] * sizes[2] * channels), found.dtype)


def slice_of_size(x: Any, size: Any) -> Tensor:
    return Tensor(sizes(size), operand(x).dtype)


def turned_image(x: Any, k: Any = 1) -> Tensor:
    found = operand(x)
    if not isinstance(k, int):
        raise Undetermined("how often an image is turned")
    return transposed_image(x) if k % 2 else Tensor(found.dims(), found.dtype)


def transposed_image(x: Any) -> Tensor:
    found = operand(x)
    return image_of(found, found.dims()[-2], found.dims()[-3], found.dtype)


def without_image(x: Any, *others: Any, **options: Any) -> Tensor:
    """One number for each image."""
    return Tensor(shape_of(x)[:-3], "float32")


def separable_conv(
    x: Any, depthwise_filter: Any, pointwise_filter: Any, strides: Any, padding: Any, data_format: Any = None,
    dilations: Any = None,
) -> Any:  # fmt: skip
    between = depthwise_conv(x, depthwise_filter, strides, padding, data_format, dilations)
    return conv(between, pointwise_filter, 1, "VALID", data_format)


def pooled_with_index(x: Any, window: Any, strides: Any, padding: Any = "VALID", data_format: Any = None) -> Any:
    found = pooled(x, window, strides, padding)
    return found, Tensor(found.shape, "int64")
