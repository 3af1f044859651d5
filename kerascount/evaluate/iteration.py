"""What a program gets when it iterates over a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import Frame, Instance, Method
from kerascount.models.tree import is_symbolic
from kerascount.values.objects import Tensor, Unknown

MAX_ITEMS = 100_000


def iterate(ev: Evaluator, value: Any, node: Any, frame: Frame) -> Sequence[Any] | None:
    """The items of an iterable; None where they are not known.

    Raises:
        ProgramError: the value is not iterable.
    """
    if isinstance(value, (list, tuple)):
        return value
    if isinstance(value, range):
        return value if len(value) <= MAX_ITEMS else None
    if isinstance(value, (str, bytes, dict, set, frozenset)) or type(value).__name__ in VIEWS:
        return list(value)
    if isinstance(value, Tensor):
        return _rows(ev, value, node, frame)
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Instance):
        return _iterate_instance(ev, value, node, frame)
    if ev.libraries.is_layer(value) or value is None or isinstance(value, (int, float)):
        kind = ev.libraries.type_name(value)
        raise ev.error("TypeError", f"'{kind}' object is not iterable", node, frame)
    return None


VIEWS = {"dict_keys", "dict_values", "dict_items"}


def _rows(ev: Evaluator, value: Tensor, node: Any, frame: Frame) -> Sequence[Any] | None:
    """An array gives its rows; a Keras tensor refuses."""
    if value.shape is None:
        return None
    if is_symbolic(value):
        if ev.session.generation.version >= (3, 0):
            message = "Iterating over a symbolic KerasTensor is not supported."
            raise ev.error("NotImplementedError", message, node, frame)
        return None
    if value.data is not None and isinstance(value.data, list):
        return [_row(value, item) for item in value.data]
    if not value.shape or not isinstance(value.shape[0], int) or value.shape[0] > MAX_ROWS:
        return None
    return [Tensor(value.shape[1:], value.dtype) for _ in range(value.shape[0])]


MAX_ROWS = 1000


def _row(value: Tensor, item: Any) -> Any:
    if not isinstance(item, list):
        return item
    return Tensor((value.shape or ())[1:], value.dtype, data=item)


def _iterate_instance(ev: Evaluator, value: Instance, node: Any, frame: Frame) -> Sequence[Any] | None:
    from kerascount.evaluate.calls import call_value

    method = value.cls.find("__iter__")
    if not method:
        return None
    made = call_value(ev, Method(method, value), [], {}, node, frame)
    return made if isinstance(made, (list, tuple)) else None
