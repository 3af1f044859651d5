"""MobileNetV3, small and large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant, make_divisible
from kerascount.models.applications.mobilenet import check_number
from kerascount.models.applications.mobilenet_v2 import NORMAL, check_same_width
from kerascount.models.operators import operate
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import require
from kerascount.values.shape import to_python

# Expansion, filters, kernel size (None: 5, or 3 in a minimalistic model), stride, whether squeezed and excited,
# and whether the activation is that of the model or always relu.
SMALL = (
    (1, 16, 3, 2, True, False), (72 / 16, 24, 3, 2, False, False), (88 / 24, 24, 3, 1, False, False),
    (4, 40, None, 2, True, True), (6, 40, None, 1, True, True), (6, 40, None, 1, True, True),
    (3, 48, None, 1, True, True), (3, 48, None, 1, True, True), (6, 96, None, 2, True, True),
    (6, 96, None, 1, True, True), (6, 96, None, 1, True, True),
)  # fmt: skip
LARGE = (
    (1, 16, 3, 1, False, False), (4, 24, 3, 2, False, False), (3, 24, 3, 1, False, False),
    (3, 40, None, 2, True, False), (3, 40, None, 1, True, False), (3, 40, None, 1, True, False),
    (6, 80, 3, 2, False, True), (2.5, 80, 3, 1, False, True), (2.3, 80, 3, 1, False, True),
    (2.3, 80, 3, 1, False, True), (6, 112, 3, 1, True, True), (6, 112, 3, 1, True, True),
    (6, 160, None, 2, True, True), (6, 160, None, 1, True, True), (6, 160, None, 1, True, True),
)  # fmt: skip
# How tf_keras spells the names of layers.
TF_SPELLING = {
    "conv": "Conv", "conv_bn": "Conv/BatchNorm", "conv_1": "Conv_1", "conv_1_bn": "Conv_1/BatchNorm",
    "conv_2": "Conv_2", "logits": "Logits", "predictions": "Predictions",
    "squeeze_excite_avg_pool": "squeeze_excite/AvgPool", "squeeze_excite_conv": "squeeze_excite/Conv",
    "squeeze_excite_relu": "squeeze_excite/Relu", "squeeze_excite_conv_1": "squeeze_excite/Conv_1",
    "squeeze_excite_mul": "squeeze_excite/Mul", "expand_bn": "expand/BatchNorm", "depthwise_pad": "depthwise/pad",
    "depthwise_bn": "depthwise/BatchNorm", "project_bn": "project/BatchNorm", "add": "Add",
}  # fmt: skip


class MobileNetV3(Application):
    """Inverted residual blocks, some with squeeze and excitation, activated by hard swish."""

    signature: ClassVar[str] = (
        "input_shape alpha minimalistic include_top weights input_tensor classes pooling dropout_rate "
        "classifier_activation include_preprocessing"
    )
    names_pooling: ClassVar[bool] = True
    blocks: Sequence[tuple[float, int, int | None, int, bool, bool]]
    last_filters: int
    tf_name: str
    alpha: Any
    minimalistic: Any
    dropout_rate: Any
    include_preprocessing: Any

    def check(self) -> None:
        super().check()
        check_number(self.alpha, "alpha")
        check_same_width(self.input_shape, self.input_tensor, self.channels_first)
        if self.imagenet:
            widths = (1.0,) if self.minimalistic else (0.75, 1.0)
            message = f"If imagenet weights are being loaded, alpha can be one of {widths} only."
            require(self.alpha in widths, message)

    def obtain_input_shape(self) -> Any:
        shape = self._given_shape()
        if shape is None:
            rows, columns = self._tensor_sizes()
            shape = self.image_shape(columns, rows, 3)
        sizes = shape[1:3] if self.channels_first else shape[:2]
        if all(isinstance(size, int) and size for size in sizes):
            require(min(sizes) >= 32, f"Input size must be at least 32x32; Received `input_shape={shape}`")
        return shape

    def _tensor_sizes(self) -> tuple[Any, Any]:
        if not isinstance(self.input_tensor, Tensor):
            return None, None
        first = 2 if self.channels_first else 1
        rows, columns = self.input_tensor.dims()[first : first + 2]
        return to_python(rows), to_python(columns)

    def model_name(self) -> Any:
        return self.name if self.is_keras_3 else self.tf_name

    def spelled(self, name: str, prefix: str = "") -> str:
        if self.is_keras_3:
            return f"{prefix}_{name}" if prefix else name
        name = TF_SPELLING.get(name, name)
        return f"{prefix}/{name}" if prefix else name

    def body(self, x: Any) -> Any:
        if self.include_preprocessing:
            x = self.layers.Rescaling(scale=1.0 / 127.5, offset=-1.0)(x)
        name = self.spelled("conv")
        x = self.layers.Conv2D(16, 3, strides=(2, 2), padding="same", use_bias=False, name=name)(x)
        x = self.activate(self.normalized(x, self.spelled("conv_bn"), **NORMAL))
        for number in range(len(self.blocks)):
            x = self.block(x, number)
        filters = make_divisible(self.channels(x) * 6)
        x = self.layers.Conv2D(filters, 1, padding="same", use_bias=False, name=self.spelled("conv_1"))(x)
        x = self.activate(self.normalized(x, self.spelled("conv_1_bn"), **NORMAL))
        return x if self.version >= (2, 8) else self.head(x)

    def head(self, x: Any) -> Any:
        """The last convolution; before 2.8 it belonged to the model without its top as well."""
        filters = make_divisible(self.last_filters * self.alpha) if self.alpha > 1.0 else self.last_filters
        x = self.layers.GlobalAveragePooling2D(keepdims=True)(x)
        x = self.layers.Conv2D(filters, 1, padding="same", name=self.spelled("conv_2"))(x)
        return self.activate(x)

    def block(self, shortcut: Any, number: int) -> Any:
        expansion, filters, kernel, stride, squeezes, varies = self.blocks[number]
        prefix = f"expanded_conv_{number}" if number else "expanded_conv"
        activate = self.activate if varies else self.relu
        kernel = kernel or (3 if self.minimalistic else 5)
        channels, filters = self.channels(shortcut), make_divisible(filters * self.alpha)
        inner = make_divisible(channels * expansion)
        x = shortcut
        if number:
            x = self.layers.Conv2D(inner, 1, padding="same", use_bias=False, name=self.spelled("expand", prefix))(x)
            x = activate(self.normalized(x, self.spelled("expand_bn", prefix), **NORMAL))
        x = activate(self.depthwise(x, kernel, stride, prefix))
        if squeezes and not self.minimalistic:
            x = self.excited(x, inner, prefix)
        x = self.layers.Conv2D(filters, 1, padding="same", use_bias=False, name=self.spelled("project", prefix))(x)
        x = self.normalized(x, self.spelled("project_bn", prefix), **NORMAL)
        if stride == 1 and channels == filters:
            x = self.layers.Add(name=self.spelled("add", prefix))([shortcut, x])
        return x

    def depthwise(self, x: Any, kernel: int, stride: int, prefix: str) -> Any:
        if stride == 2:
            padding = self.correct_pad(x, kernel)
            x = self.layers.ZeroPadding2D(padding, name=self.spelled("depthwise_pad", prefix))(x)
        x = self.layers.DepthwiseConv2D(
            kernel, strides=stride, padding="same" if stride == 1 else "valid", use_bias=False,
            name=self.spelled("depthwise", prefix),
        )(x)  # fmt: skip
        return self.normalized(x, self.spelled("depthwise_bn", prefix), **NORMAL)

    def excited(self, inputs: Any, filters: int, prefix: str) -> Any:
        """Squeeze and excitation: every channel weighted by what the means of all say."""
        name = {key: self.spelled(key, prefix) for key in TF_SPELLING if key.startswith("squeeze")}
        x = self.layers.GlobalAveragePooling2D(keepdims=True, name=name["squeeze_excite_avg_pool"])(inputs)
        squeezed = make_divisible(filters * 0.25)
        x = self.layers.Conv2D(squeezed, 1, padding="same", name=name["squeeze_excite_conv"])(x)
        x = self.layers.ReLU(name=name["squeeze_excite_relu"])(x)
        x = self.layers.Conv2D(filters, 1, padding="same", name=name["squeeze_excite_conv_1"])(x)
        x = self.hard_sigmoid(x)
        return self.layers.Multiply(name=name["squeeze_excite_mul"])([inputs, x])

    def relu(self, x: Any) -> Any:
        return self.layers.ReLU()(x)

    def activate(self, x: Any) -> Any:
        if self.minimalistic:
            return self.relu(x)
        if self.is_keras_3:
            return self.layers.Activation("hard_swish")(x)
        # Python evaluates the callee first: `layers.Multiply()([x, hard_sigmoid(x)])`.
        multiply = self.layers.Multiply()
        return multiply([x, self.hard_sigmoid(x)])

    def hard_sigmoid(self, x: Any) -> Any:
        relu = self.layers.ReLU(6.0)
        return operate(self.session, "*", relu(operate(self.session, "+", x, 3.0)), 1.0 / 6.0)

    def top(self, x: Any) -> Any:
        if self.version >= (2, 8):
            x = self.head(x)
        if self.dropout_rate > 0:
            x = self.layers.Dropout(self.dropout_rate)(x)
        x = self.layers.Conv2D(self.classes, 1, padding="same", name=self.spelled("logits"))(x)
        x = self.layers.Flatten()(x)
        return self.layers.Activation(self.classifier_activation, name=self.spelled("predictions"))(x)


SIZES = {"Small": (SMALL, 1024), "Large": (LARGE, 1280)}
VARIANTS = {
    f"MobileNetV3{size}": Variant(
        MobileNetV3,
        f"MobileNetV3{size}",
        {"blocks": blocks, "last_filters": filters, "tf_name": f"MobilenetV3{size.lower()}"},
    )
    for size, (blocks, filters) in SIZES.items()
}
