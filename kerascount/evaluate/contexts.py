"""What `with` does with a context: entering it, leaving it, and whether it takes what is raised inside."""

from __future__ import annotations

import re
from typing import Any, Final

from kerascount.evaluate.calls import call_value
from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.expressions import ask_truth, awaited
from kerascount.evaluate.generators import Generator
from kerascount.evaluate.iteration import iterator
from kerascount.evaluate.objects import MISSING, External, Frame, Instance, Items, LibraryObject, Method
from kerascount.values.objects import Unknown

# What contexts are called that are there for what is raised inside.
MAY_TAKE: Final = r"(?i)raise|suppress|ignor|expect|swallow|catch(?!_warnings)|fail|skip"


def enter(ev: Evaluator, manager: Any, node: Any, frame: Frame) -> Any:
    """What `as` binds."""
    method = _method(manager, "__enter__", "__aenter__")
    if method is not MISSING:
        return awaited(call_value(ev, Method(method, manager), [], {}, node, frame))
    if isinstance(manager, Items):  # a generator that @contextmanager decorates gives what it yields
        return next(iterator(ev, manager, node, frame) or iter(()), None)
    return manager


def leave(ev: Evaluator, manager: Any, args: list[Any], node: Any, frame: Frame) -> Any:
    if isinstance(manager, Items):
        next(iterator(ev, manager, node, frame) or iter(()), None)
    method = _method(manager, "__exit__", "__aexit__")
    if method is not MISSING:
        return awaited(call_value(ev, Method(method, manager), args, {}, node, frame))
    return None


def swallows(ev: Evaluator, manager: Any, error: ProgramError, node: Any, frame: Frame) -> bool:
    """Leave the context because of an error; whether the program goes on behind it."""
    if isinstance(manager, Items):
        return isinstance(manager.source, Generator) and _takes(manager.source, error)
    if may_take(ev, manager, node) and not isinstance(manager, Instance):
        return True
    value = error.value or error
    verdict = leave(ev, manager, [ev.libraries.type_of(value), value, None], node, frame)
    return ask_truth(ev, verdict, node, frame) is not False and verdict is not None


def may_take(ev: Evaluator, manager: Any, node: Any) -> bool:
    """Whether what is raised inside may end there; of contexts that are not known, the name tells."""
    if isinstance(manager, (External, LibraryObject, Unknown)):
        resolved = manager.why if isinstance(manager, Unknown) else manager.name
        return bool(re.search(MAY_TAKE, f"{resolved} {ev.text(node)}"))
    return _method(manager, "__exit__", "__aexit__") is not MISSING


def _method(manager: Any, *names: str) -> Any:
    """A method of an object of the program, under one of its names."""
    found = (manager.cls.find(name) for name in names) if isinstance(manager, Instance) else ()
    return next((method for method in found if method is not MISSING), MISSING)


def _takes(generator: Generator, error: ProgramError) -> bool:
    """Whether the body of a context manager catches what is raised at its `yield`."""
    try:
        generator.resume(thrown=error)
    except StopIteration:
        return True
    except ProgramError as other:
        if other is not error:
            raise
    return False
