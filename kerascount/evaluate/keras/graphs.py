"""The calls between the layers of a saved functional model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from kerascount.models.inputs import InputObject, standardize_shape
from kerascount.models.layer import LayerObject
from kerascount.models.node import FunctionOperation, Operation
from kerascount.models.tree import flatten
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.keras.deserializing import Reader

CONSTANT: Final = "_CONSTANT_VALUE"  # in place of a layer's name, where an input is no tensor
Reference = tuple[str, int, int]  # the name of a layer, the number of its call, the number of the output


def is_graph(config: Mapping[str, Any]) -> bool:
    return isinstance(config.get("layers"), list) and "input_layers" in config and "output_layers" in config


def is_reference(value: Any) -> TypeGuard[list[Any]]:
    """Whether it stands for a tensor: `["dense", 0, 0]`, in old formats with arguments of the call at the end."""
    return (
        isinstance(value, (list, tuple))
        and len(value) in (3, 4)
        and isinstance(value[0], str)
        and type(value[1]) is int
        and (value[0] == CONSTANT or type(value[2]) is int)
    )


class Graph:
    """Makes the layers, and calls them as soon as the tensors are there that they take."""

    def __init__(self, reader: Reader, config: Mapping[str, Any]) -> None:
        self.reader = reader
        self.config = config
        self.layers: dict[str, Operation] = {}
        self.outputs: dict[str, list[list[Any]]] = {}  # what each call of a layer gave
        self.first: dict[str, int] = {}  # the number of the first call; models count one of their own before
        self.shapes: dict[Reference, Tensor] = {}  # as the configuration notes them

    def ends(self) -> tuple[Any, Any]:
        """The inputs and outputs of the model.

        Raises:
            Undetermined: a layer takes a tensor that no layer gives.
        """
        nodes = (layer.get("inbound_nodes") for layer in self.config["layers"] if isinstance(layer, dict))
        self._note([self.config["input_layers"], self.config["output_layers"], *nodes])
        waiting = [(name, list(nodes)) for name, nodes in self._made_layers()]
        while waiting:
            left = [(name, rest) for name, nodes in waiting if (rest := self._called(name, nodes))]
            if sum(len(rest) for _, rest in left) == sum(len(nodes) for _, nodes in waiting):
                raise Undetermined(f"{left[0][0]} takes a tensor that no layer gives")
            waiting = left
        return self._filled(self.config["input_layers"]), self._filled(self.config["output_layers"])

    def _made_layers(self) -> Iterator[tuple[str, list[Any]]]:
        for data in self.config["layers"]:
            if not isinstance(data, dict) or not isinstance(data.get("class_name"), str):
                raise Undetermined("a layer without a class")
            config = data.get("config")
            name = data.get("name") or (config.get("name") if isinstance(config, dict) else None)
            layer = self.layers[str(name)] = self.reader.layer(data)
            given = [layer.tensor] if isinstance(layer, InputObject) else []
            self.outputs[str(name)] = [given] if given else []
            nodes = data.get("inbound_nodes")
            yield str(name), nodes if isinstance(nodes, list) and not given else []

    def _note(self, part: Any) -> None:
        """Where the calls of each layer begin to count, and the shapes of tensors: both show where they are used."""
        if is_reference(part):
            name, index = part[0], part[1]
            self.first[name] = min(index, self.first.get(name, index))
            self._note(part[3:])
        elif isinstance(part, dict):
            self._note_shape(part)
            self._note(list(part.values()))
        elif isinstance(part, list):
            for item in part:
                self._note(item)

    def _note_shape(self, part: Mapping[str, Any]) -> None:
        config = part.get("config")
        if part.get("class_name") == "__keras_tensor__" and isinstance(config, dict):
            history, shape = config.get("keras_history"), config.get("shape")
            if is_reference(history) and isinstance(shape, list):
                self.shapes[history[0], history[1], history[2]] = Tensor(
                    standardize_shape(shape), str(config.get("dtype"))
                )

    # --- calls

    def _called(self, name: str, nodes: list[Any]) -> list[Any]:
        """Make the calls that can be made, and give back the others."""
        while nodes:
            try:
                args, kwargs = self._arguments(nodes[0], self.layers[name])
            except LookupError:
                return nodes
            outputs = self._call(self.layers[name], args, kwargs)
            self.outputs[name].append(self._known(name, list(flatten(outputs))))
            nodes = nodes[1:]
        return nodes

    def _call(self, layer: Operation, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if isinstance(layer, LayerObject):
            return layer(*args, **kwargs)
        assert isinstance(layer, FunctionOperation)
        try:
            outputs = layer.infer(args, kwargs)
        except (Undetermined, Invalid) as reason:
            layer.unknown = str(reason)
            outputs = Tensor(None, why=str(reason))
        layer.record(args, kwargs, outputs)
        return outputs

    def _known(self, name: str, outputs: list[Any]) -> list[Any]:
        """The outputs of a call, with the shapes that the configuration notes for those that are not known."""
        call = len(self.outputs[name]) + self.first.get(name, 0)
        for index, tensor in enumerate(outputs):
            noted = self.shapes.get((name, call, index))
            if isinstance(tensor, Tensor) and tensor.shape is None and noted:
                tensor.shape, tensor.dtype = noted.shape, noted.dtype
        return outputs

    def _arguments(self, node: Any, layer: Operation) -> tuple[list[Any], dict[str, Any]]:
        """Raises `LookupError` where a tensor is not there yet."""
        if isinstance(node, dict) and "args" in node and "kwargs" in node:
            args, kwargs = self._tensors(node["args"]), self._tensors(node["kwargs"])
            return list(args), dict(kwargs)
        inputs = self._filled(node)
        if isinstance(inputs, list) and len(inputs) == 1 and isinstance(layer, LayerObject):
            inputs = inputs[0]
        last = [item for item in _references(node) if len(item) == 4][-1:]
        kwargs = last[0][3] if last and isinstance(last[0][3], dict) else {}
        return [inputs], {key: self._filled(value) for key, value in kwargs.items()}

    def _tensors(self, part: Any) -> Any:
        """Arguments of a call in the format of Keras 3."""
        if isinstance(part, list):
            return [self._tensors(item) for item in part]
        if not isinstance(part, dict):
            return part
        if part.get("class_name") == "__keras_tensor__":
            return self._tensor(part["config"]["keras_history"])
        if "class_name" in part:
            return self.reader.value(part)
        return {key: self._tensors(value) for key, value in part.items()}

    def _filled(self, part: Any) -> Any:
        """The same of references in nested lists, as the older formats have them."""
        if is_reference(part):
            return self.reader.value(part[2]) if part[0] == CONSTANT else self._tensor(part)
        if isinstance(part, list):
            return [self._filled(item) for item in part]
        if isinstance(part, dict) and "class_name" not in part:
            return {key: self._filled(value) for key, value in part.items()}
        return self.reader.value(part)

    def _tensor(self, reference: Any) -> Any:
        name, node, index = reference[:3]
        calls = self.outputs[name]
        position = node - self.first.get(name, 0)
        if not 0 <= position < len(calls):
            raise LookupError(name)
        return calls[position][index]


def _references(part: Any) -> Iterator[list[Any]]:
    if is_reference(part):
        yield part
    elif isinstance(part, (list, dict)):
        for item in part.values() if isinstance(part, dict) else part:
            yield from _references(item)
