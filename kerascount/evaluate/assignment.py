"""Assignment and deletion: binding names, unpacking, setting items and attributes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Any

import libcst as cst

from kerascount.evaluate.attributes import delete_attribute, set_attribute
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.iteration import iterate, iterator
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import Frame, Instance, Method, add_rest
from kerascount.evaluate.subscripts import has_unknown, slice_of
from kerascount.models.model import ModelObject
from kerascount.values.bounds import MAX_LENGTH
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined


def assign(ev: Evaluator, target: Any, value: Any, frame: Frame) -> None:
    """`target = value`."""
    if isinstance(target, cst.Name):
        bind_name(ev, target.value, value, frame)
    elif isinstance(target, (cst.Tuple, cst.List)):
        _unpack(ev, target, value, frame)
    elif isinstance(target, cst.Attribute):
        set_attribute(ev, ev.eval(target.value, frame), target.attr.value, value, target, frame)
        if isinstance(value, ModelObject) and not getattr(value, "variable", None):  # before `super().__init__()`
            value.variable = ev.text(target)
    elif isinstance(target, cst.Subscript):
        _set_item(ev, target, value, frame)


def bind_name(ev: Evaluator, name: str, value: Any, frame: Frame) -> None:
    if isinstance(value, Unknown) and name in ev.defines:
        value = ev.defines[name]
    scope = _scope_of(name, frame)
    if isinstance(value, ModelObject) and not _holds(value, scope, frame.module.names):
        value.variable = name
    scope[name] = value


def _holds(model: ModelObject, *scopes: dict[str, Any]) -> bool:
    """Whether the model is still what its variable holds: further names, such as that of a loop, do not count."""
    name = getattr(model, "variable", None)  # not there before `super().__init__()`
    return any(scope.get(name or "") is model for scope in scopes)


def assign_outside(ev: Evaluator, name: str, value: Any, frame: Frame) -> None:
    """`name := value`: a comprehension is no scope for it."""
    while frame.kind == "comprehension" and frame.outer is not None:
        frame = frame.outer
    bind_name(ev, name, value, frame)


def _scope_of(name: str, frame: Frame) -> dict[str, Any]:
    if name in frame.globals:
        return frame.module.names
    if name in frame.outer_names:
        scope = frame.outer
        while scope is not None:
            if name in scope.names:
                return scope.names
            scope = scope.outer
    return frame.names


def _unpack(ev: Evaluator, target: cst.Tuple | cst.List, value: Any, frame: Frame) -> None:
    elements = target.elements
    items = _enough(ev, value, elements, target, frame)
    if items is None:
        why = value.why if isinstance(value, Unknown) else "unpacks a value that is not known"
        for index, element in enumerate(elements):
            text = f"{value}[{index}]" if isinstance(value, Unknown) else ""
            source = value.source if isinstance(value, Unknown) else ()
            part = Unknown(why, text, ev.site(target, frame), None, source)
            assign(ev, element.value, part, frame)
        return
    starred = [index for index, element in enumerate(elements) if isinstance(element, cst.StarredElement)]
    if starred:
        if len(items) < len(elements) - 1:
            message = f"not enough values to unpack (expected at least {len(elements) - 1}, got {len(items)})"
            raise ev.error("ValueError", message, target, frame)
        items = _gather_star(items, starred[0], len(elements))
    if len(items) != len(elements):
        raise ev.error("ValueError", _count_message(items, len(elements)), target, frame)
    for element, item in zip(elements, items, strict=True):
        assign(ev, element.value, item, frame)


def _enough(ev: Evaluator, value: Any, elements: Sequence[Any], target: Any, frame: Frame) -> Sequence[Any] | None:
    """The items to unpack: one more than are wanted tells that there are too many."""
    if isinstance(value, (list, tuple)) or any(isinstance(element, cst.StarredElement) for element in elements):
        return iterate(ev, value, target, frame)
    items = iterator(ev, value, target, frame)
    try:
        return None if items is None else list(islice(items, len(elements) + 1))
    except Undetermined:
        return None


def _gather_star(items: Sequence[Any], star: int, count: int) -> list[Any]:
    after = count - star - 1
    end = len(items) - after
    return [*items[:star], list(items[star:end]), *items[end:]]


def _count_message(items: Sequence[Any], wanted: int) -> str:
    if len(items) < wanted:
        return f"not enough values to unpack (expected {wanted}, got {len(items)})"
    return f"too many values to unpack (expected {wanted})"


def _set_item(ev: Evaluator, target: cst.Subscript, value: Any, frame: Frame) -> None:
    container = ev.eval(target.value, frame)
    set_item(ev, container, slice_of(ev, target, frame), value, target, frame)


def set_item(ev: Evaluator, container: Any, key: Any, value: Any, node: Any, frame: Frame) -> None:
    """`container[key] = value`."""
    if isinstance(container, Instance) and container.cls.find("__setitem__"):
        _call(ev, container, "__setitem__", [key, value], node, frame)
    elif isinstance(container, DataObject):
        container.set_item(key, value)
    elif isinstance(container, Tensor):
        container.forget()
    elif isinstance(container, list) and has_unknown(key):
        _spoil(ev, container, ev.unknown("an item at a position that is not known was set", node, frame))
    elif isinstance(container, (list, dict, deque)):
        if isinstance(key, slice) and isinstance(container, list):
            items = iterate(ev, value, node, frame)
            if items is None:
                _spoil(ev, container, ev.unknown("items that are not known were set", node, frame))
                return
            if len(container) + len(items) > MAX_LENGTH:
                add_rest(container, "holds more than is followed")
                return
            value = items
        _python_set(ev, container, key, value, node, frame)
    elif isinstance(container, (tuple, str, bytes, int, float, range, set, type(None))):
        kind = ev.libraries.type_name(container)
        raise ev.error("TypeError", f"'{kind}' object does not support item assignment", node, frame)


def _spoil(ev: Evaluator, container: list[Any], value: Any) -> None:
    """Any of the items may be another one by now."""
    ev.guessed = True
    container[:] = [value] * len(container)


def _python_set(ev: Evaluator, container: Any, key: Any, value: Any, node: Any, frame: Frame) -> None:
    try:
        ev.at(node, frame, container.__setitem__, key, value)
    except Undetermined:
        return
    except (IndexError, TypeError, ValueError) as error:
        if isinstance(value, Unknown):
            return
        raise ev.error(type(error).__name__, str(error), node, frame) from None


def _call(ev: Evaluator, owner: Instance, name: str, args: list[Any], node: Any, frame: Frame) -> Any:
    from kerascount.evaluate.calls import call_value

    return call_value(ev, Method(owner.cls.find(name), owner), args, {}, node, frame)


def delete(ev: Evaluator, target: Any, frame: Frame) -> None:
    """`del target`."""
    if isinstance(target, cst.Name):
        scope = _scope_of(target.value, frame)
        if target.value not in scope:
            ev.eval(target, frame)  # raises what Python raises for a name that is not bound
        scope.pop(target.value, None)
    elif isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            delete(ev, element.value, frame)
    elif isinstance(target, cst.Subscript):
        _delete_item(ev, ev.eval(target.value, frame), slice_of(ev, target, frame), target, frame)
    elif isinstance(target, cst.Attribute):
        delete_attribute(ev, ev.eval(target.value, frame), target.attr.value, target, frame)


def _delete_item(ev: Evaluator, container: Any, key: Any, node: Any, frame: Frame) -> None:
    if isinstance(container, Instance) and container.cls.find("__delitem__"):
        _call(ev, container, "__delitem__", [key], node, frame)
    elif isinstance(container, DataObject):
        container.delete_item(key)
    elif isinstance(container, (list, dict, deque)) and has_unknown(key):
        ev.guessed = True
    elif isinstance(container, (list, dict, deque)):
        try:
            ev.at(node, frame, container.__delitem__, key)
        except (KeyError, IndexError, TypeError) as error:
            if not isinstance(container, dict) or not any(isinstance(other, Unknown) for other in container):
                raise ev.error(type(error).__name__, str(error), node, frame) from None
