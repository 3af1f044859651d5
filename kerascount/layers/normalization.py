"""Normalization layers: https://keras.io/api/layers/normalization_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascount.layers.fields import Constraint, Ignored, Initializer, Regularizer
from kerascount.layers.registry import (
    InputSpec,
    Layer,
    SameShape,
    formerly,
    gone_in_keras_3,
    layer,
    new_in_keras_3,
)
from kerascount.layers.sizes import as_int, check_float, size_at, variable
from kerascount.values.dims import Free, Symbolic
from kerascount.values.objects import Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.scalars import is_whole
from kerascount.values.shape import Shape, Shapes, normalise_axis, shape_text
from kerascount.values.weight import Weight
from kerascount.versions import Api


def check_axis_type(axis: Any) -> None:
    if not isinstance(axis, (int, list, tuple, Symbolic, Unknown)):
        message = "Expected an int or a list/tuple of ints for the argument 'axis', but received:"
        raise Invalid(f"{message} {axis!r}", error="TypeError")


def check_epsilon(layer: Layer, epsilon: Any) -> None:
    """tf_keras computes with it on the first call."""
    wrong = layer.context.api is Api.TF_KERAS and isinstance(epsilon, str)
    require(not wrong, f"Expected float for argument 'epsilon' not {epsilon!r}.", error="TypeError")


def axis_list(axis: Any) -> list[Any]:
    return [as_dim(item) for item in axis] if isinstance(axis, (list, tuple)) else [as_dim(axis)]


def validated_axes(axis: Any, x: Shape) -> list[int]:
    """The axes as `tf_utils.validate_axis` returns them: counted from the front, each once."""
    axes = axis_list(axis)
    for item in axes:
        if isinstance(item, Symbolic):
            raise Undetermined("an axis that is not known")
        if not isinstance(item, int):
            raise Invalid(f"Expected an int for the argument 'axis', but received: {item!r}", error="TypeError")
        message = f"Invalid value for `axis` argument. Expected 0 <= axis < inputs.rank (with inputs.rank={len(x)})."
        require(-len(x) <= item < len(x), f"{message} Received: axis={tuple(axes)}")
    found = [normalise_axis(item, len(x)) for item in axes]
    require(len(set(found)) == len(found), f"Duplicate axis: {tuple(found)}")
    return found


class Normalizer(Layer):
    """What the layers with a scale (`gamma`) and an offset (`beta`) have in common."""

    supports_masking: ClassVar[bool] = True
    axis: Any
    scale: bool
    center: bool

    def gamma_and_beta(self, shape: list[Any]) -> Iterator[Weight]:
        if self.scale:
            yield variable("gamma", shape)
        if self.center:
            yield variable("beta", shape)

    def output_shape(self, x: Shape) -> Shape:
        if self.context.api is Api.KERAS_3:
            check_axes(self.axis, x)
        return x


class BatchNormalizer(Normalizer):
    """Any shape, unchanged; statistics for every size of the normalized axis."""

    axis: Any
    renorm: bool
    fused: bool | None
    virtual_batch_size: int | None

    call_signature: ClassVar[str] = "inputs, training=None, mask=None"

    def axes(self, x: Shape) -> list[int]:
        """The normalized axes; Keras 3 and 1 take a single one."""
        if self.context.api in (Api.TF_KERAS, Api.KERAS_2):
            return validated_axes(self.axis, x)
        axis = as_int(self.axis, "axis")
        size_at(x, axis)
        return [normalise_axis(axis, len(x))]

    def built_spec(self, x: Shape) -> InputSpec:
        if self.context.api is Api.KERAS_1:
            return InputSpec(shape=x)
        return InputSpec(ndim=len(x), axes={axis: x[axis] for axis in self.axes(x)})

    def parameter_shape(self, x: Shape) -> list[Any]:
        axes = self.axes(x)
        if len(axes) == 1 and self.virtual_batch_size is None:
            return [x[axes[0]]]
        shape: list[Any] = [size if axis in axes else 1 for axis, size in enumerate(x)]
        return shape if self.virtual_batch_size is None else [shape[0], 1, *shape[1:]]

    def weights(self, x: Shape) -> Iterator[Weight]:
        self.check_fused(x)
        shape = self.parameter_shape(x)
        yield from self.gamma_and_beta(shape)
        statistics = ["running_mean", "running_std"] if self.context.api is Api.KERAS_1 else MOVING
        for name in [*statistics, *(RENORM if self.renorm else ())]:
            yield variable(name, shape, trainable=False)

    def check_fused(self, x: Shape) -> None:
        """tf_keras takes the fused operation where it can, which knows two axes only."""
        if self.context.api is not Api.TF_KERAS or self.fused is False or self.fusing_refused():
            return
        require(not self.fused or len(x) in (4, 5), "Batch normalization with `fused=True` only supports 4D or 5D")
        if len(x) == 4:
            supported = self.axes(x)[0] in (1, 3)
            require(supported, f"Unsupported axis: `fused=True` is only possible with axis 1 or 3, not {self.axis}")

    def fusing_refused(self) -> str:
        """Why the fused operation cannot be used; empty where it can."""
        axes = axis_list(self.axis)
        if self.renorm:
            return "Passing both `fused=True` and `renorm=True` is not supported"
        if len(axes) > 1 or axes[0] not in (-4, -3, -1, 1, 3, 4):
            return f"Passing `fused=True` is only supported when axis is 1 or 3 for rank 4. Got axis {axes}"
        if self.virtual_batch_size is not None:
            return "Passing `fused=True` is not supported when `virtual_batch_size` is specified."
        return ""


MOVING = ("moving_mean", "moving_variance")
RENORM = ("moving_stddev", "renorm_mean", "renorm_stddev")
CLIPPING = ("rmax", "rmin", "dmax")


@layer()
class BatchNormalization(BatchNormalizer):
    """Any shape, unchanged."""

    axis: Any = -1
    momentum: float = 0.99
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    moving_mean_initializer: Initializer = "zeros"
    moving_variance_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None
    beta_constraint: Constraint = None
    gamma_constraint: Constraint = None
    renorm: bool = False
    renorm_clipping: Any = None
    renorm_momentum: Ignored = 0.99
    synchronized: bool = False
    fused: bool = gone_in_keras_3(None)
    virtual_batch_size: int = gone_in_keras_3(None)
    adjustment: Ignored = gone_in_keras_3(None)

    @formerly("BatchNormalization", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        epsilon=1e-3, mode=0, axis=-1, momentum=0.99, weights=None, beta_init="zero", gamma_init="one",
        gamma_regularizer=None, beta_regularizer=None,
    ):  # fmt: skip
        return {
            "axis": axis, "momentum": momentum, "epsilon": epsilon, "beta_initializer": beta_init,
            "gamma_initializer": gamma_init, "beta_regularizer": beta_regularizer,
            "gamma_regularizer": gamma_regularizer,
        }  # fmt: skip

    def check(self) -> None:
        if self.context.api is Api.KERAS_3:
            as_int(self.axis, "axis")
            check_float(self.momentum, "momentum")
            check_float(self.epsilon, "epsilon")
        else:
            check_axis_type(self.axis)
            check_epsilon(self, self.epsilon)
            require(not (self.synchronized and self.fused), "`fused=True` is not supported when `synchronized=True`.")
            if self.fused and (reason := self.fusing_refused()):
                raise Invalid(reason)
        if self.renorm and isinstance(self.renorm_clipping, dict):
            self.check_clipping(self.renorm_clipping)

    def check_clipping(self, clipping: dict[Any, Any]) -> None:
        extra = set(clipping) - set(CLIPPING)
        require(not extra, f"Received invalid keys for `renorm_clipping` argument: {clipping}.")
        if self.context.api is not Api.KERAS_3:
            return
        rmax, rmin, dmax = (clipping.get(key) for key in CLIPPING)
        if rmax is not None and rmin is not None:
            require(rmax >= rmin, "rmax should be greater than rmin in the `renorm_clipping` argument.")
        if dmax is not None:
            require(dmax >= 0, "dmax should be non-negative in the `renorm_clipping` argument.")


@layer(only=(Api.TF_KERAS,))
class SyncBatchNormalization(BatchNormalization):
    """The same with its statistics taken over all replicas."""


@layer()
class LayerNormalization(Normalizer):
    """Any shape, unchanged; scale and offset for every position along the normalized axes."""

    axis: Any = -1
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None
    beta_constraint: Constraint = None
    gamma_constraint: Constraint = None
    rms_scaling: bool = new_in_keras_3(False, keyword=True)

    def check(self) -> None:
        check_axis_type(self.axis)
        check_epsilon(self, self.epsilon)

    def weights(self, x: Shape) -> Iterator[Weight]:
        if self.context.api is not Api.KERAS_3:
            yield from self.gamma_and_beta([x[axis] for axis in validated_axes(self.axis, x)])
        elif self.rms_scaling:
            yield variable("gamma", sizes_along(self.axis, x))
        else:
            yield from self.gamma_and_beta(sizes_along(self.axis, x))


def check_axes(axis: Any, x: Shape) -> None:
    """Refuse what is no axis of `x`; a layer that is built was held against it before."""
    for item in axis_list(axis):
        if isinstance(item, (int, float)):
            within = -len(x) <= item < len(x)
            require(within, f"Axis {item} is out of bounds for input shape {shape_text(x)}. Received: axis={axis}")


def sizes_along(axis: Any, x: Shape) -> list[Any]:
    """The sizes of the axes of `x` that a layer names, in the order of their numbers."""
    axes = axis_list(axis)
    if any(isinstance(item, Symbolic) for item in axes):
        raise Undetermined("an axis that is not known")
    found = [(item, size_at(x, item)) for item in axes]
    return [size for _, size in (sorted(found, key=lambda pair: pair[0]) if len(found) > 1 else found)]


@layer()
class GroupNormalization(Normalizer):
    """Any shape, unchanged; scale and offset for every channel."""

    groups: int = 32
    axis: Any = -1
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None
    beta_constraint: Constraint = None
    gamma_constraint: Constraint = None

    def check(self) -> None:
        if self.context.api is Api.KERAS_3:
            message = "Received an invalid value for argument `groups`, expected a positive integer (or `-1`)."
            whole = is_whole(self.groups)
            require(whole and (self.groups == -1 or self.groups > 0), f"{message} Received: groups={self.groups}")

    def built_spec(self, x: Shape) -> InputSpec:
        return InputSpec(ndim=len(x), axes={self.axis: size_at(x, self.axis)})

    def weights(self, x: Shape) -> Iterator[Weight]:
        if self.context.api is Api.TF_KERAS:
            self.check_traced(x)
        channels = size_at(x, self.axis)
        if isinstance(channels, Free):
            raise Invalid(f"Axis {self.axis} should have a defined dimension, the input has shape {shape_text(x)}.")
        if self.groups != -1:
            groups = f"Number of groups ({self.groups})"
            require(channels >= self.groups, f"{groups} cannot be more than the number of channels ({channels}).")
            if self.groups == 0:
                raise Invalid("integer modulo by zero", error="ZeroDivisionError")
            even = channels % self.groups == 0
            require(even, f"{groups} must be a multiple of the number of channels ({channels}).")
        yield from self.gamma_and_beta([channels])

    def check_traced(self, x: Shape) -> None:
        """What tf_keras refuses when it counts the axes to reduce."""
        validated_axes(self.axis, x)
        axis = as_int(self.axis, "axis")
        require(isinstance(self.groups, (int, float, Symbolic)), "'<' not supported for groups", error="TypeError")
        require(axis >= 0 or 1 - axis <= len(x), "pop index out of range", error="IndexError")


@layer()
class RMSNormalization(Layer):
    """Any shape, unchanged; a scale for every position along the normalized axes."""

    axis: Any = -1
    epsilon: float = 1e-6

    call_signature: ClassVar[str] = "x"

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield variable("scale", sizes_along(self.axis, x))

    def output_shape(self, x: Shape) -> Shape:
        check_axes(self.axis, x)
        return x


@layer()
class UnitNormalization(SameShape):
    """Any shape, unchanged."""

    axis: Any = -1

    def check(self) -> None:
        check_axis_type(self.axis)

    def output_shape(self, x: Shapes) -> Shapes:
        if self.context.api is Api.TF_KERAS:
            require(isinstance(x, tuple), "Dimension value must be integer or None", error="TypeError")
            validated_axes(self.axis, x if isinstance(x, tuple) else ())
        for axis in axis_list(self.axis):
            if axis is None or isinstance(axis, (str, list, tuple)):
                kind = type(axis).__name__
                raise Invalid(f"'>=' not supported between instances of '{kind}' and 'int'", error="TypeError")
            within = -len(x) <= axis < len(x)
            require(within, f"Axis {axis} is out of bounds for an input with {len(x)} axes.")
        return x
