"""ResNet50 of the standalone package."""

from __future__ import annotations

from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant

FILTERS = (64, 128, 256, 512)
BLOCKS = (3, 4, 6, 3)


class ResNet50(Application):
    """The first version, with other names and without names for what follows a convolution."""

    keras_2_top: ClassVar[str] = "fc1000"

    def body(self, x: Any) -> Any:
        x = self.layers.ZeroPadding2D((3, 3), name="conv1_pad")(x)
        x = self.layers.Conv2D(64, (7, 7), strides=(2, 2), padding="valid", name="conv1")(x)
        x = self.activated(self.normalized(x, "bn_conv1"))
        x = self.layers.ZeroPadding2D((1, 1), name="pool1_pad")(x)
        x = self.layers.MaxPooling2D((3, 3), strides=(2, 2))(x)
        for stage, (filters, count) in enumerate(zip(FILTERS, BLOCKS, strict=True), 2):
            for number in range(count):
                x = self.block(x, filters, f"{stage}{chr(97 + number)}_branch")
        return x

    def block(self, x: Any, filters: int, name: str) -> Any:
        first = name[1] == "a"
        strides = (2, 2) if first and name[0] != "2" else (1, 1)
        inner = self.convolution(x, filters, 1, f"{name}2a", strides=strides)
        inner = self.convolution(self.activated(inner), filters, 3, f"{name}2b", padding="same")
        inner = self.convolution(self.activated(inner), 4 * filters, 1, f"{name}2c")
        shortcut = self.convolution(x, 4 * filters, 1, f"{name}1", strides=strides) if first else x
        return self.activated(self.layers.Add()([inner, shortcut]))

    def convolution(self, x: Any, filters: int, size: int, name: str, **options: Any) -> Any:
        x = self.layers.Conv2D(filters, (size, size), name=f"res{name}", **options)(x)
        return self.normalized(x, f"bn{name}")


VARIANTS = {"ResNet50": Variant(ResNet50, "resnet50")}
