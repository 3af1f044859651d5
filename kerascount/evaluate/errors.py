"""What interrupts evaluation: exceptions of the program, and the limits of the analysis."""

from __future__ import annotations

import builtins
from typing import Any

from kerascount.evaluate.objects import Class, Site
from kerascount.values.outcomes import Invalid


class ProgramError(Exception):
    """An exception that the program, Python or Keras raises."""

    def __init__(self, kind: str, message: str, *, value: Any = None, cause: Invalid | None = None) -> None:
        super().__init__(message)
        self.kind = kind  # the name of its class
        self.message = message
        self.value = value  # the exception object, where the program made it
        self.cause = cause  # what Keras refused
        self.site: Site | None = None
        self.calls: tuple[Site, ...] = ()
        self.certain = True  # whether nothing unknown led here
        self.decided: tuple[tuple[str, int], ...] = ()  # the conditions that were decided before


class LimitReached(Exception):
    """The budget of the analysis is spent."""


class ProgramExit(Exception):
    """`sys.exit()`: the program ends here."""


def from_invalid(refusal: Invalid) -> ProgramError:
    return ProgramError(refusal.error, refusal.message, cause=refusal)


def matches(error: ProgramError, handler: Any) -> bool | None:
    """Whether `except handler` catches the error; None where that cannot be known."""
    if isinstance(handler, (tuple, list)):
        verdicts = [matches(error, item) for item in handler]
        return True if True in verdicts else None if None in verdicts else False
    if isinstance(handler, type) and issubclass(handler, BaseException):
        return _is_subclass(error, handler)
    if isinstance(handler, Class):
        value = error.value
        return handler in value.cls.mro if value is not None and hasattr(value, "cls") else False
    return None


def _is_subclass(error: ProgramError, handler: type[BaseException]) -> bool | None:
    kind = getattr(builtins, error.kind, None)
    if isinstance(kind, type) and issubclass(kind, BaseException):
        return issubclass(kind, handler)
    if error.value is not None and hasattr(error.value, "cls"):
        return any(isinstance(base, type) and issubclass(base, handler) for base in error.value.cls.mro)
    return None if handler is not Exception and handler is not BaseException else True
