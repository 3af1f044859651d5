"""What a program gets when it iterates over a value."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, cast

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import MISSING, Class, Frame, Instance, Items, Method, Rest
from kerascount.evaluate.views import VIEWS
from kerascount.models.tree import is_symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.scalars import as_numpy

MAX_ITEMS: Final = 100_000
MAX_ROWS: Final = 1000
COLLECTIONS: Final[tuple[type[Any], ...]] = (str, bytes, dict, set, frozenset, deque, *VIEWS)
SINGLE: Final = (int, float, complex, type(None), type(...), slice)


def iterate(ev: Evaluator, value: Any, node: Any, frame: Frame) -> Sequence[Any] | None:
    """The items of an iterable, all of them; None where they are not known.

    Raises:
        ProgramError: the value is not iterable.
    """
    if isinstance(value, (list, tuple)) and not isinstance(value, Instance):
        ev.charge(len(value))
        return None if has_rest(value) else value
    items = iterator(ev, value, node, frame)
    if items is None:
        return None
    try:
        found = list(islice(items, MAX_ITEMS + 1))
    except Undetermined:
        return None
    ev.charge(len(found))
    return found if len(found) <= MAX_ITEMS else None


def iterator(ev: Evaluator, value: Any, node: Any, frame: Frame) -> Iterator[Any] | None:
    """The items one after the other, as far as they are asked for; None where they are not known.

    Raises:
        ProgramError: the value is not iterable.
    """
    if isinstance(value, Instance):
        return _of_instance(ev, value, node, frame)
    if isinstance(value, Items):
        return pull(ev, value, node, frame)
    if isinstance(value, (list, tuple, *COLLECTIONS)) and has_rest(value):
        return None
    if isinstance(value, (list, tuple, range)):
        return iter(value)
    if isinstance(value, COLLECTIONS):
        return _unchanged(ev, value, node, frame)
    if isinstance(value, Tensor):
        rows = _rows(ev, value, node, frame)
        return None if rows is None else iter(rows)
    if isinstance(value, DataObject):
        return None if value.items is None else iter(value.items)
    if isinstance(value, Class) and "__members__" in value.names:
        return iter({id(member): member for member in value.names["__members__"].values()}.values())
    if isinstance(value, SINGLE) or ev.libraries.is_layer(value):
        kind = ev.libraries.type_name(value)
        raise ev.error("TypeError", f"'{kind}' object is not iterable", node, frame)
    return None


def has_rest(items: Any) -> bool:
    """Whether a container may hold more than it shows."""
    return Rest in map(type, items)


def pull(ev: Evaluator, items: Items, node: Any, frame: Frame) -> Iterator[Any]:
    """Take items from an iterator of the program; what its functions raise, is raised here.

    Raises:
        Undetermined: from here on, the items are not known.
    """
    while True:
        before = ev.session.place, ev.frame
        ev.session.place, ev.frame = ev.site(node, frame), frame
        try:
            item = next(items.source, MISSING)
        except ProgramError as error:
            if items.kind == "generator" and error.kind == "StopIteration":
                raise ev.error("RuntimeError", "generator raised StopIteration", node, frame) from None
            raise ev.located(error, node, frame) from None
        finally:
            ev.session.place, ev.frame = before
        if item is MISSING:
            return
        yield item


def _unchanged(ev: Evaluator, value: Any, node: Any, frame: Frame) -> Iterator[Any]:
    """Python refuses to go on where a dict or set changed its size."""
    try:
        yield from value
    except RuntimeError as error:
        raise ev.error("RuntimeError", str(error), node, frame) from None


def _rows(ev: Evaluator, value: Tensor, node: Any, frame: Frame) -> Sequence[Any] | None:
    """An array gives its rows; a Keras tensor refuses."""
    if value.shape is None:
        return None
    if is_symbolic(value):
        if ev.session.generation.version >= (3, 0):
            message = "Iterating over a symbolic KerasTensor is not supported."
            error = ev.error("NotImplementedError", message, node, frame)
            error.help = "a layer gives one tensor; recurrent ones give their states beside it with return_state=True"
            raise error
        return None
    if value.data is not None and isinstance(value.data, list):
        return [_row(value, item) for item in value.data]
    if not value.shape or not isinstance(value.shape[0], int) or value.shape[0] > MAX_ROWS:
        return None
    if value.dtype == "object" and len(value.shape) == 1:
        return None
    return [Tensor(value.shape[1:], value.dtype) for _ in range(value.shape[0])]


def _row(value: Tensor, item: Any) -> Any:
    if not isinstance(item, list):
        return as_numpy(item)
    return Tensor((value.shape or ())[1:], value.dtype, data=item)


def _of_instance(ev: Evaluator, value: Instance, node: Any, frame: Frame) -> Iterator[Any] | None:
    """By `__iter__`, by `__getitem__` with 0, 1, 2 …, or as the list, dict … that the object is."""
    from kerascount.evaluate.calls import call_value

    method = value.cls.find("__iter__")
    if method:
        made = call_value(ev, Method(method, value), [], {}, node, frame)
        if isinstance(made, Instance) and made.cls.find("__next__"):
            return _until(ev, "StopIteration", made, "__next__", node, frame)
        return iterator(ev, made, node, frame) if made is not value else None
    if isinstance(value, (list, tuple, *COLLECTIONS)):
        return iter(cast("Iterable[Any]", value))
    if value.cls.find("__getitem__"):
        return _until(ev, "IndexError", value, "__getitem__", node, frame)
    if value.cls.has_known_bases and not value.cls.find("__getattr__"):
        raise ev.error("TypeError", f"'{value.cls.name}' object is not iterable", node, frame)
    return None


def _until(ev: Evaluator, end: str, value: Instance, name: str, node: Any, frame: Frame) -> Iterator[Any]:
    """Call a method again and again, with a running index for `__getitem__`, until it raises `end`."""
    from kerascount.evaluate.calls import call_value

    method = Method(value.cls.find(name), value)
    for index in range(MAX_ITEMS):
        args = [index] if name == "__getitem__" else []
        try:
            item = call_value(ev, method, args, {}, node, frame)
        except ProgramError as error:
            if error.kind != end:
                raise
            return
        if isinstance(item, Unknown):
            raise Undetermined(item.why)
        yield item
    raise Undetermined("an iterator without a known end")
