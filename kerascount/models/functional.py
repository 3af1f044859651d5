"""Functional models: a graph of calls between inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kerascount.models.calls import CallSignature, Parameter
from kerascount.models.inputs import input_layer
from kerascount.models.layer import LayerObject, tensor_of
from kerascount.models.metering import again
from kerascount.models.model import ModelObject, input_specs
from kerascount.models.network import Network, map_network, traverse
from kerascount.models.node import FunctionOperation, Node, materialize
from kerascount.models.operators import OperationLayer
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, flatten, is_symbolic, map_structure, shapes_of
from kerascount.values.dims import FREE, product
from kerascount.values.macs import running
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, compatible, flat_shapes, shape_text, to_python
from kerascount.versions import Api

SIGNATURE = CallSignature((Parameter("inputs"), Parameter("training", False), Parameter("mask", False)))


class FunctionalObject(ModelObject):
    """`keras.Model(inputs, outputs)`, and subclasses that are made that way."""

    gives_tensor = "a model gives a tensor when it is called on one: model(x); that of its own inputs is model.output"

    def __init__(
        self, session: Session, inputs: Any, outputs: Any, common: Mapping[str, Any], class_name: str = "Functional"
    ) -> None:
        inputs, outputs = checked(session, inputs, outputs)
        if session.api is not Api.KERAS_3 and class_name == "Functional" and common.get("name") is None:
            common = {**common, "name": session.auto_name("model")}
        super().__init__(session, class_name, common)
        self.adopt_graph(inputs, outputs)
        if isinstance(common.get("trainable"), bool):
            self.trainable = common["trainable"]
        session.models.append(self)

    def adopt_graph(self, inputs: Any, outputs: Any) -> None:
        """Take over the graph between these tensors."""
        self.input_structure, self.output_structure = inputs, outputs
        self._inputs: list[Tensor] = list(flatten(inputs))
        self._outputs: list[Tensor] = list(flatten(outputs))
        self.network: Network = map_network(self._inputs, self._outputs)
        for operation in self.network.operations:
            if isinstance(operation, LayerObject):
                self.track(operation)
        self.input_spec = input_specs(self._inputs)
        self.built = True

    def attach(self, tensor: Tensor, class_name: str) -> None:
        """`add_loss` of tf.keras: what lies between the inputs and the tensor joins the model, and a layer at its end.

        Raises:
            Invalid: the tensor does not depend on the inputs alone.
        """
        found = map_network(self._inputs, [tensor])
        end = OperationLayer(self.session, class_name, _fresh, self.session.auto_name(class_name))
        end.record((tensor,), {}, _fresh(tensor))
        before = self.network
        operations = [item for item in (*found.operations, end) if item not in before.operations]
        nodes = [node for node in (*found.nodes, *end.inbound) if node not in before.depths]
        depths = {**before.depths, **dict.fromkeys(nodes, -1)}
        self.network = Network((*before.nodes, *nodes), depths, (*before.operations, *operations))
        for operation in operations:
            if isinstance(operation, LayerObject):
                self.track(operation)

    @property
    def signature(self) -> CallSignature:
        return SIGNATURE

    @property
    def layers(self) -> list[LayerObject]:
        return [operation for operation in self.network.operations if isinstance(operation, LayerObject)]

    @property
    def gap(self) -> str:
        operations = (item for item in self.network.operations if isinstance(item, FunctionOperation))
        return next((item.unknown for item in operations if item.unknown), "")

    @property
    def inputs(self) -> list[Tensor]:
        return self._inputs

    @property
    def outputs(self) -> list[Tensor]:
        return self._outputs

    @property
    def input(self) -> Any:
        return _single(self.input_structure)

    @property
    def output(self) -> Any:
        return _single(self.output_structure)

    def check_inputs(self, first: Any) -> None:
        given = self._by_name(first)
        message = (
            f'Layer "{self.name}" expects {len(self._inputs)} input(s), but it received {len(given)} input tensors.'
        )
        plain = f"takes {len(self._inputs)} inputs, but gets {len(given)}"
        require(len(given) == len(self._inputs), message, code="KC113", plain=plain)
        if self.session.api is Api.TF_KERAS and any_symbolic(given):
            return  # what is built already is not held against its shapes again
        super().check_inputs(given)
        for tensor, wanted in zip(given, self._inputs, strict=True):
            adjust_rank(tensor, wanted)

    def make_weights(self, shape: Shapes, others: Mapping[str, Any]) -> None:
        """All layers of a functional model are built already."""

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        # Of too many inputs the last ones are dropped; only `check_inputs` refuses them.
        adjust = _adjust_if_near if self.session.api is Api.TF_KERAS else adjust_rank
        given = [adjust(*pair) for pair in zip(self._ordered(bound["inputs"]), self._inputs, strict=False)]
        if running() is None and self._same_shapes(given) and not self.builds_more(given):
            return map_structure(lambda x: Tensor(x.shape, x.dtype, why=x.why), self.output)
        return _single(self.recompute(given))

    def _ordered(self, first: Any) -> list[Any]:
        """The inputs of a call in the order of the model's own."""
        if isinstance(first, dict) and isinstance(self.input_structure, dict):
            return list(flatten(first))
        return self._by_name(first)

    def _by_name(self, first: Any) -> list[Any]:
        """The same, where a dict goes by the names of the inputs."""
        names = [tensor.history.operation.name for tensor in self._inputs]
        if isinstance(self.input_structure, dict):
            names = sorted(self.input_structure)
        if not isinstance(first, dict) or len(names) != len(self._inputs):
            return list(flatten(first))
        for name in names:
            message = f'Missing data for input "{name}". You passed a data dictionary with keys {list(first)}.'
            require(name in first, message, code="KC113")
        return [first[name] for name in names]

    def _same_shapes(self, given: Sequence[Any]) -> bool:
        pairs = zip(given, self._inputs, strict=True)
        return all(a.shape is None or b.shape is None or _identical(a.shape, b.shape) for a, b in pairs)

    def recompute(self, given: Sequence[Any]) -> Any:
        """The outputs for other inputs: every call again, none recorded."""
        values = dict(zip(map(id, self._inputs), given, strict=True))

        def swapped(x: Any) -> Any:
            return values.get(id(x), x) if isinstance(x, Tensor) else x

        self.session.calls += len(self.network.nodes)
        for node in self.network.nodes:
            if node.is_input or any(id(x) in values for x in node.outputs):
                continue
            args = map_structure(swapped, node.args)
            kwargs = map_structure(swapped, node.kwargs)
            outputs = again(node, args, kwargs)
            for old, new in zip(node.outputs, flatten(outputs), strict=False):
                values[id(old)] = new
        return map_structure(lambda x: _fresh(values[id(x)]), self.output_structure)

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        pairs = zip(flat_shapes(shape), self._inputs, strict=False)
        tensors = [Tensor(item, x.dtype) for item, x in pairs]
        if self.session.api is Api.KERAS_3:
            if len(tensors) != len(self._inputs):
                raise Undetermined("the output shape for another number of inputs")
            super().check_inputs(tensors)  # here Keras leaves the ranks as they are
            return shapes_of(_single(self.recompute(tensors)))  # type: ignore[no-any-return]
        return shapes_of(self.infer_bound({"inputs": tensors}))  # type: ignore[no-any-return]


def adjust_rank(tensor: Any, wanted: Tensor) -> Any:
    """`Functional._adjust_input_rank`: an axis of size 1 may be missing or too many at the end.

    Raises:
        Invalid: the ranks differ in another way.
    """
    if not isinstance(tensor, Tensor) or tensor.shape is None or wanted.shape is None:
        return tensor
    shape, extra = tensor.shape, len(tensor.shape) - len(wanted.shape)
    if extra == 1 and compatible(shape[-1], 1):
        return Tensor(shape[:-1], tensor.dtype, mask=tensor.mask, origin=tensor.origin)
    if extra == -1 and compatible(wanted.shape[-1], 1):
        return Tensor((*shape, 1), tensor.dtype, mask=tensor.mask, origin=tensor.origin)
    if extra:
        raise Invalid(
            f"Invalid input shape for input with name '{wanted.name}'. Expected shape "
            f"{shape_text(wanted.shape)}, but input has incompatible shape {shape_text(shape)}",
            code="KC101",
            plain=f"takes inputs of {shape_text(wanted.shape)}, but gets {shape_text(shape)}",
            help=_rearranged(shape, wanted.shape),
        )
    return tensor


def _adjust_if_near(tensor: Any, wanted: Tensor) -> Any:
    """The same, where tensors of any other rank pass as they are."""
    try:
        return adjust_rank(tensor, wanted)
    except Invalid:
        return tensor


def _rearranged(shape: Shape, wanted: Shape) -> str:
    """Where only the arrangement of the elements differs, how to change it."""
    if len(shape) == len(wanted) - 1 and compatible(wanted[0], 1) and all(map(compatible, shape, wanted[1:])):
        return "the first axis counts the samples: x[None] makes a batch of the one sample x"
    known = all(isinstance(size, int) for size in (*shape[1:], *wanted[1:]))
    if not known or product(shape[1:]) != product(wanted[1:]):
        return ""
    return f"the number of elements fits: reshape the data to {shape_text((-1, *wanted[1:]))}"


class UnknownModel(ModelObject):
    """A functional model whose inputs or outputs could not be found out; its name still counts."""

    def __init__(self, session: Session, why: str, common: Mapping[str, Any]) -> None:
        if session.api is not Api.KERAS_3 and common.get("name") is None:
            common = {**common, "name": session.auto_name("model")}
        super().__init__(session, "Functional", common)
        self.unknown = why
        session.models.append(self)

    @property
    def layers(self) -> list[LayerObject]:
        raise Undetermined(self.unknown)

    @property
    def inputs(self) -> list[Tensor]:
        raise Undetermined(self.unknown)

    @property
    def outputs(self) -> list[Tensor]:
        raise Undetermined(self.unknown)

    @property
    def input(self) -> Any:
        raise Undetermined(self.unknown)

    @property
    def output(self) -> Any:
        raise Undetermined(self.unknown)

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return self.give_up(self.unknown, args, kwargs)

    def infer(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        return Tensor(None, why=self.unknown)


def _fresh(tensor: Tensor) -> Tensor:
    return Tensor(tensor.shape, tensor.dtype, why=tensor.why)


def _identical(left: Any, right: Any) -> bool:
    return len(left) == len(right) and all(
        (a is FREE) == (b is FREE) and (a is FREE or str(a) == str(b)) for a, b in zip(left, right, strict=True)
    )


def _single(structure: Any) -> Any:
    return structure[0] if isinstance(structure, (list, tuple)) and len(structure) == 1 else structure


def checked(session: Session, inputs: Any, outputs: Any) -> tuple[Any, Any]:
    """Inputs and outputs as `Functional.__init__` takes them; tensors inside a graph become new inputs.

    Raises:
        Invalid: something among them is no Keras tensor, or there is none.
    """
    inputs, outputs = materialize(session, inputs), materialize(session, outputs)
    for what, structure in (("inputs", inputs), ("outputs", outputs)):
        items = list(flatten(structure))
        if not items:
            raise Invalid(f"`{what}` argument cannot be empty.", code="KC114")
        for item in items:
            if isinstance(item, Unknown):
                raise Undetermined(item.why)
            if not is_symbolic(item):
                raise Invalid(
                    f"All `{what}` values must be KerasTensors. Received: {item} of type {type(item).__name__}",
                    code="KC114",
                    plain=f"takes tensors as `{what}`, but gets {item}",
                    help=tensor_of(item),
                )
    if all(tensor.history.node.is_input for tensor in flatten(inputs)):
        return inputs, outputs
    return _clone(session, inputs, outputs)


def _clone(session: Session, inputs: Any, outputs: Any) -> tuple[Any, Any]:
    """`clone_graph_nodes`: a model from the middle of a graph gets input layers and calls of its own."""
    nodes, _ = traverse(list(flatten(inputs)), list(flatten(outputs)))
    copies: dict[int, Tensor] = {}

    def new_input(tensor: Tensor) -> Tensor:
        if tensor.history.node.is_input:
            copies[id(tensor)] = tensor
            return tensor
        made = input_layer(
            session, batch_shape=_python(tensor), dtype=tensor.dtype, name=f"{tensor.name or 'keras_tensor'}CLONE"
        )
        copies[id(tensor)] = made.tensor
        return made.tensor

    new_inputs = map_structure(new_input, inputs)
    for tensor in flatten(outputs):
        if id(tensor) in copies and not tensor.history.node.is_input:
            name = tensor.history.operation.name
            raise Invalid(f"Output of '{name}' is an input too: it is not connected to `inputs`", code="KC110")
    for node in nodes:
        _copy_call(node, copies)
    return new_inputs, map_structure(lambda x: copies.get(id(x), x), outputs)


def _copy_call(node: Node, copies: dict[int, Tensor]) -> None:
    if node.is_input:
        Node(node.operation, (), {}, [copies.setdefault(id(x), x) for x in node.outputs])
        return
    if any(id(x) in copies for x in node.outputs):
        return
    swap: Callable[[Any], Any] = lambda x: copies.get(id(x), x) if isinstance(x, Tensor) else x  # noqa: E731
    args = map_structure(swap, list(node.args))
    kwargs = {key: map_structure(swap, value) for key, value in node.kwargs.items()}
    outputs = map_structure(lambda x: Tensor(x.shape, x.dtype, f"{x.name}_clone", x.why), node.structure)
    for old, new in zip(node.outputs, flatten(outputs), strict=True):
        copies[id(old)] = new
    Node(node.operation, args, kwargs, outputs).work = node.work


def _python(tensor: Tensor) -> tuple[object, ...]:
    return tuple(to_python(size) for size in tensor.dims())
