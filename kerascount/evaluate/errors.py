"""What interrupts evaluation: exceptions of the program, and the limits of the analysis."""

from __future__ import annotations

import builtins
from functools import cache
from typing import Any, Final

from kerascount.evaluate.objects import Class, Instance, Site
from kerascount.values.outcomes import Invalid


class ProgramError(Exception):
    """An exception that the program, Python or Keras raises."""

    def __init__(
        self, kind: str, message: str, *, value: Any = None, cause: Invalid | None = None, args: tuple[Any, ...] = ()
    ) -> None:
        super().__init__(message)
        self.kind = kind  # the name of its class
        self.message = message
        self.value = value  # the exception object, where the program made it
        self.cause = cause  # what Keras refused
        self.arguments = args or ((message,) if message else ())  # what the program finds in `args`
        self.help = ""
        self.names: dict[int, str] = {}  # variables that hold the tensors in question, by the identity of these
        self.reason: Any = None  # `raise … from reason`
        self.site: Site | None = None
        self.calls: tuple[Site, ...] = ()
        self.certain = True  # whether nothing unknown led here
        self.decided: tuple[tuple[str, int], ...] = ()  # the conditions that were decided before


class LimitReached(Exception):
    """The budget of the analysis is spent; `help` says how there is more of it."""

    def __init__(self, what: str, help: str = "") -> None:
        super().__init__(what)
        self.help = help


class Spent(Exception):
    """A call that computes for too long is given up."""

    def __init__(self, call: Any) -> None:
        super().__init__("a call that runs too long to be followed")
        self.call = call


class ProgramExit(Exception):
    """`sys.exit()`: the program ends here."""


class Endless(Exception):
    """A generator gave so many items that it is not run further."""


# Exceptions of standard modules, and what they derive from.
DERIVED: Final[dict[str, type[BaseException]]] = {
    "JSONDecodeError": ValueError, "FrozenInstanceError": AttributeError, "ArgumentError": Exception,
    "InvalidOperation": ArithmeticError, "Empty": Exception, "Full": Exception,
}  # fmt: skip


def from_invalid(refusal: Invalid) -> ProgramError:
    return ProgramError(refusal.error, refusal.message, cause=refusal)


def from_python(error: Exception) -> ProgramError:
    """What Python raised while it computed for the program, the program raises."""
    return ProgramError(type(error).__name__, str(error), args=error.args)


@cache
def exception_class(kind: str) -> type[BaseException] | None:
    """The class of an exception of Python by its name; None for those of other libraries."""
    found = getattr(builtins, kind, None)
    if isinstance(found, type) and issubclass(found, BaseException):
        return found
    return type(kind, (DERIVED[kind],), {}) if kind in DERIVED else None


def matches(error: ProgramError, handler: Any) -> bool | None:
    """Whether `except handler` catches the error; None where that cannot be known."""
    if isinstance(handler, (tuple, list)):
        verdicts = [matches(error, item) for item in handler]
        return True if True in verdicts else None if None in verdicts else False
    if isinstance(handler, type) and issubclass(handler, BaseException):
        return _is_subclass(error, handler)
    if isinstance(handler, Class):
        return isinstance(error.value, Instance) and handler in error.value.cls.mro
    return None


def _is_subclass(error: ProgramError, handler: type[BaseException]) -> bool | None:
    if isinstance(error.value, Instance):
        bases = error.value.cls.foreign_bases
        known = any(isinstance(base, type) and issubclass(base, handler) for base in bases)
        return known or (None if not all(isinstance(base, type) for base in bases) else False)
    kind = exception_class(error.kind)
    if kind is not None:
        return issubclass(kind, handler)
    return True if handler in (Exception, BaseException) else None
