"""Python's builtins by name."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import MISSING, Instance, Method
from kerascount.evaluate.python import iterables, reflection
from kerascount.evaluate.python.calling import call, on_plain, python, refuse_unknown, stand_in
from kerascount.evaluate.python.snippets import eval_, exec_
from kerascount.evaluate.python.text import formatted, text_of
from kerascount.evaluate.python.types import TYPES
from kerascount.values.bounds import refuse_length
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

CONSTANTS: Final[Mapping[str, Any]] = {
    "None": None, "True": True, "False": False, "NotImplemented": NotImplemented, "Ellipsis": ..., "__debug__": True,
}  # fmt: skip
# Builtins of Python 2: programs of its time are read as well.
PYTHON_2: Final = frozenset("unicode long basestring raw_input reduce unichr file execfile reload cmp buffer".split())


def find(ev: Evaluator, name: str) -> Any:
    """The builtin of that name, or MISSING."""
    function = FUNCTIONS.get(name)
    if function is not None:
        return stand_in(name, partial(function, ev))
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name in TYPES:
        return TYPES[name]
    value = getattr(builtins, name, MISSING)
    if isinstance(value, type) and issubclass(value, BaseException):
        return value
    return MISSING if value is MISSING and name not in PYTHON_2 else stand_in(name, _not_followed)


def _not_followed(*args: Any, **kwargs: Any) -> Any:
    raise Undetermined("a builtin that is not followed")


def print_(ev: Evaluator, *args: Any, **kwargs: Any) -> None:
    return None


def input_(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    if kwargs:
        raise ProgramError("TypeError", "input() takes no keyword arguments")
    raise Undetermined("is typed in when the program runs")


def open_(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    raise Undetermined("reads a file")


def exit_(ev: Evaluator, *args: Any) -> None:
    raise ProgramError("SystemExit", "", args=args)


def abs_(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, Tensor):
        return ev.libraries.absolute(value)
    return _special(ev, "__abs__", value, abs)


def round_(ev: Evaluator, number: Any, ndigits: Any = None) -> Any:
    if isinstance(number, Tensor):
        return ev.libraries.rounded(number, ndigits)
    if ndigits is not None:
        refuse_length(abs(ndigits) if isinstance(ndigits, int) else 0)
        return on_plain(round)(ev, number, ndigits)
    return _special(ev, "__round__", number, round)


def hash_(ev: Evaluator, value: Any) -> Any:
    """Texts are hashed differently in every run, so that only its being the same matters."""
    refuse_unknown(value)
    return python(hash, value)


def _special(ev: Evaluator, name: str, value: Any, function: Callable[..., Any]) -> Any:
    """By the special method of an object of the program, or as Python does."""
    if isinstance(value, Instance) and value.cls.find(name):
        return call(ev, Method(value.cls.find(name), value))
    return on_plain(function)(ev, value)


def pow_(ev: Evaluator, base: Any, exp: Any, mod: Any = None) -> Any:
    import operator

    from kerascount.evaluate.operators import python_binary

    if mod is not None:
        return on_plain(pow)(ev, base, exp, mod)
    if isinstance(base, Tensor) or isinstance(exp, Tensor):
        return ev.libraries.binary("**", base, exp)
    refuse_unknown(base, exp)
    return python_binary("**", operator.pow, base, exp)


def format_(ev: Evaluator, value: Any, spec: Any = "") -> Any:
    refuse_unknown(spec)
    return formatted(value, spec)


def text(function: Callable[[Any], str]) -> Callable[..., Any]:
    return lambda ev, value: text_of(value, function)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **iterables.BUILTINS,
    **reflection.BUILTINS,
    "print": print_, "input": input_, "open": open_, "exit": exit_, "quit": exit_, "abs": abs_, "round": round_,
    "hash": hash_, "pow": pow_, "format": format_, "repr": text(repr), "ascii": text(ascii),
    "divmod": on_plain(divmod), "chr": on_plain(chr), "ord": on_plain(ord), "bin": on_plain(bin), "hex": on_plain(hex),
    "oct": on_plain(oct), "eval": eval_, "exec": exec_,
}  # fmt: skip
