"""Image preprocessing layers: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from kerascount.layers.fields import DataFormat, Ignored, is_array, is_keras_tensor
from kerascount.layers.registry import Layer, layer, new_in_keras_3
from kerascount.values.dims import Symbolic
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, compatible, shape_text, standardize_shape
from kerascount.versions import Api

TF_INTERPOLATIONS: Final = frozenset("bilinear nearest bicubic area lanczos3 lanczos5 gaussian mitchellcubic".split())


def single(layer: Layer, x: Shapes) -> Shape:
    """The shape of one tensor; several are refused by Keras 3, while tf_keras makes one tensor of them."""
    if isinstance(x, tuple):
        return x
    require(layer.context.api is not Api.KERAS_3, "'list' object has no attribute 'shape'", error="AttributeError")
    raise Undetermined(f"{layer.keras_name} of several tensors")


class ImageLayer(Layer):
    """Images in, images out: (batch, height, width, channels), or one image without the batch.

    Keras 3 also takes a dict of images, labels, bounding boxes and masks.
    """

    call_signature: ClassVar[str] = "data, training=True"
    arrays_at: ClassVar[int | None] = 0
    accepts_structure: ClassVar[bool] = True

    def require_image(self, x: Shapes, runs: bool = False) -> None:
        """Refuse what is no image where the operation on it is run to find its shape.

        tf_keras does so when the layer is called, Keras 3 only for the layers inside another one.
        """
        runs = runs or self.context.api is not Api.KERAS_3
        if runs and len(x) not in (3, 4):
            found = f"found {shape_text(x)}" if isinstance(x, tuple) else "found several inputs"
            raise Invalid(f"'images' must have either 3 or 4 dimensions, {found}", code="KC101")


def check_interpolation(name: Any) -> None:
    """What `get_interpolation` of tf_keras refuses."""
    if isinstance(name, Unknown):
        return
    if not isinstance(name, str):
        raise Invalid(f"'{type(name).__name__}' object has no attribute 'lower'", error="AttributeError")
    known = name.lower() in TF_INTERPOLATIONS
    require(known, f"Value not recognized for `interpolation`: {name}", error="NotImplementedError")


class Sized(ImageLayer):
    """An image layer that gives its images a height and a width."""

    height: int
    width: int
    data_format: DataFormat

    def image_axes(self, rank: int) -> tuple[int, int]:
        """Where height and width are: counted from the end."""
        return (-2, -1) if self.data_format == "channels_first" else (-3, -2)

    def output_shape(self, x: Shapes) -> Shapes:
        if self.context.api is Api.KERAS_3 and isinstance(x, dict) and isinstance(x.get("images"), tuple):
            return {**x, "images": self.resized(x["images"])}
        return self.resized(x)

    def check_call(self, arguments: Mapping[str, Any]) -> None:
        """Keras 3 asks `compute_output_shape` of symbolic tensors, which takes the keys of a dict for sizes."""
        data = arguments.get("data")
        if self.context.api is Api.KERAS_3 and isinstance(data, dict) and any(map(is_keras_tensor, data.values())):
            self.resized(data)
            raise Undetermined(f"{self.keras_name} of several inputs")

    def resized(self, x: Shapes) -> Shape:
        self.require_image(x)
        sizes: list[Any] = list(x)
        for axis, size in zip(self.image_axes(len(sizes)), (self.height, self.width), strict=True):
            if not -len(sizes) <= axis < len(sizes):
                raise Invalid("list assignment index out of range", error="IndexError", code="KC101")
            sizes[axis] = size
        if any(isinstance(size, tuple) for size in sizes):
            raise Undetermined(f"{self.keras_name} of several inputs")
        return standardize_shape(sizes)

    def derivation(self, x: Any) -> Iterator[str]:
        yield f"height and width: {self.height}×{self.width}, as given"


def check_tf_size(layer: Sized) -> None:
    """tf_keras crops with numbers that TensorFlow checks on the first call."""
    for size in (layer.height, layer.width):
        if not isinstance(size, (int, Symbolic, Unknown)):
            raise Invalid(f"Expected int32, but got {size!r} of type '{type(size).__name__}'", error="TypeError")


@layer()
class Resizing(Sized):
    """(batch, …, channels) → the same with the given height and width."""

    height: int
    width: int
    interpolation: Any = "bilinear"
    crop_to_aspect_ratio: bool = False
    pad_to_aspect_ratio: bool = new_in_keras_3(False)
    fill_mode: Ignored = new_in_keras_3("constant")
    fill_value: Ignored = new_in_keras_3(0.0)
    antialias: bool = new_in_keras_3(False)
    data_format: DataFormat = new_in_keras_3(None)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    def check(self) -> None:
        if self.context.api is not Api.KERAS_3:
            check_interpolation(self.interpolation)

    def image_axes(self, rank: int) -> tuple[int, int]:
        """Keras 3 takes everything but rank 4 for a single image, counted from the front."""
        if self.context.api is not Api.KERAS_3:
            return super().image_axes(rank)
        first = int(rank == 4) + int(self.data_format == "channels_first")
        return first, first + 1

    def output_shape(self, x: Shapes) -> Shapes:
        if self.context.api is not Api.KERAS_3:
            for size in (self.height, self.width):
                whole = isinstance(size, (int, Symbolic, Unknown))
                require(whole, f"'size' must be a 1-D int32 Tensor, got {size!r}")
                if isinstance(size, int) and size < 0:
                    raise Undetermined(f"resizing to {size}")
        return super().output_shape(x)


@layer()
class CenterCrop(Sized):
    """(batch, …, channels) → the same with the given height and width, cut from the middle."""

    height: int
    width: int
    data_format: DataFormat = new_in_keras_3(None)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    def image_axes(self, rank: int) -> tuple[int, int]:
        if self.context.api is Api.KERAS_3 and rank not in (3, 4):
            raise Invalid(
                "`input_shape` must be a non-nested tuple or list of rank-1 with size 3 (unbatched) or 4 (batched).",
                code="KC101",
            )
        return super().image_axes(rank)

    def output_shape(self, x: Shapes) -> Shapes:
        crop_in_tf_keras(self)
        return super().output_shape(x)


def crop_in_tf_keras(layer: Sized) -> None:
    if layer.context.api is not Api.KERAS_3:
        check_tf_size(layer)
        require(layer.height > 0, f"target_height must be > 0, got {layer.height}.")
        require(layer.width > 0, f"target_width must be > 0, got {layer.width}.")


@layer()
class Rescaling(Layer):
    """Any shape, unchanged."""

    scale: Any
    offset: Any = 0.0

    supports_masking: ClassVar[bool] = True
    arrays_at: ClassVar[int | None] = 0
    accepts_structure: ClassVar[bool] = True

    def check_call(self, arguments: Mapping[str, Any]) -> None:
        data = arguments.get("inputs")
        if self.context.api is Api.KERAS_3 and isinstance(data, dict) and data and all(map(is_array, data.values())):
            raise Invalid("unsupported operand type(s) for *: 'dict' and 'float'", error="TypeError")

    def output_shape(self, x: Shapes) -> Shapes:
        if self.context.api is not Api.KERAS_3:
            x = single(self, x)
            for value in (self.scale, self.offset):
                require(value is not None, "None values not supported.")
                self.check_broadcast(value, x)
        return x

    def check_broadcast(self, value: Any, x: Any) -> None:
        """tf_keras multiplies and adds in the call."""
        if not isinstance(value, (int, float, str, Symbolic)):
            plain = isinstance(value, (list, tuple)) and isinstance(x, tuple) and len(x) > 0
            if not plain or any(isinstance(item, (list, tuple)) for item in value) or len(value) == 1:
                raise Undetermined(f"scaling by {value}")
            require(compatible(x[-1], len(value)), f"Dimensions must be equal, but are {x[-1]} and {len(value)}")


def check_value_range(value: Any) -> None:
    if isinstance(value, Unknown):
        return
    pair = isinstance(value, (list, tuple)) and len(value) == 2
    require(pair, f"The `value_range` argument should be a list of two numbers. Received: value_range={value}")


def check_seed(seed: Any) -> None:
    """Keras 3 makes a generator of random numbers at once."""
    whole = seed is None or isinstance(seed, (int, Symbolic, Unknown))
    if not whole and (isinstance(seed, (str, float, list, tuple, dict)) or is_keras_tensor(seed)):
        raise Invalid(f"Argument `seed` must be an integer. Received: seed={seed}")
