"""Exceptions as values: what `ValueError("…")` makes, and what `except … as error` finds in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kerascount.evaluate.errors import ProgramError, exception_class
from kerascount.evaluate.objects import MISSING, Class, Instance
from kerascount.evaluate.python.calling import stand_in
from kerascount.evaluate.python.text import text_of
from kerascount.values.outcomes import Undetermined


def is_exception(cls: Class) -> bool:
    """Whether objects of a class of the program can be raised; in doubt, they can."""
    return any(not isinstance(base, type) or issubclass(base, BaseException) for base in cls.foreign_bases)


def finish(cls: Class) -> None:
    """Objects of an exception class show their arguments."""
    if is_exception(cls) and cls.has_known_bases:
        for name, function in (("__str__", own_message), ("__repr__", _repr)):
            if cls.find(name) is MISSING:
                cls.names[name] = stand_in(name, function, is_method=True)


def make(kind: type[BaseException], args: Sequence[Any]) -> ProgramError:
    """An exception of Python that the program makes."""
    error = ProgramError(kind.__name__, _message(kind, args), args=tuple(args))
    error.arguments = tuple(args)
    return error


def _message(kind: Any, args: Sequence[Any]) -> str:
    """What `str(error)` gives, as far as it is known."""
    try:
        if len(args) == 1:
            quoted = isinstance(kind, type) and issubclass(kind, KeyError)
            return text_of(args[0], repr if quoted else str)
        return text_of(tuple(args)) if args else ""
    except Undetermined:
        return ""


def raised(value: Instance) -> ProgramError:
    """An object of a class of the program, when it is raised."""
    try:
        message = text_of(value) if value.cls.find("__str__") is not MISSING else own_message(value)
    except Undetermined:
        message = ""
    return ProgramError(value.cls.name, message, value=value)


def own_message(value: Instance) -> str:
    """What `BaseException.__str__` gives."""
    base = next((base for base in value.cls.foreign_bases if isinstance(base, type)), None)
    return _message(base, value.attributes.get("args", ()))


def _repr(value: Instance) -> str:
    return f"{value.cls.name}({', '.join(text_of(arg, repr) for arg in value.attributes.get('args', ()))})"


def attribute(error: ProgramError, name: str) -> Any:
    """An attribute of an exception of Python or Keras; MISSING where it has none of that name."""
    known = {"args": error.arguments, "__cause__": error.reason}
    if name in known:
        return known[name]
    if name == "__class__":
        return class_of_error(error)
    if name in ("with_traceback", "add_note"):
        return stand_in(name, lambda *args: error)
    if name == "value" and error.kind == "StopIteration":
        return error.arguments[0] if error.arguments else None
    kind = exception_class(error.kind)
    if name.startswith("__"):
        raise Undetermined(f"the attribute {name} of an exception")
    if kind is None or issubclass(kind, (OSError, ImportError, SyntaxError, UnicodeError, SystemExit)):
        raise Undetermined(f"the attribute {name} of an exception")
    return MISSING


def class_of_error(error: ProgramError) -> Any:
    if isinstance(error.value, Instance):
        return error.value.cls
    kind = exception_class(error.kind)
    if kind is None:
        raise Undetermined(f"the class {error.kind}")
    return kind


def attribute_of_object(owner: Instance, name: str) -> Any:
    """What an object has from `Exception`, from which its class derives."""
    if name == "__init__":
        return stand_in(name, lambda *args, **options: owner.attributes.__setitem__("args", args))
    if name == "args":
        return ()
    if name == "__str__":
        return stand_in(name, partial(own_message, owner))
    if name == "__repr__":
        return stand_in(name, partial(_repr, owner))
    if name in ("with_traceback", "add_note"):
        return stand_in(name, lambda *args: owner)
    return MISSING
