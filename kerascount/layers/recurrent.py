"""Recurrent layers and their cells: https://keras.io/api/layers/recurrent_layers/"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from kerascount.layers.fields import (
    Activation,
    Constraint,
    Ignored,
    Initializer,
    Regularizer,
    is_keras_tensor,
    positive,
)
from kerascount.layers.registry import (
    MISSING,
    Absent,
    InputSpec,
    Layer,
    Sublayer,
    all_steps,
    by_api,
    formerly,
    gone_in_keras_3,
    layer,
    new_in_keras_3,
)
from kerascount.layers.sizes import variable
from kerascount.values.dims import FREE, Dim, Free, Symbolic, is_dim
from kerascount.values.macs import Product, repeated
from kerascount.values.objects import Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import (
    Shape,
    Shapes,
    ShapeTuple,
    compatible,
    flat_shapes,
    shape_text,
    shapes_text,
    sizes_text,
)
from kerascount.values.weight import Weight
from kerascount.versions import Api

# Arguments that the base class of all recurrent layers takes out of **kwargs.
ZERO_OUTPUT_FOR_MASK = by_api(False, keras_1=Absent(False), keras_2=Absent(False), keyword=True)
TIME_MAJOR = by_api(Absent(False), tf_keras=False, keyword=True)
INPUT_SIZE = gone_in_keras_3(None)  # input_dim, input_length
SEED = by_api(None, keras_1=Absent(), keras_2=Absent())


def check_rates(**rates: Any) -> None:
    """`min(1.0, max(0.0, rate))`: any number will do."""
    for name, rate in rates.items():
        if rate is None or isinstance(rate, (str, list, tuple, dict)) or is_keras_tensor(rate):
            kind = type(rate).__name__
            message = f"'>' not supported between instances of '{kind}' and 'float' ({name}={rate})"
            raise Invalid(message, error="TypeError")


def check_seed(seed: Any) -> None:
    whole = seed is None or isinstance(seed, (int, Symbolic, Unknown))
    require(whole, f"Argument `seed` must be an integer. Received: seed={seed}")


def sequences_of(called: Layer, x: Any) -> Shape:
    """The first of the inputs: before Keras 3 the initial states could follow it in a list."""
    first: Any = x[0] if isinstance(x, list) and x and called.context.api is not Api.KERAS_3 else x
    if isinstance(first, tuple):
        return first
    name, found = type(called).__name__, shapes_text(x)
    raise Invalid(f"Layer {name} expects 1 input(s), but it received {len(first)} input tensors: {found}")


def states_of(x: Any, initial_state: Any) -> list[Shape] | None:
    """The shapes of the initial states, if a call gives any."""
    given = x[1:] if isinstance(x, list) and len(x) > 1 else initial_state
    return None if given is None else list(flat_shapes(given))


class Recurrent(Layer):
    """(batch, steps, features) → (batch, units), or (batch, steps, units) of all steps.

    With `return_state`, a list of the output and the states: `[output, state_h, state_c]`.
    """

    return_sequences: Any
    return_state: Any
    go_backwards: Any
    stateful: Any
    unroll: Any
    time_major: Any
    input_dim: Any
    input_length: Any

    call_signature: ClassVar[str] = "sequences, initial_state=None, mask=None, training=False"
    supports_masking: ClassVar[bool] = True
    drops_steps: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True  # before Keras 3 a list of the sequences and the states

    def implied_input(self) -> Mapping[str, Any]:
        if self.input_dim is None and self.input_length is None:
            return {}
        return {"shape": (self.input_length, self.input_dim)}

    def input_spec(self) -> InputSpec | None:
        return InputSpec(ndim=3)

    @property
    def layout(self) -> str:
        return "(batch, steps, features)"

    def remedy(self, x: Shape, source: str) -> str:
        if len(x) == 2 and not isinstance(x[1], Free):
            return all_steps(source) or f"layers.Reshape({sizes_text((*x[1:], 1))}) makes a step of each number"
        if len(x) > 3:
            return "layers.TimeDistributed(layers.Flatten()) leaves one axis of features at each step"
        return ""

    def built_spec(self, x: Shape) -> InputSpec | None:
        if self.context.api is Api.KERAS_3:
            return self.input_spec()
        if self.context.api is Api.KERAS_1:
            return InputSpec(shape=x)
        outer = (self.batch_and_steps(x)[0] if self.stateful else FREE, FREE)
        return InputSpec(shape=(*(outer[::-1] if self.time_major else outer), *x[2:]))

    def batch_and_steps(self, x: Any) -> tuple[Dim, Dim]:
        """The two outer axes of the sequences, the batch first."""
        x = sequences_of(self, x)
        require(len(x) > 1, f"a sequence has a batch and a time axis, found {shape_text(x)}", error="IndexError")
        return (x[1], x[0]) if self.time_major else (x[0], x[1])

    def step_shape(self, x: Any) -> Shape:
        """(batch, features): what the cell sees of (batch, steps, features)."""
        x = sequences_of(self, x)
        return (x[1] if self.time_major else x[0], *x[2:])

    def check_states(self, x: Any, initial_state: Any) -> None:
        """What Keras refuses about the states, given or its own, when it builds the layer."""
        batch, steps = self.batch_and_steps(x)
        if self.stateful and isinstance(batch, Free):
            raise Invalid(f"When using `stateful=True` in a RNN, the batch size must be static. Found {shapes_text(x)}")
        if self.context.api is Api.KERAS_3:
            return  # only a run of the model looks at the rest
        if self.unroll and isinstance(steps, Free):
            raise Invalid("Cannot unroll a RNN if the time dimension is undefined.")
        given = states_of(x, initial_state)
        if given is not None:
            self.check_initial_state(given)

    def check_initial_state(self, given: list[Shape]) -> None:
        sizes = list(flatten_sizes(self.state_sizes()))
        fits = len(given) == len(sizes) and all(
            compatible(shape[-1], size) for shape, size in zip(given, sizes, strict=False) if shape
        )
        message = "An `initial_state` was passed that is not compatible with `cell.state_size`"
        require(fits, f"{message}. Received {shapes_text(list(given))}; however `cell.state_size` is {sizes}")

    def state_sizes(self) -> list[Any]:
        """The size of each state; a list of such where cells are stacked."""
        raise NotImplementedError

    def output_features(self) -> Any:
        """The last dimension of the output."""
        raise NotImplementedError

    def output_shape(self, x: Any, initial_state: Any = None) -> Shapes:
        self.check_states(x, initial_state)
        batch, steps = self.batch_and_steps(x)
        outer = (batch,) if not self.return_sequences else (steps, batch) if self.time_major else (batch, steps)
        output = (*outer, _size(self.output_features()))
        if not self.return_state:
            return output
        states = [_state_shape(batch, size) for size in self.state_sizes()]
        if self.context.api < Api.TF_KERAS:
            states = [state for nested in states for state in flat_shapes(nested)]
        return ShapeTuple([output, *states])

    def derivation(self, x: Any) -> Iterator[str]:
        kept = "kept" if self.return_sequences else "only the last, the time axis is dropped"
        yield f"steps: {kept} (return_sequences is {bool(self.return_sequences)})"
        if self.return_state:
            yield "further outputs: the states after the last step (return_state is True)"


def _state_shape(batch: Dim, size: Any) -> Shapes:
    return [_state_shape(batch, part) for part in size] if isinstance(size, (list, tuple)) else (batch, _size(size))


def _size(size: Any) -> Any:
    """The size of an axis: True counts as 1."""
    return int(size) if isinstance(size, bool) else as_dim(size)


def flatten_sizes(sizes: Any) -> Iterator[Any]:
    if isinstance(sizes, (list, tuple)):
        for size in sizes:
            yield from flatten_sizes(size)
    else:
        yield sizes


class Gates(Layer):
    """What the cells and their layers have in common: the weights of one step, all gates side by side."""

    units: Any
    use_bias: Any
    dropout: Any
    recurrent_dropout: Any
    seed: Any

    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1

    def check(self) -> None:
        if self.context.api < Api.TF_KERAS:
            return
        message = "Received an invalid value for argument `units`, expected a positive integer, got"
        positive(self.units, f"{message} {self.units}.")
        check_rates(dropout=self.dropout, recurrent_dropout=self.recurrent_dropout)
        if self.context.api is Api.KERAS_3:
            check_seed(self.seed)
            check_state_size(self.state_size)

    @property
    def state_size(self) -> Any:
        return self.units if self.states == 1 else [self.units] * self.states

    @property
    def output_size(self) -> Any:
        return self.units

    def step_weights(self, step: Shape) -> Iterator[Weight]:
        """The weights for one step of shape (batch, features)."""
        columns = self.gates * self.units
        yield variable("kernel", (step[-1], columns))
        yield variable("recurrent_kernel", (self.units, columns))
        if self.use_bias:
            yield variable("bias", self.bias_shape(columns))

    def bias_shape(self, columns: Any) -> tuple[Any, ...]:
        return (columns,)

    def step_macs(self, step: Shape) -> Iterator[Product]:
        """What one step multiplies; the products of gates with states are elementwise."""
        columns = self.gates * self.units
        yield Product((*step, columns), "kernel")
        yield Product((step[0], self.units, columns), "recurrent_kernel")


def check_state_size(size: Any) -> None:
    if size is None:
        raise Invalid("state_size must be specified as property on the RNN cell.")
    whole = isinstance(size, (list, tuple, int, Symbolic, Unknown))
    require(whole, "state_size must be an integer, or a list/tuple of integers (one for each state tensor).")


class Cell(Gates):
    """One step: (batch, features) and states → [output, states]."""

    call_signature: ClassVar[str] = "inputs, states, training=False"

    def weights(self, x: Shape) -> Iterator[Weight]:
        return self.step_weights(x)

    def macs(self, x: Shape) -> Iterator[Product]:
        return self.step_macs(x)

    def output_shape(self, x: Shape, states: Any = None) -> Shapes:
        if not isinstance(states, (tuple, list)):
            raise Undetermined("states that are no tensors")
        given = [states] if isinstance(states, tuple) else states
        require(len(given) >= self.states, "list index out of range", error="IndexError")
        output = (*x[:-1], self.units)
        for state in given[: self.states]:
            output = self._with_state(output, state)
        if isinstance(states, tuple):
            return [output, output]
        return [output, [output] * self.states]

    def _with_state(self, output: Shape, state: Shape) -> Shape:
        fits = len(state) == len(output) and all(map(compatible, state, output))
        require(fits, f"a state of shape {shape_text(state)} does not fit an output of {shape_text(output)}")
        return tuple(b if isinstance(a, Free) else a for a, b in zip(output, state, strict=True))


class GatedRecurrent(Gates, Recurrent):
    """A recurrent layer that makes its own cell."""

    def array_spec(self, x: Any) -> InputSpec | None:
        """The kernel has a row for every feature."""
        if self.context.api is not Api.KERAS_3 or not isinstance(x, tuple):
            return self.built_spec(x)
        return InputSpec(ndim=3, axes={-1: x[-1]})

    def weights(self, x: Any) -> Iterator[Weight]:
        return self.step_weights(self.step_shape(x))

    def macs(self, x: Any) -> Iterator[Product]:
        return repeated(self.batch_and_steps(x)[1], self.step_macs(self.step_shape(x)))

    def state_sizes(self) -> list[Any]:
        return [self.units] * self.states

    def output_features(self) -> Any:
        return self.units

    def derivation(self, x: Any) -> Iterator[str]:
        if self.gates > 1:
            columns = self.gates * self.units
            yield f"columns of the weights: {self.gates} gates × {self.units} units = {columns}"
        yield from super().derivation(x)


class FusedRecurrent(GatedRecurrent):
    """A recurrent layer for which cuDNN has a kernel of its own."""

    use_cudnn: Any

    def check(self) -> None:
        super().check()
        if self.context.api is Api.KERAS_3:
            known = self.use_cudnn in ("auto", True, False)
            message = "Invalid valid received for argument `use_cudnn`. Expected one of {'auto', True, False}"
            require(known, f"{message}. Received: use_cudnn={self.use_cudnn}")


@layer()
class SimpleRNNCell(Cell):
    units: int
    activation: Activation = "tanh"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    seed: Any = None

    call_signature: ClassVar[str] = "sequence, states, training=False"


@layer()
class LSTMCell(Cell):
    units: int
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
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    seed: Any = None
    implementation: Ignored = by_api(2, keyword=True)

    gates: ClassVar[int] = 4
    states: ClassVar[int] = 2


class ResetGate(Gates):
    """The gates of a GRU, whose bias is doubled where the reset gate comes after the product."""

    reset_after: Any

    gates: ClassVar[int] = 3

    def bias_shape(self, columns: Any) -> tuple[Any, ...]:
        return (2, columns) if self.reset_after else (columns,)


@layer()
class GRUCell(ResetGate, Cell):
    units: int
    activation: Activation = "tanh"
    recurrent_activation: Activation = "sigmoid"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    reset_after: bool = by_api(True, keras_1=False, keras_2=False)
    seed: Any = None
    implementation: Ignored = by_api(2, keyword=True)


@layer()
class SimpleRNN(GatedRecurrent):
    units: int
    activation: Activation = "tanh"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    seed: Any = SEED
    implementation: Ignored = gone_in_keras_3(1)
    zero_output_for_mask: Ignored = ZERO_OUTPUT_FOR_MASK
    time_major: bool = TIME_MAJOR
    input_dim: int = INPUT_SIZE
    input_length: int = INPUT_SIZE

    @formerly("SimpleRNN", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        output_dim, init="glorot_uniform", inner_init="orthogonal", activation="tanh",
        W_regularizer=None, U_regularizer=None, b_regularizer=None, dropout_W=0.0, dropout_U=0.0,  # noqa: N803
        weights=None, return_sequences=False, go_backwards=False, stateful=False, unroll=False,
        consume_less="cpu", input_dim=None, input_length=None,
    ):  # fmt: skip
        return {
            "units": output_dim, "activation": activation, "kernel_initializer": init,
            "recurrent_initializer": inner_init, "kernel_regularizer": W_regularizer,
            "recurrent_regularizer": U_regularizer, "bias_regularizer": b_regularizer,
            "dropout": dropout_W, "recurrent_dropout": dropout_U, "return_sequences": return_sequences,
            "go_backwards": go_backwards, "stateful": stateful, "unroll": unroll,
            "input_dim": input_dim, "input_length": input_length,
        }  # fmt: skip


@layer()
class LSTM(FusedRecurrent):
    units: int
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
    unroll: bool = False
    use_cudnn: Any = new_in_keras_3("auto")
    implementation: Ignored = by_api(2, keyword=True)
    zero_output_for_mask: Ignored = ZERO_OUTPUT_FOR_MASK
    time_major: bool = TIME_MAJOR
    input_dim: int = INPUT_SIZE
    input_length: int = INPUT_SIZE

    gates: ClassVar[int] = 4
    states: ClassVar[int] = 2

    @formerly("LSTM", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        output_dim, init="glorot_uniform", inner_init="orthogonal", forget_bias_init="one", activation="tanh",
        inner_activation="hard_sigmoid", W_regularizer=None, U_regularizer=None, b_regularizer=None,  # noqa: N803
        dropout_W=0.0, dropout_U=0.0, weights=None, return_sequences=False, go_backwards=False,  # noqa: N803
        stateful=False, unroll=False, consume_less="cpu", input_dim=None, input_length=None,
    ):  # fmt: skip
        return {
            "units": output_dim, "activation": activation, "recurrent_activation": inner_activation,
            "kernel_initializer": init, "recurrent_initializer": inner_init,
            "kernel_regularizer": W_regularizer, "recurrent_regularizer": U_regularizer,
            "bias_regularizer": b_regularizer, "dropout": dropout_W, "recurrent_dropout": dropout_U,
            "return_sequences": return_sequences, "go_backwards": go_backwards, "stateful": stateful,
            "unroll": unroll, "input_dim": input_dim, "input_length": input_length,
        }  # fmt: skip


@layer()
class GRU(ResetGate, FusedRecurrent):
    units: int
    activation: Activation = "tanh"
    recurrent_activation: Activation = "sigmoid"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
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
    unroll: bool = False
    reset_after: bool = by_api(True, keras_1=False, keras_2=False)
    use_cudnn: Any = new_in_keras_3("auto")
    implementation: Ignored = by_api(2, keyword=True)
    zero_output_for_mask: Ignored = ZERO_OUTPUT_FOR_MASK
    time_major: bool = TIME_MAJOR
    input_dim: int = INPUT_SIZE
    input_length: int = INPUT_SIZE

    @formerly("GRU", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        output_dim, init="glorot_uniform", inner_init="orthogonal", activation="tanh",
        inner_activation="hard_sigmoid", W_regularizer=None, U_regularizer=None, b_regularizer=None,  # noqa: N803
        dropout_W=0.0, dropout_U=0.0, weights=None, return_sequences=False, go_backwards=False,  # noqa: N803
        stateful=False, unroll=False, consume_less="cpu", input_dim=None, input_length=None,
    ):  # fmt: skip
        return {
            "units": output_dim, "activation": activation, "recurrent_activation": inner_activation,
            "kernel_initializer": init, "recurrent_initializer": inner_init,
            "kernel_regularizer": W_regularizer, "recurrent_regularizer": U_regularizer,
            "bias_regularizer": b_regularizer, "dropout": dropout_W, "recurrent_dropout": dropout_U,
            "return_sequences": return_sequences, "go_backwards": go_backwards, "stateful": stateful,
            "unroll": unroll, "input_dim": input_dim, "input_length": input_length,
        }  # fmt: skip


class CuDNN(GatedRecurrent):
    """The layers of Keras 2 that run on a GPU only: one bias for the inputs and one for the states, end to end."""

    supports_masking: ClassVar[bool] = False

    use_bias = True
    unroll = False
    time_major = False

    def check(self) -> None:
        """Nothing is looked at."""

    def bias_shape(self, columns: Any) -> tuple[Any, ...]:
        return (2 * columns,)


@layer(only=(Api.KERAS_2, Api.TF_KERAS))
class CuDNNLSTM(CuDNN):
    units: int
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
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    input_dim: int = INPUT_SIZE
    input_length: int = INPUT_SIZE

    gates: ClassVar[int] = 4
    states: ClassVar[int] = 2


@layer(only=(Api.KERAS_2, Api.TF_KERAS))
class CuDNNGRU(CuDNN):
    units: int
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    input_dim: int = INPUT_SIZE
    input_length: int = INPUT_SIZE

    gates: ClassVar[int] = 3


def check_cell(cell: Any) -> None:
    """What `RNN` and `StackedRNNCells` ask of a cell: a `call` and a `state_size`."""
    if isinstance(cell, Unknown):
        raise Undetermined(cell.why)
    require(isinstance(cell, Sublayer), f"Argument `cell` should have a `call` method. Received: cell={cell}")
    if cell.attribute("state_size", MISSING) is MISSING:
        raise Invalid(f"The RNN cell should have a `state_size` attribute. Received: cell={cell.name}")


def output_size_of(cell: Sublayer) -> Any:
    """The features that a cell gives: its `output_size`, or else the size of its first state."""
    size = cell.attribute("output_size")
    if size is None:
        size = cell.attribute("state_size")
        size = size[0] if isinstance(size, (list, tuple)) and size else size
    return _size(size)


def build_cells(cells: Sequence[Sublayer], step: Shape) -> None:
    """Build stacked cells, each for the output of the one before."""
    for cell in cells:
        if not cell.built:
            cell.build(step)
        step = (step[0], output_size_of(cell))


def stacked_macs(cells: Sequence[Sublayer], step: Shape) -> Iterator[Product]:
    for cell in cells:
        yield from cell.macs(step)
        step = (step[0], output_size_of(cell))


@layer(only=(Api.TF_KERAS,))
class AbstractRNNCell(Layer):
    """The base class of cells that a program defines."""

    call_signature: ClassVar[str] = "inputs, states"

    def output_shape(self, x: Any, states: Any = None) -> Shapes:
        raise Invalid("AbstractRNNCell leaves `call` to its subclasses", error="NotImplementedError")


@layer()
class StackedRNNCells(Layer):
    """Several cells as one, each fed with the output of the one before."""

    cells: Any
    reverse_state_order: Ignored = by_api(Absent(False), keras_2=False, tf_keras=False, keyword=True)

    call_signature: ClassVar[str] = "inputs, states, training=False"

    def check(self) -> None:
        if isinstance(self.cells, (int, float)) or self.cells is None:
            raise Invalid(f"'{type(self.cells).__name__}' object is not iterable", error="TypeError")
        for cell in self.known_cells():
            check_cell(cell)

    def known_cells(self) -> Sequence[Any]:
        if not isinstance(self.cells, (list, tuple)):
            raise Undetermined("cells that are not known")
        return self.cells

    def sublayers(self) -> Iterator[tuple[str, Sublayer]]:
        if isinstance(self.cells, (list, tuple)):
            yield from (("cells", cell) for cell in self.cells if isinstance(cell, Sublayer))

    def build_sublayers(self, x: Shape) -> None:
        build_cells(self.known_cells(), x)

    @property
    def state_size(self) -> Any:
        return [cell.attribute("state_size") for cell in self.known_cells()]

    @property
    def output_size(self) -> Any:
        cells = self.known_cells()
        require(cells, "list index out of range", error="IndexError")
        return output_size_of(cells[-1])

    def output_shape(self, x: Shape, states: Any = None) -> Shapes:
        raise Undetermined("StackedRNNCells that are called by themselves")

    def macs(self, x: Shape) -> Iterator[Product]:
        return stacked_macs(self.known_cells(), x)


@layer()
class RNN(Recurrent):
    """A recurrent layer over any cell, or over a list of cells."""

    cell: Any
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    zero_output_for_mask: Ignored = by_api(False, keras_1=Absent(False), keras_2=Absent(False))
    time_major: bool = TIME_MAJOR
    input_dim: int = INPUT_SIZE
    input_length: int = INPUT_SIZE

    def check(self) -> None:
        for cell in self.cells():
            check_cell(cell)
        if self.context.api is Api.KERAS_3 and not isinstance(self.cell, (list, tuple)):
            check_state_size(self.cell.attribute("state_size"))

    def own_layers(self, built: bool) -> Iterator[str]:
        return iter(("StackedRNNCells",) if isinstance(self.cell, (list, tuple)) and not built else ())

    def cells(self) -> Sequence[Any]:
        return self.cell if isinstance(self.cell, (list, tuple)) else (self.cell,)

    def check_states(self, x: Any, initial_state: Any) -> None:
        super().check_states(x, initial_state)
        if self.context.api is Api.TF_KERAS:
            rank = len(sequences_of(self, x))
            plain = not self.unroll and all(isinstance(cell.layer, Gates) for cell in self.known_cells())
            require(rank == 3 if plain else rank >= 3, f"the cells cannot step through {shapes_text(x)}")

    def known_cells(self) -> Sequence[Sublayer]:
        for cell in self.cells():
            check_cell(cell)
        return self.cells()

    def sublayers(self) -> Iterator[tuple[str, Sublayer]]:
        return (("cell", cell) for cell in self.cells() if isinstance(cell, Sublayer))

    def build_sublayers(self, x: Any) -> None:
        build_cells(self.known_cells(), self.step_shape(x))

    def macs(self, x: Any) -> Iterator[Product]:
        return repeated(self.batch_and_steps(x)[1], stacked_macs(self.known_cells(), self.step_shape(x)))

    def input_spec(self) -> InputSpec | None:
        return None

    def output_shape(self, x: Any, initial_state: Any = None) -> Shapes:
        shape = super().output_shape(x, initial_state)
        of_keras = self.context.api is Api.TF_KERAS and all(cell.layer is not None for cell in self.known_cells())
        if of_keras and isinstance(x, tuple) and len(x) > 3:
            raise Undetermined("what cells of Keras make of steps that are no vectors")
        return shape

    def state_sizes(self) -> list[Any]:
        cells = self.known_cells()
        if isinstance(self.cell, (list, tuple)):
            return [cell.attribute("state_size") for cell in cells]
        size = cells[0].attribute("state_size")
        return list(size) if isinstance(size, (list, tuple)) else [size]

    def output_features(self) -> Any:
        cells = self.known_cells()
        if not cells and self.context.api is not Api.KERAS_3:
            raise Undetermined("an RNN without cells")
        require(cells, "list index out of range", error="IndexError")
        size = output_size_of(cells[-1])
        if not is_dim(size) and self.context.api is not Api.KERAS_3:
            raise Undetermined(f"a cell whose output_size is {size}")
        require(is_dim(size), "output_size must be an integer.")
        return size
