"""The text of values, as `str`, `repr`, `format` and f-strings give it, where it is the same in every run."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, Final

from kerascount.evaluate.errors import ProgramError, from_python
from kerascount.evaluate.objects import MISSING, Instance
from kerascount.evaluate.views import VIEWS
from kerascount.values.bounds import refuse_large, refuse_length
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

MAX_DEPTH: Final = 20
MAX_ITEMS: Final = 10_000
LONG_NUMBER: Final = re.compile(r"\d{5}")  # as the width of a field
THOUSANDS: Final = re.compile(r"\d{4}")
LONGEST_FIELD: Final = 10_000  # characters that a width or precision makes
SHORT: Final = 30  # characters of a float and the like
OF_OBJECT: Final = 20_000  # characters of what a method of the program may give
SIMPLE: Final = (str, bytes, int, float, complex, type(None), type(...), range, PurePosixPath, type)
CONTAINERS: Final[tuple[type[Any], ...]] = (list, tuple, dict, set, frozenset, deque, *VIEWS)


# Encodings that a program may ask for; Python has others that take long, or import what they are called.
USUAL_ENCODINGS: Final = frozenset("utf8 utf16 utf32 ascii usascii latin1 iso88591 cp1252 cp437 utf8sig".split())


def is_usual_encoding(name: Any) -> bool:
    return isinstance(name, str) and name.lower().replace("-", "").replace("_", "") in USUAL_ENCODINGS


def check_text(value: Any, depth: int = 0) -> int:
    """How long the text of a value may be.

    Raises:
        Undetermined: it is not known, changes from run to run, or is too long.
    """
    if isinstance(value, Instance):
        _check_object(value, depth)
        return OF_OBJECT
    if isinstance(value, CONTAINERS):
        if depth > MAX_DEPTH or len(value) > MAX_ITEMS:
            raise Undetermined("the text of a value would be too long")
        if isinstance(value, (set, frozenset)) and len(value) > 1 and not all(isinstance(x, int) for x in value):
            raise Undetermined("the order of a set")
        return _length_inside(value, depth)
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    if not isinstance(value, (*SIMPLE, ProgramError)):
        raise Undetermined("the text of a value that is not plain")
    if isinstance(value, int):
        refuse_large(value)
        return value.bit_length() // 3 + 2
    return len(value) if isinstance(value, (str, bytes)) else SHORT


def _length_inside(container: Any, depth: int) -> int:
    total = 0
    for item in (*container.keys(), *container.values()) if isinstance(container, dict) else container:
        total += check_text(item, depth + 1) + 2
        refuse_length(total)
    return total


def refuse_format(text: str, fields: int, longest: int) -> None:
    """Raise `Undetermined` where a format with so many fields may make a text that is too long."""
    if LONG_NUMBER.search(text):
        raise Undetermined("the text would be too long")
    widest = LONGEST_FIELD if fields and THOUSANDS.search(text) else 0
    refuse_length(len(text) + fields * max(longest, widest))


def _check_object(value: Instance, depth: int) -> None:
    if any(value.cls.find(name) is not MISSING for name in ("__str__", "__repr__", "__format__")):
        return
    kind = next((kind for kind in CONTAINERS if isinstance(value, kind)), None)
    if kind is not None:
        for item in value.values() if isinstance(value, dict) else value:  # type: ignore[attr-defined]
            check_text(item, depth + 1)
    elif not isinstance(value, (str, int, float)):
        raise Undetermined("the text of an object, which tells its address")


def text_of(value: Any, function: Callable[[Any], str] = str) -> str:
    """`str(value)` or `repr(value)`."""
    if isinstance(value, ProgramError):
        return _text_of_error(value, function)
    check_text(value)
    if isinstance(value, Instance) and function is str and value.cls.find("__str__") is MISSING:
        function = repr if value.cls.find("__repr__") is not MISSING else str
    return function(value)


def _text_of_error(error: ProgramError, function: Callable[[Any], str]) -> str:
    if function is str:
        return error.message
    check_text(error.arguments)
    return f"{error.kind}({', '.join(map(repr, error.arguments))})"


CONVERSIONS: Final[dict[str, Callable[[Any], str]]] = {"r": repr, "s": str, "a": ascii}


def formatted(value: Any, spec: str = "", conversion: str = "") -> str:
    """What an f-string makes of a value.

    Raises:
        ProgramError: the format does not fit the value.
        Undetermined: the value is not known.
    """
    if conversion:
        value = text_of(value, CONVERSIONS[conversion])
    if not spec and not (isinstance(value, Instance) and value.cls.find("__format__")):
        return text_of(value)
    check_text(value)
    refuse_format(spec, 1, 0)
    try:
        return format(value, spec)
    except (ValueError, TypeError) as error:
        raise from_python(error) from None
