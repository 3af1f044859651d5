"""Copies of layers and models, as `clone_model` and `from_config(get_config())` make them: new weights, same names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kerascount.models.functional import FunctionalObject
from kerascount.models.inputs import InputObject
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.node import FunctionOperation, Node, Operation
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import flatten, map_structure
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

CloneLayer = Callable[[LayerObject], Any]
CallLayer = Callable[[Any, list[Any], dict[str, Any]], Any]


def clone_layer(layer: LayerObject) -> LayerObject:
    """`layer.from_config(layer.get_config())`.

    Raises:
        Undetermined: its configuration is not known.
    """
    if isinstance(layer, InputObject):
        return InputObject(layer.session, layer.batch_shape, layer.dtype, layer.name, layer.unknown)
    if isinstance(layer, SequentialObject):
        return rebuilt_sequential(layer, clone_layer)
    if isinstance(layer, FunctionalObject):
        return clone_functional(layer, clone_layer)
    return layer.clone(layer.name)


def clone_model(
    model: ModelObject, clone: CloneLayer, inputs: Any = None, call: CallLayer | None = None
) -> ModelObject:
    """`keras.models.clone_model`; in Keras 3 an input layer is named as its tensor is.

    Raises:
        Undetermined: it is a model whose class the program defines.
    """
    if type(model) is SequentialObject:
        return clone_sequential(model, clone, inputs)
    if not isinstance(model, FunctionalObject):
        raise Undetermined(f"a copy of {model.class_name}")
    if inputs is None and model.session.api is Api.KERAS_3:
        inputs = map_structure(_new_input, model.input_structure)
    common = {"name": model.name} if model.session.api is Api.KERAS_3 else _common(model)
    return clone_functional(model, clone, inputs, call or _call, common)


def _new_input(tensor: Tensor) -> Tensor:
    operation = tensor.history.operation
    return InputObject(operation.session, tensor.shape, tensor.dtype, tensor.name, tensor.why).tensor


def clone_sequential(model: SequentialObject, clone: CloneLayer, inputs: Any = None) -> SequentialObject:
    """The stack again; what clones its layers is not asked for the input layer."""
    if not model.stack and model.session.api is Api.KERAS_3:
        raise Invalid("list index out of range", error="IndexError")
    layers = [clone(layer) for layer in model.layers]
    front = _input_of(model) if inputs is None else [next(flatten(inputs))]
    return SequentialObject(model.session, [*front, *layers], _common(model))


def rebuilt_sequential(model: SequentialObject, clone: CloneLayer) -> SequentialObject:
    """`from_config`: the layers are added one by one, and Keras connects the stack each time."""
    made = SequentialObject(model.session, (), _common(model))
    for layer in (*_input_of(model), *map(clone, model.layers)):
        made.add(layer)
    return made


def _input_of(model: SequentialObject) -> list[LayerObject]:
    return [clone_layer(layer) for layer in model.stack[:1] if isinstance(layer, InputObject)]


def _common(model: ModelObject) -> dict[str, Any]:
    return {"name": model.name, "trainable": model.trainable}


def clone_functional(
    model: FunctionalObject,
    clone: CloneLayer,
    inputs: Any = None,
    call: CallLayer | None = None,
    common: Mapping[str, Any] | None = None,
) -> FunctionalObject:
    """Every call of the graph again, on new input layers or on the tensors given."""
    copies: dict[Operation, Any] = {}
    values: dict[int, Tensor] = {}
    if inputs is not None:
        values = dict(zip(map(id, model.inputs), flatten(inputs), strict=True))
    for node in model.network.nodes:
        if node.is_input:
            _copy_input(node, values)
        else:
            _copy_call(node, copies, values, clone, call or _call)

    def new(tensor: Tensor) -> Tensor:
        return values[id(tensor)]

    ends = map_structure(new, model.input_structure), map_structure(new, model.output_structure)
    return FunctionalObject(model.session, *ends, _common(model) if common is None else common)


def _copy_input(node: Node, values: dict[int, Tensor]) -> None:
    for tensor in node.outputs:
        if id(tensor) not in values:
            made = clone_layer(node.operation)  # type: ignore[arg-type]
            values[id(tensor)] = made.tensor  # type: ignore[attr-defined]


def _copy_call(
    node: Node, copies: dict[Operation, Any], values: dict[int, Tensor], clone: CloneLayer, call: CallLayer
) -> None:
    operation = node.operation
    if operation not in copies:
        copies[operation] = clone(operation) if isinstance(operation, LayerObject) else _copy_operation(operation)

    def swap(x: Any) -> Any:
        return values.get(id(x), x) if isinstance(x, Tensor) else x

    args = map_structure(swap, list(node.args))
    kwargs = {key: map_structure(swap, value) for key, value in node.kwargs.items()}
    outputs = call(copies[operation], args, kwargs)
    for old, new in zip(node.outputs, flatten(outputs), strict=False):
        values[id(old)] = new


def _copy_operation(operation: Operation) -> FunctionOperation:
    if not isinstance(operation, FunctionOperation):
        raise Undetermined(f"a copy of {operation.class_name}")
    return FunctionOperation(operation.session, operation.class_name, operation.function, operation.name)


def _call(operation: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if not isinstance(operation, FunctionOperation):
        return operation(*args, **kwargs)
    outputs = operation.infer(args, kwargs)
    operation.record(args, kwargs, outputs)
    return outputs
