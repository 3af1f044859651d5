"""MobileNetV2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kerascount.models.applications.application import Variant, make_divisible
from kerascount.models.applications.mobilenet import Scaled, square_side
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import require
from kerascount.values.shape import to_python

# Filters and strides of the inverted residual blocks.
BLOCKS = (
    (16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (64, 1), (96, 1), (96, 1),
    (96, 1), (160, 2), (160, 1), (160, 1), (320, 1),
)  # fmt: skip
NORMAL = {"epsilon": 1e-3, "momentum": 0.999}


class MobileNetV2(Scaled):
    """Inverted residual blocks: wide inside, narrow between them."""

    signature: ClassVar[str] = (
        "input_shape alpha include_top weights input_tensor pooling classes classifier_activation"
    )
    sizes: ClassVar[Sequence[int]] = (96, 128, 160, 192, 224)
    widths: ClassVar[Sequence[float]] = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)
    prefix: ClassVar[str] = "mobilenetv2"
    keras_2_top: ClassVar[str] = "Logits"

    def check(self) -> None:
        super().check()
        check_same_width(self.input_shape, self.input_tensor, self.channels_first)

    def side(self) -> Any:
        given = self.input_tensor
        if self.input_shape is None and isinstance(given, Tensor):
            first = 2 if self.channels_first else 1
            return square_side([to_python(size) for size in given.dims()[first : first + 2]])
        return super().side()

    def body(self, x: Any) -> Any:
        filters = make_divisible(32 * self.alpha)
        padding = "same"
        if self.version < (2, 4):
            x = self.layers.ZeroPadding2D(self.correct_pad(x, 3), name="Conv1_pad")(x)
            padding = "valid"
        x = self.layers.Conv2D(filters, 3, strides=(2, 2), padding=padding, use_bias=False, name="Conv1")(x)
        x = self.normal(x, "bn_Conv1", "Conv1_relu")
        for number, (filters, stride) in enumerate(BLOCKS):
            x = self.block(x, filters, stride, number)
        filters = make_divisible(1280 * self.alpha) if self.alpha > 1.0 else 1280
        x = self.layers.Conv2D(filters, 1, use_bias=False, name="Conv_1")(x)
        return self.normal(x, "Conv_1_bn", "out_relu")

    def block(self, inputs: Any, filters: int, stride: int, number: int) -> Any:
        name = f"block_{number}_" if number else "expanded_conv_"
        x, channels = inputs, self.channels(inputs)
        filters = make_divisible(int(filters * self.alpha))
        if number:
            x = self.layers.Conv2D(6 * channels, 1, padding="same", use_bias=False, name=f"{name}expand")(x)
            x = self.normal(x, f"{name}expand_BN", f"{name}expand_relu")
        x = self.depthwise(x, stride, name)
        x = self.layers.Conv2D(filters, 1, padding="same", use_bias=False, name=f"{name}project")(x)
        x = self.normalized(x, f"{name}project_BN", **NORMAL)
        if stride == 1 and channels == filters:
            x = self.layers.Add(name=f"{name}add")([inputs, x])
        return x

    def depthwise(self, x: Any, stride: int, name: str) -> Any:
        if stride == 2:
            x = self.layers.ZeroPadding2D(self.correct_pad(x, 3), name=f"{name}pad")(x)
        padding = "same" if stride == 1 else "valid"
        x = self.layers.DepthwiseConv2D(3, strides=stride, use_bias=False, padding=padding, name=f"{name}depthwise")(x)
        return self.normal(x, f"{name}depthwise_BN", f"{name}depthwise_relu")

    def normal(self, x: Any, name: str, activation_name: str) -> Any:
        return self.layers.ReLU(6.0, name=activation_name)(self.normalized(x, name, **NORMAL))

    def top(self, x: Any) -> Any:
        return self.predictions(self.layers.GlobalAveragePooling2D()(x))


def check_same_width(shape: Any, tensor: Any, channels_first: bool) -> None:
    """Keras holds one axis of a tensor against one of a shape that is given beside it."""
    if not isinstance(shape, (tuple, list)) or not isinstance(tensor, Tensor):
        return
    axis = 1 if channels_first else 2
    if len(shape) > 1 and len(tensor.dims()) > axis:
        size, wanted = to_python(tensor.dims()[axis]), shape[1]
        message = f"input_shape[1] must equal shape(input_tensor)[{axis}]; Received `input_shape={shape}`"
        require(size is wanted if None in (size, wanted) else size == wanted, message)


VARIANTS = {"MobileNetV2": Variant(MobileNetV2, None)}
