"""VGG16 and VGG19."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerascount.models.applications.application import Application, Variant


class VGG(Application):
    """Five blocks of convolutions, each halved by pooling."""

    convolutions: Sequence[int]  # in each block

    def body(self, x: Any) -> Any:
        for block, (count, filters) in enumerate(zip(self.convolutions, (64, 128, 256, 512, 512), strict=True), 1):
            for number in range(1, count + 1):
                name = f"block{block}_conv{number}"
                x = self.layers.Conv2D(filters, (3, 3), activation="relu", padding="same", name=name)(x)
            x = self.layers.MaxPooling2D((2, 2), strides=(2, 2), name=f"block{block}_pool")(x)
        return x

    def top(self, x: Any) -> Any:
        x = self.layers.Flatten(name="flatten")(x)
        for name in ("fc1", "fc2"):
            x = self.layers.Dense(4096, activation="relu", name=name)(x)
        return self.predictions(x)


VARIANTS = {
    "VGG16": Variant(VGG, "vgg16", {"convolutions": (2, 2, 3, 3, 3)}),
    "VGG19": Variant(VGG, "vgg19", {"convolutions": (2, 2, 4, 4, 4)}),
}
