"""Findings as JSON and back. What does not have its form exactly is refused."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Final

from kerascount.diagnostics import Diagnostic, Edit, Fix, Location, Note, Severity
from kerascount.values.record import record


@record
class Form:
    """How values of one kind are written, and read. Both raise `ValueError` where it is none of the kind."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def exactly(kind: type) -> Form:
    """What JSON has itself; True is no number."""

    def checked(value: Any) -> Any:
        if value.__class__ is not kind:
            raise ValueError(f"{value!r} is no {kind.__name__}")
        return value

    return Form(checked, checked)


def choice(kind: type[Enum]) -> Form:
    return Form(lambda value: value.value, kind)


def several(form: Form) -> Form:
    def read(values: Any) -> Any:
        return tuple(map(form.read, LIST.read(values)))

    return Form(lambda values: [form.write(value) for value in values], read)


def optional(form: Form) -> Form:
    return Form(
        lambda value: None if value is None else form.write(value),
        lambda value: None if value is None else form.read(value),
    )


def fields(kind: Any, *forms: Form) -> Form:
    """A dataclass, as a list of its fields."""
    names = kind.__match_args__
    if len(names) != len(forms):
        raise TypeError(f"{kind.__name__} has {len(names)} fields, not {len(forms)}")

    def write(value: Any) -> Any:
        return [form.write(getattr(value, name)) for form, name in zip(forms, names, strict=True)]

    def read(values: Any) -> Any:
        return kind(*[form.read(value) for form, value in zip(forms, LIST.read(values), strict=True)])

    return Form(write, read)


LIST: Final = exactly(list)
TEXT: Final = exactly(str)
TEXTS: Final = several(TEXT)
NUMBER: Final = exactly(int)
TRUTH: Final = exactly(bool)
LOCATION: Final = fields(Location, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)
FIX: Final = fields(Fix, TEXT, several(fields(Edit, LOCATION, TEXT)), TRUTH)
NOTE: Final = fields(Note, TEXT, LOCATION)
SEVERITY: Final = choice(Severity)
DIAGNOSTIC: Final = fields(
    Diagnostic,
    TEXT, SEVERITY, TEXT, LOCATION, TEXT, several(LOCATION), TEXT, TEXT, TEXT, several(NOTE), TEXT, optional(FIX),
)  # fmt: skip
