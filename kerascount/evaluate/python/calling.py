"""How stand-ins call back into the program, and take its values apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import from_python
from kerascount.evaluate.iteration import iterate, iterator
from kerascount.evaluate.objects import Instance, StandIn
from kerascount.evaluate.truth import truth
from kerascount.ops.registry import UNFORESEEN
from kerascount.values.bounds import refuse_nested
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

Function = Callable[..., Any]
UNCERTAIN: Final = (Unknown, Tensor)
CONTAINERS: Final = (list, tuple, dict, set, frozenset)
PLAIN: Final = (int, float, complex, str, bytes, type(None), list, tuple, dict, set, frozenset, range)


def call(ev: Evaluator, function: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Call a value of the program from inside a stand-in."""
    from kerascount.evaluate.calls import call_value

    assert ev.frame is not None
    return call_value(ev, function, args, kwargs, getattr(ev.session.place, "node", None), ev.frame)


def items_of(ev: Evaluator, value: Any) -> Sequence[Any]:
    """All items of an iterable."""
    assert ev.frame is not None
    items = iterate(ev, value, getattr(ev.session.place, "node", None), ev.frame)
    if items is None:
        raise Undetermined(why(value))
    return items


def iter_of(ev: Evaluator, value: Any) -> Iterator[Any]:
    """The items of an iterable as they are asked for, which may be without an end."""
    assert ev.frame is not None
    items = iterator(ev, value, getattr(ev.session.place, "node", None), ev.frame)
    if items is None:
        element = ev.libraries.element(value)
        if element is None:
            raise Undetermined(why(value))
        return _first_alone(element, why(value))
    return items


def _first_alone(element: Any, why: str) -> Iterator[Any]:
    """Of data of unknown length, the first element is known."""
    yield element
    raise Undetermined(why)


def why(value: Any) -> str:
    return value.why if isinstance(value, Unknown) else "the items are not known"


def known_truth(value: Any) -> bool:
    verdict = truth(value)
    if verdict is None:
        raise Undetermined(value.why if isinstance(value, Unknown) else "depends on values that are not known")
    return verdict


def refuse_unknown(*values: Any) -> None:
    """Raise `Undetermined` where one of the values is not known, or has something in it that is not.

    It refuses what holds itself as well, and what Python would not end to go through.
    """
    for value in values:
        if isinstance(value, UNCERTAIN):
            raise Undetermined(value.why or "a value out of an array")
        if isinstance(value, CONTAINERS):
            refuse_nested(value)
            _refuse_inside(value)


def _refuse_inside(container: Any) -> None:
    for item in (*container.keys(), *container.values()) if isinstance(container, dict) else container:
        if isinstance(item, UNCERTAIN):
            raise Undetermined(item.why or "a value out of an array")
        if isinstance(item, CONTAINERS):
            _refuse_inside(item)


def python(function: Function, *args: Any, **kwargs: Any) -> Any:
    """Call a Python function on plain values; what it raises, the program raises."""
    try:
        return function(*args, **kwargs)
    except UNFORESEEN as error:
        refuse_unknown(*args, *kwargs.values())
        if all(isinstance(value, (*PLAIN, Instance)) for value in args):
            raise from_python(error) from None
        raise Undetermined("a function on values that are not plain") from None


def on_plain(function: Function) -> Function:
    """A stand-in for a function of Python that computes with plain values."""

    def compute(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
        refuse_unknown(*args, *kwargs.values())
        return python(function, *args, **kwargs)

    return compute


def stand_in(name: str, function: Function, *, is_method: bool = False) -> StandIn:
    """A stand-in whose result is undetermined where it is given what it was not written for."""
    return StandIn(name, partial(_foreseen, name, function), is_method)


def _foreseen(name: str, function: Function, /, *args: Any, **kwargs: Any) -> Any:
    try:
        return function(*args, **kwargs)
    except UNFORESEEN as error:
        raise Undetermined(f"{name}: {error}") from error
