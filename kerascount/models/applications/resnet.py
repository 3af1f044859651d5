"""ResNet50, ResNet101, ResNet152 and their second versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant

FILTERS = (64, 128, 256, 512)
EPSILON = 1.001e-5


class ResNet(Application):
    """A stem and four stacks of residual blocks."""

    tf_signature: ClassVar[str] = "include_top weights input_tensor input_shape pooling classes"
    tf_keywords: ClassVar[str] = "classifier_activation layers"
    keras_2_top: ClassVar[str] = "probs"
    names_pooling: ClassVar[bool] = True
    blocks: Sequence[int]  # in each stack

    def body(self, x: Any) -> Any:
        x = self.stem(x)
        for stack, (filters, count) in enumerate(zip(FILTERS, self.blocks, strict=True), 2):
            x = self.stack(x, filters, count, f"conv{stack}")
        return x

    def stem(self, x: Any) -> Any:
        x = self.layers.ZeroPadding2D(((3, 3), (3, 3)), name="conv1_pad")(x)
        x = self.layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
        x = self.normal(x, "conv1")
        x = self.layers.ZeroPadding2D(((1, 1), (1, 1)), name="pool1_pad")(x)
        return self.layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)

    def stack(self, x: Any, filters: int, count: int, name: str) -> Any:
        for number in range(1, count + 1):
            stride = 2 if number == 1 and name != "conv2" else 1
            x = self.block(x, filters, stride, number == 1, f"{name}_block{number}")
        return x

    def block(self, x: Any, filters: int, stride: int, widens: bool, name: str) -> Any:
        shortcut = x
        if widens:
            shortcut = self.layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(x)
            shortcut = self.normalized(shortcut, f"{name}_0_bn", epsilon=EPSILON)
        x = self.layers.Conv2D(filters, 1, strides=stride, name=f"{name}_1_conv")(x)
        x = self.normal(x, f"{name}_1")
        x = self.layers.Conv2D(filters, 3, padding="same", name=f"{name}_2_conv")(x)
        x = self.normal(x, f"{name}_2")
        x = self.layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
        x = self.normalized(x, f"{name}_3_bn", epsilon=EPSILON)
        x = self.layers.Add(name=f"{name}_add")([shortcut, x])
        return self.activated(x, name=f"{name}_out")

    def normal(self, x: Any, name: str) -> Any:
        x = self.normalized(x, f"{name}_bn", epsilon=EPSILON)
        return self.activated(x, name=f"{name}_relu")


class ResNetV2(ResNet):
    """The same with normalization and activation in front of the convolutions."""

    tf_signature: ClassVar[str] = ""
    tf_keywords: ClassVar[str] = ""

    def body(self, x: Any) -> Any:
        return self.normal(super().body(x), "post")

    def stem(self, x: Any) -> Any:
        x = self.layers.ZeroPadding2D(((3, 3), (3, 3)), name="conv1_pad")(x)
        x = self.layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
        x = self.layers.ZeroPadding2D(((1, 1), (1, 1)), name="pool1_pad")(x)
        return self.layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)

    def stack(self, x: Any, filters: int, count: int, name: str) -> Any:
        for number in range(1, count + 1):
            stride = 2 if number == count and name != "conv5" else 1
            x = self.block(x, filters, stride, number == 1, f"{name}_block{number}")
        return x

    def block(self, x: Any, filters: int, stride: int, widens: bool, name: str) -> Any:
        before = self.normal(x, f"{name}_preact")
        if widens:
            shortcut = self.layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(before)
        else:
            shortcut = self.layers.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
        x = self.layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_1_conv")(before)
        x = self.normal(x, f"{name}_1")
        x = self.layers.ZeroPadding2D(((1, 1), (1, 1)), name=f"{name}_2_pad")(x)
        x = self.layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=f"{name}_2_conv")(x)
        x = self.normal(x, f"{name}_2")
        x = self.layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
        return self.layers.Add(name=f"{name}_out")([shortcut, x])


BLOCKS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
VARIANTS = {
    f"ResNet{depth}{suffix}": Variant(family, f"resnet{depth}{suffix.lower()}", {"blocks": blocks})
    for suffix, family in (("", ResNet), ("V2", ResNetV2))
    for depth, blocks in BLOCKS.items()
}
