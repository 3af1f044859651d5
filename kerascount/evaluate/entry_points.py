"""Functions and classes that the program never uses itself: what they build where somebody calls them.

Parameters with a default have it, the others stand for themselves: `def build(width)` gives formulas of `width`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from kerascount.evaluate.calls import call_value
from kerascount.evaluate.errors import LimitReached, ProgramError, ProgramExit
from kerascount.evaluate.evaluator import MAX_STEPS, Decisions, Evaluator
from kerascount.evaluate.objects import Class, External, Frame, Function, Instance, LibraryClass, Method, Module, Rest
from kerascount.evaluate.outcomes import Key
from kerascount.models.model import ModelObject
from kerascount.values.objects import Unknown

MAX_ENTRIES: Final = 100
MAX_ENTRY_STEPS: Final = 40_000
MAX_FLIPPED: Final = 3  # conditions whose other outcome is tried
WORD: Final = re.compile(r"[^\W\d]\w*")
KERAS: Final = ("keras", "tensorflow", "tf_keras")
TESTS: Final = ("test", "Test")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one of them builds, and what it raises."""

    title: str  # as its definition has it: "build(width, classes)"
    models: tuple[ModelObject, ...]
    errors: tuple[ProgramError, ...]
    # Conditions on what is not known, how they were decided, and the models where they turn out the other way.
    others: tuple[tuple[Key, bool, tuple[ModelObject, ...]], ...] = ()


def entries(ev: Evaluator, module: Module) -> Iterator[Entry]:
    """Every one that mentions Keras, callers before what they call; automatic names are those after the import."""
    uids = dict(ev.session.uids)
    for value in _in_order(_unused(ev, module), ev)[:MAX_ENTRIES]:
        if id(value) in ev.used or ev.steps > MAX_STEPS:
            continue
        ev.session.uids = dict(uids)
        yield from _enter(ev, value, module)


# --- which ones


def _unused(ev: Evaluator, module: Module) -> dict[str, Any]:
    """Those that mention Keras, or others that do."""
    candidates = {
        name: value
        for name, value in module.names.items()
        if isinstance(value, (Function, Class)) and _is_of(value, module) and id(value) not in ev.used
        if not _is_test(value)
    }
    known = {name for name, value in module.names.items() if _is_keras(value)}
    words = {name: _words(ev, value) for name, value in candidates.items()}
    while found := {name for name in words if name not in known and not known.isdisjoint(words[name])}:
        known |= found
    return {name: value for name, value in candidates.items() if name in known}


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


def _words(ev: Evaluator, value: Function | Class) -> set[str]:
    if isinstance(value, Function):
        return set(WORD.findall(ev.text(value.body)))
    return {word for item in value.names.values() if isinstance(item, Function) for word in _words(ev, item)}


def _in_order(unused: Mapping[str, Any], ev: Evaluator) -> list[Any]:
    mentioned = {word for name, value in unused.items() for word in _words(ev, value) if word != name}
    return sorted(unused.values(), key=lambda value: value.name in mentioned)


# --- running one


def _enter(ev: Evaluator, value: Function | Class, module: Module) -> Iterator[Entry]:
    if isinstance(value, Function):
        yield _run(ev, value, (), _names(value), module)
        return
    init = value.find("__init__")
    names = _names(init)[1:] if isinstance(init, Function) else ()
    entry, made = _call(ev, value, (), names, module, _defaults(init))
    yield _confirmed(ev, entry, value, (), names, module)
    if isinstance(made, Instance):
        yield from _methods(ev, made, module)


def _methods(ev: Evaluator, owner: Instance, module: Module) -> Iterator[Entry]:
    """The methods of an object, again callers before what they call."""
    own = [base.names for base in reversed(owner.cls.mro) if isinstance(base, Class) and base.module is module]
    methods = {name: item for names in own for name, item in names.items() if not name.startswith("__")}
    functions = {name: item for name, item in methods.items() if isinstance(item, Function) and id(item) not in ev.used}
    owner.attributes.update({name: _open(owner, name, value) for name, value in owner.attributes.items()})
    for method in _in_order(functions, ev):
        if id(method) not in ev.used:
            yield _run(ev, method, (owner,), _names(method)[1:], module)


def _names(function: Function) -> tuple[str, ...]:
    return (*function.parameters.positional, *function.parameters.keyword_only)


def _run(ev: Evaluator, function: Function, first: tuple[Any, ...], names: tuple[str, ...], module: Module) -> Entry:
    target = Method(function, first[0]) if first else function
    uids, decided = dict(ev.session.uids), dict(ev.decisions.taken)
    entry, _ = _call(ev, target, first, names, module, _defaults(function))
    entry = _confirmed(ev, entry, target, first, names, module)
    others = []
    for key in [key for key in ev.decisions.taken if key not in decided][:MAX_FLIPPED]:
        value = ev.decisions.taken[key]
        with _decided(ev, {**decided, key: not value}):
            ev.session.uids = dict(uids)
            again, _ = _call(ev, target, first, names, module, _defaults(function))
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
    ev: Evaluator, entry: Entry, target: Any, first: tuple[Any, ...], names: tuple[str, ...], module: Module
) -> Entry:
    """The same, its errors certain only where they do not depend on the defaults."""
    if any(error.certain for error in entry.errors):
        made = len(ev.session.models)
        again, _ = _call(ev, target, first, names, module, {})
        del ev.session.models[made:]
        places = {error.site.location for error in again.errors if error.site and error.certain}
        for error in entry.errors:
            error.certain = error.certain and error.site is not None and error.site.location in places
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
    ev: Evaluator, target: Any, first: tuple[Any, ...], names: tuple[str, ...], module: Module, given: Mapping[str, Any]
) -> tuple[Entry, Any]:
    """Call it with what is given, and with parameters that stand for themselves."""
    function = target.function if isinstance(target, Method) else target
    node = function.body if isinstance(function, Function) else function.node
    frame = Frame(module, module.names)
    open_ = {name: Unknown(f"a parameter of {function.name}", name, ev.site(node, frame)) for name in names}
    models, errors, decided = len(ev.session.models), len(ev.reported), len(ev.decisions.taken)
    result, ev.last_step = None, min(MAX_STEPS, ev.steps + MAX_ENTRY_STEPS)
    args, kwargs = _arguments(function, {**open_, **{key: given[key] for key in names if key in given}})
    try:
        result = call_value(ev, target, args, kwargs, node, frame)
    except ProgramError as error:
        ev.reported.append(error)
    except (ProgramExit, LimitReached):
        pass
    raised = tuple(ev.reported[errors:])
    del ev.reported[errors:]
    for item in raised:
        refused = item.cause is not None or item.kind == "NameError"  # all else may depend on what was called before
        item.certain = item.certain and refused and len(ev.decisions.taken) == decided
        item.calls = item.calls[1:]
    title = f"{function.name}({', '.join(names)})"
    return Entry(title, tuple(ev.session.models[models:]), raised), result
