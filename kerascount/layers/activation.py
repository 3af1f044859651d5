"""Activation layers: https://keras.io/api/layers/activation_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascount.layers import fields
from kerascount.layers.fields import Constraint, Ignored, Initializer, Regularizer
from kerascount.layers.registry import InputSpec, Layer, SameShape, by_api, formerly, gone_in_keras_3, layer
from kerascount.layers.sizes import check_axis, check_float, variable
from kerascount.values.objects import as_dim
from kerascount.values.outcomes import Invalid, require
from kerascount.values.shape import Shape, Shapes, shape_text
from kerascount.values.weight import Weight
from kerascount.versions import Api


@layer()
class Activation(SameShape):
    """Any shape, unchanged."""

    activation: fields.Activation

    def output_shape(self, x: Shapes) -> Shapes:
        if self.activation == "softmax" and isinstance(x, tuple) and self.context.api is Api.TF_KERAS:
            message = f"Cannot apply softmax to a tensor that is 1D. Received input of shape {shape_text(x)}"
            require(len(x) > 1, message, code="KC101")
        return super().output_shape(x)


def check_slope(value: Any, what: str) -> None:
    if not fields.is_array(value):
        require(value is not None and value >= 0, f"{what} cannot be None or a negative value. Received: {value}")


def check_alpha(alpha: Any) -> None:
    """What tf_keras cannot make an array of numbers of."""
    require(alpha is not None, "The alpha value of an activation layer cannot be None, expecting a float.")
    if isinstance(alpha, str):
        check_float(alpha, "alpha")


@layer()
class ReLU(SameShape):
    """Any shape, unchanged."""

    max_value: float | None = None
    negative_slope: float = 0.0
    threshold: float = 0.0

    def check(self) -> None:
        if self.max_value is not None:
            check_slope(self.max_value, "max_value of a ReLU layer")
        check_slope(self.negative_slope, "negative_slope of a ReLU layer")
        check_slope(self.threshold, "threshold of a ReLU layer")


def _alpha(alpha=0.3):  # type: ignore[no-untyped-def]
    return {"negative_slope": alpha}


@layer()
class LeakyReLU(SameShape):
    """Any shape, unchanged."""

    negative_slope: float = 0.3
    alpha: float = by_api(None, keyword=True)  # the old name of negative_slope

    keras_1 = formerly("LeakyReLU", api=Api.KERAS_1)(_alpha)
    keras_2 = formerly("LeakyReLU", api=Api.KERAS_2)(_alpha)
    tf_keras = formerly("LeakyReLU", api=Api.TF_KERAS)(_alpha)

    def check(self) -> None:
        slope = self.negative_slope if self.alpha is None else self.alpha
        if self.context.api is Api.KERAS_3:
            check_slope(slope, "The negative_slope value of a Leaky ReLU layer")
        else:
            check_alpha(slope)


@layer()
class PReLU(Layer):
    """Any shape, unchanged; a slope for every position but those along the shared axes."""

    alpha_initializer: Initializer = "Zeros"
    alpha_regularizer: Regularizer = None
    alpha_constraint: Constraint = None
    shared_axes: Any = None

    supports_masking: ClassVar[bool] = True

    @formerly("PReLU", api=Api.KERAS_1)
    def keras_1(init="zero", weights=None, shared_axes=None):  # type: ignore[no-untyped-def]
        return {"alpha_initializer": init, "shared_axes": shared_axes}

    @property
    def axes(self) -> list[Any]:
        if self.shared_axes is None:
            return []
        given = self.shared_axes if isinstance(self.shared_axes, (list, tuple)) else [self.shared_axes]
        return [as_dim(axis) for axis in given]

    def built_spec(self, x: Shape) -> InputSpec:
        free = [axis for axis in range(1, len(x)) if axis not in self.axes] if self.axes else []
        return InputSpec(ndim=len(x), axes={axis: x[axis] for axis in free})

    def weights(self, x: Shape) -> Iterator[Weight]:
        shape: list[Any] = list(x[1:])
        for axis in self.axes:
            if isinstance(axis, str) or axis is None:
                message = f"unsupported operand type(s) for -: '{type(axis).__name__}' and 'int'"
                raise Invalid(message, error="TypeError")
            check_axis(shape, axis - 1)
            shape[axis - 1] = 1
        yield variable("alpha", shape)

    def output_shape(self, x: Shape) -> Shape:
        return x


@layer()
class ELU(SameShape):
    """Any shape, unchanged."""

    alpha: float = 1.0

    def check(self) -> None:
        if self.context.api is Api.TF_KERAS:
            check_alpha(self.alpha)


@layer()
class Softmax(SameShape):
    """Any shape, unchanged."""

    axis: Any = -1
    robust_masking: Ignored = gone_in_keras_3(False)

    call_signature: ClassVar[str] = "inputs, mask=None"

    def output_shape(self, x: Any) -> Any:
        # Keras 3 does not look at the axis before it computes; older lines trace the call.
        shape = super().output_shape(x)
        if self.context.api is Api.TF_KERAS and self.axis is not None:
            require(len(x) > 1, "Cannot apply softmax to a tensor that is 1D.")
            for axis in self.axis if isinstance(self.axis, (list, tuple)) else [self.axis]:
                check_axis(x, as_dim(axis))
        return shape


@layer(only=(Api.KERAS_1, Api.KERAS_2, Api.TF_KERAS))
class ThresholdedReLU(SameShape):
    """Any shape, unchanged."""

    theta: float = 1.0

    def check(self) -> None:
        check_slope(self.theta, "The theta value of a Thresholded ReLU layer")
