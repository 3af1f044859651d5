"""The frozen result of evaluation: models as rules and reports see them.

Nothing here computes a shape or a count that evaluation did not; `params` only adds up weights. Where things stand in
the source is worked out when it is asked for, which keeps the source, as the arguments of layers may: `settled` ends
that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING, Final

from kerascount.diagnostics import Diagnostic, Location
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.record import replace, result

if TYPE_CHECKING:  # findings alone, as those that are kept from an earlier run, need nothing of models
    from kerascount.layers.registry import Layer
    from kerascount.values.dims import Dim
    from kerascount.values.macs import Macs
    from kerascount.values.objects import Place
    from kerascount.values.shape import Shape, Shapes
    from kerascount.values.weight import Weight
    from kerascount.versions import Generation

NOWHERE: Final = Location("")


class Placed:
    """What stands somewhere in the source, as far as that is known."""

    __slots__ = ()
    place: Place | None

    @property
    def location(self) -> Location:
        return NOWHERE if self.place is None else self.place.location


@result
class Loss:
    """What one output is trained with, by the name of Keras' function: "categorical_crossentropy"."""

    name: str
    from_logits: bool | None = False  # None where that is not known


@result
class Compilation(Placed):
    """A call of `compile`."""

    place: Place | None
    optimizer: str = ""  # "adam"; "" where it is not known
    # One for each output, in their order; None for an output without a loss, or with one that is not known.
    losses: tuple[Loss | None, ...] = ()
    metrics: tuple[str, ...] = ()  # those that are known, by the names of their functions: "binary_accuracy"


@result
class Training(Placed):
    """A call of `fit`, `evaluate` or `predict` on data of which something is known."""

    place: Place | None
    method: str
    inputs: tuple[TensorInfo | None, ...]  # None: not known
    labels: tuple[TensorInfo | None, ...]
    changed: Place | None = None  # where `trainable` of one of its layers was changed since it was compiled


@result
class GraphWeight:
    """A weight of a built layer. Shared weights are one object, so that totals count them once."""

    weight: Weight
    trainable: bool  # after the `trainable` of the layers around it

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def size(self) -> Dim:
        return self.weight.size


@result
class TensorInfo:
    """An input or output of a model; `shape` is None where not even its rank is known."""

    name: str
    shape: Shape | None
    dtype: str
    classes: int = 0  # of labels: how many classes their numbers stand for; 0 where that is not known


@result
class Connection:
    """One tensor that a call takes: `conv2d_1[0][0]`."""

    layer: str
    node_index: int
    tensor_index: int


@result
class Call:
    """One call of a layer inside the model (a node of its graph)."""

    inbound: tuple[Connection, ...]
    output_shape: Shapes | None


@result
class LayerNode(Placed):
    """One layer of a model, as a row of its summary."""

    name: str
    class_name: str
    place: Place | None
    # What the summary shows: the shape of the last call, or of the build; None where unknown.
    output_shape: Shapes | None
    weights: tuple[GraphWeight, ...]
    built: bool
    trainable: bool
    # Its calls, those outside this model included, give different shapes: before Keras 3 it had no one output shape.
    shapes_differ: bool = False
    # Every call inside this model, in order; empty in models that keep no graph.
    calls: tuple[Call, ...] = ()
    # The arguments of the layer; None for one that the program defines, for operations, and once it is settled.
    layer: Layer | None = None
    # The shape or shapes it was built with, for explanations, and how the output shape comes about, line by line.
    input_shape: Shapes | None = None
    derivation: tuple[str, ...] = ()
    # The layers inside: of a nested model, or of a layer that holds others.
    layers: tuple[LayerNode, ...] = ()
    is_model: bool = False
    is_operation: bool = False  # `x + y` and keras.ops: a row of its own, no layer
    is_functional: bool = False
    unknown: str = ""  # why shape or weights could not be resolved
    # The multiply-accumulates of its calls inside this model, for one sample; None where no call is known.
    macs: Macs | None = None


@result
class ModelGraph(Placed):
    """A model that the program builds, at one moment of its life."""

    name: str
    class_name: str  # "Sequential", "Functional" or the name of the subclass
    variable: str | None  # the variable it is bound to, if any
    place: Place | None
    generation: Generation
    built: bool
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    # In the order of the summary; a Sequential's InputLayer is not among them.
    layers: tuple[LayerNode, ...]
    weights: tuple[GraphWeight, ...]  # of the whole model, each once
    # The InputLayer that a Sequential's summary hides; Keras 1 connects its first layer to it.
    hidden_input: str | None = None
    is_sequential: bool = False  # Sequential or a subclass of it
    is_functional: bool = False  # made of a graph of calls (not Sequential, not subclassed)
    # The variables of the optimizer where it is compiled in and built: Keras 3 prints their number and size.
    optimizer_weights: tuple[GraphWeight, ...] | None = None
    reason: str = ""  # why the model itself could not be resolved
    macs: Macs | None = None  # of one call of the model, for one sample
    condition: str = ""  # the outcome of an unknown condition that this model belongs to
    compilations: tuple[Compilation, ...] = ()
    trainings: tuple[Training, ...] = ()
    entry: str = ""  # the function that builds it, where the program never calls that: "build(width, classes)"

    @property
    def complete(self) -> bool:
        return not self.reason and not any(node.unknown for node in self.layers)

    @property
    def unknown(self) -> str:
        """The first thing that could not be resolved: "line 12: dense: depends on sys.argv"."""
        for node in self.layers:
            if node.unknown:
                where = f"{node.location.in_words}: " if node.place is not None else ""
                return f"{where}{node.name}: {node.unknown}"
        return self.reason


def params(weights: Iterable[GraphWeight], *, trainable: bool | None = None) -> Dim:
    """The number of parameters, all of them or one side of the trainable split; a shared weight counts once."""
    total: Dim = 0
    for item in dict.fromkeys(weights):
        if trainable is None or item.trainable is trainable:
            total = total + item.size
    return total


@result
class FileReport:
    """What was found in one file."""

    path: str
    models: tuple[ModelGraph, ...] = ()  # as they are when the program ends
    diagnostics: tuple[Diagnostic, ...] = ()
    failed: bool = False  # the file could not be analysed
    # What the program prints: each model as it is at its calls of `summary()`, or at the end where it calls none.
    summaries: tuple[ModelGraph, ...] = ()
    lines: tuple[str, ...] = ()  # of the program, as its locations count them; none where nothing is found

    @property
    def shown(self) -> tuple[ModelGraph, ...]:
        """The models as a reader of the program's output would see them."""
        return self.summaries or self.models


def settled(report: FileReport, *, derivations: bool = True) -> FileReport:
    """The same report with all places worked out, and with all derivations or none, which lets go of the source."""
    made = {id(model): _settled(model, derivations) for model in (*report.models, *report.summaries)}
    models, summaries = ([made[id(model)] for model in side] for side in (report.models, report.summaries))
    return replace(report, models=tuple(models), summaries=tuple(summaries))


def _settled(model: ModelGraph, derivations: bool) -> ModelGraph:
    return replace(
        model,
        place=model.location,
        layers=tuple(_settled_layer(node, derivations) for node in model.layers),
        compilations=tuple(replace(item, place=item.location) for item in model.compilations),
        trainings=tuple(map(_settled_training, model.trainings)),
    )


def _settled_training(item: Training) -> Training:
    return replace(item, place=item.location, changed=item.changed.location if item.changed else None)


def _settled_layer(node: LayerNode, derivations: bool) -> LayerNode:
    layers = tuple(_settled_layer(inner, derivations) for inner in node.layers)
    derivation = _derivation(node) if derivations else ()
    return replace(node, place=node.location, layer=None, derivation=derivation, layers=layers)


def _derivation(node: LayerNode) -> tuple[str, ...]:
    """How the output shape comes about; nothing for a layer that has no more to say."""
    if node.layer is None or node.input_shape is None:
        return ()
    try:
        return tuple(node.layer.derivation(node.input_shape))
    except (Invalid, Undetermined):
        return ()


@result
class Report:
    """What was found in all files, in their order."""

    files: tuple[FileReport, ...] = field(default=())
