"""Classes of the program: making them, and making objects of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from kerascount.evaluate.attributes import set_attribute
from kerascount.evaluate.calls import call_value
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import MISSING, Class, External, Frame, Function, Method
from kerascount.models.node import Operation
from kerascount.values.objects import Unknown


def make_class(ev: Evaluator, node: cst.ClassDef, frame: Frame) -> Class:
    """Run the body of a class and gather its bases."""
    bases = tuple(ev.eval(arg.value, frame) for arg in node.bases if not arg.star)
    body = Frame(frame.module, {}, frame if frame.outer is not None or frame.function is not None else None)
    made = Class(node.name.value, bases, body.names, frame.module)
    body.cls = made
    body.outer = _function_scope(frame)
    _run_body(ev, node, body, made)
    return made


def _function_scope(frame: Frame) -> Frame | None:
    """The scope that names in a class body fall back to, before the module's."""
    return frame if frame.function is not None else frame.outer


def _run_body(ev: Evaluator, node: cst.ClassDef, body: Frame, cls: Class) -> None:
    ev.execute(node.body.body, body)
    for value in body.names.values():
        if isinstance(value, Function) and value.cls is None:
            value.cls = cls


def instantiate(
    ev: Evaluator, cls: Class, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> Any:
    """`cls(*args, **kwargs)`."""
    if any(isinstance(base, Unknown) for base in cls.mro):
        return ev.unknown(f"{cls.name} derives from a class that is not known", node, frame)
    special = ev.libraries.construct(ev, cls, args, kwargs, node, frame)
    if special is not MISSING:
        return special
    owner = ev.guarded(node, frame, ev.libraries.new_object, ev, cls)
    init = cls.find("__init__")
    if init is not MISSING:
        call_value(ev, Method(init, owner), args, kwargs, node, frame)
    elif "__dataclass_fields__" in _all_names(cls):
        _fill_dataclass(ev, owner, args, kwargs, node, frame)
    else:
        _inherited_init(ev, cls, owner, args, kwargs, node, frame)
    return owner


def _inherited_init(
    ev: Evaluator, cls: Class, owner: Any, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> None:
    inherited = ev.guarded(node, frame, ev.libraries.inherited, owner, "__init__")
    if inherited is not MISSING and isinstance(owner, Operation):
        call_value(ev, inherited, args, kwargs, node, frame)
    elif (args or kwargs) and not any(isinstance(base, External) for base in cls.foreign_bases):
        if not cls.foreign_bases:
            raise ev.error("TypeError", f"{cls.name}() takes no arguments", node, frame)


def _all_names(cls: Class) -> set[str]:
    return {name for base in cls.mro if isinstance(base, Class) for name in base.names}


def dataclass_fields(cls: Class) -> dict[str, Any]:
    """The fields of a dataclass with their defaults (MISSING where there is none), bases first."""
    found: dict[str, Any] = {}
    for base in reversed(cls.mro):
        if isinstance(base, Class) and "__dataclass_fields__" in base.names:
            for name in base.names.get("__annotations__", {}):
                found[name] = base.names.get(name, MISSING)
    return found


def _fill_dataclass(
    ev: Evaluator, owner: Any, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> None:
    """What the `__init__` does that `@dataclass` writes."""
    from kerascount.evaluate.python.dataclasses import FieldDefault

    cls = owner.cls
    fields = dataclass_fields(cls)
    given = {**dict(zip(fields, args, strict=False)), **kwargs}
    for key in given:
        if key not in fields:
            message = f"{cls.name}.__init__() got an unexpected keyword argument '{key}'"
            raise ev.error("TypeError", message, node, frame)
    for name, default in fields.items():
        if isinstance(default, FieldDefault) and name not in given:
            factory = default.factory
            value = default.value if factory is MISSING else call_value(ev, factory, [], {}, node, frame)
        else:
            value = given.get(name, default)
        if value is MISSING:
            message = f"{cls.name}.__init__() missing 1 required positional argument: '{name}'"
            raise ev.error("TypeError", message, node, frame)
        set_attribute(ev, owner, name, value, node, frame)
    post = cls.find("__post_init__")
    if post is not MISSING:
        call_value(ev, Method(post, owner), [], {}, node, frame)
