"""Subscripts: items and slices of containers, arrays and tensors."""

from __future__ import annotations

from typing import Any

import libcst as cst

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import Class, External, Frame, Instance, Method
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined


def slice_of(ev: Evaluator, node: cst.Subscript, frame: Frame) -> Any:
    """The value between the brackets."""
    items = [_index(ev, element.slice, frame) for element in node.slice]
    plain = len(items) == 1 and not isinstance(node.slice[0].comma, cst.Comma)
    return items[0] if plain else tuple(items)


def _index(ev: Evaluator, node: Any, frame: Frame) -> Any:
    if isinstance(node, cst.Index):
        return ev.eval(node.value, frame)
    parts = (ev.eval(part, frame) if part is not None else None for part in (node.lower, node.upper, node.step))
    return slice(*parts)


def get_item(ev: Evaluator, value: Any, key: Any, node: Any, frame: Frame) -> Any:
    """`value[key]`."""
    if isinstance(value, Tensor):
        return ev.guarded(node, frame, ev.libraries.get_item, value, key)
    if isinstance(value, Unknown):
        return ev.unknown(value.why, node, frame, value)
    if isinstance(value, (Class, External)):
        return value  # List[int], Generic[T]
    if isinstance(value, Instance):
        method = value.cls.find("__getitem__")
        if method:
            from kerascount.evaluate.calls import call_value

            return call_value(ev, Method(method, value), [key], {}, node, frame)
        return ev.unknown("an item of an object", node, frame)
    if has_unknown(key):
        return ev.unknown("an item at an unknown position", node, frame)
    if isinstance(key, (Tensor, slice)) and not isinstance(value, (list, tuple, str, bytes, range)):
        return ev.unknown("an item at an unknown position", node, frame)
    return _python_item(ev, value, key, node, frame)


def _python_item(ev: Evaluator, value: Any, key: Any, node: Any, frame: Frame) -> Any:
    if not isinstance(value, (list, tuple, dict, str, bytes, range)):
        if value is None or isinstance(value, (int, float)) or ev.libraries.is_layer(value):
            kind = ev.libraries.type_name(value)
            raise ev.error("TypeError", f"'{kind}' object is not subscriptable", node, frame)
        return ev.unknown("an item of a value that is not known", node, frame)
    if isinstance(key, Tensor):
        return ev.unknown("an item at an unknown position", node, frame)
    try:
        return value[key]
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
    except KeyError as error:
        if hasattr(value, "default_factory"):
            raise
        raise ev.error("KeyError", str(error), node, frame) from None
    except (IndexError, TypeError, ValueError) as error:
        raise ev.error(type(error).__name__, str(error), node, frame) from None


def has_unknown(key: Any) -> bool:
    if isinstance(key, slice):
        return any(isinstance(part, Unknown) for part in (key.start, key.stop, key.step))
    if isinstance(key, tuple):
        return any(has_unknown(part) for part in key)
    return isinstance(key, Unknown)
