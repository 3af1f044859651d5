"""Convolutional LSTM layers: https://keras.io/api/layers/recurrent_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascount.layers.fields import (
    Activation,
    Constraint,
    DataFormat,
    Ignored,
    Initializer,
    Padding,
    Regularizer,
    Sizes,
    Sizes0,
)
from kerascount.layers.lengths import window_length, window_text
from kerascount.layers.recurrent import SEED, ZERO_OUTPUT_FOR_MASK, Recurrent, check_rates, check_seed
from kerascount.layers.registry import InputSpec, by_api, formerly, layer
from kerascount.layers.sizes import variable
from kerascount.layers.spatial import Spatial, data_format_of
from kerascount.values.dims import Free
from kerascount.values.macs import Product
from kerascount.values.outcomes import Invalid, require
from kerascount.values.shape import Shape, Shapes, defined, shape_text, shapes_text
from kerascount.values.weight import Weight
from kerascount.versions import Api


class ConvLSTM(Recurrent, Spatial):
    """(batch, steps, axes…, channels) → (batch, axes…, filters), or (batch, steps, axes…, filters) of all steps.

    With the channels first they stand after the steps.
    """

    filters: Any
    kernel_size: Any
    strides: Any
    padding: Any
    data_format: Any
    dilation_rate: Any
    use_bias: Any
    dropout: Any
    recurrent_dropout: Any
    seed: Any

    weights_inside: ClassVar[bool] = True
    time_major = False
    input_dim = None
    input_length = None

    def check(self) -> None:
        check_rates(dropout=self.dropout, recurrent_dropout=self.recurrent_dropout)
        if self.context.api is Api.KERAS_3:
            check_seed(self.seed)
            self.check_padding("causal")
        else:
            require(not self.unroll, "Unrolling is not possible with convolutional RNNs.", error="TypeError")
        require(
            not (max(self.strides) > 1 and max(self.dilation_rate) > 1),
            "Specifying `strides > 1` is not compatible with `dilation_rate > 1`. "
            f"Received: strides={self.strides} and dilation_rate={self.dilation_rate}",
        )

    def check_padding(self, *refused: str) -> None:
        message = "The `padding` argument must be one of {'valid', 'same'}"
        require(self.padding not in refused, f"{message}. Received: {self.padding}")

    def input_spec(self) -> InputSpec | None:
        return InputSpec(ndim=self.rank + 3)

    def weights(self, x: Any) -> Iterator[Weight]:
        step = self.step_shape(x)
        self.require_rank(step)
        if self.context.api is Api.KERAS_3 and any(isinstance(size, Free) for size in self.spatial(step)):
            message = "ConvLSTM layers only support static input shapes for the spatial dimension"
            raise Invalid(f"{message}. Received invalid input shape: input_shape={shape_text(step)}")
        columns = 4 * self.filters
        yield variable("kernel", (*self.kernel_size, defined(self.channels(step), "the channel dimension"), columns))
        yield variable("recurrent_kernel", (*self.kernel_size, self.filters, columns))
        if self.use_bias:
            yield variable("bias", (columns,))

    def check_initial_state(self, given: list[Shape]) -> None:
        message = "An `initial_state` was passed that is not compatible with `cell.state_size`"
        fits = len(given) == 2 and all(len(shape) == self.rank + 2 for shape in given)
        require(fits, f"{message}. Received: {shapes_text(list(given))}")
        for shape in given:
            require(self.channels(shape) == self.filters, f"{message}. Received: {shapes_text(list(given))}")

    def output_shape(self, x: Any, initial_state: Any = None) -> Shapes:
        self.check_states(x, initial_state)
        self.check_padding("causal", "full")
        if self.context.api is Api.TF_KERAS:
            require(self.filters > 0, "Depth of filter must not be 0")
        steps, state = self.batch_and_steps(x)[1], self.state_shape(self.step_shape(x))
        output = (state[0], steps, *state[1:]) if self.return_sequences else state
        return [output, state, state] if self.return_state else output

    def state_shape(self, step: Shape) -> Shape:
        self.require_rank(step)
        lengths = [window_length(n, size, s, self.padding, d) for n, size, s, d in self.windows(step)]
        return self.assemble(step, lengths, self.filters)

    def macs(self, x: Any) -> Iterator[Product]:
        step, steps, columns = self.step_shape(x), self.batch_and_steps(x)[1], 4 * self.filters
        batch, *places = self.places(self.state_shape(step))
        for name, channels in (("kernel", self.channels(step)), ("recurrent_kernel", self.filters)):
            yield Product((batch, steps, *places, *self.kernel_size, channels, columns), name)

    def windows(self, step: Shape) -> Iterator[tuple[Any, ...]]:
        return zip(self.spatial(step), self.kernel_size, self.strides, self.dilation_rate, strict=True)

    def derivation(self, x: Any) -> Iterator[str]:
        yield from super().derivation(x)
        yield from self.axis_lines(
            window_text(n, size, s, self.padding, d) for n, size, s, d in self.windows(self.step_shape(x))
        )


@layer()
class ConvLSTM1D(ConvLSTM):
    rank: ClassVar[int] = 1

    filters: int
    kernel_size: Sizes
    strides: Sizes0 = (1,)
    padding: Padding = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = (1,)
    activation: Activation = "tanh"
    recurrent_activation: Activation = "sigmoid"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: Ignored = True
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    seed: Any = SEED
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = by_api(False, keyword=True)
    zero_output_for_mask: Ignored = ZERO_OUTPUT_FOR_MASK


@layer()
class ConvLSTM2D(ConvLSTM):
    rank: ClassVar[int] = 2

    filters: int
    kernel_size: Sizes
    strides: Sizes0 = (1, 1)
    padding: Padding = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = (1, 1)
    activation: Activation = "tanh"
    recurrent_activation: Activation = "sigmoid"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: Ignored = True
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    seed: Any = SEED
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = by_api(False, keyword=True)
    zero_output_for_mask: Ignored = ZERO_OUTPUT_FOR_MASK

    @formerly("ConvLSTM2D", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        nb_filter, nb_row, nb_col, init="glorot_uniform", inner_init="orthogonal", forget_bias_init="one",
        activation="tanh", inner_activation="hard_sigmoid", dim_ordering="default", border_mode="valid",
        subsample=(1, 1), W_regularizer=None, U_regularizer=None, b_regularizer=None,  # noqa: N803
        dropout_W=0.0, dropout_U=0.0, weights=None, return_sequences=False, go_backwards=False,  # noqa: N803
        stateful=False,
    ):  # fmt: skip
        return {
            "filters": nb_filter, "kernel_size": (nb_row, nb_col), "strides": subsample, "padding": border_mode,
            "data_format": data_format_of(dim_ordering), "activation": activation,
            "recurrent_activation": inner_activation, "kernel_initializer": init,
            "recurrent_initializer": inner_init, "kernel_regularizer": W_regularizer,
            "recurrent_regularizer": U_regularizer, "bias_regularizer": b_regularizer,
            "dropout": dropout_W, "recurrent_dropout": dropout_U, "return_sequences": return_sequences,
            "go_backwards": go_backwards, "stateful": stateful,
        }  # fmt: skip


@layer()
class ConvLSTM3D(ConvLSTM):
    rank: ClassVar[int] = 3

    filters: int
    kernel_size: Sizes
    strides: Sizes0 = (1, 1, 1)
    padding: Padding = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]
    dilation_rate: Sizes = (1, 1, 1)
    activation: Activation = "tanh"
    recurrent_activation: Activation = "sigmoid"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: Ignored = True
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    seed: Any = SEED
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = by_api(False, keyword=True)
    zero_output_for_mask: Ignored = ZERO_OUTPUT_FOR_MASK
