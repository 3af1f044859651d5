"""EfficientNetV2B0 to B3, S, M and L."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from kerascount.models.applications.application import Variant
from kerascount.models.applications.efficientnet import EfficientFamily, Stage
from kerascount.values.outcomes import Invalid, Undetermined

# The fused stages squeeze nothing.
STAGES = {
    "B": (
        Stage(3, 1, 32, 16, 1, 1, 0, True), Stage(3, 2, 16, 32, 4, 2, 0, True), Stage(3, 2, 32, 48, 4, 2, 0, True),
        Stage(3, 3, 48, 96, 4, 2), Stage(3, 5, 96, 112, 6, 1), Stage(3, 8, 112, 192, 6, 2),
    ),
    "S": (
        Stage(3, 2, 24, 24, 1, 1, 0, True), Stage(3, 4, 24, 48, 4, 2, 0, True), Stage(3, 4, 48, 64, 4, 2, 0, True),
        Stage(3, 6, 64, 128, 4, 2), Stage(3, 9, 128, 160, 6, 1), Stage(3, 15, 160, 256, 6, 2),
    ),
    "M": (
        Stage(3, 3, 24, 24, 1, 1, 0, True), Stage(3, 5, 24, 48, 4, 2, 0, True), Stage(3, 5, 48, 80, 4, 2, 0, True),
        Stage(3, 7, 80, 160, 4, 2), Stage(3, 14, 160, 176, 6, 1), Stage(3, 18, 176, 304, 6, 2),
        Stage(3, 5, 304, 512, 6, 1),
    ),
    "L": (
        Stage(3, 4, 32, 32, 1, 1, 0, True), Stage(3, 7, 32, 64, 4, 2, 0, True), Stage(3, 7, 64, 96, 4, 2, 0, True),
        Stage(3, 10, 96, 192, 4, 2), Stage(3, 19, 192, 224, 6, 1), Stage(3, 25, 224, 384, 6, 2),
        Stage(3, 7, 384, 640, 6, 1),
    ),
}  # fmt: skip


class EfficientNetV2(EfficientFamily):
    """The same with fused blocks in the first stages."""

    signature: ClassVar[str] = (
        "include_top weights input_tensor input_shape pooling classes classifier_activation include_preprocessing"
    )
    include_preprocessing: Any
    stages: Sequence[Stage]
    own_name: str
    image_channels: Any = None

    def check(self) -> None:
        super().check()
        self.check_name()

    def check_name(self) -> None:
        """Keras looks the blocks up under the name of the model."""
        if self.name in {variant.model_name for variant in VARIANTS.values()}:
            if self.name != self.own_name:
                raise Undetermined("an EfficientNetV2 with the blocks of another one")
        elif isinstance(self.name, str) or self.name is None:
            raise Invalid(repr(self.name), error="KeyError")

    def obtain_input_shape(self) -> Any:
        shape = super().obtain_input_shape()
        self.image_channels = shape[0] if self.channels_first else shape[2]
        return shape

    def body(self, x: Any) -> Any:
        if self.include_preprocessing:
            x = self.preprocessed(x)
        filters = self.scaled(self.stages[0].filters_in)
        x = self.layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False, name="stem_conv")(x)
        x = self.swish(self.normalized(x, "stem_bn"), "stem_activation")
        x = self.blocks(x, self.scaled_stages(), sum(stage.repeats for stage in self.stages))
        return self.head(x, self.scaled(1280))

    def preprocessed(self, x: Any) -> Any:
        if self.stages is STAGES["B"] and self.image_channels == 3:
            x = self.layers.Rescaling(scale=1.0 / 255)(x)
            mean, deviations = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
            variance = [deviation**2 for deviation in deviations]
            return self.layers.Normalization(mean=mean, variance=variance, axis=self.channel_axis)(x)
        return self.layers.Rescaling(scale=1.0 / 128.0, offset=-1)(x)

    def scaled(self, filters: int) -> int:
        return max(8, int(filters * self.width + 4) // 8 * 8)

    def scaled_stages(self) -> list[Stage]:
        return [
            stage._replace(
                repeats=math.ceil(self.depth * stage.repeats),
                filters_in=self.scaled(stage.filters_in),
                filters_out=self.scaled(stage.filters_out),
            )
            for stage in self.stages
        ]

    def block(self, inputs: Any, stage: Stage, name: str, drop_rate: float) -> Any:
        x = self.fused(inputs, stage, name) if stage.fused else self.inverted(inputs, stage, name)
        return self.skipped(x, inputs, stage, name, drop_rate)

    def inverted(self, x: Any, stage: Stage, name: str) -> Any:
        if stage.expansion != 1:
            x = self.expanded(x, stage, name, kernel_size=1)
        x = self.layers.DepthwiseConv2D(
            stage.kernel_size, strides=stage.strides, padding="same", use_bias=False, name=f"{name}dwconv2"
        )(x)
        x = self.swish(self.normalized(x, f"{name}bn"), f"{name}activation")
        x = self.excited(x, stage, name)
        return self.projected(x, stage, name, kernel_size=1)

    def fused(self, x: Any, stage: Stage, name: str) -> Any:
        sizes = {"kernel_size": stage.kernel_size, "strides": stage.strides}
        if stage.expansion != 1:
            return self.projected(self.expanded(x, stage, name, **sizes), stage, name, kernel_size=1)
        return self.swish(self.projected(x, stage, name, **sizes), f"{name}project_activation")

    def projected(self, x: Any, stage: Stage, name: str, **options: Any) -> Any:
        filters = stage.filters_out
        x = self.layers.Conv2D(filters, padding="same", use_bias=False, name=f"{name}project_conv", **options)(x)
        return self.normalized(x, f"{name}project_bn")


# Width, depth and size of the images.
SCALES = {
    "B0": (1.0, 1.0, 224), "B1": (1.0, 1.1, 240), "B2": (1.1, 1.2, 260), "B3": (1.2, 1.4, 300),
    "S": (1.0, 1.0, 384), "M": (1.0, 1.0, 480), "L": (1.0, 1.0, 480),
}  # fmt: skip
VARIANTS = {
    f"EfficientNetV2{size}": Variant(
        EfficientNetV2,
        f"efficientnetv2-{size.lower()}",
        {
            "width": width,
            "depth": depth,
            "default_size": image,
            "stages": STAGES[size[0]],
            "own_name": f"efficientnetv2-{size.lower()}",
        },
    )
    for size, (width, depth, image) in SCALES.items()
}
