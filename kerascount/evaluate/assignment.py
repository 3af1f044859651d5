"""Assignment and deletion: binding names, unpacking, setting items and attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from kerascount.evaluate.attributes import set_attribute
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.iteration import iterate
from kerascount.evaluate.objects import Frame, Instance, Method
from kerascount.evaluate.subscripts import has_unknown, slice_of
from kerascount.models.model import ModelObject
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined


def assign(ev: Evaluator, target: Any, value: Any, frame: Frame) -> None:
    """`target = value`."""
    if isinstance(target, cst.Name):
        bind_name(ev, target.value, value, frame)
    elif isinstance(target, (cst.Tuple, cst.List)):
        _unpack(ev, target, value, frame)
    elif isinstance(target, cst.Attribute):
        set_attribute(ev, ev.eval(target.value, frame), target.attr.value, value, target, frame)
        if isinstance(value, ModelObject) and value.variable is None:
            value.variable = ev.text(target)
    elif isinstance(target, cst.Subscript):
        _set_item(ev, target, value, frame)


def bind_name(ev: Evaluator, name: str, value: Any, frame: Frame) -> None:
    if isinstance(value, Unknown) and name in ev.defines:
        value = ev.defines[name]
    if isinstance(value, ModelObject):
        value.variable = name
    scope = _scope_of(name, frame)
    scope[name] = value


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
    items = iterate(ev, value, target, frame)
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
        items = _gather_star(items, starred[0], len(elements))
    if len(items) != len(elements):
        raise ev.error("ValueError", _count_message(items, len(elements)), target, frame)
    for element, item in zip(elements, items, strict=True):
        assign(ev, element.value, item, frame)


def _gather_star(items: Sequence[Any], star: int, count: int) -> list[Any]:
    after = count - star - 1
    end = len(items) - after
    return [*items[:star], list(items[star:end]), *items[end:]] if end >= star else list(items)


def _count_message(items: Sequence[Any], wanted: int) -> str:
    if len(items) < wanted:
        return f"not enough values to unpack (expected {wanted}, got {len(items)})"
    return f"too many values to unpack (expected {wanted})"


def _set_item(ev: Evaluator, target: cst.Subscript, value: Any, frame: Frame) -> None:
    container = ev.eval(target.value, frame)
    key = slice_of(ev, target, frame)
    if isinstance(container, Instance):
        method = container.cls.find("__setitem__")
        if method:
            from kerascount.evaluate.calls import call_value

            call_value(ev, Method(method, container), [key, value], {}, target, frame)
        return
    if not isinstance(container, (list, dict)) or has_unknown(key):
        return
    try:
        container[key] = value
    except Undetermined:
        return
    except (IndexError, TypeError, ValueError) as error:
        raise ev.error(type(error).__name__, str(error), target, frame) from None


def delete(ev: Evaluator, target: Any, frame: Frame) -> None:
    """`del target`."""
    if isinstance(target, cst.Name):
        _scope_of(target.value, frame).pop(target.value, None)
    elif isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            delete(ev, element.value, frame)
    elif isinstance(target, cst.Subscript):
        container, key = ev.eval(target.value, frame), slice_of(ev, target, frame)
        if isinstance(container, (list, dict)) and not has_unknown(key):
            try:
                del container[key]
            except (KeyError, IndexError, TypeError) as error:
                raise ev.error(type(error).__name__, str(error), target, frame) from None
    elif isinstance(target, cst.Attribute):
        owner = ev.eval(target.value, frame)
        getattr(owner, "attributes", {}).pop(target.attr.value, None)
