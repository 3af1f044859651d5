"""Python's own under the names of libraries for Python 2 and 3: `six.moves.range`, `builtins.str`, `past.builtins`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import MISSING
from kerascount.evaluate.python import builtins
from kerascount.evaluate.python.calling import call
from kerascount.evaluate.python.functools import FUNCTIONS as OF_FUNCTOOLS
from kerascount.evaluate.python.reflection import getattr_

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

RENAMED: Final = {"xrange": "range", "unicode": "str", "basestring": "str", "long": "int", "raw_input": "input"}


def constant(ev: Evaluator, name: str) -> Any:
    """The builtin that a name of these libraries stands for, or MISSING."""
    owner, _, tail = name.rpartition(".")
    return builtins.find(ev, RENAMED.get(tail, tail)) if owner in OWNERS else MISSING


def _method(name: str) -> Callable[..., Any]:
    return lambda ev, owner: call(ev, getattr_(ev, owner, name))


OWNERS: Final = ("six.moves", "six.moves.builtins", "builtins", "past.builtins", "future.builtins")
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "six.moves.reduce": OF_FUNCTOOLS["reduce"],
    **{f"six.iter{name}": _method(name) for name in ("keys", "values", "items")},
}
CONSTANTS: Final[Mapping[str, Any]] = {
    "six.PY2": False, "six.PY3": True, "six.string_types": (str,), "six.integer_types": (int,), "six.text_type": str,
    "six.binary_type": bytes, "six.class_types": (type,),
}  # fmt: skip
