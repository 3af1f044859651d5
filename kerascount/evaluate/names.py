"""Looking up names: local, enclosing, global, built in, or what a Keras user means by them."""

from __future__ import annotations

from typing import Any

import libcst as cst

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.functions import assigned_names
from kerascount.evaluate.objects import MISSING, Frame
from kerascount.values.nearest import did_you_mean


def look_up(ev: Evaluator, node: cst.Name, frame: Frame) -> Any:
    """The value of a name.

    A name that is nowhere defined is reported, and evaluation goes on without its value: the rest of a program of
    which only a part was given is still worth knowing.

    Raises:
        ProgramError: Python would raise UnboundLocalError, or NameError inside a `try`.
    """
    name = node.value
    if name in frame.names and name not in frame.globals:
        return frame.names[name]
    if _is_local(ev, name, frame):
        return _unbound_local(ev, node, frame)
    value = find(name, frame)
    if value is not MISSING:
        return value
    value = ev.libraries.builtin(name)
    if value is not MISSING:
        return value
    if name in ev.defines:
        return ev.defines[name]
    value = ev.libraries.meant_by(name)
    if value is not MISSING:
        return value
    half_done = frame.function is not None and frame.module.name in ev.running  # called from the middle of its import
    if ev.names_are_complete(frame.module) and not ev.unsure and not half_done:
        error = ev.error("NameError", f"name '{name}' is not defined", node, frame)
        error.help = did_you_mean(name, {*frame.names, *frame.module.names})
        ev.report(error)
    return ev.unknown(f"'{name}' is not defined in this file", node, frame)


def find(name: str, frame: Frame) -> Any:
    """The value in the nearest scope that has the name, or MISSING."""
    scope: Frame | None = frame
    if name in frame.globals:
        scope = None
    while scope is not None:
        if name in scope.names:
            return scope.names[name]
        scope = scope.outer
    return frame.module.names.get(name, MISSING)


def _is_local(ev: Evaluator, name: str, frame: Frame) -> bool:
    function = frame.function
    if function is None or name in frame.globals or name in frame.outer_names:
        return False
    return name in assigned_names(ev, function)


def _unbound_local(ev: Evaluator, node: cst.Name, frame: Frame) -> Any:
    if ev.unsure or ev.guessed:
        return ev.unknown(f"whether '{node.value}' is bound here is not known", node, frame)
    message = f"cannot access local variable '{node.value}' where it is not associated with a value"
    raise ev.error("UnboundLocalError", message, node, frame)
