"""Truth and equality of abstract values: true, false, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerascount.evaluate.objects import (
    Class,
    External,
    Function,
    LibraryClass,
    LibraryObject,
    Method,
    Module,
    StandIn,
)
from kerascount.models.node import Operation
from kerascount.values.bounds import refuse_nested
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, Unsure

ALWAYS_TRUE = (Function, Method, StandIn, Class, Module, External, LibraryClass, LibraryObject, Operation)


def truth(value: Any) -> bool | None:
    """Whether a value counts as true; None where that is not known.

    Raises:
        Invalid: a Keras tensor has no truth value.
    """
    if isinstance(value, Tensor):
        if value.history is not None:
            raise Invalid("A symbolic KerasTensor cannot be used as a boolean.", error="TypeError", code="KC105")
        return None
    if isinstance(value, ALWAYS_TRUE):
        return True
    if isinstance(value, (Unknown, Unsure)):
        return None
    try:
        return bool(value)
    except Undetermined:
        return None


def equal(left: Any, right: Any) -> bool | None:
    """`left == right` of the program."""
    try:
        refuse_nested(left)
        return _equal(left, right)
    except Undetermined:
        return None


def _equal(left: Any, right: Any) -> bool | None:
    if isinstance(left, (Unknown, Tensor)) or isinstance(right, (Unknown, Tensor)):
        return True if left is right and isinstance(left, Unknown) else None
    if isinstance(left, NAMED) or isinstance(right, NAMED):
        return _same_name(left, right)
    if isinstance(left, (list, tuple)) and isinstance(right, type(left)):
        return _same_items(left, right)
    return bool(left == right)


def _same_items(left: Sequence[Any], right: Sequence[Any]) -> bool | None:
    """As Python compares sequences: an item equals itself, whatever its `==` says."""
    if len(left) != len(right):
        return False
    verdicts = [identical(one, other) or _equal(one, other) for one, other in zip(left, right, strict=True)]
    return None if None in verdicts and False not in verdicts else all(verdicts)


NAMED = (StandIn, LibraryClass, External)  # what is found anew each time that a program names it


def _same_name(left: Any, right: Any) -> bool | None:
    if type(left) is type(right):
        return True if left.name == right.name else False if isinstance(left, LibraryClass) else None
    return None if isinstance(left, External) or isinstance(right, External) else False


def identical(left: Any, right: Any) -> bool | None:
    """`left is right` of the program."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return True if left is right else None
    if isinstance(left, NAMED) and isinstance(right, NAMED):
        return _same_name(left, right)
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        return left == right  # the variables of a layer are made anew each time that a program asks for them
    return left is right or (isinstance(left, (int, str)) and type(left) is type(right) and left == right)
