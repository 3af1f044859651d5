"""What several rules ask of a layer."""

from __future__ import annotations

from math import prod
from typing import Any, Final

from kerascount.graph import LayerNode
from kerascount.values.naming import to_snake_case

DENSE: Final = frozenset(["Dense"])
CONVOLUTIONS: Final = frozenset(
    "Conv1D Conv2D Conv3D SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D Conv1DTranspose "
    "Conv2DTranspose Conv3DTranspose LocallyConnected1D LocallyConnected2D".split()
)
LEARNING: Final = DENSE | CONVOLUTIONS
POOLING: Final = frozenset(f"{kind}Pooling{rank}D" for kind in ("Max", "Average") for rank in (1, 2, 3))
DEEP: Final = 10  # convolutions and poolings from which on NeuraLint calls a network deep
DROPOUT: Final = frozenset(
    "Dropout AlphaDropout GaussianDropout SpatialDropout1D SpatialDropout2D SpatialDropout3D".split()
)
KEEPS_VALUES: Final = DROPOUT | frozenset(
    "Flatten Reshape Permute ActivityRegularization ZeroPadding1D ZeroPadding2D ZeroPadding3D".split()
)
ACTIVATION_LAYERS: Final = frozenset("Activation ReLU LeakyReLU PReLU ELU ThresholdedReLU Softmax SReLU".split())


def title(node: LayerNode) -> str:
    """The layer as findings call it: "Dense 'fc'"."""
    return f"{node.class_name} '{node.name}'"


def kind(node: LayerNode) -> str:
    """What Keras 3 calls its class; "" for a class that the program derives, which may compute something else."""
    layer = node.layer
    return layer.keras_name if layer is not None and layer.class_name == node.class_name else ""


def keeps_values(node: LayerNode) -> bool:
    """Whether its output has the values of its input, dropped, rearranged or padded."""
    return kind(node) in KEEPS_VALUES or kind(node) == "Activation" and activation(node) == "linear"


def identifier(value: Any) -> str | None:
    """What a string, a function or an object of Keras stands for: "relu", "he_normal"; None where it is not known."""
    if value is None:
        return "linear"
    if isinstance(value, str):
        return value
    name = getattr(value, "name", None)
    if not isinstance(name, str) or not name.startswith("keras."):
        return None
    return to_snake_case(name.rpartition(".")[2])


def activation(node: LayerNode) -> str | None:
    """The activation that a layer ends in: "linear" for none, None where it is not known or the layer takes none."""
    name, layer = kind(node), node.layer
    if name in ACTIVATION_LAYERS and name != "Activation":
        return to_snake_case(name).replace("re_lu", "relu")
    return identifier(layer.activation) if name and layer and hasattr(layer, "activation") else None


def is_non_linear(node: LayerNode) -> bool:
    """Whether its output certainly comes out of an activation, and one that is not the identity."""
    return kind(node) in LEARNING | ACTIVATION_LAYERS and activation(node) not in (None, "linear")


def simple_shape(node: LayerNode) -> tuple[Any, ...] | None:
    """Its output shape where there is one tensor of known rank."""
    return node.output_shape if isinstance(node.output_shape, tuple) else None


def area(node: LayerNode) -> int | None:
    """How many positions its output has: height × width; None where that is not known, or there are none."""
    shape = simple_shape(node)
    if shape is None or len(shape) < 3 or getattr(node.layer, "data_format", None) == "channels_first":
        return None
    sizes = shape[1:-1]
    return prod(sizes) if all(isinstance(size, int) for size in sizes) else None
