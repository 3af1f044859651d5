"""Layers around models of other libraries: https://keras.io/api/layers/backend_specific_layers/

What they hold and give is only known to those libraries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn

from kerascount.layers.fields import Ignored
from kerascount.layers.registry import Layer, layer
from kerascount.values.macs import Product
from kerascount.values.outcomes import Undetermined
from kerascount.values.shape import Shapes
from kerascount.values.weight import Weight
from kerascount.versions import Api


class Foreign(Layer):
    """A layer whose weights and output another library determines."""

    accepts_structure: ClassVar[bool] = True
    inside: ClassVar[str]

    def unknown(self) -> NoReturn:
        raise Undetermined(f"{self.keras_name}: depends on {self.inside}")

    def weights(self, x: Any) -> Iterator[Weight]:
        self.unknown()

    def output_shape(self, x: Any) -> Shapes:
        self.unknown()

    def macs(self, x: Any) -> Iterator[Product]:
        self.unknown()


@layer(only=(Api.KERAS_3,))
class JaxLayer(Foreign):
    """What a JAX function gives."""

    call_fn: Any
    init_fn: Any = None
    params: Ignored = None
    state: Ignored = None
    seed: Ignored = None
    native_serialization_platforms: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"
    inside: ClassVar[str] = "a JAX function"


@layer(only=(Api.KERAS_3,))
class FlaxLayer(Foreign):
    """What a Flax module gives."""

    module: Any
    method: Ignored = None
    variables: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"
    inside: ClassVar[str] = "a Flax module"


@layer(only=(Api.KERAS_3,))
class TFSMLayer(Foreign):
    """What a TensorFlow SavedModel gives."""

    filepath: Any
    call_endpoint: Ignored = "serve"
    call_training_endpoint: Ignored = None
    trainable: bool = True
    name: Ignored = None
    dtype: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"
    accepts_kwargs: ClassVar[bool] = False
    inside: ClassVar[str] = "a SavedModel"


@layer(only=(Api.KERAS_3,))
class TorchModuleWrapper(Foreign):
    """What a PyTorch module gives."""

    module: Any
    name: Ignored = None
    output_shape_: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=None"
    inside: ClassVar[str] = "a PyTorch module"
