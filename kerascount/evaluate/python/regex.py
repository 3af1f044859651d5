"""`re`: patterns on texts that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import Function, Items, Method, StandIn
from kerascount.evaluate.python.calling import call, python, refuse_unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

MAX_TEXT: Final = 2_000
MAX_PATTERN: Final = 200
# What may take time that doubles with each character: a repetition of what has one inside.
COSTLY: Final = re.compile(r"[+*}]\??\)+[+*{]|(?:[+*].*){5}|\\\d")
FUNCTIONS_OF_PATTERNS: Final = "match search fullmatch findall finditer split sub subn".split()


def guarded(ev: Evaluator, function: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a function of `re` or a method of a pattern on short texts; the program's own functions are called back."""
    given = [_callable(ev, arg) if isinstance(arg, (Function, Method, StandIn)) else arg for arg in args]
    refuse_unknown(*args, *kwargs.values())
    if any(isinstance(arg, (str, bytes)) and len(arg) > MAX_TEXT for arg in args):
        raise Undetermined("a long text")
    try:
        result = python(function, *given, **kwargs)
    except re.error as error:
        raise ProgramError("error", str(error)) from None
    return Items("callable_iterator", result) if hasattr(result, "__next__") else result


def _callable(ev: Evaluator, function: Any) -> Callable[[Any], str]:
    def replacement(match: Any) -> str:
        text = call(ev, function, match)
        if not isinstance(text, str):
            raise Undetermined("what a pattern is replaced with is not known")
        return text

    return replacement


def _of_module(name: str) -> Callable[..., Any]:
    def run(ev: Evaluator, pattern: Any, *args: Any, **kwargs: Any) -> Any:
        text = pattern.pattern if isinstance(pattern, re.Pattern) else pattern
        if isinstance(text, str) and (len(text) > MAX_PATTERN or COSTLY.search(text)):
            raise Undetermined("a pattern that may take long")
        return guarded(ev, getattr(re, name), pattern, *args, **kwargs)

    return run


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: _of_module(name) for name in (*FUNCTIONS_OF_PATTERNS, "compile")},
    "escape": lambda ev, pattern: guarded(ev, re.escape, pattern),
}
CONSTANTS: Final[Mapping[str, Any]] = {
    name: getattr(re, name) for name in "I IGNORECASE M MULTILINE S DOTALL X VERBOSE A ASCII U UNICODE".split()
}
