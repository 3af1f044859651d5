"""Copies of layers and models as programs ask for them: `clone_model`, `from_config(get_config())`, JSON and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from kerascount.evaluate.keras.functions import LambdaObject
from kerascount.evaluate.keras.programmed import Programmed
from kerascount.evaluate.objects import MISSING, Class, Function, LibraryClass, LibraryObject, Method, StandIn
from kerascount.layers.registry import Bound, fields
from kerascount.models import cloning
from kerascount.models.functional import FunctionalObject, UnknownModel
from kerascount.models.inputs import InputObject
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.session import Session
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


class Config(dict[str, Any]):
    """What `get_config()` gives: a dict that remembers the layer it describes, and the values it had."""

    def __init__(self, items: Mapping[str, Any], source: LayerObject) -> None:
        super().__init__(items)
        self.source = source
        self.original = dict(items)

    def copy(self) -> Config:
        made = Config(self.original, self.source)
        made.clear()
        made.update(self)
        return made

    @property
    def changes(self) -> dict[str, Any]:
        """The entries that the program changed or added; a copy of an entry is no change."""
        return {key: value for key, value in self.items() if not _is_same(self.original.get(key, MISSING), value)}


def _is_same(left: Any, right: Any) -> bool:
    return left is right or type(left) is type(right) and isinstance(left, (list, tuple, dict)) and bool(left == right)


# --- get_config


def get_config(layer: LayerObject) -> Config:
    """`layer.get_config()` of Keras' own classes."""
    common = {"name": layer.name, "trainable": layer.trainable}
    if isinstance(layer, ModelObject):
        return Config({**common, "layers": [serialized(item) for item in _parts(layer)]}, layer)
    if isinstance(layer, InputObject):
        shape = None if layer.batch_shape is None else tuple(layer.batch_shape)
        return Config({"batch_shape": shape, "dtype": layer.dtype, "name": layer.name}, layer)
    if layer.layer is None:
        return Config({**common, "dtype": layer.policy.name}, layer)
    given = {item.name: layer.layer.__dict__[item.attribute] for item in fields(type(layer.layer))}
    return Config({**given, **common, "dtype": layer.policy.name}, layer)


def _parts(model: ModelObject) -> list[LayerObject]:
    return list(model.stack) if isinstance(model, SequentialObject) else list(model.layers)


def serialized(layer: LayerObject) -> dict[str, Any]:
    """`keras.layers.serialize(layer)`."""
    return {"class_name": layer.class_name, "config": get_config(layer), "name": layer.name}


def to_json(model: ModelObject, **options: Any) -> LibraryObject:
    return LibraryObject("JSON of a model", (get_config(model),))


# --- from_config


def from_config(session: Session, cls: LibraryClass, config: Any, custom_objects: Any = None) -> Any:
    """`Dense.from_config(config)`, `Model.from_config(config)`.

    Raises:
        Undetermined: a configuration that is not known.
    """
    if isinstance(config, Config):
        return copied(config)
    if isinstance(config, Unknown) or not isinstance(config, dict):
        raise Undetermined("a configuration that is not known")
    if cls.kind != "layer":
        return _written(session, {"class_name": cls.name.rpartition(".")[2], "config": config})
    return cls.make(**config)


def copied(config: Config) -> LayerObject:
    """A new layer or model for a configuration, with the changes that the program made to it."""
    source, changes = config.source, config.changes
    if isinstance(source, ModelObject):
        if set(changes) - {"name"}:
            raise Undetermined("the configuration of a model that was changed")
        made = clone_layer(source)
        made.name = config.get("name", made.name)
        return made
    common = {"name": config.get("name"), "trainable": config.get("trainable", True), "dtype": config.get("dtype")}
    own = {key: value for key, value in changes.items() if key not in common}
    if source.layer is None:
        return clone_layer(source)
    bound = Bound(source.layer.reconfigured(**own), common)
    if isinstance(source, LambdaObject):
        return LambdaObject(source.session, bound, source.ev)
    return LayerObject(source.session, source.class_name, common, bound.layer)


def from_json(ev: Evaluator, text: Any, custom_objects: Any = None) -> Any:
    if isinstance(text, LibraryObject) and text.args and isinstance(text.args[0], Config):
        return copied(text.args[0])
    if not isinstance(text, str):
        raise Undetermined("a model from a text that is not known")
    try:
        return _written(ev.session, json.loads(text))
    except (ValueError, RecursionError):
        raise Undetermined("a model from a text that is no JSON") from None


def _written(session: Session, config: Any) -> LayerObject:
    """The model of a configuration that the program spells out, if all in it is Keras' own."""
    from kerascount.evaluate.keras.deserializing import Reader
    from kerascount.evaluate.keras.namespace import KerasNames

    reader = Reader(KerasNames(session))
    made = reader.model(config)
    if reader.reported:
        raise Undetermined(reader.reported[0][1])
    return made


def clone_layer(layer: LayerObject) -> LayerObject:
    """`layer.from_config(layer.get_config())` for every kind of layer."""
    if isinstance(layer, Programmed):
        return _clone_programmed(layer)
    if isinstance(layer, LambdaObject):
        _refuse_lambda(layer)
        return copied(get_config(layer))
    if type(layer) is SequentialObject:
        return cloning.rebuilt_sequential(layer, clone_layer)
    if isinstance(layer, FunctionalObject):
        return cloning.clone_functional(layer, clone_layer)
    return cloning.clone_layer(layer)


def _refuse_lambda(layer: LambdaObject) -> None:
    """Keras 3 takes no Python code out of a configuration unless it is told to."""
    function = layer.layer.__dict__["function"]
    if layer.session.api is Api.KERAS_3 and isinstance(function, Function):
        if function.name == "<lambda>":
            raise Invalid(
                "Requested the deserialization of a `Lambda` layer whose `function` is a Python lambda. This carries "
                "a potential risk of arbitrary code execution and thus it is disallowed by default.",
                code="KC118",
            )
        raise Undetermined("whether the function of a Lambda is registered")


def _clone_programmed(layer: Programmed) -> LayerObject:
    """A layer of the program's class: its `get_config` is run, and the class called with what it gives."""
    if layer.own("get_config") is MISSING:
        raise Undetermined(f"a copy of {layer.cls.name}, which has no get_config")
    config = layer.run("get_config")
    if not isinstance(config, dict):
        raise Undetermined(f"the configuration of {layer.cls.name}")
    made = of_class(layer.cls, dict(config))
    if not isinstance(made, LayerObject):
        raise Undetermined(f"a copy of {layer.cls.name}")
    return made


def of_class(cls: Class, config: Any) -> Any:
    """`cls.from_config(config)` for a class of the program."""
    own = cls.find("from_config")
    if own is MISSING or cls.call is None:
        return construct(cls, config)
    return cls.call(Method(getattr(own, "function", own), cls), config)


def construct(cls: Class, config: Any, custom_objects: Any = None) -> Any:
    """`cls(**config)`, which is what Keras' own `from_config` does."""
    if not isinstance(config, dict) or cls.call is None:
        raise Undetermined("a configuration that is not known")
    return cls.call(cls, **config)


# --- clone_model


def clone_model(
    ev: Evaluator,
    model: Any,
    input_tensors: Any = None,
    clone_function: Any = None,
    call_function: Any = None,
    recursive: Any = False,
) -> Any:
    """`keras.models.clone_model`; a copy of something that is not known is a model all the same.

    Raises:
        Undetermined: it is not known what is copied.
    """
    if not isinstance(model, LayerObject) or not isinstance(recursive, bool):
        raise Undetermined("a copy of a value that is no model")
    if isinstance(model, Programmed) or not isinstance(model, ModelObject):
        return clone_layer(model)
    if call_function is not None and isinstance(model, SequentialObject):
        raise Invalid("`call_function` argument is not supported with Sequential models.", code="KC115")
    cloner = Cloner(ev, clone_function, call_function, recursive)
    try:
        return cloning.clone_model(model, cloner, input_tensors, cloner.call)
    except Undetermined as reason:
        return UnknownModel(ev.session, f"a copy of {model.name}: {reason.why}", {"name": model.name})


class Cloner:
    """What `clone_model` does with each layer: once, and with the models inside as with the model where asked to."""

    def __init__(self, ev: Evaluator, clone_function: Any, call_function: Any, recursive: bool) -> None:
        self.ev = ev
        self.clone_function = clone_function
        self.call_function = call_function
        self.recursive = recursive
        self.made: dict[LayerObject, Any] = {}

    def __call__(self, layer: LayerObject) -> Any:
        if layer not in self.made:
            self.made[layer] = self._make(layer)
        return self.made[layer]

    def _make(self, layer: LayerObject) -> Any:
        if self.recursive and type(layer) in (SequentialObject, FunctionalObject):
            return cloning.clone_model(layer, self, None, self.call)  # type: ignore[arg-type]
        if self.clone_function is None:
            return clone_layer(layer)
        return _called(self.ev, self.clone_function, [layer], {})

    @property
    def call(self) -> cloning.CallLayer | None:
        """How the copies are called, where the program says it."""
        return None if self.call_function is None else self._call

    def _call(self, copy: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if not isinstance(copy, LayerObject):
            raise Undetermined("a call of an operation by the program's `call_function`")
        return _called(self.ev, self.call_function, [copy, *args], kwargs)


def _called(ev: Evaluator, function: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    from kerascount.evaluate.calls import call_value

    if ev.frame is None:
        raise Undetermined("the program has ended")
    made = call_value(ev, function, args, kwargs, getattr(ev.session.place, "node", None), ev.frame)
    if isinstance(made, Unknown):
        raise Undetermined(made.why)
    return made


def find(ev: Evaluator, name: str) -> Any:
    """What `keras.models.…` is bound to, as far as it copies models; None for other names."""
    function = FUNCTIONS.get(name)
    return None if function is None else StandIn(name, partial(function, ev))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "keras.models.clone_model": clone_model,
    "keras.models.model_from_json": from_json,
}
