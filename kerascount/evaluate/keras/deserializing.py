"""Layers and models from their saved configurations, in the formats of all generations.

A configuration is data: nothing in it is run, and what only running it could tell stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from kerascount.evaluate.keras.graphs import Graph, is_graph
from kerascount.evaluate.keras.namespace import KerasNames
from kerascount.evaluate.objects import LibraryClass, LibraryObject
from kerascount.layers.registry import COMMON, COMMON_BY_API, Layer, fields
from kerascount.models.functional import FunctionalObject, UnknownModel
from kerascount.models.inputs import InputObject, input_layer, standardize_shape
from kerascount.models.layer import LayerObject, make_layer
from kerascount.models.model import ModelObject
from kerascount.models.node import Operation
from kerascount.models.sequential import SequentialObject
from kerascount.ops.registry import UNFORESEEN
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

LEFT_ALONE: Final = ("_initializer", "_regularizer", "_constraint", "activation")  # arguments that hold no layers
NOT_LAYERS: Final = ("keras.initializers", "keras.regularizers", "keras.constraints", "keras.losses", "keras.metrics")
PRIVATE: Final = {
    "LayerScale": "kerascount.models.applications.convnext",
    "CustomScaleLayer": "kerascount.models.applications.inception_resnet_v2",
}
POLICIES: Final = ("DTypePolicy", "Policy", "PolicyV1", "QuantizedDTypePolicy", "QuantizedFloat8DTypePolicy")
CODE: Final = "it holds compiled Python code, which is not looked at"


class UnknownObject(LayerObject):
    """A layer of which the configuration does not tell what it does; a call gives the shapes that are noted."""

    def __init__(self, reader: Reader, data: Mapping[str, Any], why: str) -> None:
        config = _dict(data.get("config"))
        common = {"name": config.get("name"), "trainable": config.get("trainable", True)}
        super().__init__(reader.session, str(data.get("class_name")), common, None)
        self.unknown = why

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return self.give_up(self.unknown, args, kwargs)

    def infer(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        return Tensor(None, why=self.unknown)


class Reader:
    """Reads configurations; what is to be said about them beside the result it notes in `reported`."""

    def __init__(self, names: KerasNames) -> None:
        self.names = names
        self.session = names.session
        self.reported: list[tuple[str, str]] = []  # code and text

    def model(self, data: Any) -> LayerObject:
        """The layer or model of `{"class_name": …, "config": …}`.

        Raises:
            Undetermined: it is none.
        """
        if not isinstance(data, dict) or not isinstance(data.get("class_name"), str):
            raise Undetermined("a configuration without a class")
        made = self._made(data)
        if made is None:
            return self._unknown_model(data)
        self._build(made, data)
        return made

    def _unknown_model(self, data: Mapping[str, Any]) -> ModelObject:
        why = f"{data['class_name']} is no class of Keras: what its layers are is in the program that saved the model"
        self.note("KC911", why)
        made = UnknownModel(self.session, why, {"name": _dict(data.get("config")).get("name")})
        made.class_name = data["class_name"]
        return made

    def _made(self, data: Mapping[str, Any]) -> LayerObject | None:
        """The layer, unbuilt; None where the class is not one of Keras' layers or models."""
        class_name, config = data["class_name"], data.get("config")
        if class_name == "Sequential" or (isinstance(config, dict) and _is_stack(config)):
            return self._sequential(class_name, config)
        if not isinstance(config, dict):
            return None
        if is_graph(config):
            return self._functional(class_name, config)
        if ".applications." in str(data.get("module")) and class_name in PRIVATE:
            return self._private(class_name, config)
        return self._input(config) if class_name == "InputLayer" else self._layer(class_name, config)

    def layer(self, data: Mapping[str, Any]) -> Operation:
        """One part of a model; what is not known in it stays in its place."""
        from kerascount.evaluate.keras.operations import operation

        try:
            made = operation(self, data) or self._made(data)
        except (Invalid, Undetermined, *UNFORESEEN) as reason:
            return UnknownObject(self, data, f"it cannot be made of its configuration: {reason}")
        if made is None:
            why = f"{data['class_name']} is no class of Keras: the program that saved the model defines it"
            self.note("KC911", why)
            return UnknownObject(self, data, why)
        if isinstance(made, LayerObject):
            self._build(made, data)
        return made

    def note(self, code: str, text: str) -> None:
        if (code, text) not in self.reported:
            self.reported.append((code, text))

    # --- kinds of layers

    def _sequential(self, class_name: str, config: Any) -> SequentialObject:
        """Keras 1 and 2.2 had a bare list of layers."""
        config = {"layers": config} if isinstance(config, list) else config
        layers = [self.layer(item) for item in config.get("layers") or () if isinstance(item, dict)]
        common = {"name": config.get("name"), "trainable": config.get("trainable", True)}
        model = SequentialObject(self.session, layers, common, class_name)
        shape = config.get("build_input_shape")
        if isinstance(shape, list) and not model.built and layers:
            _attempt(model, lambda: model.build(_shape(shape)))
        return model

    def _functional(self, class_name: str, config: dict[str, Any]) -> FunctionalObject:
        inputs, outputs = Graph(self, config).ends()
        common = {"name": config.get("name"), "trainable": config.get("trainable", True)}
        kept = "Functional" if class_name == "Model" else class_name
        return FunctionalObject(self.session, inputs, outputs, common, kept)

    def _input(self, config: Mapping[str, Any]) -> InputObject:
        shape = config.get("batch_shape") or config.get("batch_input_shape")
        return input_layer(
            self.session, dtype=self._dtype(config.get("dtype")), batch_shape=shape or (None,), name=config.get("name")
        )

    def _layer(self, class_name: str, config: dict[str, Any]) -> LayerObject | None:
        found = self._class(class_name)
        if found is None:
            return None
        if class_name == "Lambda":
            config = {**config, "function": self._function(config)}
        known = {item.name for item in fields(found.described)} | COMMON_BY_API[self.session.api]
        former = {name for former in found.described.formers for name in former.own}
        given = {key: self.value(value, key) for key, value in config.items() if key in known | former}
        made = found.make(**given)
        assert isinstance(made, LayerObject)
        return made

    def _private(self, class_name: str, config: dict[str, Any]) -> LayerObject:
        """A layer that an application of Keras defines for itself."""
        described: type[Layer] = getattr(import_module(PRIVATE[class_name]), class_name)
        names = {item.name for item in fields(described)}
        given = {key: self.value(value, key) for key, value in config.items() if key in names | COMMON}
        if "weight_name" in names:
            given["weight_name"] = self.session.auto_name("Variable") if self.session.api is Api.KERAS_3 else "gamma"
        return make_layer(self.session, described.bind((), given, self.session.context))

    def _class(self, class_name: str) -> LibraryClass | None:
        for name in (class_name, class_name.removesuffix("V1"), class_name.removesuffix("V2")):
            found = self.names.find(f"keras.layers.{name}")
            if isinstance(found, LibraryClass) and found.described is not None:
                return found
        return None

    def _function(self, config: Mapping[str, Any]) -> Any:
        """The function of a Lambda: its name, or nothing but the fact that there is code."""
        function = config.get("function")
        marked = isinstance(function, dict) and function.get("class_name") == "__lambda__"
        if marked or isinstance(function, list) or config.get("function_type") == "lambda":
            self.note(
                "KC910", f"the Lambda layer {config.get('name')!r} holds compiled Python code: loading it runs it"
            )
            return Unknown(CODE)
        return Unknown("its function is in the program that saved the model")

    # --- values of arguments

    def value(self, value: Any, key: str = "") -> Any:
        """An argument as a program would have written it."""
        if key == "dtype":
            return self._dtype(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "class_name" not in value:
            return {name: self.value(item) for name, item in value.items()}
        return self._object(value, key)

    def _object(self, value: dict[str, Any], key: str) -> Any:
        kind, config = value["class_name"], _dict(value.get("config"))
        if kind in POLICIES:
            return self._dtype(value)
        if kind in MARKED:
            return MARKED[kind](self, value, config)
        if kind == "function" or key.endswith(LEFT_ALONE):
            named = value.get("config") if value.get("module") in (None, "builtins", "keras.activations") else None
            return named if kind == "function" and isinstance(named, str) else value
        if str(value.get("module") or "").startswith(NOT_LAYERS):
            return LibraryObject(f"{value['module']}.{kind}")
        return self.layer(value) if "name" in config else LibraryObject(kind)

    def _dtype(self, value: Any) -> Any:
        """The name of a dtype or policy."""
        if not isinstance(value, dict):
            return value
        config = _dict(value.get("config"))
        if "mode" in config and "source_name" in config:
            return f"{config['mode']}_from_{config['source_name']}"
        return config.get("name")

    # --- what the configuration says beside the arguments

    def _build(self, made: LayerObject, data: Mapping[str, Any]) -> None:
        """`build_from_config` and `compile_from_config`."""
        shape = _dict(data.get("build_config")).get("input_shape")
        if not made.built and isinstance(shape, list) and isinstance(made, SequentialObject) and made.stack:
            _attempt(made, lambda: made.build(_shape(shape)))
        compiled = _dict(data.get("compile_config"))
        if compiled and isinstance(made, ModelObject) and made.built and self.session.api is Api.KERAS_3:
            made.optimizer_slots = _slots(compiled.get("optimizer"))


def _attempt(layer: LayerObject, build: Callable[[], None]) -> None:
    try:
        build()
    except (Invalid, Undetermined) as reason:
        layer.unknown = layer.unknown or str(reason)


def _slots(optimizer: Any) -> int | None:
    from kerascount.evaluate.keras.training.optimizers import slots

    if not isinstance(optimizer, dict):
        return slots(optimizer) if isinstance(optimizer, str) else None
    return slots(LibraryObject(str(optimizer.get("class_name")), (), _dict(optimizer.get("config"))))


def _is_stack(config: Mapping[str, Any]) -> bool:
    """Whether these are the layers of a Sequential, of a class that the program derived from it as well."""
    return isinstance(config.get("layers"), list) and "input_layers" not in config and "name" in config


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _shape(value: Any) -> Any:
    """A shape as JSON has it."""
    if value and all(isinstance(item, (list, tuple)) for item in value):
        return [standardize_shape(item) for item in value]
    return standardize_shape(value)


def _items(reader: Reader, value: Mapping[str, Any], config: Mapping[str, Any]) -> Any:
    return tuple(reader.value(item) for item in value.get("items") or ())


def _slice(reader: Reader, value: Mapping[str, Any], config: Mapping[str, Any]) -> slice:
    return slice(*(reader.value(config.get(part)) for part in ("start", "stop", "step")))


def _constant(reader: Reader, value: Mapping[str, Any], config: Mapping[str, Any]) -> Tensor:
    items = config.get("value")
    return Tensor(tuple(_lengths(items)), str(config.get("dtype") or "float32"), data=items)


def _lengths(items: Any) -> Iterator[int]:
    while isinstance(items, list):
        yield len(items)
        items = items[0] if items else None


# The objects that serialization has names of its own for.
MARKED: Final[Mapping[str, Callable[[Reader, Mapping[str, Any], Mapping[str, Any]], Any]]] = {
    "__tuple__": _items,
    "TensorShape": _items,
    "__slice__": _slice,
    "__ellipsis__": lambda reader, value, config: ...,
    "__tensor__": _constant,
    "__numpy__": _constant,
    "__bytes__": lambda reader, value, config: str(config.get("value")).encode(),
    "__lambda__": lambda reader, value, config: Unknown(CODE),
    "__typespec__": lambda reader, value, config: None,
}
