"""Sequential models: a stack of layers, built as soon as its input shape is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kerascount.layers.registry import InputSpec
from kerascount.models.calls import CallSignature
from kerascount.models.functional import SIGNATURE, adjust_rank
from kerascount.models.inputs import InputObject, input_layer
from kerascount.models.layer import LayerObject, UnknownLayer
from kerascount.models.metering import again
from kerascount.models.model import ModelObject, input_specs
from kerascount.models.node import infer_again
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, flatten, is_symbolic, map_structure, shapes_of, tensors
from kerascount.values.dims import FREE
from kerascount.values.macs import running
from kerascount.values.objects import Foreign, Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, shape_text, to_python
from kerascount.versions import Api

MAX_LAYERS: Final = 20_000


class SequentialObject(ModelObject):
    """`keras.Sequential`; `stack` holds its layers with the InputLayer, if any, in front."""

    def __init__(
        self,
        session: Session,
        layers: Any = None,
        common: Mapping[str, Any] | None = None,
        class_name: str = "Sequential",
    ) -> None:
        super().__init__(session, class_name, common or {})
        self.stack: list[LayerObject] = []
        self.named: dict[str, LayerObject] = {}
        self.chain: list[Any] = []  # the input and what each layer gives, once built
        self.inferred: Shape | None = None  # of the inputs, where the first call or `build` told it
        for layer in layers or ():
            self.add(layer, rebuild=False)
        session.models.append(self)
        if self.stack:
            self.rebuild()

    @property
    def signature(self) -> CallSignature:
        return SIGNATURE

    @property
    def layers(self) -> list[LayerObject]:
        return self.stack[1:] if self._has_input else list(self.stack)

    @property
    def gap(self) -> str:
        return next((item.unknown for item in self.stack if isinstance(item, UnknownLayer)), "")

    @property
    def _has_input(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[0], InputObject)

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Put a layer on top.

        Raises:
            Invalid: it is no layer, its name is taken, or it does not fit onto the one below.
        """
        if not self.stack and getattr(layer, "implied_input", None):
            self.add(self._implied_input_layer(layer))
        if isinstance(layer, Foreign) and layer.doubt:
            layer = Unknown(layer.doubt)
        layer = UnknownLayer(self.session, layer) if isinstance(layer, Unknown) else _input_behind(layer)
        self._check_new(layer)
        if len(self.stack) >= MAX_LAYERS:
            raise Undetermined("a model of so many layers")
        self.stack.append(layer)
        self.named[layer.name] = layer
        if not isinstance(layer, InputObject):
            self.track(layer)
        if rebuild:
            self.rebuild()
        else:
            self.built, self.chain = False, []

    def _implied_input_layer(self, layer: LayerObject) -> InputObject:
        name = None if self.session.api is Api.KERAS_3 else self._input_name(layer)
        return input_layer(self.session, name=name, **layer.implied_input)

    def _input_name(self, layer: LayerObject) -> str:
        """`dense_input`; Keras 1 counts these as well: `dense_input_1`."""
        if self.session.api is Api.KERAS_1:
            stem, _, number = layer.name.rpartition("_")
            return f"{stem}_input_{number}" if number.isdecimal() else f"{layer.name}_input"
        return f"{layer.name}_input"

    def _check_new(self, layer: Any) -> None:
        if not isinstance(layer, LayerObject):
            error = "ValueError" if self.session.api is Api.KERAS_3 else "TypeError"
            raise Invalid(
                f"Only instances of `keras.Layer` can be added to a Sequential model. Received: {layer}",
                error=error,
                code="KC115",
                plain=f"takes layers, but gets {layer}",
                help="that is what a layer or model gives: add the layer or model itself"
                if isinstance(layer, Tensor)
                else "",
            )
        other = self.named.get(layer.name, layer)
        if other is not layer and other.name == layer.name:  # it may have another name by now
            raise Invalid(
                "All layers added to a Sequential model should have unique names. Name "
                f"'{layer.name}' is already the name of a layer in this model.",
                code="KC111",
                plain=f"has a layer with the name '{layer.name}' already",
                places=[
                    (f"{other.class_name} '{other.name}' is made", other.place)
                    for other in self.stack
                    if other.name == layer.name
                ],
            )
        if isinstance(layer, InputObject) and self._has_input and self.session.api is not Api.TF_KERAS:
            raise Invalid(
                f"Sequential model '{self.name}' has already been configured to use an input shape. You cannot "
                "add a different Input layer to it."
            )

    def pop(self) -> LayerObject:
        """Take the top layer off."""
        if not self.stack:
            raise Invalid("pop from empty list", error="IndexError")
        layer = self.stack.pop()
        self.children.pop(layer, None)
        self.named.pop(layer.name, None)
        self.built, self.chain = False, []
        if self.stack:
            self.rebuild()
        return layer

    def rebuild(self) -> None:
        """Call the layers one after the other, as far as the input shape is known."""
        if self._has_input and len(self.stack) > 1:
            self._connect()
        elif len(self.stack) > 1 and isinstance(self.stack[0], ModelObject):
            self._start_from_model(self.stack[0])

    def _start_from_model(self, first: ModelObject) -> None:
        """The first layer is a model whose input shape is known."""
        try:
            inputs = first.inputs
        except Invalid:
            return
        if len(inputs) == 1:
            shape = inputs[0].shape
            self.build(shape if shape is not None else (), unknown=inputs[0].why)

    def build(self, shape: Shapes, unknown: str = "", **others: Any) -> None:
        """Build for inputs of this shape."""
        if not self.stack:
            raise Invalid(
                f"Sequential model {self.name} cannot be built because it has no layers. Call `model.add(layer)`."
            )
        if not isinstance(shape, tuple):
            return
        if self._has_input:
            self._check_same_input(shape)
        else:
            name = None if self.session.api is Api.KERAS_3 else self._input_name(self.stack[0])
            batch_shape: Any = Unknown(unknown) if unknown else tuple(to_python(size) for size in shape)
            made = input_layer(self.session, batch_shape=batch_shape, dtype=self.stack[0].dtype, name=name)
            self.stack.insert(0, made)
            self.inferred = shape
        self._connect()

    def _check_same_input(self, shape: Shape) -> None:
        own = self.stack[0].tensor.shape  # type: ignore[attr-defined]
        if self.session.api is Api.KERAS_3 and own is not None and shape_text(own) != shape_text(shape):
            raise Invalid(
                f"Sequential model '{self.name}' has already been configured to use input shape {shape_text(own)}. "
                f"You cannot build it with input_shape {shape_text(shape)}"
            )

    def _connect(self) -> None:
        """Extend the chain of calls to the top; Keras 3 makes an inner functional model each time."""
        begins = not self.chain
        if begins:
            self.chain = [self.stack[0].tensor]  # type: ignore[attr-defined]
        # Keras calls the layers below once more as well, which uses up names of tensors.
        self.session.skip("keras_tensor", len(self.chain) - 1)
        x: Any = self.chain[-1]
        for layer in self.stack[len(self.chain) :]:
            try:
                x = layer(x)
            except Invalid as refusal:
                if refusal.error != "NotImplementedError" or self.session.api is not Api.KERAS_3:
                    raise
                self.chain, self.built = [], True  # Keras goes on without the shapes behind this layer
                return
            self.chain.append(x)
            for item in tensors(x):
                if item.origin and item.origin.name == layer.name:
                    item.origin.at = layer.place  # which says more than where all are called
        if self.session.api is Api.KERAS_3:
            self.session.auto_name("Functional")
        if begins:
            self.input_spec = input_specs(self.chain[:1])
        self.built = True
        self.unknown = self.unknown or next((item.why for item in tensors(x) if item.why), "")

    @property
    def inputs(self) -> list[Tensor]:
        return self._ends(0, "inputs")

    @property
    def outputs(self) -> list[Tensor]:
        return self._ends(-1, "outputs")

    def _ends(self, position: int, what: str) -> list[Tensor]:
        if not self.built or not self.chain:
            raise Invalid(
                f"Sequential model '{self.name}' has no defined {what} yet.",
                error="AttributeError",
                code="KC118",
                help="it has them from the start where an Input is its first layer",
            )
        return list(tensors(self.chain[position]))

    @property
    def input(self) -> Any:
        return super().input if self.session.api is Api.KERAS_3 else self.inputs[0]

    @property
    def output(self) -> Any:
        return super().output if self.session.api is Api.KERAS_3 else self.outputs[0]

    def check_inputs(self, first: Any) -> None:
        """Of arrays, Keras 3 checks only the rank: the layers themselves see whether the sizes fit."""
        if self.session.api is not Api.KERAS_3 or any_symbolic(first):
            count = len(list(flatten(first)))
            message = f'Layer "{self.name}" expects 1 input(s), but it received {count} input tensors.'
            counted = self.session.api is Api.TF_KERAS and self.session.generation.trains_in_steps and self.chain
            require(not counted or count == 1, message, code="KC113", plain=f"takes one input, but gets {count}")
            super().check_inputs(first)
        elif self.chain:
            adjust_rank(next(flatten(first), None), self.chain[0])

    def spec_at(self, position: int) -> InputSpec | None:
        return None if self._follows_inputs else super().spec_at(position)

    @property
    def _follows_inputs(self) -> bool:
        """Whether it is built anew for inputs of another shape, as tf.keras does where the program gave none."""
        return self.inferred is not None and self.session.api is Api.TF_KERAS

    def ensure_built(self, bound: Mapping[str, Any]) -> None:
        first = next(iter(bound.values()), None)
        if not self.built and isinstance(first, Tensor):
            self.build(first.dims())
        elif self._follows_inputs and isinstance(first, Tensor):
            self._relax(self.inferred or (), first.dims())

    def _relax(self, before: Shape, shape: Shape) -> None:
        """Connect the layers again for inputs that both shapes fit; not where a layer refuses such."""
        relaxed = _common_shape(before, shape)
        if relaxed is None or shape_text(relaxed) == shape_text(before):
            return
        kept = self.stack[0], self.chain, {layer: list(layer.inbound) for layer in self.stack}
        own = {id(x.history.node) for x in tensors(self.chain)}
        for layer in self.stack[1:]:
            layer.inbound = [node for node in layer.inbound if id(node) not in own]
        self.stack.pop(0)
        self.chain, self.built = [], False
        try:
            self.build(relaxed)
        except Invalid:
            self.stack[:1], self.chain, self.built = [kept[0]], kept[1], True
            for layer, nodes in kept[2].items():
                layer.inbound = nodes

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        first = bound["inputs"]
        if self.chain and not any_symbolic(first):
            first = adjust_rank(next(flatten(first), None), self.chain[0])  # further inputs are dropped
        meter = running()
        if meter is not None and meter.replays and self.chain:
            return self.replayed(first)
        follows_graph = meter is None and self.chain and not self.builds_more(first)
        if follows_graph and isinstance(first, Tensor) and _same(first, self.chain[0]):
            return map_structure(lambda x: Tensor(x.shape, x.dtype, why=x.why), self.chain[-1])
        x = first
        for layer in self.layers:
            x = infer_again(layer, (x,), {}, layer.place)
        return x

    def replayed(self, x: Any) -> Any:
        """Every call of the chain again, for other inputs."""
        for given in self.chain[1:]:
            made = next(tensors(given), None)
            if made is None:
                break  # a layer that gives nothing
            x = again(made.history.node, (x,), {})
        return x

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        if self.chain and isinstance(shape, tuple) and self.session.api is Api.KERAS_3:
            x: Any = Tensor(shape, self.chain[0].dtype)
            super().check_inputs(x)
            for layer in self.layers:
                x = infer_again(layer, (x,), {}, layer.place)
            return shapes_of(x)  # type: ignore[no-any-return]
        for layer in self.layers:
            shape = layer.compute_output_shape(shape)
        return shape


def _common_shape(left: Shape, right: Shape) -> Shape | None:
    """What shapes of one rank have in common; None for others."""
    if len(left) != len(right):
        return None
    return tuple(a if str(a) == str(b) else FREE for a, b in zip(left, right, strict=True))


def _same(left: Tensor, right: Tensor) -> bool:
    if left.shape is None or right.shape is None:
        return False
    return shape_text(left.shape) == shape_text(right.shape)


def _input_behind(layer: Any) -> Any:
    """`Input(...)` in a Sequential stands for its InputLayer."""
    if is_symbolic(layer) and isinstance(layer.history.operation, InputObject):
        return layer.history.operation
    return layer
