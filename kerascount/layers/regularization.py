"""Regularization layers: https://keras.io/api/layers/regularization_layers/"""

from __future__ import annotations

import math
from typing import Any, ClassVar

from kerascount.layers.fields import DataFormat, Ignored, is_array, is_keras_tensor
from kerascount.layers.registry import InputSpec, SameShape, formerly, layer
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, require
from kerascount.versions import Api

# What `dim_ordering` of Keras 1 is called today.
DIM_ORDERING = {"th": "channels_first", "tf": "channels_last", "default": None}


def check_rate(layer: SameShape, rate: Any) -> None:
    """What `Dropout` and the layers made from it refuse."""
    if layer.context.api is Api.TF_KERAS and isinstance(rate, (int, float)):
        require(0 <= rate <= 1, f"Invalid value {rate} received for `rate`, expected a value between 0 and 1.")
    check_share(layer, "rate", rate)


def check_share(layer: SameShape, name: str, value: Any) -> None:
    """Refuse what is no share of 1, as only Keras 3 does for every such argument."""
    if layer.context.api is Api.KERAS_3 and not is_array(value):
        message = f"Invalid value received for argument `{name}`. Expected a float value between 0 and 1."
        percent = isinstance(value, (int, float)) and 1 < value <= 100
        help = f"{value} percent are {value / 100}" if percent else ""
        plain = f"takes a number from 0 to 1 as `{name}`, but gets {value}"
        require(0 <= value <= 1, f"{message} Received: {name}={value}", plain=plain, help=help)


def check_compared(layer: SameShape, rate: Any) -> None:
    """tf_keras compares the rate with numbers on the first call."""
    wrong = rate is None or isinstance(rate, (str, list, tuple, dict))
    fits = layer.context.api is not Api.TF_KERAS or not wrong
    require(fits, f"'<' not supported between instances of 'float' and '{type(rate).__name__}'", error="TypeError")


def check_seed(layer: SameShape, seed: Any, share: Any) -> None:
    """Keras 3 makes a generator of random numbers where the layer has an effect at all."""
    if layer.context.api is Api.KERAS_3 and (is_array(share) or share > 0):
        whole = seed is None or isinstance(seed, (int, Unknown))
        require(whole, f"Argument `seed` must be an integer. Received: seed={seed}")


def _keras_1(p, noise_shape=None, seed=None):  # type: ignore[no-untyped-def]
    return {"rate": p, "noise_shape": noise_shape, "seed": seed}


@layer()
class Dropout(SameShape):
    """Any shape, unchanged."""

    rate: float
    noise_shape: Any = None
    seed: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"

    keras_1 = formerly("Dropout", api=Api.KERAS_1)(_keras_1)

    def check(self) -> None:
        check_rate(self, self.rate)
        check_seed(self, self.seed, self.rate)
        if self.context.api is Api.KERAS_3 and self.noise_shape is not None:
            self.check_noise_shape()

    def check_noise_shape(self) -> None:
        if is_keras_tensor(self.noise_shape):
            raise Invalid("Iterating over a symbolic KerasTensor is not supported.", error="NotImplementedError")
        message = "Invalid value received for argument `noise_shape`. Expected"
        require(
            isinstance(self.noise_shape, (list, tuple, set, frozenset, range, dict, Tensor, Unknown)),
            f"{message} a tuple or list of integers. Received: noise_shape={self.noise_shape}",
        )
        for size in self.noise_shape if isinstance(self.noise_shape, (list, tuple)) else ():
            whole = size is None or isinstance(size, (int, Unknown))
            require(whole, f"{message} all elements to be integers or None. Received: {size}")
            require(size is None or size > 0, f"{message} all dimensions to be positive. Received: {size}")


@layer()
class AlphaDropout(SameShape):
    """Any shape, unchanged."""

    rate: float
    noise_shape: Ignored = None
    seed: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"

    keras_1 = formerly("AlphaDropout", api=Api.KERAS_1)(_keras_1)

    def check(self) -> None:
        check_share(self, "rate", self.rate)
        check_compared(self, self.rate)
        check_seed(self, self.seed, self.rate)


@layer()
class GaussianDropout(SameShape):
    """Any shape, unchanged."""

    rate: float
    seed: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"

    @formerly("GaussianDropout", api=Api.KERAS_1)
    def keras_1(p):  # type: ignore[no-untyped-def]
        return {"rate": p}

    def check(self) -> None:
        check_share(self, "rate", self.rate)
        check_compared(self, self.rate)
        check_seed(self, self.seed, self.rate)


@layer()
class GaussianNoise(SameShape):
    """Any shape, unchanged."""

    stddev: float
    seed: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"

    @formerly("GaussianNoise", api=Api.KERAS_1)
    def keras_1(sigma):  # type: ignore[no-untyped-def]
        return {"stddev": sigma}

    def check(self) -> None:
        check_share(self, "stddev", self.stddev)
        check_seed(self, self.seed, self.stddev)


class SpatialDropout(SameShape):
    """(batch, *spatial, channels), unchanged: drops whole channels."""

    rate: float
    seed: Ignored = None
    name: Ignored = None
    dtype: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=False"
    accepts_kwargs: ClassVar[bool] = False

    def check(self) -> None:
        check_rate(self, self.rate)
        check_seed(self, self.seed, self.rate)

    def input_spec(self) -> InputSpec:
        return InputSpec(ndim=self.rank + 2)


@layer()
class SpatialDropout1D(SpatialDropout):
    """(batch, steps, channels), unchanged."""

    rank: ClassVar[int] = 1

    @formerly("SpatialDropout1D", api=Api.KERAS_1)
    def keras_1(p):  # type: ignore[no-untyped-def]
        return {"rate": p}


class SpatialDropoutND(SpatialDropout):
    """What the layers of more than one spatial axis have besides."""

    rate: float
    data_format: DataFormat = None  # type: ignore[assignment]
    seed: Ignored = None
    name: Ignored = None
    dtype: Ignored = None

    @formerly("SpatialDropout2D", "SpatialDropout3D", api=Api.KERAS_1)
    def keras_1(p, dim_ordering="default"):  # type: ignore[no-untyped-def]
        return {"rate": p, "data_format": DIM_ORDERING.get(dim_ordering)}


@layer()
class SpatialDropout2D(SpatialDropoutND):
    """(batch, rows, columns, channels), unchanged."""

    rank: ClassVar[int] = 2


@layer()
class SpatialDropout3D(SpatialDropoutND):
    """(batch, three spatial axes, channels), unchanged."""

    rank: ClassVar[int] = 3


@layer()
class ActivityRegularization(SameShape):
    """Any shape, unchanged."""

    l1: float = 0.0
    l2: float = 0.0

    keeps_structure: ClassVar[bool] = True

    def check(self) -> None:
        for name, value in (("l1", self.l1), ("l2", self.l2)):
            if value is not None and not isinstance(value, Unknown):
                fine = isinstance(value, (int, float)) and math.isfinite(value)
                fine = fine and (value >= 0 or self.context.api is not Api.KERAS_3)
                message = f"Invalid value for argument {name}: expected a non-negative float. Received: {name}={value}"
                if not fine:
                    raise Invalid(message)
