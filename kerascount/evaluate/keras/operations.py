"""Operations in saved graphs: those of `keras.ops` in Keras 3, the functions of TensorFlow in tf.keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kerascount.models.node import FunctionOperation
from kerascount.models.tree import map_structure
from kerascount.values.objects import Tensor
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.evaluate.keras.deserializing import Reader
    from kerascount.ops.registry import Op

LAMBDAS: Final = ("TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer")


def operation(reader: Reader, data: Mapping[str, Any]) -> FunctionOperation | None:
    """The operation of a configuration; None where it is none."""
    class_name, config = data["class_name"], data.get("config")
    if not isinstance(config, dict):
        return None
    if class_name in LAMBDAS:
        return FunctionOperation(reader.session, class_name, _tensorflow(class_name, config), config.get("name"))
    found = _by_class().get(class_name) if reader.session.api is Api.KERAS_3 and _is_operation(data) else None
    if found is None:
        return None
    given = {
        key: reader.value(value) for key, value in config.items() if not (key == "dtype" and isinstance(value, dict))
    }
    return FunctionOperation(reader.session, class_name, _with(found, given), config.get("name"))


def _is_operation(data: Mapping[str, Any]) -> bool:
    return str(data.get("module") or "").startswith(("keras.src.ops", "keras.ops"))


@cache
def _by_class() -> Mapping[str, Op]:
    """The operations by their class, of several the one that has its name."""
    from kerascount.ops.catalogue import OPS
    from kerascount.ops.registry import camel_case

    found: dict[str, Op] = {}
    for item in OPS.values():
        if item.class_name and (item.class_name not in found or camel_case(item.name) == item.class_name):
            found[item.class_name] = item
    return found


def _with(function: Op, given: Mapping[str, Any]) -> Callable[..., Any]:
    """The function with the arguments that its operation was made with, as far as it knows them."""
    signature = function.signature
    known = {*signature.positional, *signature.keyword_only}
    kept = {key: value for key, value in given.items() if key in known}

    def call(*args: Any, **kwargs: Any) -> Any:
        if signature.varargs:
            return function(*kept.values(), *args, **kwargs)
        first = {key: value for key, value in kept.items() if key not in signature.positional[: len(args)]}
        return function(*args, **{**first, **kwargs})

    return call


def _tensorflow(class_name: str, config: Mapping[str, Any]) -> Callable[..., Any] | None:
    name = str(config.get("function"))
    if class_name == "SlicingOpLambda" or name == "__operators__.getitem":
        return _sliced
    from kerascount.evaluate.keras.tensorflow import on_shapes

    found = on_shapes(name.removeprefix("__operators__."))
    return found and (lambda *args, **kwargs: map_structure(_tensor, found(*args, **kwargs)))


def _tensor(value: Any) -> Tensor:
    """What a call gives is a tensor; sizes as well, which `tf.shape` gives."""
    return value if isinstance(value, Tensor) else Tensor((), "int32", data=value)


def _sliced(x: Any, slice_spec: Any = None, **_: Any) -> Any:
    from kerascount.ops.indexing import get_item

    key = [_key(item) for item in slice_spec] if isinstance(slice_spec, list) else _key(slice_spec)
    return map_structure(_tensor, get_item(x, tuple(key) if isinstance(key, list) else key))


def _key(item: Any) -> Any:
    """A part of `x[…]` as tf.keras writes it."""
    if isinstance(item, dict) and "start" in item:
        return slice(item["start"], item["stop"], item["step"])
    return ... if item == "..." else item
