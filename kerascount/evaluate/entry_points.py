"""Functions and classes that the program never uses itself: what they build where somebody calls them.

Parameters with a default have it, the others stand for themselves: `def build(width)` gives formulas of `width`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import libcst as cst

from kerascount.evaluate.calls import call_value
from kerascount.evaluate.errors import LimitReached, ProgramError, ProgramExit
from kerascount.evaluate.evaluator import Decisions, Evaluator
from kerascount.evaluate.objects import Class, External, Frame, Function, Instance, LibraryClass, Method, Module, Rest
from kerascount.evaluate.outcomes import Key
from kerascount.models.model import ModelObject
from kerascount.source.offsets import nodes_in
from kerascount.values.objects import Unknown
from kerascount.values.record import record, replace

MAX_ENTRIES: Final = 100
MAX_ENTRY_STEPS: Final = 40_000
MAX_FOUND_STEPS: Final = 3_000  # of all of them in a file that was only found in a folder: an ordinary model or two
MAX_FLIPPED: Final = 3  # conditions whose other outcome is tried
KERAS: Final = ("keras", "tensorflow", "tf_keras")
TESTS: Final = ("test", "Test")


@record
class Entry:
    """What one of them builds, and what it raises."""

    title: str  # as its definition has it: "build(width, classes)"
    models: tuple[ModelObject, ...]
    errors: tuple[ProgramError, ...]
    # Conditions on what is not known, how they were decided, and the models where they turn out the other way.
    others: tuple[tuple[Key, bool, tuple[ModelObject, ...]], ...] = ()
    left_out: bool = False  # for want of steps; what it had begun to build is not among its models


class Visit(NamedTuple):
    """The module that is entered, and the step at which that ends."""

    module: Module
    last_step: int
    is_short: bool  # whether only that keeps some from being entered


def entries(ev: Evaluator, module: Module, *, named: bool) -> Iterator[Entry]:
    """Every one that mentions Keras, callers before what they call; automatic names are those after the import.

    In a file that nobody named, what takes long is left out.
    """
    most = ev.limits.steps
    visit = Visit(module, most if named else min(most, ev.steps + MAX_FOUND_STEPS), not named)
    uids = dict(ev.session.uids)
    for value in _in_order(_unused(ev, module))[:MAX_ENTRIES]:
        if id(value) in ev.used:
            continue
        if ev.steps <= visit.last_step and not ev.limits.are_over:
            ev.session.uids = dict(uids)
            yield from _enter(ev, value, visit)
        else:
            yield Entry(value.name, (), (), left_out=True)


# --- which ones


def _unused(ev: Evaluator, module: Module) -> dict[str, tuple[Any, set[str]]]:
    """Those that mention Keras, or others that do, with what they mention."""
    candidates = {
        name: value
        for name, value in module.names.items()
        if isinstance(value, (Function, Class)) and _is_of(value, module) and id(value) not in ev.used
        if not _is_test(value)
    }
    known = {name for name, value in module.names.items() if _is_keras(value)}
    words = {name: _words(value) for name, value in candidates.items()}
    while found := {name for name in words if name not in known and not known.isdisjoint(words[name])}:
        known |= found
    return {name: (value, words[name]) for name, value in candidates.items() if name in known}


def _is_test(value: Function | Class) -> bool:
    """Tests ask for errors, and are run by others."""
    bases = value.foreign_bases if isinstance(value, Class) else ()
    return value.name.startswith(TESTS) or any(str(base).endswith("TestCase") for base in bases)


def _is_of(value: Function | Class, module: Module) -> bool:
    return (value.frame.module if isinstance(value, Function) else value.module) is module


def _is_keras(value: Any) -> bool:
    if isinstance(value, Class):
        return any(isinstance(base, LibraryClass) for base in value.foreign_bases)
    return isinstance(value, LibraryClass) or isinstance(value, External) and value.name.split(".")[0] in KERAS


def _words(value: Function | Class) -> set[str]:
    """The names in a body, those of attributes and keywords as well."""
    functions = [value] if isinstance(value, Function) else value.names.values()
    return set().union(*(_names_in(item.body) for item in functions if isinstance(item, Function)))


def _names_in(body: cst.CSTNode) -> set[str]:
    return {node.value for node in nodes_in(body) if isinstance(node, cst.Name)}


def _in_order(words: Mapping[str, tuple[Any, set[str]]]) -> list[Any]:
    """Callers before what they call."""
    mentioned = {word for name, (_, mentions) in words.items() for word in mentions if word != name}
    return sorted((value for value, _ in words.values()), key=lambda value: value.name in mentioned)


# --- running one


def _enter(ev: Evaluator, value: Function | Class, visit: Visit) -> Iterator[Entry]:
    if isinstance(value, Function):
        yield _run(ev, value, (), _names(value), visit)
        return
    init = value.find("__init__")
    names = _names(init)[1:] if isinstance(init, Function) else ()
    entry, made = _call(ev, value, (), names, visit, _defaults(init))
    yield _confirmed(ev, entry, value, (), names, visit)
    if isinstance(made, Instance):
        yield from _methods(ev, made, visit)


def _methods(ev: Evaluator, owner: Instance, visit: Visit) -> Iterator[Entry]:
    """The methods of an object, again callers before what they call."""
    own = [base.names for base in reversed(owner.cls.mro) if isinstance(base, Class) and base.module is visit.module]
    methods = {name: item for names in own for name, item in names.items() if not name.startswith("__")}
    unused = {name: item for name, item in methods.items() if isinstance(item, Function) and id(item) not in ev.used}
    owner.attributes.update({name: _open(owner, name, value) for name, value in owner.attributes.items()})
    for method in _in_order({name: (item, _words(item)) for name, item in unused.items()}):
        if id(method) not in ev.used:
            yield _run(ev, method, (owner,), _names(method)[1:], visit)


def _names(function: Function) -> tuple[str, ...]:
    return (*function.parameters.positional, *function.parameters.keyword_only)


def _run(ev: Evaluator, function: Function, first: tuple[Any, ...], names: tuple[str, ...], visit: Visit) -> Entry:
    target = Method(function, first[0]) if first else function
    uids, decided = dict(ev.session.uids), dict(ev.decisions.taken)
    entry, _ = _call(ev, target, first, names, visit, _defaults(function))
    entry = _confirmed(ev, entry, target, first, names, visit)
    others: list[tuple[Key, bool, tuple[ModelObject, ...]]] = []
    for key in [key for key in ev.decisions.taken if key not in decided][:MAX_FLIPPED]:
        value = ev.decisions.taken[key]
        with _decided(ev, {**decided, key: not value}):
            ev.session.uids = dict(uids)
            again, _ = _call(ev, target, first, names, visit, _defaults(function))
        if again.left_out:  # what depends on the condition is not known
            return replace(entry, models=(), left_out=True)
        others.append((key, value, again.models))
    return replace(entry, others=tuple(others))


def _open(owner: Instance, name: str, value: Any) -> Any:
    """An attribute that stands for what other methods put there is not known in a method that is called alone."""
    return Unknown("depends on the methods called before", f"{owner.cls.name}.{name}") if value is None else value


@contextmanager
def _decided(ev: Evaluator, fixed: Mapping[Key, bool]) -> Iterator[None]:
    """Other outcomes of conditions that are not known, for as long as it lasts."""
    before, ev.decisions = ev.decisions, Decisions(fixed)
    try:
        yield
    finally:
        ev.decisions = before


def _defaults(function: Any) -> Mapping[str, Any]:
    return function.parameters.defaults if isinstance(function, Function) else {}


def _confirmed(
    ev: Evaluator, entry: Entry, target: Any, first: tuple[Any, ...], names: tuple[str, ...], visit: Visit
) -> Entry:
    """The same, its errors certain only where they do not depend on the defaults."""
    if any(error.certain for error in entry.errors):
        made = len(ev.session.models)
        again, _ = _call(ev, target, first, names, visit, {})
        del ev.session.models[made:]
        places = {error.site.mark for error in again.errors if error.site and error.certain}
        for error in entry.errors:
            error.certain = error.certain and error.site is not None and error.site.mark in places
    return entry


def _arguments(function: Any, by_name: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Those of a call; where the function takes any number of them, there may be more."""
    called = function.find("__init__") if isinstance(function, Class) else function
    if not isinstance(called, Function) or not called.parameters.var_args:
        return [], by_name
    positional = [value for name, value in by_name.items() if name in called.parameters.positional]
    named = {name: value for name, value in by_name.items() if name in called.parameters.keyword_only}
    return [*positional, Rest(f"a parameter of {function.name}", called.parameters.var_args)], named


def _call(
    ev: Evaluator, target: Any, first: tuple[Any, ...], names: tuple[str, ...], visit: Visit, given: Mapping[str, Any]
) -> tuple[Entry, Any]:
    """Call it with what is given, and with parameters that stand for themselves."""
    function = target.function if isinstance(target, Method) else target
    node = function.body if isinstance(function, Function) else function.node
    frame = Frame(visit.module, visit.module.names)
    open_ = {name: Unknown(f"a parameter of {function.name}", name, ev.site(node, frame)) for name in names}
    models, errors, decided = len(ev.session.models), len(ev.reported), len(ev.decisions.taken)
    result, left_out = None, False
    ev.limit(min(visit.last_step, ev.steps + MAX_ENTRY_STEPS))
    args, kwargs = _arguments(function, {**open_, **{key: given[key] for key in names if key in given}})
    try:
        result = call_value(ev, target, args, kwargs, node, frame)
    except ProgramError as error:
        if error.kind != "SystemExit":
            ev.reported.append(error)
    except ProgramExit:
        pass
    except LimitReached:
        left_out = visit.is_short
    raised = tuple(error for error in ev.reported[errors:] if error.site is None or error.site.node is not node)
    del ev.reported[errors:]
    for item in raised:
        refused = item.cause is not None or item.kind == "NameError"  # all else may depend on what was called before
        item.certain = item.certain and refused and len(ev.decisions.taken) == decided
        item.calls = item.calls[1:]
    title = f"{function.name}({', '.join(names)})"
    built = () if left_out else tuple(ev.session.models[models:])
    return Entry(title, built, raised, left_out=left_out), result
