"""Layers that wrap others: TimeDistributed, Bidirectional, SpectralNormalization."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from kerascount.layers.fields import Ignored, positive
from kerascount.layers.recurrent import GatedRecurrent, Recurrent, sequences_of, states_of
from kerascount.layers.registry import MISSING, InputSpec, Layer, Sublayer, check_input, layer
from kerascount.layers.sizes import variable
from kerascount.values.dims import FREE, known
from kerascount.values.macs import Product, repeated
from kerascount.values.nearest import did_you_mean
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, ShapeTuple, shape_text, shapes_text
from kerascount.values.weight import Weight
from kerascount.versions import Api


def check_layer(value: Any, message: str) -> None:
    """Refuse what is no layer object; a layer class is none."""
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    require(isinstance(value, Sublayer), f"{message}. Received: {value}")


def spec_of(wrapped: Sublayer) -> InputSpec | None:
    return wrapped.layer.input_spec() if wrapped.layer else None


@layer()
class Wrapper(Layer):
    """The base class of wrappers: it builds the layer inside, and leaves `call` to its subclasses."""

    # The attribute `layer` of a Keras wrapper.
    layer: Any

    def check(self) -> None:
        check_layer(self.layer, "Wrapper takes a layer")

    @property
    def wrapped(self) -> Sublayer:
        check_layer(self.layer, "Wrapper takes a layer")
        return self.layer  # type: ignore[no-any-return]

    def sublayers(self) -> Iterator[tuple[str, Sublayer]]:
        if isinstance(self.layer, Sublayer):
            yield "layer", self.layer

    def build_sublayers(self, x: Any) -> None:
        if not self.wrapped.built:
            self.wrapped.build(x)

    def output_shape(self, x: Any) -> Shapes:
        if self.context.api is not Api.KERAS_3:
            return x  # type: ignore[no-any-return]
        message = f"Layer {type(self).__name__} does not have a `call()` method implemented."
        raise Invalid(message, error="NotImplementedError")


@layer()
class TimeDistributed(Wrapper):
    """(batch, steps, …) → (batch, steps, …): the layer inside, applied to every step."""

    layer: Any

    call_signature: ClassVar[str] = "inputs, training=None, mask=None"
    supports_masking: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True  # before Keras 3, where the layer inside takes several inputs

    def build_sublayers(self, x: Any) -> None:
        super().build_sublayers(self.step(x))

    def built_spec(self, x: Any) -> InputSpec | None:
        if self.context.api is Api.KERAS_3 or not isinstance(x, tuple):
            return None
        return InputSpec(shape=x if self.context.api is Api.KERAS_1 else (FREE, FREE, *x[2:]))

    def step(self, x: Any) -> Any:
        """What the layer inside sees: `x` without its time axis."""
        if isinstance(x, list) and self.context.api is not Api.KERAS_3:
            return [self.step(item) for item in x]
        if not isinstance(x, tuple) or len(x) < 3:
            message = "`TimeDistributed` Layer should be passed an `input_shape` with at least 3 dimensions"
            raise Invalid(f"{message}, received: {shapes_text(x)}")
        return (x[0], *x[2:])

    def output_shape(self, x: Any) -> Shapes:
        step = self.step(x)
        steps = (x if isinstance(x, tuple) else x[0])[1]
        if self.context.api is not Api.TF_KERAS or not isinstance(step, tuple):
            return self.with_steps(self.wrapped.compute_output_shape(step), steps)
        # Steps and batch are one axis there for the layer inside, which is called like any other.
        check_input(spec_of(self.wrapped), (FREE, *step[1:]), self.wrapped.name)
        return self.with_steps(self.wrapped.compute_output_shape(step), steps)

    def macs(self, x: Any) -> Iterator[Product]:
        steps = (x if isinstance(x, tuple) else x[0])[1]
        return repeated(steps, self.wrapped.macs(self.step(x)))

    def with_steps(self, output: Shapes, steps: Any) -> Shapes:
        if isinstance(output, tuple):
            return (*output[:1], steps, *output[1:])
        if self.context.api is Api.KERAS_3:
            raise Invalid(f"`TimeDistributed` needs a layer of one output, found {shapes_text(output)}")
        raise Undetermined("TimeDistributed over a layer of several outputs")

    def derivation(self, x: Any) -> Iterator[str]:
        step = self.step(x)
        if isinstance(step, tuple):
            output = self.wrapped.compute_output_shape(step)
            yield f"each step: {shape_text(step)} → {shapes_text(output)} by {self.wrapped.name}"


MERGES = {
    "concat": "side by side in the last dimension",
    "sum": "added",
    "mul": "multiplied",
    "ave": "averaged",
    None: "both are given, unmerged",
}


@layer()
class Bidirectional(Layer):
    """The outputs of a recurrent layer and of its twin that reads backwards, merged.

    `concat` doubles the last dimension, the others keep it; None gives both outputs.
    With `return_state` the states of both follow.
    """

    # The attribute `layer` of a Keras wrapper.
    layer: Any
    merge_mode: Any = "concat"
    weights_: Ignored = None
    backward_layer: Any = None

    call_signature: ClassVar[str] = Recurrent.call_signature
    supports_masking: ClassVar[bool] = True
    drops_steps: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True

    def check(self) -> None:
        self.check_layers()
        message = f"Merge mode should be one of {tuple(MERGES)}"
        require(
            self.merge_mode in tuple(MERGES),
            f"Invalid merge mode. Received: {self.merge_mode}. {message}",
            help=did_you_mean(self.merge_mode, filter(None, MERGES)),
        )
        forward, backward = self.both
        if forward.attribute("go_backwards") == backward.attribute("go_backwards"):
            raise Invalid("Forward layer and backward layer should have different `go_backwards` value.")
        for name in ("stateful", "return_sequences", "return_state"):
            ahead, behind = forward.attribute(name, MISSING), backward.attribute(name, MISSING)
            require(ahead is not MISSING, f"the layer has no attribute '{name}'", error="AttributeError")
            require(
                behind == ahead,
                f'Forward layer and backward layer are expected to have the same value for attribute "{name}", '
                f'got "{ahead}" for forward layer and "{behind}" for backward layer',
            )

    def array_spec(self, x: Any) -> InputSpec | None:
        described = self.layer.layer
        return described.array_spec(x) if isinstance(described, GatedRecurrent) else self.built_spec(x)

    def check_layers(self) -> None:
        check_layer(self.layer, "Please initialize `Bidirectional` layer with a `keras.layers.Layer` instance")
        if self.layer.attribute("go_backwards", MISSING) is MISSING:
            message = f"Bidirectional needs a layer that takes `go_backwards`: {self.layer.name}"
            raise Invalid(message, error="TypeError")
        if self.backward_layer is not None:
            check_layer(self.backward_layer, "`backward_layer` need to be a `keras.layers.Layer` instance")
            if self.backward_layer.attribute("go_backwards", MISSING) is MISSING:
                message = f"{self.backward_layer.name} has no attribute 'go_backwards'"
                raise Invalid(message, error="AttributeError")

    @cached_property
    def both(self) -> tuple[Sublayer, Sublayer]:
        """The layers that run, forward and backward: copies of the layer that was given."""
        self.check_layers()
        forward = self.layer.clone(self.name_of("forward_"))
        if self.backward_layer is not None:
            return forward, self.backward_layer
        backwards = self.context.api is Api.KERAS_3 or not self.layer.attribute("go_backwards")
        return forward, self.layer.clone(self.name_of("backward_"), go_backwards=backwards)

    def name_of(self, prefix: str) -> str:
        name: str = self.layer.name
        return prefix + (name.removeprefix(prefix) if self.context.api is Api.KERAS_3 else name)

    def sublayers(self) -> Iterator[tuple[str, Sublayer]]:
        if isinstance(self.layer, Sublayer):
            yield from zip(("forward_layer", "backward_layer"), self.both, strict=True)

    def build_sublayers(self, x: Any) -> None:
        for sublayer in self.both:
            if not sublayer.built:
                sublayer.build(x)

    def input_spec(self) -> InputSpec | None:
        check_layer(self.layer, "Bidirectional takes a layer")
        return spec_of(self.layer)

    def output_shape(self, x: Any, initial_state: Any = None) -> Shapes:
        forward, backward = self.both
        sequences = sequences_of(self, x)
        ahead = split_states(forward.compute_output_shape(sequences))
        behind = ahead
        if self.context.api is Api.TF_KERAS:
            behind = split_states(backward.compute_output_shape(sequences))
            self.check_initial_state(x, initial_state)
        outputs = [*self.merged(ahead[0], behind[0]), *ahead[1:], *behind[1:]]
        return ShapeTuple(outputs) if len(outputs) > 1 else outputs[0]

    def macs(self, x: Any) -> Iterator[Product]:
        for sublayer in self.both:
            for item in sublayer.macs(sequences_of(self, x)):
                yield item.inside(sublayer.name)

    def check_initial_state(self, x: Any, initial_state: Any) -> None:
        """The first half of the states is for the forward layer, the other for the backward layer."""
        given = states_of(x, initial_state)
        if given is None:
            return
        message = "the state should be a list containing the states of the underlying RNNs"
        require(len(given) % 2 == 0, f"When passing `initial_state` to a Bidirectional RNN, {message}")
        half = len(given) // 2
        for sublayer, states in zip(self.both, (given[:half], given[half:]), strict=True):
            if isinstance(sublayer.layer, Recurrent):
                sublayer.layer.check_initial_state(states)

    def merged(self, ahead: Shape, behind: Shape) -> list[Shape]:
        if self.merge_mode is None:
            return [ahead, behind]
        if self.merge_mode == "concat":
            return [(*ahead[:-1], ahead[-1] + behind[-1])]
        if ahead is behind or not known((ahead[-1], behind[-1])):
            return [ahead]
        sizes = {ahead[-1], behind[-1]}
        message = f"outputs of {shape_text(ahead)} and {shape_text(behind)} cannot be merged by {self.merge_mode!r}"
        require(len(sizes - {1}) < 2, message)
        return [(*ahead[:-1], max(sizes))]

    def derivation(self, x: Any) -> Iterator[str]:
        forward, backward = self.both
        output = split_states(forward.compute_output_shape(sequences_of(self, x)))[0]
        yield f"forward and backward: {shape_text(output)} each, by {forward.name} and {backward.name}"
        yield f"merge_mode {self.merge_mode!r}: {MERGES[self.merge_mode]}"


def split_states(outputs: Shapes) -> tuple[Any, ...]:
    """The output of a recurrent layer and its states."""
    first, *states = outputs if isinstance(outputs, list) else [outputs]
    if not isinstance(first, tuple):
        raise Undetermined(f"a layer inside that gives {shapes_text(outputs)}")
    return (first, *states)


@layer()
class SpectralNormalization(Wrapper):
    """The layer inside, with its kernel divided by its largest singular value."""

    layer: Any
    power_iterations: Any = 1

    call_signature: ClassVar[str] = "inputs, training=False"

    def check(self) -> None:
        super().check()
        message = "`power_iterations` should be greater than zero. Received"
        positive(self.power_iterations, f"{message}: `power_iterations={self.power_iterations}`")

    @property
    def kernel(self) -> Any:
        """The weight that is normalised: the attribute `kernel` or `embeddings` of the layer inside."""
        if isinstance(self.wrapped.layer, Recurrent):
            return None  # there it is the cell that has one
        return self.wrapped.attribute("kernel") or self.wrapped.attribute("embeddings")

    def built_spec(self, x: Shape) -> InputSpec:
        if self.context.api is Api.KERAS_3:
            return InputSpec(min_ndim=1, axes={-1: x[-1]})
        return InputSpec(shape=(FREE, *x[1:]))

    def shared_weights(self) -> Iterator[tuple[Sublayer, str]]:
        yield self.wrapped, self.kernel.name

    def weights(self, x: Shape) -> Iterator[Weight]:
        kernel = self.kernel
        if kernel is None:
            raise Invalid(f"{self.wrapped.name} object has no attribute 'kernel' nor 'embeddings'")
        if not isinstance(kernel, Weight):
            raise Undetermined("a kernel that is no weight")
        yield Weight("vector_u", variable("vector_u", (1, kernel.shape[-1])).shape, False, kernel.dtype)

    def output_shape(self, x: Shape) -> Shapes:
        if self.context.api is Api.TF_KERAS:
            check_input(spec_of(self.wrapped), x, self.wrapped.name)
        return self.wrapped.compute_output_shape(x)

    def macs(self, x: Shape) -> Iterator[Product]:
        return self.wrapped.macs(x)

    def derivation(self, x: Shape) -> Iterator[str]:
        yield f"as {self.wrapped.name}, whose {self.kernel} is normalised"
