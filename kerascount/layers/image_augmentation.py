"""Image augmentation layers: https://keras.io/api/layers/preprocessing_layers/image_augmentation/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from kerascount.layers.fields import DataFormat, Ignored
from kerascount.layers.image_preprocessing import (
    ImageLayer,
    Sized,
    check_interpolation,
    check_seed,
    check_value_range,
    crop_in_tf_keras,
)
from kerascount.layers.registry import layer, new_in_keras_3
from kerascount.layers.sizes import as_int
from kerascount.values.dims import FREE, Free, Symbolic
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shapes, shapes_text
from kerascount.versions import Api

FILL_MODES: Final = frozenset({"reflect", "wrap", "constant", "nearest"})
ELASTIC_FILL_MODES: Final = FILL_MODES | {"mirror"}
INTERPOLATIONS: Final = frozenset({"nearest", "bilinear"})
KERAS_3_ONLY: Final = (Api.KERAS_3,)
TF_KERAS_ONLY: Final = (Api.TF_KERAS,)


class Augmentation(ImageLayer):
    """Images of any size, unchanged in shape. The tables say what the constructor of Keras 3 refuses."""

    # Each factor with its least and greatest value: of a pair, the range from one to the other must touch these …
    ranges: ClassVar[dict[str, tuple[float, float]]] = {}
    # … or, more strictly, both must lie within.
    strict_ranges: ClassVar[dict[str, tuple[float, float]]] = {}
    empty_factor: ClassVar[bool] = False  # whether None and () stand for no effect
    modes: ClassVar[dict[str, frozenset[str]]] = {}

    def check(self) -> None:
        if self.context.api is not Api.KERAS_3:
            self.check_tf_keras()
            return
        for name, (low, high) in self.ranges.items():
            if not (self.empty_factor and is_empty(getattr(self, name))):
                check_range(name, getattr(self, name), low, high)
        for name, (low, high) in self.strict_ranges.items():
            for number in numbers(name, getattr(self, name)):
                check_within(name, number, low, high)
        self.check_modes()
        check_seed(getattr(self, "seed", None))

    def check_modes(self) -> None:
        for name, known in self.modes.items():
            value = getattr(self, name)
            fits = isinstance(value, Unknown) or isinstance(value, str) and value in known
            message = f"Unknown `{name}` {value}. Expected of one {tuple(sorted(known))}."
            require(fits, message, error="NotImplementedError")

    def check_tf_keras(self) -> None:
        """What the constructor of tf_keras refuses."""

    def output_shape(self, x: Shapes, training: Any = True) -> Shapes:
        if training:
            self.require_image(x)
        return x


def is_empty(value: Any) -> bool:
    return value is None or isinstance(value, (str, list, tuple, dict)) and not value


def numbers(name: str, value: Any) -> tuple[Any, ...]:
    """The number, or the two numbers, that a factor is given as."""
    if isinstance(value, (list, tuple)):
        require(len(value) == 2, f"`{name}` should be a number or a list of two numbers. Received: {name}={value}")
        return tuple(value)
    if value is None or isinstance(value, (str, dict)):
        raise Invalid(f"`{name}` should be a number or a list of two numbers. Received: {name}={value}")
    if not isinstance(value, (int, float, Symbolic)):
        raise Undetermined(f"{name}={value}")
    return (value,)


def check_range(name: str, value: Any, low: float, high: float) -> None:
    """A pair is refused only where it lies wholly outside."""
    first, *second = numbers(name, value)
    message = f"`{name}` should be in the range [{low}, {high}]. Received: {name}={value}"
    require(first <= high, message)
    require((second[0] if second else first) >= low, message)


def check_within(name: str, number: Any, low: float, high: float) -> None:
    message = f"`{name}` should be in the range [{low}, {high}]. Received: {number}"
    require(number <= high, message)
    require(number >= low, message)


def bounds_of(value: Any) -> tuple[Any, Any]:
    """A factor as tf_keras reads it: ±value, or the first two of several."""
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    if isinstance(value, (list, tuple)):
        if len(value) < 2:
            raise Invalid("tuple index out of range", error="IndexError")
        return value[0], value[1]
    if value is None or isinstance(value, (str, dict)):
        raise Invalid(f"bad operand type for unary -: '{type(value).__name__}'", error="TypeError")
    return -value, value


def check_order(name: str, value: Any) -> tuple[Any, Any]:
    lower, upper = bounds_of(value)
    require(lower <= upper, f"`{name}` cannot have upper bound less than lower bound, got {value}")
    return lower, upper


@layer(only=KERAS_3_ONLY)
class AutoContrast(Augmentation):
    """Any images, unchanged in shape."""

    value_range: Any = (0, 255)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    data_format: DataFormat = new_in_keras_3(None, keyword=True)

    def check(self) -> None:
        check_value_range(self.value_range)


@layer(only=KERAS_3_ONLY)
class Equalization(Augmentation):
    """Any images, unchanged in shape."""

    value_range: Any = (0, 255)
    bins: Ignored = 256
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    factor: Any = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}
    empty_factor: ClassVar[bool] = True
    returns_inputs: ClassVar[bool] = True

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        return dtype


@layer(only=KERAS_3_ONLY)
class ContrastLimitedAdaptiveHistogramEqualization(Augmentation):
    """Any images, unchanged in shape."""

    value_range: Any = (0, 255)
    clip_limit: Ignored = 4.0
    tile_grid_size: Ignored = (8, 8)
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    factor: Any = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}
    empty_factor: ClassVar[bool] = True


@layer(only=KERAS_3_ONLY)
class CutMix(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any = 1.0
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1)}


@layer(only=KERAS_3_ONLY)
class MixUp(Augmentation):
    """Any images, unchanged in shape."""

    alpha: Ignored = 0.2
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    factor: Any = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}
    empty_factor: ClassVar[bool] = True


@layer(only=KERAS_3_ONLY)
class MaxNumBoundingBoxes(Augmentation):
    """Images, unchanged; of a dict, the boxes and their labels become `max_number` for every image."""

    max_number: Any
    fill_value: Any = -1
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    data_format: DataFormat = new_in_keras_3(None, keyword=True)
    factor: Any = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}
    empty_factor: ClassVar[bool] = True

    def check(self) -> None:
        super().check()
        as_int(self.max_number, "max_number")
        as_int(self.fill_value, "fill_value")

    def output_shape(self, x: Shapes, training: Any = True) -> Shapes:
        boxes = x.get("bounding_boxes") if isinstance(x, dict) else None
        if boxes is None or not isinstance(x, dict):
            return x
        if not isinstance(boxes, dict):
            raise Invalid("'tuple' object has no attribute 'keys'", error="AttributeError")
        extra = set(boxes) - {"boxes", "labels"}
        require(not extra, f"There are unsupported keys in `bounding_boxes`: {sorted(extra)}.", error="KeyError")
        return {**x, "bounding_boxes": {key: self.limited(boxes, key) for key in ("boxes", "labels")}}

    def limited(self, boxes: dict[str, Shapes], key: str) -> Shapes:
        shape = boxes.get(key)
        if not isinstance(shape, tuple):
            raise Invalid(repr(key), error="KeyError")
        if len(shape) < 2:
            raise Invalid("list assignment index out of range", error="IndexError")
        return (shape[0], as_int(self.max_number, "max_number"), *shape[2:])


class Policy(Augmentation):
    """A layer that draws from many others, which its constructor makes with the same arguments."""

    value_range: Any
    name: Any

    modes: ClassVar = {"interpolation": INTERPOLATIONS}
    ranges: ClassVar = {"factor": (0, 1)}
    strict_ranges: ClassVar = {"factor": (0, 1)}

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)

    def drawn_from(self) -> tuple[str, ...]:
        return GEOMETRIC + COLOURS

    def own_layers(self, built: bool) -> Iterator[str]:
        return iter(self.drawn_from() if self.name is None and not built else ())


GEOMETRIC: Final = (
    "RandomShear", "RandomTranslation", "RandomRotation", "Solarization", "RandomPosterization", "AutoContrast",
    "Equalization",
)  # fmt: skip
COLOURS: Final = ("RandomBrightness", "RandomColorDegeneration", "RandomContrast", "RandomSharpness")


@layer(only=KERAS_3_ONLY)
class AugMix(Policy):
    """Any images, unchanged in shape."""

    value_range: Any = (0, 255)
    num_chains: Ignored = 3
    chain_depth: Ignored = 3
    factor: Any = 0.3
    alpha: Ignored = 1.0
    all_ops: bool = True
    interpolation: Any = "bilinear"
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    name: Any = new_in_keras_3(None, keyword=True)

    def drawn_from(self) -> tuple[str, ...]:
        return GEOMETRIC + COLOURS if self.all_ops else GEOMETRIC


@layer(only=KERAS_3_ONLY)
class RandAugment(Policy):
    """Any images, unchanged in shape."""

    value_range: Any = (0, 255)
    num_ops: Ignored = 2
    factor: Any = 0.5
    interpolation: Any = "bilinear"
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    name: Any = new_in_keras_3(None, keyword=True)


@layer()
class RandomBrightness(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any
    value_range: Any = (0, 255)
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    data_format: DataFormat = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}
    empty_factor: ClassVar[bool] = True

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)

    def check_tf_keras(self) -> None:
        for number in numbers("factor", self.factor):
            check_within("factor", number, -1, 1)


@layer(only=KERAS_3_ONLY)
class RandomColorDegeneration(Augmentation):
    """Images of three channels, unchanged in shape."""

    factor: Any
    value_range: Any = (0, 255)
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)

    def output_shape(self, x: Shapes, training: Any = True) -> Shapes:
        message = f"Invalid images rank: expected rank 3 (single image) or rank 4, found {shapes_text(x)}"
        require(len(x) in (3, 4), message, code="KC101")
        if not isinstance(x, tuple):
            raise Undetermined("RandomColorDegeneration of several inputs")
        channels = x[-3 if self.data_format == "channels_first" else -1]
        message = f"Input images must have 3 channels, but received images with {channels} channels."
        require(isinstance(channels, Free) or channels == 3, message, code="KC101")
        return x


@layer(only=KERAS_3_ONLY)
class RandomColorJitter(Augmentation):
    """Any images, unchanged in shape."""

    value_range: Any = (0, 255)
    brightness_factor: Any = None
    contrast_factor: Any = None
    saturation_factor: Any = None
    hue_factor: Any = None
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    factor: Any = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}
    empty_factor: ClassVar[bool] = True

    def check(self) -> None:
        super().check()
        for name, cls in self.used():
            cls.bind((getattr(self, name), self.value_range), {"seed": self.seed}, self.context)

    def used(self) -> Iterator[tuple[str, type[Augmentation]]]:
        """The factors that are given, each with the layer that the constructor makes of it."""
        return ((name, cls) for name, cls in JITTERS.items() if getattr(self, name) is not None)

    def own_layers(self, built: bool) -> Iterator[str]:
        return (cls.keras_name for _, cls in self.used() if not built)


@layer()
class RandomContrast(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any
    value_range: Any = new_in_keras_3((0, 255))
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    data_format: DataFormat = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1)}

    def check_tf_keras(self) -> None:
        pair = isinstance(self.factor, (list, tuple))
        lower, upper = bounds_of(self.factor) if pair else (self.factor, self.factor)
        message = f"`factor` argument cannot have negative values or values greater than 1. Received: {self.factor}"
        for holds in (lower >= 0, upper >= 0, lower <= 1):
            require(holds, message)

    def require_image(self, x: Shapes, runs: bool = False) -> None:
        if self.context.api is Api.KERAS_3:
            super().require_image(x, runs)
        else:
            require(len(x) >= 3, f"Shape must be at least rank 3, found {shapes_text(x)}", code="KC101")
            require(self.factor not in (0, (0, 0), [0, 0]), "upper must be > lower.")


@layer(only=KERAS_3_ONLY)
class RandomSaturation(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any
    value_range: Any = (0, 255)
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)


@layer(only=KERAS_3_ONLY)
class RandomHue(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any
    value_range: Ignored = (0, 255)
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1)}


# What RandomColorJitter makes of its factors, in its order.
JITTERS: Final[dict[str, type[Augmentation]]] = {
    "brightness_factor": RandomBrightness,
    "contrast_factor": RandomContrast,
    "saturation_factor": RandomSaturation,
    "hue_factor": RandomHue,
}


@layer()
class RandomCrop(Sized):
    """(batch, …, channels) → the same with the given height and width, cut from anywhere."""

    height: int
    width: int
    seed: Ignored = None
    data_format: DataFormat = new_in_keras_3(None)
    name: Ignored = new_in_keras_3(None)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    factor: Any = new_in_keras_3(None, keyword=True)

    def check(self) -> None:
        if self.context.api is Api.KERAS_3:
            check_seed(self.seed)
            if not is_empty(self.factor):
                check_range("factor", self.factor, -1, 1)

    def output_shape(self, x: Shapes) -> Shapes:
        crop_in_tf_keras(self)
        return super().output_shape(x)


@layer(only=KERAS_3_ONLY)
class RandomElasticTransform(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any = 1.0
    scale: Any = 1.0
    interpolation: Any = "bilinear"
    fill_mode: Any = "reflect"
    fill_value: Ignored = 0.0
    value_range: Ignored = (0, 255)
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1), "scale": (0, 1)}
    modes: ClassVar = {"interpolation": INTERPOLATIONS, "fill_mode": ELASTIC_FILL_MODES}


@layer(only=KERAS_3_ONLY)
class RandomErasing(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any = 1.0
    scale: Any = (0.02, 0.33)
    fill_value: Ignored = None
    value_range: Ignored = (0, 255)
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1), "scale": (0, 1)}


@layer()
class RandomFlip(Augmentation):
    """Any images, unchanged in shape."""

    mode: Any = "horizontal_and_vertical"
    seed: Ignored = None
    data_format: DataFormat = new_in_keras_3(None)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    def check_tf_keras(self) -> None:
        known = ("horizontal", "vertical", "horizontal_and_vertical")
        if not isinstance(self.mode, Unknown):
            require(self.mode in known, f"RandomFlip received an unknown mode argument {self.mode}")


@layer(only=KERAS_3_ONLY)
class RandomGaussianBlur(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any = 1.0
    kernel_size: Any = 3
    sigma: Any = 1.0
    value_range: Ignored = (0, 255)
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1), "sigma": (0, 1)}

    def check(self) -> None:
        super().check()
        for size in numbers("kernel_size", self.kernel_size):
            if isinstance(size, str):
                raise Invalid("not all arguments converted during string formatting", error="TypeError")
            if isinstance(size, (int, float)):
                require(size % 2 != 0, f"kernel_size must be an odd number. Received: kernel_size={self.kernel_size}")


@layer(only=KERAS_3_ONLY)
class RandomGrayscale(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any = 0.5
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    accepts_structure: ClassVar[bool] = False

    def check(self) -> None:
        super().check()
        require(self.factor >= 0, f"`factor` should be between 0 and 1. Received: factor={self.factor}")
        require(self.factor <= 1, f"`factor` should be between 0 and 1. Received: factor={self.factor}")

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        return dtype


@layer(only=KERAS_3_ONLY)
class RandomInvert(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any = 1.0
    value_range: Ignored = (0, 255)
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1)}


@layer(only=KERAS_3_ONLY)
class RandomPerspective(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any = 1.0
    scale: Any = 1.0
    interpolation: Any = "bilinear"
    fill_value: Ignored = 0.0
    seed: Ignored = None
    data_format: DataFormat = None  # type: ignore[assignment]
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1)}
    modes: ClassVar = {"interpolation": INTERPOLATIONS}

    def check(self) -> None:
        super().check()
        check_within("scale", self.scale, 0.0, 1.0)


@layer(only=KERAS_3_ONLY)
class RandomPosterization(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any
    value_range: Any = (0, 255)
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (1, 8)}

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)


@layer()
class RandomRotation(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any
    fill_mode: Any = "reflect"
    interpolation: Any = "bilinear"
    seed: Ignored = None
    fill_value: Ignored = 0.0
    data_format: DataFormat = new_in_keras_3(None)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (-1, 1)}
    empty_factor: ClassVar[bool] = True
    modes: ClassVar = {"fill_mode": FILL_MODES, "interpolation": INTERPOLATIONS}

    def check_tf_keras(self) -> None:
        check_order("factor", self.factor)
        self.check_modes()


@layer(only=KERAS_3_ONLY)
class RandomSharpness(Augmentation):
    """Any images, unchanged in shape."""

    factor: Any
    value_range: Any = (0, 255)
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    ranges: ClassVar = {"factor": (0, 1)}

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)


@layer(only=KERAS_3_ONLY)
class RandomShear(Augmentation):
    """Any images, unchanged in shape."""

    x_factor: Any = 0.0
    y_factor: Any = 0.0
    interpolation: Any = "bilinear"
    fill_mode: Any = "reflect"
    fill_value: Ignored = 0.0
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    strict_ranges: ClassVar = {"x_factor": (0, 1), "y_factor": (0, 1)}
    modes: ClassVar = {"fill_mode": FILL_MODES, "interpolation": INTERPOLATIONS}


@layer()
class RandomTranslation(Augmentation):
    """Any images, unchanged in shape."""

    height_factor: Any
    width_factor: Any
    fill_mode: Any = "reflect"
    interpolation: Any = "bilinear"
    seed: Ignored = None
    fill_value: Ignored = 0.0
    data_format: DataFormat = new_in_keras_3(None)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    strict_ranges: ClassVar = {"height_factor": (-1, 1), "width_factor": (-1, 1)}
    modes: ClassVar = {"fill_mode": FILL_MODES, "interpolation": INTERPOLATIONS}

    def check_tf_keras(self) -> None:
        for name in self.strict_ranges:
            for bound in check_order(name, getattr(self, name)):
                check_within(name, bound, -1, 1)
        self.check_modes()


@layer()
class RandomZoom(Augmentation):
    """Any images, unchanged in shape."""

    height_factor: Any
    width_factor: Any = None
    fill_mode: Any = "reflect"
    interpolation: Any = "bilinear"
    seed: Ignored = None
    fill_value: Ignored = 0.0
    data_format: DataFormat = new_in_keras_3(None)
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)

    modes: ClassVar = {"fill_mode": FILL_MODES, "interpolation": INTERPOLATIONS}

    def check(self) -> None:
        super().check()
        if self.context.api is Api.KERAS_3:
            for name, value in self.factors():
                for number in numbers(name, value):
                    check_within(name, number, -1, 1)
                    require(number != -1, f"`{name}` should be in the range (-1, 1]. Received: {number}")

    def factors(self) -> Iterator[tuple[str, Any]]:
        yield "height_factor", self.height_factor
        if self.width_factor is not None:
            yield "width_factor", self.width_factor

    def check_tf_keras(self) -> None:
        for bound in bounds_of(self.height_factor):
            check_within("height_factor", bound, -1, 1)
        for bound in bounds_of(self.width_factor) if self.width_factor is not None else ():
            message = f"`width_factor` argument must have values larger than -1. Received: {self.width_factor}"
            require(bound >= -1, message)
        self.check_modes()


@layer(only=KERAS_3_ONLY)
class Solarization(Augmentation):
    """Any images, unchanged in shape."""

    addition_factor: Any = 0.0
    threshold_factor: Any = 0.0
    value_range: Any = (0, 255)
    seed: Ignored = None
    bounding_box_format: Ignored = new_in_keras_3(None, keyword=True)
    data_format: DataFormat = new_in_keras_3(None, keyword=True)

    strict_ranges: ClassVar = {"addition_factor": (0, 1), "threshold_factor": (0, 1)}

    def check(self) -> None:
        super().check()
        check_value_range(self.value_range)


class Stretch(Augmentation):
    """Images stretched along one axis, whose length is then open."""

    factor: Any
    interpolation: Any
    axis: ClassVar[int]

    def check_tf_keras(self) -> None:
        for bound in check_order("factor", self.factor):
            require(bound >= -1, f"`factor` argument must have values larger than -1. Received: {self.factor}")
        check_interpolation(self.interpolation)

    def output_shape(self, x: Shapes, training: Any = True) -> Shapes:
        if not training:
            return x
        self.require_image(x)
        sizes: list[Any] = list(x)
        sizes[self.axis] = FREE
        return tuple(sizes)


@layer(only=TF_KERAS_ONLY)
class RandomHeight(Stretch):
    """(batch, height, width, channels) → (batch, None, width, channels)."""

    factor: Any
    interpolation: Any = "bilinear"
    seed: Ignored = None

    axis: ClassVar[int] = -3


@layer(only=TF_KERAS_ONLY)
class RandomWidth(Stretch):
    """(batch, height, width, channels) → (batch, height, None, channels)."""

    factor: Any
    interpolation: Any = "bilinear"
    seed: Ignored = None

    axis: ClassVar[int] = -2
