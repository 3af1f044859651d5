"""InceptionResNetV2."""

from __future__ import annotations

from typing import Any, ClassVar

from kerascount.layers.fields import Ignored
from kerascount.layers.registry import Layer
from kerascount.models.applications.application import Application, Variant
from kerascount.models.layer import make_layer
from kerascount.values.shape import Shapes

Step = tuple[Any, ...]  # filters and kernel size of a convolution
# The branches of the residual blocks.
BRANCHES: dict[str, tuple[tuple[Step, ...], ...]] = {
    "block35": (((32, 1),), ((32, 1), (32, 3)), ((32, 1), (48, 3), (64, 3))),
    "block17": (((192, 1),), ((128, 1), (160, (1, 7)), (192, (7, 1)))),
    "block8": (((192, 1),), ((192, 1), (224, (1, 3)), (256, (3, 1)))),
}


class CustomScaleLayer(Layer):
    """A pair of tensors of one shape → their sum, the second one scaled."""

    keras_name: ClassVar[str] = "CustomScaleLayer"
    accepts_structure: ClassVar[bool] = True
    scale: Ignored

    def output_shape(self, x: Any) -> Shapes:
        first: Shapes = x[0]
        return first


class ScalingLambda(CustomScaleLayer):
    """The same as a Lambda."""

    keras_name: ClassVar[str] = "Lambda"


class InceptionResNetV2(Application):
    """Residual blocks of parallel branches."""

    tf_keywords: ClassVar[str] = "layers"
    min_size: ClassVar[int] = 75
    default_size: int = 299

    def body(self, x: Any) -> Any:
        x = self.stem(x)
        branches = [self.branch(x, steps) for steps in (((96, 1),), ((48, 1), (64, 5)), ((64, 1), (96, 3), (96, 3)))]
        pooled = self.layers.AveragePooling2D(3, strides=1, padding="same")(x)
        x = self.joined([*branches, self.convolution(pooled, 64, 1)], "mixed_5b")
        for number in range(1, 11):
            x = self.residual(x, 0.17, "block35", number)
        x = self.reduced(x, "mixed_6a", ((384, 3),), ((256, 1), (256, 3), (384, 3)))
        for number in range(1, 21):
            x = self.residual(x, 0.1, "block17", number)
        x = self.reduced(x, "mixed_7a", ((256, 1), (384, 3)), ((256, 1), (288, 3)), ((256, 1), (288, 3), (320, 3)))
        for number in range(1, 11):
            x = self.residual(x, 0.2 if number < 10 else 1.0, "block8", number, activates=number < 10)
        return self.convolution(x, 1536, 1, name="conv_7b")

    def stem(self, x: Any) -> Any:
        x = self.convolution(x, 32, 3, strides=2, padding="valid")
        x = self.convolution(x, 32, 3, padding="valid")
        x = self.convolution(x, 64, 3)
        x = self.layers.MaxPooling2D(3, strides=2)(x)
        x = self.convolution(x, 80, 1, padding="valid")
        x = self.convolution(x, 192, 3, padding="valid")
        return self.layers.MaxPooling2D(3, strides=2)(x)

    def reduced(self, x: Any, name: str, *branches: tuple[Step, ...]) -> Any:
        """A block whose branches end with strides of 2."""
        outputs = []
        for *steps, (filters, size) in branches:
            before = self.branch(x, tuple(steps))
            outputs.append(self.convolution(before, filters, size, strides=2, padding="valid"))
        outputs.append(self.layers.MaxPooling2D(3, strides=2, padding="valid")(x))
        return self.joined(outputs, name)

    def branch(self, x: Any, steps: tuple[Step, ...]) -> Any:
        for filters, size in steps:
            x = self.convolution(x, filters, size)
        return x

    def residual(self, x: Any, scale: float, kind: str, number: int, activates: bool = True) -> Any:
        name = f"{kind}_{number}"
        mixed = self.joined([self.branch(x, steps) for steps in BRANCHES[kind]], f"{name}_mixed")
        up = self.layers.Conv2D(self.channels(x), 1, padding="same", name=f"{name}_conv")(mixed)
        x = self.scaled(x, up, scale, name)
        return self.activated(x, name=f"{name}_ac") if activates else x

    def scaled(self, x: Any, up: Any, scale: float, name: str) -> Any:
        """`x + scale * up`, which was a Lambda before 2.12."""
        old = self.version < (2, 12)
        described, common = (ScalingLambda, {"name": name}) if old else (CustomScaleLayer, {})
        return make_layer(self.session, described.bind((scale,), common, self.session.context))([x, up])

    def convolution(self, x: Any, filters: int, size: Any, name: str | None = None, **options: Any) -> Any:
        options = {"padding": "same", **options}
        x = self.layers.Conv2D(filters, size, use_bias=False, name=name, **options)(x)
        x = self.normalized(x, name and f"{name}_bn", scale=False)
        return self.activated(x, name=name and f"{name}_ac")


VARIANTS = {"InceptionResNetV2": Variant(InceptionResNetV2, "inception_resnet_v2")}
