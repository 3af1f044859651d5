"""DenseNet121, DenseNet169 and DenseNet201."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant

EPSILON = 1.001e-5
GROWTH_RATE = 32


class DenseNet(Application):
    """Four blocks in which every layer sees the outputs of all before it; transitions between them halve."""

    names_pooling: ClassVar[bool] = True
    keras_2_top: ClassVar[str] = "fc1000"
    channels_last_only: ClassVar[bool] = True
    blocks: Sequence[int]

    def body(self, x: Any) -> Any:
        x = self.stem(x)
        for number, count in enumerate(self.blocks, 2):
            for step in range(1, count + 1):
                x = self.step(x, f"conv{number}_block{step}")
            if number < 5:
                x = self.transition(x, f"pool{number}")
        return self.normal(x, "bn", "relu")

    def stem(self, x: Any) -> Any:
        prefix = "conv1_" if self.is_keras_3 else "conv1/"
        x = self.layers.ZeroPadding2D(((3, 3), (3, 3)))(x)
        x = self.layers.Conv2D(64, 7, strides=2, use_bias=False, name=f"{prefix}conv")(x)
        x = self.normal(x, f"{prefix}bn", f"{prefix}relu")
        x = self.layers.ZeroPadding2D(((1, 1), (1, 1)))(x)
        return self.layers.MaxPooling2D(3, strides=2, name="pool1")(x)

    def step(self, x: Any, name: str) -> Any:
        new = self.normal(x, f"{name}_0_bn", f"{name}_0_relu")
        new = self.layers.Conv2D(4 * GROWTH_RATE, 1, use_bias=False, name=f"{name}_1_conv")(new)
        new = self.normal(new, f"{name}_1_bn", f"{name}_1_relu")
        new = self.layers.Conv2D(GROWTH_RATE, 3, padding="same", use_bias=False, name=f"{name}_2_conv")(new)
        return self.joined([x, new], f"{name}_concat")

    def transition(self, x: Any, name: str) -> Any:
        x = self.normal(x, f"{name}_bn", f"{name}_relu")
        x = self.layers.Conv2D(self.channels(x) // 2, 1, use_bias=False, name=f"{name}_conv")(x)
        return self.layers.AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)

    def normal(self, x: Any, name: str, activation_name: str) -> Any:
        return self.activated(self.normalized(x, name, epsilon=EPSILON), name=activation_name)


BLOCKS = {121: (6, 12, 24, 16), 169: (6, 12, 32, 32), 201: (6, 12, 48, 32)}
VARIANTS = {
    f"DenseNet{depth}": Variant(DenseNet, f"densenet{depth}", {"blocks": blocks}) for depth, blocks in BLOCKS.items()
}
