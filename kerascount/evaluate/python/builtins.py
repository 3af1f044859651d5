"""Builtins that need no evaluator: constants, types, exceptions."""

from __future__ import annotations

import builtins
from typing import Any

from kerascount.evaluate.objects import MISSING, StandIn
from kerascount.evaluate.python.types import TYPES

CONSTANTS = {"None": None, "True": True, "False": False, "NotImplemented": NotImplemented, "Ellipsis": ...}
OBJECT = object


def find(name: str) -> Any:
    """The builtin of that name, or MISSING."""
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name in TYPES:
        return TYPES[name]
    value = getattr(builtins, name, MISSING)
    if isinstance(value, type) and issubclass(value, BaseException):
        return value
    if value is not MISSING:
        return StandIn(name, _not_followed)
    return MISSING


def _not_followed(*args: Any, **kwargs: Any) -> Any:
    from kerascount.values.outcomes import Undetermined

    raise Undetermined("a builtin that is not followed")
