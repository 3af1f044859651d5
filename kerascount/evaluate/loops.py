"""Loops, in bounded time: what runs too long or an unknown number of times is followed for one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import libcst as cst

from kerascount.evaluate.assignment import assign
from kerascount.evaluate.errors import Endless
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.flow import BREAK, CONTINUE
from kerascount.evaluate.iteration import iterator
from kerascount.evaluate.objects import Frame, Instance, Items, add_rest
from kerascount.models.layer import LayerObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import is_symbolic
from kerascount.values.macs import announce_unknown
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

MAX_PASSES = 10_000
# Of all passes of one loop: then it is left as if its length were not known.
MAX_LOOP_STEPS = 100_000
MAX_BUILDING_STEPS = 300_000  # where every pass makes layers and the end is in sight: it builds a model
MAX_LOOP_MODELS = 100
MAX_LOOP_CALLS = 10_000  # of layers
MAX_IDLE_STEPS = 20_000  # where no pass made a layer or an operation: it trains, or counts
TOO_LONG: Final = "runs too long to be followed"
SIZED: Final = (range, list, tuple, dict, Items)
# What a loop's body does to values that live longer than a pass.
CHANGES: Final = (
    r"\.(?:append|appendleft|add|clear|discard|extend|insert|update|pop|popitem|remove|reverse|setdefault)\("
    r"|\bdel\b|\]\s*[-+*/]?=[^=]|[-+*/]="
)


def run_for(ev: Evaluator, node: cst.For, frame: Frame) -> Any:
    iterable = ev.eval(node.iter, frame)
    is_async = node.asynchronous is not None and isinstance(iterable, Instance)
    items = None if is_async else iterator(ev, iterable, node.iter, frame)
    if items is None:
        element = ev.libraries.element(iterable)
        if element is None:
            element = Unknown(_why(iterable), f"an item of {ev.text(node.iter)}", ev.site(node.iter, frame))
        return _one_pass(ev, node, element, frame)
    last, before = _last_step(ev, frame, isinstance(iterable, SIZED)), contents(frame)
    open_end: list[str] = []
    for count, item in enumerate(_as_far_as_known(items, open_end)):
        if count == MAX_PASSES or ev.steps > last():
            refuse_in_generator(frame)
            ev.guessed = True
            announce_unknown("a loop inside `call` that runs too long to be followed")
            _mark_changed(ev, before, {}, lambda: f"the loop over {ev.text(node.iter)} {TOO_LONG}", frame)
            return None
        assign(ev, node.target, item, frame)
        ended = ev.execute(node.body.body, frame)
        if ended is BREAK:
            return None
        if ended is not None and ended is not CONTINUE:
            return ended
    if open_end:
        ev.guessed = ev.guessed or bool(re.search(CHANGES, ev.text(node.body)))
        _forget_changed(frame, before, lambda: open_end[0])
        return None
    return _else(ev, node, frame)


def _as_far_as_known(items: Iterator[Any], open_end: list[str]) -> Iterator[Any]:
    """The items of an iterator that ends in what is not known, such as that of a data set; `open_end` gets why."""
    try:
        yield from items
    except Undetermined as reason:
        open_end.append(reason.why)


def _last_step(ev: Evaluator, frame: Frame, ends: bool = False) -> Callable[[], int]:
    """The step at which the loop that begins here is left, as long as it goes on as it does."""
    start, made = ev.steps, ev.session.names_made
    gives = frame.generator is not None  # a generator is ended by what it gives
    most = MAX_BUILDING_STEPS if ends else MAX_LOOP_STEPS
    models, calls = len(ev.session.models) + MAX_LOOP_MODELS, ev.session.calls + MAX_LOOP_CALLS

    def last() -> int:
        if len(ev.session.models) > models or ev.session.calls > calls:
            return start
        return start + (most if gives or ev.session.names_made > made else MAX_IDLE_STEPS)

    return last


def refuse_in_generator(frame: Frame) -> None:
    """A generator that is left early would seem to have given all its items."""
    if frame.generator is not None:
        raise Endless


class Contents(NamedTuple):
    """What names stood for, and how many items the containers among that had."""

    values: Mapping[str, Any]
    lengths: Mapping[str, int]


def contents(frame: Frame) -> Contents:
    values = _reachable(frame)
    return Contents(values, {name: len(value) for name, value in values.items() if _is_container(value.__class__)})


def _reachable(frame: Frame) -> dict[str, Any]:
    """What has a name here, and what the object holds whose method runs."""
    held = getattr(frame.self_value, "attributes", {})
    return {**frame.names, **{f"self.{name}": value for name, value in held.items() if _is_container(value.__class__)}}


@cache
def _is_container(kind: type) -> bool:
    return issubclass(kind, (list, dict, set)) and not issubclass(kind, Instance)


def _forget_changed(frame: Frame, before: Contents, why: Callable[[], str]) -> None:
    """Numbers and texts that a loop changed, and containers that it filled, are not known behind it."""
    for name, value in _reachable(frame).items():
        if name not in before.values or isinstance(value, Unknown):
            continue
        if before.values[name] is value:
            if name in before.lengths and len(value) != before.lengths[name]:
                add_rest(value, why())
        elif isinstance(value, (int, float, str)):
            frame.names[name] = Unknown(why(), name)


def _why(value: Any) -> str:
    return value.why if isinstance(value, Unknown) else "runs over a value that is not known"


def _else(ev: Evaluator, node: Any, frame: Frame) -> Any:
    return ev.execute(node.orelse.body.body, frame) if node.orelse is not None else None


def _one_pass(ev: Evaluator, node: Any, element: Any, frame: Frame) -> Any:
    """Follow a loop of unknown length once, and note what a further pass would change."""
    before = contents(frame)
    sizes = {id(model): len(model.stack) for model in ev.session.models if isinstance(model, SequentialObject)}
    if isinstance(node, cst.For):
        assign(ev, node.target, element, frame)
    ev.unsure += 1
    try:
        ended = ev.execute(node.body.body, frame)
    finally:
        ev.unsure -= 1
    ev.guessed = ev.guessed or bool(re.search(CHANGES, ev.text(node.body)))
    announce_unknown("a loop inside `call` whose number of passes is not known")
    head = node.iter if isinstance(node, cst.For) else node.test

    def why() -> str:
        place = ev.site(node, frame).location.in_words  # to be worked out only where something is left behind
        return f"the number of passes of the loop over {ev.text(head)} in {place} is not known"

    _mark_changed(ev, before, sizes, why, frame)
    return None if ended in (BREAK, CONTINUE, None) else ended


def _mark_changed(ev: Evaluator, before: Contents, sizes: dict[int, int], why: Callable[[], str], frame: Frame) -> None:
    for name, value in frame.names.items():
        if name in before.values and before.values[name] is not value:
            ev.guessed = True
            if is_symbolic(value) and isinstance(value.history.operation, LayerObject):
                value.history.operation.unknown = value.history.operation.unknown or why()
    _forget_changed(frame, before, why)
    for model in ev.session.models:
        if isinstance(model, SequentialObject) and sizes.get(id(model), len(model.stack)) != len(model.stack):
            model.unknown = model.unknown or why()
            ev.guessed = True


def run_while(ev: Evaluator, node: cst.While, frame: Frame) -> Any:
    from kerascount.evaluate.expressions import ask_truth

    last, before = _last_step(ev, frame), contents(frame)
    for _ in range(MAX_PASSES):
        if ev.steps > last():
            break
        known = ask_truth(ev, ev.eval(node.test, frame), node.test, frame)
        if known is None:
            return _one_pass(ev, node, None, frame)
        if not known:
            return _else(ev, node, frame)
        ended = ev.execute(node.body.body, frame)
        if ended is BREAK:
            return None
        if ended is not None and ended is not CONTINUE:
            return ended
    refuse_in_generator(frame)
    ev.guessed = True
    announce_unknown("a loop inside `call` that runs too long to be followed")
    _forget_changed(frame, before, lambda: f"the loop while {ev.text(node.test)} {TOO_LONG}")
    return None
