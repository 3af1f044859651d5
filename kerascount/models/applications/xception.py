"""Xception."""

from __future__ import annotations

from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant


class Xception(Application):
    """Separable convolutions with a residual connection around every two or three."""

    min_size: ClassVar[int] = 71
    default_size: int = 299

    def body(self, x: Any) -> Any:
        x = self.convolution(x, 32, "block1_conv1", strides=(2, 2))
        x = self.convolution(x, 64, "block1_conv2")
        x = self.reduction(x, 128, 128, "block2")
        x = self.reduction(x, 256, 256, "block3")
        x = self.reduction(x, 728, 728, "block4")
        for number in range(5, 13):
            x = self.middle(x, f"block{number}")
        x = self.reduction(x, 728, 1024, "block13")
        for number, filters in ((1, 1536), (2, 2048)):
            name = f"block14_sepconv{number}"
            x = self.activated(self.separable(x, filters, name), name=f"{name}_act")
        return x

    def convolution(self, x: Any, filters: int, name: str, **options: Any) -> Any:
        x = self.layers.Conv2D(filters, (3, 3), use_bias=False, name=name, **options)(x)
        return self.activated(self.normalized(x, f"{name}_bn"), name=f"{name}_act")

    def separable(self, x: Any, filters: int, name: str) -> Any:
        x = self.layers.SeparableConv2D(filters, (3, 3), padding="same", use_bias=False, name=name)(x)
        return self.normalized(x, f"{name}_bn")

    def reduction(self, x: Any, inner: int, filters: int, name: str) -> Any:
        residual = self.layers.Conv2D(filters, (1, 1), strides=(2, 2), padding="same", use_bias=False)(x)
        residual = self.normalized(residual)
        if name != "block2":
            x = self.activated(x, name=f"{name}_sepconv1_act")
        x = self.separable(x, inner, f"{name}_sepconv1")
        x = self.activated(x, name=f"{name}_sepconv2_act")
        x = self.separable(x, filters, f"{name}_sepconv2")
        x = self.layers.MaxPooling2D((3, 3), strides=(2, 2), padding="same", name=f"{name}_pool")(x)
        return self.layers.Add()([x, residual])

    def middle(self, x: Any, name: str) -> Any:
        residual = x
        for number in range(1, 4):
            x = self.activated(x, name=f"{name}_sepconv{number}_act")
            x = self.separable(x, 728, f"{name}_sepconv{number}")
        return self.layers.Add()([x, residual])


VARIANTS = {"Xception": Variant(Xception, "xception")}
