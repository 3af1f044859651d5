"""Calls: collecting the arguments, and what is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.functions import call_function
from kerascount.evaluate.iteration import iterate
from kerascount.evaluate.objects import (
    Class,
    ClassMethod,
    External,
    Frame,
    Function,
    Instance,
    Items,
    LibraryClass,
    LibraryObject,
    Method,
    Module,
    StandIn,
    Static,
    known_value,
    plain_value,
)
from kerascount.evaluate.python import exceptions
from kerascount.evaluate.python.types import convert
from kerascount.models.node import Operation
from kerascount.models.tree import tensors
from kerascount.values.bounds import refuse_nested
from kerascount.values.objects import Called, Tensor, Unknown
from kerascount.values.outcomes import Undetermined

MAX_TITLE = 40  # characters of an expression that stands for a function


def collect_arguments(ev: Evaluator, node: cst.Call, frame: Frame) -> tuple[list[Any], dict[str, Any], str]:
    """The evaluated arguments; the third item says why they are not known, where they are not."""
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for arg in node.args:
        value = ev.eval(arg.value, frame)
        if arg.star == "*":
            items = iterate(ev, value, arg.value, frame)
            if items is None:
                return args, kwargs, f"unpacks {ev.text(arg.value)}, which is not known"
            args.extend(items)
        elif arg.star == "**":
            not_a_mapping(ev, value, arg.value, frame)
            if not isinstance(value, dict) or any(isinstance(key, (Unknown, External)) for key in value):
                return args, kwargs, f"unpacks {ev.text(arg.value)}, which is not known"
            for key, item in value.items():
                _add(ev, kwargs, key, item, node, frame)
        elif arg.keyword is not None:
            _add(ev, kwargs, arg.keyword.value, value, node, frame)
        else:
            args.append(value)
    return args, kwargs, ""


def _add(ev: Evaluator, kwargs: dict[str, Any], key: Any, value: Any, node: cst.Call, frame: Frame) -> None:
    if key in kwargs:
        message = f"{ev.text(node.func)}() got multiple values for keyword argument '{key}'"
        raise ev.error("TypeError", message, node, frame)
    if isinstance(key, (int, float, tuple, type(None))):
        raise ev.error("TypeError", "keywords must be strings", node, frame)
    kwargs[key] = value


def not_a_mapping(ev: Evaluator, value: Any, node: Any, frame: Frame) -> None:
    """`**value` of what is certainly no mapping."""
    if isinstance(value, (int, float, str, list, tuple, set, type(None))):
        raise ev.error("TypeError", f"'{ev.libraries.type_name(value)}' object is not a mapping", node, frame)


def call_value(
    ev: Evaluator, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> Any:
    """`function(*args, **kwargs)` at this place."""
    if isinstance(function, Function):
        return call_function(ev, function, args, kwargs, node, frame)
    if isinstance(function, Method):
        return call_value(ev, function.function, [function.owner, *args], kwargs, node, frame)
    if isinstance(function, (StandIn, LibraryClass)):
        return _call_library(ev, function, args, kwargs, node, frame)
    if isinstance(function, (Static, ClassMethod)):
        return call_value(ev, function.function, args, kwargs, node, frame)
    if isinstance(function, Class):
        from kerascount.evaluate.classes import instantiate

        return instantiate(ev, function, args, kwargs, node, frame)
    if isinstance(function, Operation):
        cls = getattr(function, "cls", None)
        method = cls.find("__call__") if cls is not None else None
        if method:
            return call_value(ev, Method(method, function), args, kwargs, node, frame)
        return ev.guarded(node, frame, ev.libraries.call_layer, function, *args, **kwargs)
    if isinstance(function, External):
        return ev.guarded(node, frame, ev.libraries.call_external, function, args, kwargs)
    if isinstance(function, Instance):
        method = function.cls.find("__call__")
        if method:
            return call_value(ev, method, [function, *args], kwargs, node, frame)
    if isinstance(function, LibraryObject):
        return ev.guarded(node, frame, ev.libraries.call_object, function, *args, **kwargs)
    return _call_other(ev, function, args, kwargs, node, frame)


def _call_library(
    ev: Evaluator, function: StandIn | LibraryClass, args: Any, kwargs: Any, node: Any, frame: Frame
) -> Any:
    """Call a function or a class of a library; what it refuses is told under its name."""
    target = function.function if isinstance(function, StandIn) else function.make
    plain = plain_value if isinstance(function, LibraryClass) else known_value
    args = [plain(arg) for arg in args]
    kwargs = {key: plain(value) for key, value in kwargs.items()}
    try:
        if isinstance(function, LibraryClass):
            refuse_nested([*args, *kwargs.values()])
        return ev.guarded(node, frame, target, *args, **kwargs)
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
    except ProgramError as error:
        if error.cause is not None and error.site is not None and error.site.node is node and not error.cause.calls:
            written = ev.text(node.func) if isinstance(node, cst.Call) else ""
            error.cause.within(_called(function, written, args, kwargs))
        raise


def _called(function: StandIn | LibraryClass, written: str, args: Any, kwargs: Mapping[str, Any]) -> Called:
    """`Dense 'fc'` of a class; a function, as the program names it, with the tensors that it is called on."""
    if isinstance(function, StandIn):
        title = written if 0 < len(written) < MAX_TITLE else function.name
        return Called(f"{title}()", "", tuple(tensors([args, kwargs])))
    name = kwargs.get("name")
    return Called(function.name.rpartition(".")[2], name if isinstance(name, str) else "")


def _call_other(
    ev: Evaluator, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> Any:
    """What cannot be called, or what is not known."""
    if isinstance(function, Unknown):
        return ev.unknown(function.why, node, frame, (function, args, kwargs))
    if isinstance(function, type) and issubclass(function, BaseException):
        return exceptions.make(function, args)
    if isinstance(function, type):
        return ev.guarded(node, frame, convert, ev, function, args, kwargs)
    plain = (int, float, str, bytes, list, tuple, dict, set, type(None), Items, Module)
    known = isinstance(function, Instance) and function.cls.has_known_bases and not function.cls.find("__getattr__")
    if isinstance(function, (*plain, Tensor)) or known:
        kind = ev.libraries.type_name(function)
        raise ev.error("TypeError", f"'{kind}' object is not callable", node, frame)
    return ev.unknown("calls something that is not known", node, frame, (args, kwargs))
