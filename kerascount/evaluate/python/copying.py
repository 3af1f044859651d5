"""`copy`: shallow and deep copies of containers and of objects of the program."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import Instance, Method
from kerascount.evaluate.python.calling import call
from kerascount.models.layer import LayerObject
from kerascount.values.bounds import refuse_nested
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


def copy(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, Instance):
        if value.cls.find("__copy__"):
            return call(ev, Method(value.cls.find("__copy__"), value))
        return _copy_object(value, lambda item: item)
    if isinstance(value, (list, dict, set, deque)):
        return value.copy()
    if isinstance(value, LayerObject):
        raise Undetermined("a copy of a layer")
    return value


def deepcopy(ev: Evaluator, value: Any, memo: Any = None) -> Any:
    if isinstance(value, Instance) and value.cls.find("__deepcopy__"):
        return call(ev, Method(value.cls.find("__deepcopy__"), value), {})
    if isinstance(value, tuple):
        refuse_nested(value)  # of tuples, no copies are kept
    copies: dict[int, Any] = {}
    made = deep_copy(value, copies)
    ev.charge(20 * sum(len(item) for item in copies.values() if isinstance(item, (list, dict, set, deque))))
    return made


def deep_copy(value: Any, copies: dict[int, Any]) -> Any:
    """What is held twice stays one, and what holds itself does so in the copy."""
    if id(value) in copies:
        return copies[id(value)]
    if isinstance(value, LayerObject):
        raise Undetermined("a copy of a layer")
    if isinstance(value, Instance):
        return _copy_object(value, lambda item: deep_copy(item, copies), copies)
    if isinstance(value, tuple):
        return tuple(deep_copy(item, copies) for item in value)
    if isinstance(value, (list, dict, set, deque)):
        return _deep_copy_container(value, copies)
    return value


def _deep_copy_container(value: Any, copies: dict[int, Any]) -> Any:
    made = copies[id(value)] = value.copy()
    items = [deep_copy(item, copies) for item in (value.items() if isinstance(value, dict) else value)]
    made.clear()
    made.extend(items) if isinstance(made, (list, deque)) else made.update(items)
    return made


def _copy_object(value: Instance, inner: Callable[[Any], Any], copies: dict[int, Any] | None = None) -> Instance:
    """Objects that are lists, dicts … as well are copied with what they hold."""
    kind = type(value)
    if kind is Instance or isinstance(value, (list, dict, set)):
        made = kind.__new__(kind)
    else:
        return value  # numbers, texts and tuples do not change
    if copies is not None:
        copies[id(value)] = made
    Instance.__init__(made, value.cls)
    if isinstance(value, dict) and isinstance(made, dict):
        made.update((inner(key), inner(item)) for key, item in value.items())
    elif isinstance(value, (list, set)):
        getattr(made, "extend" if isinstance(value, list) else "update")([inner(item) for item in value])
    held: Any = value.attributes  # an object that is a dict may be its own
    copied: Any = made if held is value else {key: inner(item) for key, item in held.items()}
    made.attributes = copied
    return made


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {"copy": copy, "deepcopy": deepcopy}
