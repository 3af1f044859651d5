"""Core layers: https://keras.io/api/layers/core_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascount.layers.fields import (
    Activation,
    Constraint,
    Ignored,
    Initializer,
    Regularizer,
)
from kerascount.layers.registry import InputSpec, Layer, SameShape, formerly, layer
from kerascount.values.dims import Free, Symbolic
from kerascount.values.outcomes import Invalid, require
from kerascount.values.shape import Shape, defined
from kerascount.values.weight import Weight
from kerascount.versions import Api


@layer()
class Dense(Layer):
    """(batch, …, features) → (batch, …, units)."""

    units: int
    activation: Activation = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: Ignored = None
    lora_alpha: Ignored = None
    quantization_config: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=None"
    supports_masking: ClassVar[bool] = True

    @formerly("Dense", api=Api.KERAS_1)
    def keras_1(
        output_dim, init="glorot_uniform", activation=None, weights=None, W_regularizer=None,  # noqa: N803
        b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None,  # noqa: N803
        bias=True, input_dim=None,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        return {"units": output_dim, "activation": activation, "use_bias": bias, "input_dim": input_dim}

    def check(self) -> None:
        whole = isinstance(self.units, (int, Symbolic))
        require(
            whole and self.units > 0,
            "Received an invalid value for `units`, expected a positive integer. "
            f"Received: units={self.units}",
        )

    def input_spec(self) -> InputSpec:
        return InputSpec(min_ndim=2)

    def built_spec(self, x: Shape) -> InputSpec:
        return InputSpec(min_ndim=2, axes={-1: x[-1]})

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield Weight("kernel", (defined(x[-1], "the last dimension of the inputs"), self.units))
        if self.use_bias:
            yield Weight("bias", (self.units,))

    def output_shape(self, x: Shape) -> Shape:
        return (*x[:-1], self.units)


@layer()
class Dropout(SameShape):
    """Any shape, unchanged."""

    rate: float
    noise_shape: Ignored = None
    seed: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"

    @formerly("Dropout", api=Api.KERAS_1)
    def keras_1(p, noise_shape=None, seed=None):  # type: ignore[no-untyped-def]
        return {"rate": p, "noise_shape": noise_shape, "seed": seed}

    def check(self) -> None:
        require(0 <= self.rate <= 1, f"Invalid value received for `rate`, expected 0 to 1: {self.rate}")
