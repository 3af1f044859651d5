"""Convolution layers: https://keras.io/api/layers/convolution_layers/"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from kerascount.layers.core import adapted
from kerascount.layers.fields import (
    Activation,
    Constraint,
    DataFormat,
    Ignored,
    Initializer,
    OptionalSizes,
    Padding,
    Regularizer,
    Sizes,
    positive,
)
from kerascount.layers.lengths import transposed_length, transposed_text, window_length, window_text
from kerascount.layers.registry import InputSpec, by_api, formerly, layer, new_in_keras_3
from kerascount.layers.spatial import AXIS_NAMES, ExactSpatial, Spatial, data_format_of
from kerascount.values.dims import FREE, Dim, product
from kerascount.values.macs import Product
from kerascount.values.objects import as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, defined, standardize_shape
from kerascount.values.weight import Weight
from kerascount.versions import Api


class Windowed(Spatial):
    """A kernel that slides over the spatial axes; the families below say what stands behind each window."""

    kernel_size: Sizes
    strides: Sizes
    padding: Padding
    dilation_rate: Sizes
    use_bias: bool

    reckons_with_channels: ClassVar[bool] = True

    def input_spec(self) -> InputSpec:
        return InputSpec(min_ndim=self.rank + 2)

    def built_spec(self, x: Shape) -> InputSpec:
        axis = 1 if self.channels_first else -1
        return InputSpec(min_ndim=self.rank + 2, axes={axis: self.channels(x)})

    @property
    def takes_causal(self) -> bool:
        """Whether the window may look at the past only."""
        return False

    def input_channels(self, x: Shape) -> Dim:
        self.require_rank(x)
        # Keras 3 divides or multiplies by None before it looks.
        error = "TypeError" if self.context.api is Api.KERAS_3 and self.reckons_with_channels else "ValueError"
        return defined(self.channels(x), "the channel dimension of the inputs", error)

    def check_window(self, *, dilated_strides: bool) -> None:
        """What all constructors refuse about the window, beside its sizes themselves."""
        if self.padding == "causal" and not self.takes_causal:
            raise Invalid("Causal padding is only supported for 1D convolutions: use 'valid' or 'same'")
        if not dilated_strides and exceeds_one(self.strides) and exceeds_one(self.dilation_rate):
            raise Invalid(
                "`strides > 1` not supported in conjunction with `dilation_rate > 1`. "
                f"Received: strides={self.strides} and dilation_rate={self.dilation_rate}"
            )

    def lengths(self, x: Shape) -> Iterator[Dim]:
        windows = zip(
            AXIS_NAMES[self.rank], self.spatial(x), self.kernel_size, self.strides, self.dilation_rate, strict=True
        )
        for axis, n, size, stride, dilation in windows:
            yield self.whole(window_length(n, size, stride, self.padding, dilation, axis=axis))

    def channelwise_lengths(self, x: Shape) -> Iterator[Dim]:
        """The same where channels are convolved one by one: TensorFlow dilates such windows at run time."""
        if self.open_together(x) and any(size != 1 for size in self.dilation_rate):
            return iter((FREE,) * self.rank)
        return self.lengths(x)

    def window_lines(self, x: Shape) -> Iterator[str]:
        windows = zip(self.spatial(x), self.kernel_size, self.strides, self.dilation_rate, strict=True)
        return self.axis_lines(window_text(n, k, s, self.padding, d) for n, k, s, d in windows)


def exceeds_one(sizes: Sizes) -> bool:
    """Whether one of them certainly does."""
    return any(isinstance(size, (int, float)) and size > 1 for size in sizes)


def check_positive(value: Any, name: str) -> None:
    if value is not None:
        message = f"Invalid value for argument `{name}`. Expected a strictly positive value. Received {value}."
        positive(value, message, plain=f"takes a number above 0 as `{name}`, but gets {value}")


def multiple(value: Any, of: Any) -> bool:
    """Whether the first number is a multiple of the second, where both are known."""
    return not (isinstance(value, (int, float)) and isinstance(of, (int, float)) and of) or value % of == 0


def filters_in(api: Api, filters: Any) -> Any:
    """tf_keras rounds a float down to the number of filters; the others refuse it later as a size."""
    return int(filters) if api is Api.TF_KERAS and isinstance(filters, float) else filters


class Conv(Windowed):
    """(batch, axes…, channels) → (batch, places of the window…, filters)."""

    filters: int
    kernel_size: Sizes
    strides: Sizes = 1  # type: ignore[assignment]
    padding: Padding = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = 1  # type: ignore[assignment]
    groups: int = 1
    activation: Activation = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: int = new_in_keras_3(None, keyword=True)
    lora_alpha: Ignored = new_in_keras_3(None, keyword=True)

    lengths_known_when_built: ClassVar[bool] = True

    def check(self) -> None:
        check_positive(self.filters, "filters")
        groups = self.effective_groups
        positive(groups, f"The number of groups must be a positive integer. Received: groups={groups}.")
        require(
            multiple(self.filters, groups),
            "The number of filters must be evenly divisible by the number of groups. "
            f"Received: groups={groups}, filters={self.filters}.",
        )
        self.check_window(dilated_strides=False)

    @property
    def effective_groups(self) -> Any:
        return 1 if self.context.api is Api.TF_KERAS and self.groups in (None, 0) else self.groups

    def require_rank(self, x: Shape) -> None:
        """tf_keras convolves the last axes of inputs with several batch dimensions."""
        if self.context.api is not Api.TF_KERAS:
            super().require_rank(x)

    def weights(self, x: Shape) -> Iterator[Weight]:
        channels, groups = self.input_channels(x), self.effective_groups
        require(
            channels % groups == 0,
            "The number of input channels must be evenly divisible by the number of groups. "
            f"Received groups={groups}, but the input has {channels} channels.",
        )
        filters = filters_in(self.context.api, self.filters)
        kernel = standardize_shape((*self.kernel_size, channels // groups, filters), free=False)
        yield Weight("kernel", kernel, trainable=not self.lora_rank)
        if self.use_bias:
            yield Weight("bias", kernel[-1:])
        if self.lora_rank:
            yield Weight("lora_kernel_a", standardize_shape((*kernel[:-1], self.lora_rank), free=False))
            yield Weight("lora_kernel_b", (self.lora_rank, kernel[-1]))

    def output_shape(self, x: Shape) -> Shape:
        self.require_rank(x)
        return self.assemble(x, self.lengths(x), filters_in(self.context.api, self.filters))

    def macs(self, x: Shape) -> Iterator[Product]:
        channels = self.input_channels(x) // self.effective_groups
        kernel = (*self.kernel_size, channels, filters_in(self.context.api, self.filters))
        yield Product((*self.places(self.output_shape(x)), *kernel))
        yield from adapted(kernel, self.lora_rank)

    def derivation(self, x: Shape) -> Iterator[str]:
        yield from self.window_lines(x)
        yield f"channels: {self.filters} filters"


def keras_1_conv(kernel_size: Any, strides: Any, **rest: Any) -> dict[str, Any]:
    """Today's arguments for those that all convolutions of Keras 1 had in common."""
    return {
        "filters": rest["nb_filter"],
        "kernel_size": kernel_size,
        "strides": strides,
        "padding": rest["border_mode"],
        "data_format": data_format_of(rest.get("dim_ordering", "tf")),
        "activation": rest["activation"],
        "use_bias": rest["bias"],
    }


@layer("Convolution1D")
class Conv1D(Conv):
    """(batch, steps, channels) → (batch, places of the window, filters)."""

    rank: ClassVar[int] = 1
    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_1: "Convolution1D"}
    keras_2_positional: ClassVar[int | None] = 2

    @property
    def takes_causal(self) -> bool:
        return True

    @formerly("Convolution1D", "Conv1D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, filter_length, init="glorot_uniform", activation=None, weights=None, border_mode="valid",
        subsample_length=1, W_regularizer=None, b_regularizer=None, activity_regularizer=None,  # noqa: N803
        W_constraint=None, b_constraint=None, bias=True, input_dim=None, input_length=None,  # noqa: N803
    ):  # fmt: skip
        today = keras_1_conv(
            filter_length, subsample_length,
            nb_filter=nb_filter, border_mode=border_mode, activation=activation, bias=bias,
        )  # fmt: skip
        return {**today, **keras_1_input(input_dim, input_length)}


def keras_1_input(input_dim: Any, input_length: Any) -> dict[str, Any]:
    """The 1D layers of Keras 1 took the shape of their input in two arguments."""
    return {"input_shape": (input_length, input_dim)} if input_dim else {}


@layer("Convolution2D")
class Conv2D(Conv):
    """(batch, height, width, channels) → (batch, height', width', filters)."""

    rank: ClassVar[int] = 2
    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_1: "Convolution2D"}
    keras_2_positional: ClassVar[int | None] = 2

    @formerly("Convolution2D", "Conv2D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, nb_row, nb_col, init="glorot_uniform", activation=None, weights=None, border_mode="valid",
        subsample=(1, 1), dim_ordering="default", W_regularizer=None, b_regularizer=None,  # noqa: N803
        activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,  # noqa: N803
    ):  # fmt: skip
        return keras_1_conv(
            (nb_row, nb_col), subsample, nb_filter=nb_filter, border_mode=border_mode,
            dim_ordering=dim_ordering, activation=activation, bias=bias,
        )  # fmt: skip


@layer("Convolution3D")
class Conv3D(Conv):
    """(batch, depth, height, width, channels) → (batch, depth', height', width', filters)."""

    rank: ClassVar[int] = 3
    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_1: "Convolution3D"}
    keras_2_positional: ClassVar[int | None] = 2

    @formerly("Convolution3D", "Conv3D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, kernel_dim1, kernel_dim2, kernel_dim3, init="glorot_uniform", activation=None, weights=None,
        border_mode="valid", subsample=(1, 1, 1), dim_ordering="default", W_regularizer=None,  # noqa: N803
        b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,  # noqa: N803
    ):  # fmt: skip
        return keras_1_conv(
            (kernel_dim1, kernel_dim2, kernel_dim3), subsample, nb_filter=nb_filter, border_mode=border_mode,
            dim_ordering=dim_ordering, activation=activation, bias=bias,
        )  # fmt: skip


@layer("AtrousConv1D", only=(Api.KERAS_1, Api.KERAS_2))
class AtrousConvolution1D(Conv):
    """A dilated `Conv1D` of its own name; Keras 2 makes a `Conv1D` of it."""

    rank: ClassVar[int] = 1
    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_2: "Conv1D"}
    keras_2_positional: ClassVar[int | None] = 2

    @formerly("AtrousConvolution1D", "AtrousConv1D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, filter_length, init="glorot_uniform", activation=None, weights=None, border_mode="valid",
        subsample_length=1, atrous_rate=1, W_regularizer=None, b_regularizer=None,  # noqa: N803
        activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,  # noqa: N803
        input_dim=None, input_length=None,
    ):  # fmt: skip
        today = keras_1_conv(
            filter_length, subsample_length,
            nb_filter=nb_filter, border_mode=border_mode, activation=activation, bias=bias,
        )  # fmt: skip
        return {**today, "dilation_rate": atrous_rate, **keras_1_input(input_dim, input_length)}


@layer("AtrousConv2D", only=(Api.KERAS_1, Api.KERAS_2))
class AtrousConvolution2D(Conv):
    """A dilated `Conv2D` of its own name; Keras 2 makes a `Conv2D` of it."""

    rank: ClassVar[int] = 2
    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_2: "Conv2D"}
    keras_2_positional: ClassVar[int | None] = 2

    @formerly("AtrousConvolution2D", "AtrousConv2D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, nb_row, nb_col, init="glorot_uniform", activation=None, weights=None, border_mode="valid",
        subsample=(1, 1), atrous_rate=(1, 1), dim_ordering="default", W_regularizer=None,  # noqa: N803
        b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,  # noqa: N803
    ):  # fmt: skip
        today = keras_1_conv(
            (nb_row, nb_col), subsample, nb_filter=nb_filter, border_mode=border_mode,
            dim_ordering=dim_ordering, activation=activation, bias=bias,
        )  # fmt: skip
        return {**today, "dilation_rate": atrous_rate}


class TransposedConv(Windowed):
    """(batch, axes…, channels) → (batch, longer axes…, filters)."""

    reckons_with_channels: ClassVar[bool] = False
    passed_on: ClassVar[frozenset[str]] = frozenset(["groups", "conv_op"])
    filters: int
    kernel_size: Sizes
    strides: Sizes = 1  # type: ignore[assignment]
    padding: Padding = "valid"
    output_padding: OptionalSizes = None
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = 1  # type: ignore[assignment]
    activation: Activation = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None

    def check(self) -> None:
        check_positive(self.filters, "filters")
        for stride, extra in zip(self.strides, self.output_padding or (), strict=False):
            require(
                extra < stride,
                "`output_padding` must be strictly less than `strides` for all dimensions. "
                f"Received: output_padding={self.output_padding}, strides={self.strides}",
            )
        self.check_window(dilated_strides=False)

    def weights(self, x: Shape) -> Iterator[Weight]:
        filters = filters_in(self.context.api, self.filters)
        kernel = standardize_shape((*self.kernel_size, filters, self.input_channels(x)), free=False)
        yield Weight("kernel", kernel)
        if self.use_bias:
            yield Weight("bias", kernel[-2:-1])

    def input_channels(self, x: Shape) -> Dim:
        """`build` of Keras 3 looks at this axis alone, of a shape of any rank."""
        if self.context.api is not Api.KERAS_3 or len(x) < 2:
            return super().input_channels(x)
        return defined(x[1] if self.channels_first else x[-1], "the channel dimension of the inputs")

    def output_shape(self, x: Shape) -> Shape:
        self.require_rank(x)
        lengths = [transposed_length(*window) for window in self.windows(x)]
        return self.assemble(x, lengths, filters_in(self.context.api, self.filters))

    def shape_alone(self, x: Any) -> Shapes:
        """Keras 3 reckons with as many axes as there are, up to those of the kernel."""
        if self.context.api is not Api.KERAS_3 or not isinstance(x, tuple) or not 2 <= len(x) < self.rank + 2:
            return self.output_shape(x)
        spatial = x[2:] if self.channels_first else x[1:-1]
        lengths = [transposed_length(*window) for window in self.windows_over(spatial)]
        return (x[0], self.filters, *lengths) if self.channels_first else (x[0], *lengths, self.filters)

    def macs(self, x: Shape) -> Iterator[Product]:
        """Every place of the input is multiplied with the whole kernel."""
        filters = filters_in(self.context.api, self.filters)
        yield Product((*self.places(x), *self.kernel_size, self.input_channels(x), filters))

    def windows(self, x: Shape) -> Iterator[tuple[Any, ...]]:
        """Per axis the arguments of `transposed_length`."""
        return self.windows_over(self.spatial(x))

    def windows_over(self, spatial: Shape) -> Iterator[tuple[Any, ...]]:
        extras = self.output_padding or (None,) * self.rank
        for n, size, stride, extra, dilation in zip(
            spatial, self.kernel_size, self.strides, extras, self.effective_dilation, strict=False
        ):
            yield n, size, stride, self.padding, extra, dilation

    @property
    def effective_dilation(self) -> Sizes:
        """The dilation that has an effect; TensorFlow has transposed images dilated equally in both directions."""
        uneven = self.context.api is Api.TF_KERAS and self.rank == 2 and len(set(self.dilation_rate)) > 1
        require(not uneven, f"Expected equal dimensions in the `dilation_rate` argument, got {self.dilation_rate}")
        return self.dilation_rate

    def derivation(self, x: Shape) -> Iterator[str]:
        yield from self.axis_lines(transposed_text(*window) for window in self.windows(x))
        yield f"channels: {self.filters} filters"


@layer("Convolution1DTranspose")
class Conv1DTranspose(TransposedConv):
    """(batch, steps, channels) → (batch, more steps, filters)."""

    rank: ClassVar[int] = 1

    @property
    def takes_causal(self) -> bool:
        """tf_keras lets it pass as a kind of `Conv1D`, and fails at the call."""
        return self.context.api is not Api.KERAS_3


@layer("Convolution2DTranspose")
class Conv2DTranspose(TransposedConv):
    """(batch, height, width, channels) → (batch, height', width', filters)."""

    rank: ClassVar[int] = 2


@layer("Convolution3DTranspose", old=("Deconvolution3D", "Deconv3D"))
class Conv3DTranspose(TransposedConv):
    """(batch, depth, height, width, channels) → (batch, depth', height', width', filters)."""

    rank: ClassVar[int] = 3
    filters: int
    kernel_size: Sizes
    strides: Sizes = 1  # type: ignore[assignment]
    padding: Padding = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]
    output_padding: OptionalSizes = None
    dilation_rate: Sizes = 1  # type: ignore[assignment]
    activation: Activation = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None

    @property
    def effective_dilation(self) -> Sizes:
        """tf_keras takes `dilation_rate` here, but does not dilate."""
        return self.dilation_rate if self.context.api is Api.KERAS_3 else (1, 1, 1)


@layer("Deconv2D", only=(Api.KERAS_1, Api.KERAS_2))
class Deconvolution2D(TransposedConv):
    """Keras 1 takes the shape of the output from the call; Keras 2 makes a `Conv2DTranspose` of it."""

    rank: ClassVar[int] = 2
    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_2: "Conv2DTranspose"}
    keras_2_positional: ClassVar[int | None] = 2
    filters: int
    kernel_size: Sizes
    strides: Sizes = 1  # type: ignore[assignment]
    padding: Padding = "valid"
    output_padding: OptionalSizes = None
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = 1  # type: ignore[assignment]
    activation: Activation = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    output_shape_: Ignored = None

    @formerly("Deconvolution2D", "Deconv2D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, nb_row, nb_col, output_shape, init="glorot_uniform", activation=None, weights=None,
        border_mode="valid", subsample=(1, 1), dim_ordering="default", W_regularizer=None,  # noqa: N803
        b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,  # noqa: N803
    ):  # fmt: skip
        today = keras_1_conv(
            (nb_row, nb_col), subsample, nb_filter=nb_filter, border_mode=border_mode,
            dim_ordering=dim_ordering, activation=activation, bias=bias,
        )  # fmt: skip
        return {**today, "output_shape": output_shape}

    def output_shape(self, x: Shape) -> Shape:
        self.require_rank(x)
        if self.context.api is not Api.KERAS_1:
            return super().output_shape(x)
        if not isinstance(self.output_shape_, (list, tuple)):
            raise Undetermined(f"depends on output_shape={self.output_shape_}")
        return self.assemble(x, self.spatial(standardize_shape(tuple(map(as_dim, self.output_shape_)))), self.filters)

    def derivation(self, x: Shape) -> Iterator[str]:
        if self.context.api is not Api.KERAS_1:
            return super().derivation(x)
        return self.axis_lines(f"{size} (output_shape)" for size in self.spatial(self.output_shape(x)))


# What `Conv` of Keras 2 takes and its subclasses without a kernel of that name do not use.
OF_CONV: Final = frozenset(["groups", "conv_op", "kernel_initializer", "kernel_regularizer", "kernel_constraint"])


class SeparableConv(Windowed):
    """Each channel convolved by itself, then all of them mixed: (batch, axes…, channels) → (batch, …, filters)."""

    passed_on: ClassVar[frozenset[str]] = OF_CONV
    filters: int
    kernel_size: Sizes
    strides: Sizes = 1  # type: ignore[assignment]
    padding: Padding = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = 1  # type: ignore[assignment]
    depth_multiplier: int = 1
    activation: Activation = None
    use_bias: bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    pointwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer = None
    pointwise_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    depthwise_constraint: Constraint = None
    pointwise_constraint: Constraint = None
    bias_constraint: Constraint = None

    lengths_known_when_built: ClassVar[bool] = True

    def check(self) -> None:
        check_positive(self.filters, "filters")
        if self.context.api is Api.KERAS_3:
            check_positive(self.depth_multiplier, "depth_multiplier")
        self.check_window(dilated_strides=self.context.api is Api.KERAS_3)

    def weights(self, x: Shape) -> Iterator[Weight]:
        channels = self.input_channels(x)
        filters = filters_in(self.context.api, self.filters)
        depthwise = standardize_shape((*self.kernel_size, channels, self.depth_multiplier), free=False)
        ones = (1,) * self.rank
        yield Weight("depthwise_kernel", depthwise)
        pointwise = standardize_shape((*ones, channels * self.depth_multiplier, filters), free=False)
        yield Weight("pointwise_kernel", pointwise)
        if self.use_bias:
            yield Weight("bias", pointwise[-1:])

    def output_shape(self, x: Shape) -> Shape:
        self.require_rank(x)
        require(self.depth_multiplier != 0, "Depth of filter must not be 0")
        return self.assemble(x, self.channelwise_lengths(x), filters_in(self.context.api, self.filters))

    def macs(self, x: Shape) -> Iterator[Product]:
        channels, places = self.input_channels(x), self.places(self.output_shape(x))
        yield Product((*places, *self.kernel_size, channels, self.depth_multiplier), "depthwise")
        filters = filters_in(self.context.api, self.filters)
        yield Product((*places, channels * self.depth_multiplier, filters), "pointwise")

    def derivation(self, x: Shape) -> Iterator[str]:
        yield from self.window_lines(x)
        yield f"channels: {self.filters} filters"


@layer("SeparableConvolution1D")
class SeparableConv1D(SeparableConv):
    """(batch, steps, channels) → (batch, places of the window, filters)."""

    rank: ClassVar[int] = 1

    @property
    def takes_causal(self) -> bool:
        return self.context.api is not Api.KERAS_3


@layer("SeparableConvolution2D")
class SeparableConv2D(SeparableConv):
    """(batch, height, width, channels) → (batch, height', width', filters)."""

    rank: ClassVar[int] = 2
    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_1: "SeparableConvolution2D"}
    keras_2_positional: ClassVar[int | None] = 2

    @formerly("SeparableConvolution2D", "SeparableConv2D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, nb_row, nb_col, init="glorot_uniform", activation=None, weights=None, border_mode="valid",
        subsample=(1, 1), depth_multiplier=1, dim_ordering="default", depthwise_regularizer=None,
        pointwise_regularizer=None, b_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
        pointwise_constraint=None, b_constraint=None, bias=True,
    ):  # fmt: skip
        today = keras_1_conv(
            (nb_row, nb_col), subsample, nb_filter=nb_filter, border_mode=border_mode,
            dim_ordering=dim_ordering, activation=activation, bias=bias,
        )  # fmt: skip
        return {**today, "depth_multiplier": depth_multiplier}


class DepthwiseConv(Windowed):
    """Each channel convolved by itself: (batch, axes…, channels) → (batch, …, channels · depth_multiplier)."""

    passed_on: ClassVar[frozenset[str]] = OF_CONV
    kernel_size: Sizes
    strides: Sizes = 1  # type: ignore[assignment]
    padding: Padding = "valid"
    depth_multiplier: int = 1
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = 1  # type: ignore[assignment]
    activation: Activation = None
    use_bias: bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    depthwise_constraint: Constraint = None
    bias_constraint: Constraint = None

    lengths_known_when_built: ClassVar[bool] = True

    def check(self) -> None:
        if self.context.api is Api.KERAS_3:
            check_positive(self.depth_multiplier, "depth_multiplier")
        self.check_window(dilated_strides=self.context.api is Api.KERAS_3)

    def weights(self, x: Shape) -> Iterator[Weight]:
        name = "kernel" if self.context.api is Api.KERAS_3 else "depthwise_kernel"
        channels = self.input_channels(x)
        yield Weight(name, standardize_shape((*self.kernel_size, channels, self.depth_multiplier), free=False))
        if self.use_bias:
            yield Weight("bias", standardize_shape((channels * self.depth_multiplier,), free=False))

    def output_shape(self, x: Shape) -> Shape:
        return self.assemble(x, self.channelwise_lengths(x), self.input_channels(x) * self.depth_multiplier)

    def macs(self, x: Shape) -> Iterator[Product]:
        places = self.places(self.output_shape(x))
        yield Product((*places, *self.kernel_size, self.input_channels(x), self.depth_multiplier))

    def derivation(self, x: Shape) -> Iterator[str]:
        yield from self.window_lines(x)
        channels = self.channels(x)
        yield f"channels: {channels} · {self.depth_multiplier} = {channels * self.depth_multiplier}"


@layer()
class DepthwiseConv1D(DepthwiseConv):
    """(batch, steps, channels) → (batch, places of the window, channels · depth_multiplier)."""

    rank: ClassVar[int] = 1


@layer()
class DepthwiseConv2D(DepthwiseConv):
    """(batch, height, width, channels) → (batch, height', width', channels · depth_multiplier)."""

    rank: ClassVar[int] = 2


class LocallyConnected(ExactSpatial):
    """A convolution whose every place has a kernel of its own. It is not in Keras 3."""

    filters: int
    kernel_size: Sizes
    strides: Sizes = 1  # type: ignore[assignment]
    padding: Padding = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]
    activation: Activation = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    implementation: int = by_api(1)

    def check(self) -> None:
        require(
            self.padding == "valid" or self.implementation != 1,
            f'Invalid border mode for {type(self).__name__} (only "valid" is supported if implementation is 1): '
            f"{self.padding}",
        )

    def built_spec(self, x: Shape) -> InputSpec:
        axis = 1 if self.channels_first else -1
        return InputSpec(ndim=self.rank + 2, axes={axis: self.channels(x)})

    def lengths(self, x: Shape) -> list[Dim]:
        windows = zip(self.spatial(x), self.kernel_size, self.strides, strict=True)
        return [window_length(n, size, stride, self.padding) for n, size, stride in windows]

    def weights(self, x: Shape) -> Iterator[Weight]:
        channels = defined(self.channels(x), "the channel dimension of the inputs")
        require(self.padding != "causal", "Padding type causal not supported.", error="NotImplementedError")
        places = [defined(length, "a spatial dimension of the inputs") for length in self.lengths(x)]
        yield Weight("kernel", standardize_shape(self.kernel_shape(x, channels, places), free=False))
        if self.use_bias:
            yield Weight("bias", standardize_shape((*places, self.filters), free=False))

    def kernel_shape(self, x: Shape, channels: Dim, places: list[Dim]) -> tuple[Any, ...]:
        if self.implementation == 1:
            return product(places), product(self.kernel_size) * channels, self.filters
        if self.implementation == 2:
            one, other = ((channels, *self.spatial(x)), (self.filters, *places))
            return (*one, *other) if self.channels_first else (*one[1:], channels, *places, self.filters)
        if self.implementation == 3:
            return (self.connections(x) * channels * self.filters,)
        raise Invalid(f"Unrecognized implementation mode: {self.implementation}.")

    def connections(self, x: Shape) -> Dim:
        """The pairs of an input and an output place that a window connects."""
        windows = zip(self.spatial(x), self.kernel_size, self.strides, self.lengths(x), strict=True)
        return product(_connections(*window, self.padding) for window in windows)

    def output_shape(self, x: Shape) -> Shape:
        return self.assemble(x, self.lengths(x), self.filters)

    def macs(self, x: Shape) -> Iterator[Product]:
        yield Product((*self.places(self.output_shape(x)), *self.kernel_size, self.channels(x), self.filters))

    def derivation(self, x: Shape) -> Iterator[str]:
        windows = zip(self.spatial(x), self.kernel_size, self.strides, strict=True)
        yield from self.axis_lines(window_text(n, k, s, self.padding) for n, k, s in windows)
        yield f"channels: {self.filters} filters"


def _connections(n: Dim, size: Any, stride: Any, places: Any, padding: str) -> Any:
    """Along one axis; a window that "same" padding lets hang over the edge covers fewer places."""
    if padding == "valid" or not (isinstance(n, int) and isinstance(places, int)):
        return places * size
    first = -(size // 2)
    return sum(min(n, first + place * stride + size) - max(0, first + place * stride) for place in range(places))


@layer(only=(Api.KERAS_1, Api.KERAS_2, Api.TF_KERAS))
class LocallyConnected1D(LocallyConnected):
    """(batch, steps, channels) → (batch, places of the window, filters)."""

    rank: ClassVar[int] = 1

    @formerly("LocallyConnected1D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, filter_length, init="glorot_uniform", activation=None, weights=None, border_mode="valid",
        subsample_length=1, W_regularizer=None, b_regularizer=None, activity_regularizer=None,  # noqa: N803
        W_constraint=None, b_constraint=None, bias=True, input_dim=None, input_length=None,  # noqa: N803
    ):  # fmt: skip
        today = keras_1_conv(
            filter_length, subsample_length,
            nb_filter=nb_filter, border_mode=border_mode, activation=activation, bias=bias,
        )  # fmt: skip
        return {**today, **keras_1_input(input_dim, input_length)}


@layer(only=(Api.KERAS_1, Api.KERAS_2, Api.TF_KERAS))
class LocallyConnected2D(LocallyConnected):
    """(batch, height, width, channels) → (batch, height', width', filters)."""

    rank: ClassVar[int] = 2

    @formerly("LocallyConnected2D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, nb_row, nb_col, init="glorot_uniform", activation=None, weights=None, border_mode="valid",
        subsample=(1, 1), dim_ordering="default", W_regularizer=None, b_regularizer=None,  # noqa: N803
        activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,  # noqa: N803
    ):  # fmt: skip
        return keras_1_conv(
            (nb_row, nb_col), subsample, nb_filter=nb_filter, border_mode=border_mode,
            dim_ordering=dim_ordering, activation=activation, bias=bias,
        )  # fmt: skip
