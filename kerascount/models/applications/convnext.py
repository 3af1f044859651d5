"""ConvNeXtTiny, Small, Base, Large and XLarge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from kerascount.layers.registry import Layer
from kerascount.models.applications.application import Application, Variant
from kerascount.models.applications.sources import source_inputs
from kerascount.models.layer import LayerObject, make_layer
from kerascount.models.operators import operate
from kerascount.models.sequential import SequentialObject
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import require
from kerascount.values.shape import Shape
from kerascount.values.weight import Weight

EPSILON = 1e-6


class LayerScale(Layer):
    """(…, channels) → the same, every channel scaled by a weight."""

    keras_name: ClassVar[str] = "LayerScale"
    projection_dim: int
    weight_name: str

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield Weight(self.weight_name, (self.projection_dim,))

    def output_shape(self, x: Shape) -> Shape:
        return x


class ConvNeXt(Application):
    """Four stages of residual blocks, with a halving in front of each."""

    signature: ClassVar[str] = (
        "include_top include_preprocessing weights input_tensor input_shape pooling classes classifier_activation"
    )
    tf_signature: ClassVar[str] = "model_name " + signature
    channels_last_only: ClassVar[bool] = True
    include_preprocessing: Any
    depths: Sequence[int]
    filters: Sequence[int]
    weights_name: str
    image_channels: Any = None

    def check(self) -> None:
        super().check()
        self.require_name()
        if self.imagenet and self.is_keras_3 and isinstance(self.name, str):
            message = f'Model name "{self.name}" does not match weights variant "{self.weights_name}".'
            require(self.weights_name in self.name, message)

    def obtain_input_shape(self) -> Any:
        shape = super().obtain_input_shape()
        self.image_channels = shape[0] if self.channels_first else shape[2]
        return shape

    def start(self, shape: Any) -> Tensor:
        """tf_keras begins with the input behind the tensor that it is given."""
        x = super().start(shape)
        return x if self.input_tensor is None or self.is_keras_3 else self.sources(x)

    def sources(self, tensor: Tensor) -> Tensor:
        return source_inputs(tensor)[0]

    def body(self, x: Any) -> Any:
        if self.include_preprocessing and self.image_channels == 3:
            x = self.preprocessed(x)
        reductions = [self.stem(), *(self.reduction(number) for number in range(3))]
        for stage, (reduction, depth, filters) in enumerate(zip(reductions, self.depths, self.filters, strict=True)):
            x = reduction(x)
            for number in range(depth):
                x = self.block(x, filters, f"{self.name}_stage_{stage}_block_{number}")
        return x

    def preprocessed(self, x: Any) -> Any:
        mean, deviations = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
        return self.layers.Normalization(
            mean=[255 * value for value in mean],
            variance=[(255 * value) ** 2 for value in deviations],
            name=f"{self.name}_prestem_normalization",
        )(x)

    def stem(self) -> SequentialObject:
        return self.sequence(
            self.layers.Conv2D(self.filters[0], 4, strides=4, name=f"{self.name}_stem_conv"),
            self.layers.LayerNormalization(epsilon=EPSILON, name=f"{self.name}_stem_layernorm"),
            name=f"{self.name}_stem",
        )

    def reduction(self, number: int) -> SequentialObject:
        name = f"{self.name}_downsampling"
        return self.sequence(
            self.layers.LayerNormalization(epsilon=EPSILON, name=f"{name}_layernorm_{number}"),
            self.layers.Conv2D(self.filters[number + 1], 2, strides=2, name=f"{name}_conv_{number}"),
            name=f"{name}_block_{number}",
        )

    def sequence(self, *layers: LayerObject, name: str) -> SequentialObject:
        return SequentialObject(self.session, layers, {"name": name})

    def block(self, inputs: Any, filters: int, name: str) -> Any:
        x = self.layers.Conv2D(filters, 7, padding="same", groups=filters, name=f"{name}_depthwise_conv")(inputs)
        x = self.layers.LayerNormalization(epsilon=EPSILON, name=f"{name}_layernorm")(x)
        x = self.layers.Dense(4 * filters, name=f"{name}_pointwise_conv_1")(x)
        x = self.activated(x, "gelu", f"{name}_gelu")
        x = self.layers.Dense(filters, name=f"{name}_pointwise_conv_2")(x)
        x = self.scale(filters, f"{name}_layer_scale")(x)
        x = self.activated(x, "linear", f"{name}_identity")
        return operate(self.session, "+", inputs, x)

    def scale(self, filters: int, name: str) -> LayerObject:
        """Keras 3 makes the weight without a name."""
        weight_name = self.session.auto_name("Variable") if self.is_keras_3 else "gamma"
        bound = LayerScale.bind((filters, weight_name), {"name": name}, self.session.context)
        return make_layer(self.session, bound)

    def top(self, x: Any) -> Any:
        x = self.layers.GlobalAveragePooling2D(name=f"{self.name}_head_gap")(x)
        x = self.layers.LayerNormalization(epsilon=EPSILON, name=f"{self.name}_head_layernorm")(x)
        activation = self.classifier_activation
        return self.layers.Dense(self.classes, activation=activation, name=f"{self.name}_head_dense")(x)

    def pooled(self, x: Any) -> Any:
        return self.layers.LayerNormalization(epsilon=EPSILON)(super().pooled(x))


NARROW = (3, 3, 9, 3)
DEEP = (3, 3, 27, 3)
SIZES = {"Tiny": (96, NARROW), "Small": (96, DEEP), "Base": (128, DEEP), "Large": (192, DEEP), "XLarge": (256, DEEP)}
VARIANTS = {
    f"ConvNeXt{size}": Variant(
        ConvNeXt,
        f"convnext_{size.lower()}",
        {
            "depths": depths,
            "filters": tuple(first * 2**stage for stage in range(4)),
            "weights_name": f"convnext_{size.lower()}",
        },
    )
    for size, (first, depths) in SIZES.items()
}
