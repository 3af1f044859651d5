"""`keras.ops.image`: a single image (height, width, channels) or a batch of them."""

from __future__ import annotations

from typing import Any

from kerascount.ops.nn import conv_shape
from kerascount.ops.registry import op
from kerascount.ops.shapes import (
    dimension,
    identical,
    item,
    made,
    operand,
    replaced,
    shape_of,
    sizes,
    standardize_data_format,
)
from kerascount.values.dims import Dim, Free
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, shape_text

PREFIX = "image."


def _images(x: Any) -> tuple[Shape, str]:
    found = operand(x)
    shape = found.dims()
    require(
        len(shape) in (3, 4),
        "Invalid images rank: expected rank 3 (single image) or rank 4 (batch of images). "
        f"Received input with shape: images.shape={shape_text(shape)}",
    )
    return shape, found.dtype


def _unchanged(x: Any) -> Tensor:
    return Tensor(*_images(x))


def _axes(data_format: Any) -> tuple[int, int, int]:
    """Where height, width and channels are."""
    return (-3, -2, -1) if standardize_data_format(data_format) == "channels_last" else (-2, -1, -3)


@op("RGBToGrayscale", prefix=PREFIX)
def rgb_to_grayscale(images: Any, data_format: Any = None) -> Tensor:
    shape, dtype = _images(images)
    axis = _axes(data_format)[2]
    if isinstance(shape[axis], int) and shape[axis] not in (1, 3):
        raise Invalid(
            "Invalid channel size: expected 3 (RGB) or 1 (Grayscale). "
            f"Received input with shape: images.shape={shape_text(shape)}"
        )
    return Tensor(replaced(shape, axis, 1), dtype)


def _three_channels(images: Any, data_format: Any) -> Tensor:
    shape, dtype = _images(images)
    if "float" not in dtype:
        raise Invalid(f"Invalid images dtype: expected float dtype. Received: images.dtype={dtype}")
    channels = shape[_axes(data_format)[2]]
    require(channels == 3, f"Input images must have 3 channels, but received images with {channels} channels.")
    return Tensor(shape, dtype)


@op("RGBToHSV", prefix=PREFIX)
def rgb_to_hsv(images: Any, data_format: Any = None) -> Tensor:
    return _three_channels(images, data_format)


@op("HSVToRGB", prefix=PREFIX)
def hsv_to_rgb(images: Any, data_format: Any = None) -> Tensor:
    return _three_channels(images, data_format)


@op("Resize", prefix=PREFIX)
def resize(
    images: Any,
    size: Any,
    interpolation: Any = "bilinear",
    antialias: Any = False,
    crop_to_aspect_ratio: Any = False,
    pad_to_aspect_ratio: Any = False,
    fill_mode: Any = "constant",
    fill_value: Any = 0.0,
    data_format: Any = None,
) -> Tensor:
    if isinstance(size, int):
        raise Invalid("object of type 'int' has no len()", error="TypeError")
    wanted = sizes(size)
    if len(wanted) != 2:
        raise Invalid(f"Expected `size` to be a tuple of 2 integers. Received: size={shape_text(wanted)}")
    for length in wanted:
        require(length > 0, f"`size` must have positive height and width. Received: size={shape_text(wanted)}")
    shape, dtype = _images(images)
    if pad_to_aspect_ratio and crop_to_aspect_ratio:
        raise Invalid("Only one of `pad_to_aspect_ratio` & `crop_to_aspect_ratio` can be `True`.")
    height, width, _ = _axes(data_format)
    return made(replaced(replaced(shape, height, wanted[0]), width, wanted[1]), dtype)


@op("AffineTransform", prefix=PREFIX)
def affine_transform(
    images: Any,
    transform: Any,
    interpolation: Any = "bilinear",
    fill_mode: Any = "constant",
    fill_value: Any = 0,
    data_format: Any = None,
) -> Tensor:
    shape = shape_of(transform)
    found = _unchanged(images)
    if len(shape) not in (1, 2):
        raise Invalid(f"Invalid transform rank: expected rank 1 or rank 2. Received: {shape_text(shape)}")
    return found


@op("PerspectiveTransform", prefix=PREFIX)
def perspective_transform(
    images: Any,
    start_points: Any,
    end_points: Any,
    interpolation: Any = "bilinear",
    fill_value: Any = 0,
    data_format: Any = None,
) -> Tensor:
    found = _unchanged(images)
    for name, shape in (("start", shape_of(start_points)), ("end", shape_of(end_points))):
        message = f"Invalid {name}_points shape: expected (4,2) or (N,4,2). Received shape: {shape_text(shape)}"
        require(len(shape) in (2, 3), message)
        require(identical(shape[-2], 4), message)
        require(identical(shape[-1], 2), message)
    return found


@op("GaussianBlur", prefix=PREFIX)
def gaussian_blur(images: Any, kernel_size: Any = (3, 3), sigma: Any = (1.0, 1.0), data_format: Any = None) -> Tensor:
    return _unchanged(images)


@op("ElasticTransform", prefix=PREFIX)
def elastic_transform(
    images: Any,
    alpha: Any = 20.0,
    sigma: Any = 5.0,
    interpolation: Any = "bilinear",
    fill_mode: Any = "reflect",
    fill_value: Any = 0.0,
    seed: Any = None,
    data_format: Any = None,
) -> Tensor:
    return _unchanged(images)


@op("ScaleAndTranslate", prefix=PREFIX)
def scale_and_translate(
    images: Any,
    output_shape: Any,
    scale: Any,
    translation: Any,
    spatial_dims: Any,
    method: Any,
    antialias: Any = True,
) -> Tensor:
    return made(sizes(output_shape), operand(images).dtype)


@op("SobelEdges", prefix=PREFIX)
def sobel_edges(images: Any, data_format: Any = None) -> Tensor:
    found = operand(images)
    shape = found.dims()
    message = "Invalid images rank: expected rank 4 (batch of images). "
    require(len(shape) == 4, f"{message}Received: images.shape={shape_text(shape)}")
    return Tensor((*shape, 2), found.dtype)


@op("SSIM", prefix=PREFIX)
def ssim(
    image1: Any,
    image2: Any,
    max_val: Any = 1.0,
    filter_size: Any = 11,
    filter_sigma: Any = 1.5,
    k1: Any = 0.01,
    k2: Any = 0.03,
    data_format: Any = None,
) -> Tensor:
    shape, dtype = _images(image1)
    _images(image2)
    return Tensor(shape[:-3], dtype)


@op("MapCoordinates", prefix=PREFIX)
def map_coordinates(
    inputs: Any, coordinates: Any, order: Any, fill_mode: Any = "constant", fill_value: Any = 0
) -> Tensor:
    found, places = operand(inputs), shape_of(coordinates)
    require(
        identical(item(places, 0), len(found.dims())),
        "First dim of `coordinates` must be the same as the rank of `inputs`. Received inputs with shape: "
        f"{shape_text(found.dims())} and coordinate leading dim of {places[0]}",
    )
    if len(places) < 2:
        raise Invalid(f"Invalid coordinates rank: expected at least rank 2. Received: {shape_text(places)}")
    return Tensor(places[1:], found.dtype)


@op("ExtractPatches", prefix=PREFIX)
def extract_patches(
    images: Any, size: Any, strides: Any = None, dilation_rate: Any = 1, padding: Any = "valid", data_format: Any = None
) -> Tensor:
    if isinstance(size, Unknown):
        raise Undetermined(size.why)
    if not isinstance(size, (int, tuple, list)):
        raise Invalid("Invalid `size` argument. Expected an int or a tuple.", error="TypeError")
    if isinstance(size, (tuple, list)) and len(size) not in (2, 3):
        raise Invalid(f"Invalid `size` argument. Expected a tuple of length 2 or 3. Received: size={size}")
    return _patches(
        images, (size, size) if isinstance(size, int) else size, strides, dilation_rate, padding, data_format
    )


@op("ExtractPatches", prefix=PREFIX)
def extract_patches_3d(
    volumes: Any,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
) -> Tensor:
    cube = (size,) * 3 if isinstance(size, int) else size
    return _patches(volumes, cube, strides, dilation_rate, padding, data_format)


def _patches(images: Any, size: Any, strides: Any, dilation_rate: Any, padding: Any, data_format: Any) -> Tensor:
    """Every patch becomes one vector of channels."""
    found, window = operand(images), sizes(size)
    order = standardize_data_format(data_format)
    shape = found.dims()
    channels = item(shape, -1 if order == "channels_last" else -1 - len(window))
    if isinstance(channels, Free):
        raise Invalid("unsupported operand type(s) for *: 'int' and 'NoneType'", error="TypeError")
    filters: Dim = channels
    for length in window:
        filters = filters * length
    single = len(shape) == len(window) + 1
    batched = (1, *shape) if single else shape
    steps = window if strides is None else strides
    result = conv_shape(batched, window, filters, steps, padding, order, dilation_rate)
    return Tensor(result[1:] if single else result, found.dtype)


def _two_of(first: Any, second: Any, target: Any, names: str) -> None:
    if [first, second, target].count(None) != 1:
        raise Invalid(f"Must specify exactly two of {names}. Received: {first}, {second}, {target}")
    for value in (first, second, target):
        if value is not None:
            require(dimension(value) >= 0, f"{names}: must be >= 0. Received: {value}")


def _padded(size: Dim, before: Any, after: Any, target: Any) -> Any:
    """The size with padding on both sides, or the target that leaves the missing side at least nothing."""
    if target is None:
        return size + before + after
    given = before if after is None else after
    require(target - size - given >= 0, f"padding must be >= 0. Received: {target - size - given}")
    return target


def _cropped(size: Dim, before: Any, after: Any, target: Any) -> Any:
    if target is None and isinstance(size, Free):
        raise Invalid("When the size of the images is unknown, the target size must be specified.")
    if target is None:
        left = size - before - after
        require(left >= 0, f"the target size must be >= 0. Received: {left}")
        return left
    given = before if after is None else after
    require(size - target - given >= 0, f"cropping must be >= 0. Received: {size - target - given}")
    return target


@op("PadImages", prefix=PREFIX)
def pad_images(
    images: Any,
    top_padding: Any = None,
    left_padding: Any = None,
    bottom_padding: Any = None,
    right_padding: Any = None,
    target_height: Any = None,
    target_width: Any = None,
    data_format: Any = None,
) -> Tensor:
    shape, dtype = _images(images)
    top, left, bottom, right, tall, wide = map(
        dimension, (top_padding, left_padding, bottom_padding, right_padding, target_height, target_width)
    )
    _two_of(top, bottom, tall, "top_padding, bottom_padding, target_height")
    _two_of(left, right, wide, "left_padding, right_padding, target_width")
    height, width, _ = _axes(data_format)
    taller = replaced(shape, height, _padded(shape[height], top, bottom, tall))
    return Tensor(replaced(taller, width, _padded(shape[width], left, right, wide)), dtype)


@op("CropImages", prefix=PREFIX)
def crop_images(
    images: Any,
    top_cropping: Any = None,
    left_cropping: Any = None,
    bottom_cropping: Any = None,
    right_cropping: Any = None,
    target_height: Any = None,
    target_width: Any = None,
    data_format: Any = None,
) -> Tensor:
    shape, dtype = _images(images)
    top, left, bottom, right, tall, wide = map(
        dimension, (top_cropping, left_cropping, bottom_cropping, right_cropping, target_height, target_width)
    )
    _two_of(top, bottom, tall, "top_cropping, bottom_cropping, target_height")
    _two_of(left, right, wide, "left_cropping, right_cropping, target_width")
    height, width, _ = _axes(data_format)
    shorter = replaced(shape, height, _cropped(shape[height], top, bottom, tall))
    return Tensor(replaced(shorter, width, _cropped(shape[width], left, right, wide)), dtype)
