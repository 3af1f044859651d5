"""EfficientNetB0 to EfficientNetB7, and the block that both versions have in common."""

from __future__ import annotations

import math
from typing import Any, ClassVar, NamedTuple

from kerascount.models.applications.application import Application, Variant
from kerascount.models.operators import operate
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined


class Stage(NamedTuple):
    """A row of blocks."""

    kernel_size: int
    repeats: int
    filters_in: int
    filters_out: int
    expansion: int
    strides: int
    squeeze: float = 0.25  # 0 where it has no squeeze and excitation
    fused: bool = False  # whether one convolution does the work of the expanding and the depthwise one


STAGES = (
    Stage(3, 1, 32, 16, 1, 1),
    Stage(3, 2, 16, 24, 6, 2),
    Stage(5, 2, 24, 40, 6, 2),
    Stage(3, 3, 40, 80, 6, 2),
    Stage(5, 3, 80, 112, 6, 1),
    Stage(5, 4, 112, 192, 6, 2),
    Stage(3, 1, 192, 320, 6, 1),
)


class EfficientFamily(Application):
    """Both versions: stages of blocks whose width and depth are scaled."""

    names_pooling: ClassVar[bool] = True
    width: float
    depth: float
    dropout_rate: Any
    drop_connect_rate: Any

    def scaled_stages(self) -> list[Stage]:
        raise NotImplementedError

    def block(self, x: Any, stage: Stage, name: str, drop_rate: float) -> Any:
        raise NotImplementedError

    def blocks(self, x: Any, stages: list[Stage], count: float) -> Any:
        """All stages; the rate at which blocks are dropped rises from 0 with each of `count`."""
        done = 0
        for number, stage in enumerate(stages, 1):
            for repeat in range(stage.repeats):
                name = f"block{number}{chr(97 + repeat)}_"
                x = self.block(x, stage, name, self.drop_connect_rate * done / count)
                stage = stage._replace(strides=1, filters_in=stage.filters_out)
                done += 1
        return x

    def head(self, x: Any, filters: int) -> Any:
        x = self.layers.Conv2D(filters, 1, padding="same", use_bias=False, name="top_conv")(x)
        return self.swish(self.normalized(x, "top_bn"), "top_activation")

    def top(self, x: Any) -> Any:
        x = self.layers.GlobalAveragePooling2D(name="avg_pool")(x)
        x = self.layers.Dropout(self.dropout_rate, name="top_dropout")(x)
        return self.predictions(x)

    def swish(self, x: Any, name: str) -> Any:
        return self.activated(x, "swish", name)

    def expanded(self, x: Any, stage: Stage, name: str, **options: Any) -> Any:
        filters = stage.filters_in * stage.expansion
        x = self.layers.Conv2D(filters, padding="same", use_bias=False, name=f"{name}expand_conv", **options)(x)
        return self.swish(self.normalized(x, f"{name}expand_bn"), f"{name}expand_activation")

    def excited(self, x: Any, stage: Stage, name: str) -> Any:
        """Squeeze and excitation: every channel weighted by what the means of all say."""
        filters = stage.filters_in * stage.expansion
        squeezed = max(1, int(stage.filters_in * stage.squeeze))
        se = self.layers.GlobalAveragePooling2D(name=f"{name}se_squeeze")(x)
        se = self.layers.Reshape(self.image_shape(1, 1, filters), name=f"{name}se_reshape")(se)
        se = self.layers.Conv2D(squeezed, 1, padding="same", activation="swish", name=f"{name}se_reduce")(se)
        se = self.layers.Conv2D(filters, 1, padding="same", activation="sigmoid", name=f"{name}se_expand")(se)
        return self.layers.Multiply(name=f"{name}se_excite")([x, se])

    def skipped(self, x: Any, inputs: Any, stage: Stage, name: str, drop_rate: float) -> Any:
        """The residual connection, where the shape stays the same."""
        if stage.strides != 1 or stage.filters_in != stage.filters_out:
            return x
        if drop_rate:
            x = self.layers.Dropout(drop_rate, noise_shape=(None, 1, 1, 1), name=f"{name}drop")(x)
        return self.layers.Add(name=f"{name}add")([x, inputs])


class EfficientNet(EfficientFamily):
    """Inverted residual blocks with squeeze and excitation."""

    tf_keywords: ClassVar[str] = "drop_connect_rate depth_divisor activation blocks_args"

    def check(self) -> None:
        super().check()
        if self.imagenet:
            self.require_name()
        if any(name in self.__dict__ for name in ("depth_divisor", "activation", "blocks_args")):
            raise Undetermined("an EfficientNet of other blocks")

    def body(self, x: Any) -> Any:
        x = self.layers.Rescaling(1.0 / 255.0)(x)
        x = self.layers.Normalization(axis=self.channel_axis)(x)
        x = self.corrected(x)
        x = self.layers.ZeroPadding2D(self.correct_pad(x, 3), name="stem_conv_pad")(x)
        filters = self.scaled(32)
        x = self.layers.Conv2D(filters, 3, strides=2, padding="valid", use_bias=False, name="stem_conv")(x)
        x = self.swish(self.normalized(x, "stem_bn"), "stem_activation")
        stages = self.scaled_stages()
        x = self.blocks(x, stages, sum(stage.repeats for stage in stages))
        return self.head(x, self.scaled(1280))

    def corrected(self, x: Any) -> Any:
        """The weights for ImageNet were trained with deviations where the variances should be."""
        if isinstance(self.weights, (Unknown, Tensor)):
            raise Undetermined("whether the weights are those for ImageNet")
        if not self.imagenet or self.version < (2, 9):
            return x
        if self.is_keras_3 or self.version < (2, 16):
            return self.layers.Rescaling([1.0, 1.0, 1.0])(x)
        return operate(self.session, "*", x, Tensor(self.image_shape(1, 1, 1)))

    def scaled(self, filters: int) -> int:
        wanted = filters * self.width
        rounded = max(8, int(wanted + 4) // 8 * 8)
        return rounded + 8 if rounded < 0.9 * wanted else rounded

    def scaled_stages(self) -> list[Stage]:
        return [
            stage._replace(
                repeats=math.ceil(self.depth * stage.repeats),
                filters_in=self.scaled(stage.filters_in),
                filters_out=self.scaled(stage.filters_out),
            )
            for stage in STAGES
        ]

    def block(self, inputs: Any, stage: Stage, name: str, drop_rate: float) -> Any:
        x = inputs if stage.expansion == 1 else self.expanded(inputs, stage, name, kernel_size=1)
        padding = "same"
        if stage.strides == 2:
            x = self.layers.ZeroPadding2D(self.correct_pad(x, stage.kernel_size), name=f"{name}dwconv_pad")(x)
            padding = "valid"
        x = self.layers.DepthwiseConv2D(
            stage.kernel_size, strides=stage.strides, padding=padding, use_bias=False, name=f"{name}dwconv"
        )(x)
        x = self.swish(self.normalized(x, f"{name}bn"), f"{name}activation")
        x = self.excited(x, stage, name)
        filters = stage.filters_out
        x = self.layers.Conv2D(filters, 1, padding="same", use_bias=False, name=f"{name}project_conv")(x)
        x = self.normalized(x, f"{name}project_bn")
        return self.skipped(x, inputs, stage, name, drop_rate)


# Width, depth, size of the images and rate of the dropout.
SCALES = (
    (1.0, 1.0, 224, 0.2), (1.0, 1.1, 240, 0.2), (1.1, 1.2, 260, 0.3), (1.2, 1.4, 300, 0.3), (1.4, 1.8, 380, 0.4),
    (1.6, 2.2, 456, 0.4), (1.8, 2.6, 528, 0.5), (2.0, 3.1, 600, 0.5),
)  # fmt: skip
VARIANTS = {
    f"EfficientNetB{number}": Variant(
        EfficientNet,
        f"efficientnetb{number}",
        {"width": width, "depth": depth, "default_size": size, "dropout_rate": rate},
    )
    for number, (width, depth, size, rate) in enumerate(SCALES)
}
