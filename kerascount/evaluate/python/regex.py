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
MAX_TRIES: Final = 20_000_000  # ways to match that a pattern may have, of which a hundred million take a second
TRIES_OF_A_STEP: Final = 1 << 9
ONE_CHARACTER: Final = re.compile(r"\\.|\[\^?\]?[^\]]*\]", re.DOTALL)  # which may be special elsewhere
GROUP: Final = re.compile(r"\((?:\?(?:[:=!>]|<[=!]|P<\w*>))?([^()]*)\)([*+{]?)")
BRANCHING: Final = re.compile(r"[*+?{|]")
FUNCTIONS_OF_PATTERNS: Final = "match search fullmatch findall finditer split sub subn".split()


def guarded(ev: Evaluator, function: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a function of `re` or a method of a pattern on short texts; the program's own functions are called back."""
    _refuse_long(ev, function, args)
    given = [_callable(ev, arg) if isinstance(arg, (Function, Method, StandIn)) else arg for arg in args]
    refuse_unknown(*args, *kwargs.values())
    if any(isinstance(arg, (str, bytes)) and len(arg) > MAX_TEXT for arg in args):
        raise Undetermined("a long text")
    try:
        result = python(function, *given, **kwargs)
    except re.error as error:
        raise ProgramError("error", str(error)) from None
    return Items("callable_iterator", result) if hasattr(result, "__next__") else result


def _refuse_long(ev: Evaluator, function: Any, args: tuple[Any, ...]) -> None:
    """Charge for what a pattern may have to try on a text; Raises `Undetermined` where that is too much."""
    pattern = getattr(function, "__self__", args[0] if args else "")
    text = pattern.pattern if isinstance(pattern, re.Pattern) else pattern
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    if not isinstance(text, str) or function is re.escape:
        return
    tries = _tries(text, max((len(arg) for arg in args if isinstance(arg, (str, bytes))), default=0))
    if len(text) > MAX_PATTERN or tries > MAX_TRIES:
        raise Undetermined("a pattern that may take long")
    ev.steps += tries // TRIES_OF_A_STEP


def _tries(pattern: str, length: int) -> int:
    """How many ways there may be to match a text of this length: each repetition may end anywhere in it."""
    plain = ONE_CHARACTER.sub("x", pattern)
    if re.search(r"\\\d|\(\?P=", pattern):
        return MAX_TRIES + 1
    loops, choices = len(re.findall(r"[*+{]", plain)), len(re.findall(r"(?<![(*+?}])\?|\|", plain))
    while found := GROUP.search(plain):
        if found[2] and BRANCHING.search(found[1]):
            return MAX_TRIES + 1  # a repetition of what has one inside
        plain = f"{plain[: found.start()]}x{found[2]}{plain[found.end() :]}"
    return int(min((length + 1) ** (loops + 1) * 2**choices, MAX_TRIES + 1))


def _callable(ev: Evaluator, function: Any) -> Callable[[Any], str]:
    def replacement(match: Any) -> str:
        text = call(ev, function, match)
        if not isinstance(text, str):
            raise Undetermined("what a pattern is replaced with is not known")
        return text

    return replacement


def _of_module(name: str) -> Callable[..., Any]:
    def run(ev: Evaluator, pattern: Any, *args: Any, **kwargs: Any) -> Any:
        return guarded(ev, getattr(re, name), pattern, *args, **kwargs)

    return run


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: _of_module(name) for name in (*FUNCTIONS_OF_PATTERNS, "compile")},
    "escape": lambda ev, pattern: guarded(ev, re.escape, pattern),
}
CONSTANTS: Final[Mapping[str, Any]] = {
    name: getattr(re, name) for name in "I IGNORECASE M MULTILINE S DOTALL X VERBOSE A ASCII U UNICODE".split()
}
