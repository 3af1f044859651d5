"""From live model objects to the frozen graph that rules and reports read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from kerascount.graph import (
    Call,
    Compilation,
    Connection,
    GraphWeight,
    LayerNode,
    ModelGraph,
    TensorInfo,
    Training,
)
from kerascount.models.functional import FunctionalObject, UnknownModel
from kerascount.models.inputs import InputObject
from kerascount.models.layer import LayerObject
from kerascount.models.macs import measure
from kerascount.models.model import ModelObject
from kerascount.models.node import Node, Operation
from kerascount.models.openness import close
from kerascount.models.sequential import SequentialObject
from kerascount.models.setup import Compiled, Trained, arrays
from kerascount.models.tree import shapes_of
from kerascount.models.weights import WeightObject
from kerascount.values.macs import Macs, Meter
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shapes, flat_shapes
from kerascount.values.weight import Weight
from kerascount.versions import Api


def freeze(model: ModelObject) -> ModelGraph:
    """The model as it is now."""
    rows = [] if isinstance(model, UnknownModel) else summary_rows(model)
    inside = frozenset(model.network.nodes) if isinstance(model, FunctionalObject) else None
    meter = measure(model)
    outputs = _ends(model, "outputs")
    front = model.stack[0] if isinstance(model, SequentialObject) and model.stack else None
    return ModelGraph(
        name=model.name,
        class_name=model.class_name,
        variable=model.variable,
        place=model.place,
        generation=model.session.generation,
        built=model.built,
        inputs=_ends(model, "inputs"),
        outputs=outputs,
        layers=tuple(layer_node(row, inside, meter) for row in rows),
        weights=graph_weights(model),
        optimizer_weights=_optimizer_weights(model),
        hidden_input=front.name if isinstance(front, InputObject) else None,
        is_sequential=isinstance(model, SequentialObject),
        is_functional=isinstance(model, FunctionalObject),
        reason=model.unknown,
        macs=Macs(tuple(meter.products)) if meter else None,
        compilations=tuple(_compilation(item, outputs) for item in model.compilations),
        trainings=tuple(_training(item) for item in model.trainings),
    )


def _compilation(made: Compiled, outputs: Sequence[TensorInfo]) -> Compilation:
    return Compilation(made.place, made.optimizer, made.losses(outputs), made.metrics)


def _training(done: Trained) -> Training:
    return Training(done.place, done.method, arrays(done.x), arrays(done.y), done.changed)


def _optimizer_weights(model: ModelObject) -> tuple[GraphWeight, ...] | None:
    """What Keras 3 prints as `Optimizer params` once the model was trained."""
    if model.optimizer_slots is None or model.session.api is not Api.KERAS_3:
        return None
    state = [Weight("iteration", (), False, "int32"), Weight("learning_rate", (), False, "float32")]
    for item in graph_weights(model):
        if item.trainable:
            state.extend([item.weight] * model.optimizer_slots)
    return tuple(GraphWeight(weight, trainable=False) for weight in state)


def summary_rows(model: ModelObject) -> list[Operation]:
    """What the summary lists: Keras 3 shows the operations of a functional model beside its layers."""
    if isinstance(model, FunctionalObject):
        inside = model.network.operations
        # Layers that attributes of it hold: Keras 3 does not list them.
        beside = () if model.session.api is Api.KERAS_3 else (row for row in model.children if row not in inside)
        return [*inside, *beside]
    return list(model.layers)


MAX_INSIDE: Final = 10_000  # layers inside one layer, at all depths
MAX_DEPTH: Final = 40


class _Inside:
    """What is told of layers inside layers: less of those that hold themselves, or hold others again and again."""

    def __init__(self) -> None:
        self.above: list[Operation] = []
        self.left = MAX_INSIDE

    def nodes(self, row: LayerObject, meter: Meter | None) -> tuple[LayerNode, ...]:
        if row in self.above or len(self.above) >= MAX_DEPTH:
            return ()
        self.above.append(row)
        made = []
        for child in _inner_layers(row):
            self.left -= 1
            if self.left < 0:
                break
            made.append(layer_node(child, None, meter, self))
        self.above.pop()
        return tuple(made)


def layer_node(
    row: Operation,
    inside: frozenset[Node] | None = None,
    meter: Meter | None = None,
    around: _Inside | None = None,
) -> LayerNode:
    calls = tuple(_call(node) for node in row.inbound if inside is None or node in inside)
    if not isinstance(row, LayerObject):
        return LayerNode(
            name=row.name,
            class_name=row.class_name,
            place=row.place,
            output_shape=_output_shape(row),
            weights=(),
            built=True,
            trainable=True,
            calls=calls,
            is_operation=True,
            unknown=getattr(row, "unknown", ""),
            macs=_macs(row, meter),
        )
    nested = isinstance(row, ModelObject)
    return LayerNode(
        name=row.name,
        class_name=row.class_name,
        place=row.place,
        output_shape=_output_shape(row),
        weights=graph_weights(row),
        built=row.built,
        trainable=row.trainable,
        shapes_differ=_shapes_differ(row),
        calls=calls,
        layer=row.layer,
        input_shape=row.built_with,
        layers=(around or _Inside()).nodes(row, meter),
        is_model=nested,
        is_functional=isinstance(row, FunctionalObject),
        unknown=row.unknown,
        macs=_macs(row, meter),
    )


def _macs(row: Operation, meter: Meter | None) -> Macs | None:
    """What its calls inside the model multiply; None where none of them was gone through."""
    if meter is None or not (row in meter.by_owner or isinstance(row, InputObject)):
        return None
    return Macs(tuple(meter.by_owner.get(row, ())))


def _inner_layers(row: LayerObject) -> Sequence[LayerObject]:
    return row.layers if isinstance(row, ModelObject) and not isinstance(row, UnknownModel) else list(row.children)


def graph_weights(layer: LayerObject) -> tuple[GraphWeight, ...]:
    trainable = _trainable(layer, set())
    return tuple(GraphWeight(item.weight, id(item) in trainable) for item in layer.weights())


def _trainable(layer: LayerObject, seen: set[int]) -> set[int]:
    """The weights that count as trainable when asked of this layer.

    Keras 3 keeps a flag on each variable; before, a layer asked the layers inside it.
    """
    if not layer.trainable:
        return set()
    if layer.session.api is Api.KERAS_3:
        return {id(item) for item in layer.weights() if item.trainable}
    own: Iterable[WeightObject] = layer.own_weights
    found = {id(item) for item in own if item.declared}
    seen.add(id(layer))
    for child in layer.children:
        if id(child) not in seen:
            found |= _trainable(child, seen)
    return found


def _call(node: Node) -> Call:
    inbound = tuple(
        Connection(x.history.operation.name, x.history.node_index, x.history.tensor_index) for x in node.inputs
    )
    return Call(inbound, _node_shapes(node))


def _output_shape(row: Operation) -> Shapes | None:
    """The shape of the last call, else what the build tells."""
    if _tells_own_shape(row):
        return _own_shape(row)
    if row.inbound:
        return _node_shapes(row.inbound[-1])
    if isinstance(row, FunctionalObject):
        return _flat([_shapes(tensor) for tensor in row.outputs])
    if isinstance(row, SequentialObject) and row.chain and _keeps_build_shape(row):
        return close(_shapes(row.chain[-1]))  # type: ignore[no-any-return]
    if isinstance(row, LayerObject) and row.built_with is not None and _keeps_build_shape(row):
        try:
            return row.output_shape_of_build()
        except (Invalid, Undetermined):
            return None
    return None


def _tells_own_shape(row: Operation) -> bool:
    """Whether it is a model of tf.keras, of which the summary shows the outputs that it has itself."""
    return isinstance(row, (FunctionalObject, SequentialObject)) and row.session.api is Api.TF_KERAS


def _own_shape(row: Any) -> Shapes | None:
    try:
        return _shapes(row.output)
    except Invalid:
        return None


def _shapes_differ(row: LayerObject) -> bool:
    """Whether the layer has no one output shape; an InputLayer states its own as a list, those of calls not."""
    if _tells_own_shape(row):
        return False
    if isinstance(row, InputObject) and len(row.inbound) > 1:
        return True
    return len({str(_shapes(node.structure)) for node in row.inbound}) > 1


def _node_shapes(node: Node) -> Shapes | None:
    """The outputs of a call; a node of Keras 3 knows them as one flat list."""
    shapes = _shapes(node.structure)
    if shapes is None or node.operation.session.api is not Api.KERAS_3:
        return shapes
    return _flat(list(flat_shapes(shapes)))


def _flat(shapes: Sequence[Shapes | None]) -> Shapes | None:
    known = [shape for shape in shapes if shape is not None]
    if len(known) < len(shapes):
        return None
    return known[0] if len(known) == 1 else known


def _keeps_build_shape(row: LayerObject) -> bool:
    """Whether a layer that is in no graph still tells the shape it was built with: only Keras 3 keeps it."""
    return row.session.api is Api.KERAS_3 and not (row.layer and row.layer.built_at_init)


def _shapes(structure: Any) -> Shapes | None:
    try:
        shapes: Shapes = shapes_of(structure)
    except Undetermined:
        return None
    return shapes


def _ends(model: ModelObject, which: str) -> tuple[TensorInfo, ...]:
    try:
        tensors: list[Tensor] = getattr(model, which)
    except (Invalid, Undetermined):
        return ()
    return tuple(TensorInfo(x.history.operation.name if x.history else "", x.shape, x.dtype) for x in tensors)
