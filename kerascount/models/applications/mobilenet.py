"""MobileNet, and what the first two versions have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require

# Strides and filters of the depthwise blocks.
BLOCKS = (
    (1, 64), (2, 128), (1, 128), (2, 256), (1, 256), (2, 512), (1, 512), (1, 512), (1, 512), (1, 512), (1, 512),
    (2, 1024), (1, 1024),
)  # fmt: skip


class Scaled(Application):
    """A model whose width is a factor `alpha`, with weights for some sizes of square images."""

    tf_keywords: ClassVar[str] = "layers"
    sizes: ClassVar[Sequence[int]]  # of the images that there are weights for
    widths: ClassVar[Sequence[float]]
    prefix: ClassVar[str]  # of the name of the model
    alpha: Any
    rows: Any = None

    def check(self) -> None:
        super().check()
        check_number(self.alpha, "alpha")

    def obtain_input_shape(self) -> Any:
        self.default_size = self.weights_size(self.side())
        shape = super().obtain_input_shape()
        sizes = shape[1:] if self.channels_first else shape[:2]
        self.rows = sizes[0]
        if self.imagenet:
            self.check_widths()
            side = square_side(sizes)
            self.rows = self.weights_size(side) if side is None or isinstance(side, int) else side
        return shape

    def check_widths(self) -> None:
        message = f"If imagenet weights are being loaded, alpha must be one of {self.widths}; Received: {self.alpha}"
        require(self.alpha in self.widths, message)

    def side(self) -> Any:
        """The side of a square image, None where the image is none."""
        shape = self.input_shape
        if not isinstance(shape, (tuple, list)):
            return None
        return square_side(shape[1:3] if self.channels_first else shape[:2])

    def weights_size(self, side: Any) -> int:
        if isinstance(side, int):
            return side if side in self.sizes else 224
        if side is not None and self.imagenet and self.include_top:
            raise Undetermined(f"which weights are loaded depends on {side}")
        return 224

    def model_name(self) -> Any:
        return f"{self.prefix}_{self.alpha:0.2f}_{self.rows}" if self.name is None else self.name


class MobileNet(Scaled):
    """Depthwise convolutions, each followed by one over the channels alone."""

    signature: ClassVar[str] = (
        "input_shape alpha depth_multiplier dropout include_top weights input_tensor pooling classes "
        "classifier_activation"
    )
    sizes: ClassVar[Sequence[int]] = (128, 160, 192, 224)
    widths: ClassVar[Sequence[float]] = (0.25, 0.5, 0.75, 1.0)
    prefix: ClassVar[str] = "mobilenet"
    keras_2_top: ClassVar[str] = "act_softmax"
    depth_multiplier: Any
    dropout: Any

    def check_widths(self) -> None:
        multiplier = self.depth_multiplier
        message = "If imagenet weights are being loaded, depth multiplier must be 1."
        require(multiplier == 1, f"{message}  Received depth_multiplier={multiplier}")
        super().check_widths()

    def body(self, x: Any) -> Any:
        x = self.stem(x)
        options = {"padding": "same", "use_bias": False}
        for number, (stride, filters) in enumerate(BLOCKS, 1):
            x = self.depthwise(x, stride, number)
            x = self.layers.Conv2D(int(filters * self.alpha), (1, 1), name=f"conv_pw_{number}", **options)(x)
            x = self.normal(x, f"conv_pw_{number}")
        return x

    def stem(self, x: Any) -> Any:
        padding = "same"
        if self.version < (2, 4):
            x = self.layers.ZeroPadding2D(((0, 1), (0, 1)), name="conv1_pad")(x)
            padding = "valid"
        filters = int(32 * self.alpha)
        x = self.layers.Conv2D(filters, (3, 3), strides=(2, 2), padding=padding, use_bias=False, name="conv1")(x)
        return self.normal(x, "conv1")

    def depthwise(self, x: Any, stride: int, number: int) -> Any:
        if stride > 1:
            x = self.layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{number}")(x)
        x = self.layers.DepthwiseConv2D(
            (3, 3), padding="same" if stride == 1 else "valid", depth_multiplier=self.depth_multiplier,
            strides=(stride, stride), use_bias=False, name=f"conv_dw_{number}",
        )(x)  # fmt: skip
        return self.normal(x, f"conv_dw_{number}")

    def normal(self, x: Any, name: str) -> Any:
        return self.layers.ReLU(6.0, name=f"{name}_relu")(self.normalized(x, f"{name}_bn"))

    def top(self, x: Any) -> Any:
        x = self.averaged(x)
        x = self.layers.Dropout(self.dropout, name="dropout")(x)
        x = self.layers.Conv2D(self.classes, (1, 1), padding="same", name="conv_preds")(x)
        x = self.layers.Reshape((self.classes,), name="reshape_2")(x)
        return self.layers.Activation(self.classifier_activation, name=self.top_name)(x)

    def averaged(self, x: Any) -> Any:
        """The mean over the image, its two axes kept."""
        if self.version >= (2, 7):
            return self.layers.GlobalAveragePooling2D(keepdims=True)(x)
        x = self.layers.GlobalAveragePooling2D()(x)
        return self.layers.Reshape(self.image_shape(1, 1, int(1024 * self.alpha)), name="reshape_1")(x)


def check_number(value: Any, name: str) -> None:
    if isinstance(value, (Unknown, Tensor)):
        raise Undetermined(f"depends on {name}")
    if not isinstance(value, (int, float)):
        message = f"unsupported operand type(s) for *: 'int' and '{type(value).__name__}' ({name})"
        raise Invalid(message, error="TypeError")


def square_side(sizes: Sequence[Any]) -> Any:
    """The side of a square, None where it is none or open; what is not known stays so."""
    if any(size is None for size in sizes) or len(sizes) < 2:
        return None
    if all(isinstance(size, int) for size in sizes):
        return sizes[0] if sizes[0] == sizes[1] else None
    return next(size for size in sizes if not isinstance(size, int))


VARIANTS = {"MobileNet": Variant(MobileNet, None)}
