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
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

MAX_DEPTH: Final = 20
MAX_ITEMS: Final = 10_000
MAX_WIDTH_DIGITS: Final = 4
SIMPLE: Final = (str, bytes, int, float, complex, type(None), type(...), range, PurePosixPath, type)
CONTAINERS: Final[tuple[type[Any], ...]] = (list, tuple, dict, set, frozenset, deque, *VIEWS)


def check_text(value: Any, depth: int = 0) -> None:
    """Raise `Undetermined` where the text of a value is not known, or changes from run to run."""
    if isinstance(value, Instance):
        _check_object(value, depth)
    elif isinstance(value, CONTAINERS):
        if depth > MAX_DEPTH or len(value) > MAX_ITEMS:
            raise Undetermined("the text of a value would be too long")
        if isinstance(value, (set, frozenset)) and len(value) > 1 and not all(isinstance(x, int) for x in value):
            raise Undetermined("the order of a set")
        for item in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            check_text(item, depth + 1)
    elif isinstance(value, Unknown):
        raise Undetermined(value.why)
    elif not isinstance(value, (*SIMPLE, ProgramError)):
        raise Undetermined("the text of a value that is not plain")


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
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise Undetermined("the text of a number would be too long")
    return function(value)


MAX_BITS: Final = 10_000


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
    if any(len(digits) > MAX_WIDTH_DIGITS for digits in re.findall(r"\d+", spec)):
        raise Undetermined("the text would be too long")
    try:
        return format(value, spec)
    except (ValueError, TypeError) as error:
        raise from_python(error) from None
