"""Subscripts: items and slices of containers, arrays and tensors."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from operator import getitem
from types import MappingProxyType
from typing import Any, Final

import libcst as cst

from kerascount.evaluate.errors import from_python
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.iteration import has_rest
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import (
    MISSING,
    Class,
    ClassMethod,
    External,
    Frame,
    Instance,
    Items,
    Method,
    known_value,
)
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined

SUBSCRIPTABLE: Final = (list, tuple, dict, str, bytes, range, deque, MappingProxyType, re.Match)


def slice_of(ev: Evaluator, node: cst.Subscript, frame: Frame) -> Any:
    """The value between the brackets."""
    if len(node.slice) == 1 and node.slice[0].comma is cst.MaybeSentinel.DEFAULT:
        return _index(ev, node.slice[0].slice, frame)
    return tuple(_index(ev, element.slice, frame) for element in node.slice)


def _index(ev: Evaluator, node: Any, frame: Frame) -> Any:
    if isinstance(node, cst.Index):
        return ev.eval(node.value, frame)
    parts = (node.lower, node.upper, node.step)
    return slice(*[ev.eval(part, frame) if part is not None else None for part in parts])


def get_item(ev: Evaluator, value: Any, key: Any, node: Any, frame: Frame) -> Any:
    """`value[key]`."""
    if isinstance(value, Tensor):
        return ev.guarded(node, frame, ev.libraries.get_item, value, known_value(key))
    if isinstance(value, Unknown):
        return ev.unknown(value.why, node, frame, value)
    if isinstance(value, DataObject):
        return ev.guarded(node, frame, value.item, key)
    if isinstance(value, Instance) and value.cls.find("__getitem__"):
        return _call(ev, Method(value.cls.find("__getitem__"), value), [key], node, frame)
    if isinstance(value, Class) and "__members__" in value.names:
        return _python_item(ev, value.names["__members__"], key, node, frame)
    if isinstance(value, Class) and value.is_open:
        return ev.unknown("an item of a class with a metaclass", node, frame)
    if isinstance(value, Class) and isinstance(getter := value.find("__class_getitem__"), ClassMethod):
        return _call(ev, Method(getter.function, value), [key], node, frame)
    if isinstance(value, (Class, type)) or isinstance(value, External) and value.is_class:
        return value  # List[int], Generic[T], list[int]
    if has_unknown(known_value(key) if isinstance(value, (list, tuple, str, range)) else key):
        return _any_array(value) or ev.unknown("an item at an unknown position", node, frame)
    return _python_item(ev, value, key, node, frame)


def _any_array(value: Any) -> Tensor | None:
    """What any item of arrays all alike is, such as a table of one-hot rows."""
    items = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(items, (list, tuple)) or has_rest(value) or not items:
        return None
    first = items[0]
    alike = all(isinstance(item, Tensor) and item.history is None and item.shape is not None for item in items)
    if not alike or any((item.shape, item.dtype) != (first.shape, first.dtype) for item in items):
        return None
    return Tensor(first.shape, first.dtype)


def _call(ev: Evaluator, method: Method, args: list[Any], node: Any, frame: Frame) -> Any:
    from kerascount.evaluate.calls import call_value

    return call_value(ev, method, args, {}, node, frame)


def _python_item(ev: Evaluator, value: Any, key: Any, node: Any, frame: Frame) -> Any:
    if not isinstance(value, SUBSCRIPTABLE):
        certain = isinstance(value, (int, float, set, frozenset, Items, type(None))) or ev.libraries.is_layer(value)
        if certain or isinstance(value, Instance) and value.cls.has_known_bases:
            kind = ev.libraries.type_name(value)
            raise ev.error("TypeError", f"'{kind}' object is not subscriptable", node, frame)
        return ev.unknown("an item of a value that is not known", node, frame)
    if isinstance(key, Tensor):
        return _any_array(value) or ev.unknown("an item at an unknown position", node, frame)
    if isinstance(key, Instance) and isinstance(value, (list, tuple, str, range)) and key.cls.find("__index__"):
        key = _call(ev, Method(key.cls.find("__index__"), key), [], node, frame)
    if isinstance(value, (list, tuple)):
        ev.charge(len(value))
    if isinstance(value, (list, tuple)) and has_rest(value):
        return ev.unknown("an item of a list that is not known as a whole", node, frame)
    if isinstance(value, dict) and hasattr(value, "__missing__") or isinstance(value, Instance):
        return ev.guarded(node, frame, _item_or_missing, ev, value, key)
    try:
        return ev.at(node, frame, getitem, value, key)
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
    except KeyError as error:
        if any(isinstance(part, External) for part in _parts(key)):  # it may be there under another name
            return ev.unknown(f"{key} is not known", node, frame)
        keys = () if isinstance(value, re.Match) else value
        if any(isinstance(part, Unknown) for other in keys for part in _parts(other)):
            return ev.unknown("an item of a dict whose keys are not known", node, frame)
        raise ev.located(from_python(error), node, frame) from None
    except (IndexError, TypeError, ValueError) as error:
        raise ev.located(from_python(error), node, frame) from None


def _item_or_missing(ev: Evaluator, value: Any, key: Any) -> Any:
    """An item of a dict with defaults, or of an object that is a list, dict …"""
    missing = value.cls.find("__missing__") if isinstance(value, Instance) else MISSING
    if missing and key not in value:
        return value.cls.call(missing, value, key)
    try:
        return value[key]
    except (LookupError, TypeError) as error:
        raise from_python(error) from None


def _parts(key: Any) -> Iterator[Any]:
    if isinstance(key, (tuple, frozenset)):
        for part in key:
            yield from _parts(part)
    else:
        yield key


def has_unknown(key: Any) -> bool:
    if isinstance(key, slice):
        return any(isinstance(part, Unknown) for part in (key.start, key.stop, key.step))
    if isinstance(key, tuple):
        return any(has_unknown(part) for part in key)
    return isinstance(key, Unknown)
