"""Methods and attributes of plain Python values, within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import (
    MISSING,
    ClassMethod,
    Instance,
    LibraryClass,
    Method,
    Property,
    StandIn,
    Static,
)
from kerascount.evaluate.python import special
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

ALLOWED: Mapping[type, frozenset[str]] = {
    str: frozenset(
        "capitalize casefold count endswith find format index isalnum isalpha isdecimal isdigit isidentifier "
        "islower isnumeric isspace istitle isupper join lower lstrip partition removeprefix removesuffix replace "
        "rfind rindex rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill".split()
    ),
    bytes: frozenset("decode startswith endswith split strip".split()),
    list: frozenset("append extend insert pop remove index count sort reverse copy clear".split()),
    tuple: frozenset(["index", "count"]),
    dict: frozenset("keys values items get pop popitem setdefault update copy clear".split()),
    set: frozenset("add discard remove union intersection difference update copy pop clear issubset issuperset".split()),
    frozenset: frozenset("union intersection difference copy issubset issuperset".split()),
    int: frozenset(["bit_length", "real", "imag"]),
    float: frozenset(["is_integer", "real", "imag"]),
    range: frozenset(["start", "stop", "step", "index", "count"]),
}


def attribute(ev: Evaluator, value: Any, name: str) -> Any:
    """An attribute of a plain value; MISSING where its type has none of that name."""
    kind = next((kind for kind in ALLOWED if isinstance(value, kind)), None)
    if kind is None:
        return _other(ev, value, name)
    if not hasattr(kind, name):
        return MISSING
    if name.startswith("__") or name not in ALLOWED[kind]:
        raise Undetermined(f"{kind.__name__}.{name} is not followed")
    found = getattr(value, name)
    return StandIn(f"{kind.__name__}.{name}", partial(_run, ev, value, name)) if callable(found) else found


def _run(ev: Evaluator, value: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    if name in ("extend", "join", "update", "union") and args and not isinstance(args[0], dict):
        args = (special.items_of(ev, args[0]), *args[1:])
    if name == "sort" and kwargs.get("key") is not None:
        kwargs = {**kwargs, "key": special.sort_key(ev, kwargs["key"])}
    if isinstance(value, (str, bytes)):
        _guard_text(value, name, args, kwargs)
    try:
        return getattr(value, name)(*args, **kwargs)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        if any(isinstance(arg, (Unknown, Tensor)) for arg in args):
            raise Undetermined("a method on values that are not known") from None
        raise ProgramError(type(error).__name__, str(error)) from None


def _guard_text(value: str | bytes, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    plain = (str, bytes, int, float, bool, type(None), tuple, list)
    for arg in (*args, *kwargs.values()):
        if isinstance(arg, Unknown):
            raise Undetermined(arg.why)
        if not isinstance(arg, plain) or isinstance(arg, int) and abs(arg) > 10_000:
            raise Undetermined("a text made of values that are not plain")
    if name == "format" and any(sign in str(value) for sign in ("__", ".", "[")) and "{" in str(value):
        import re

        if re.search(r"\{[^}]*(?:\.[a-zA-Z_]|\[)", str(value)) or re.search(r":[^}]*\d{5}", str(value)):
            raise Undetermined("a format that looks into its values")
    if name == "replace" and len(value) * max(1, len(args[1]) if len(args) > 1 else 1) > 1_000_000:
        raise Undetermined("the text would be too long")


def _other(ev: Evaluator, value: Any, name: str) -> Any:
    """Attributes of None, classes, functions and exceptions."""
    if value is None:
        return MISSING
    if isinstance(value, type):
        return _of_type(ev, value, name)
    if isinstance(value, Property):
        if name == "setter":
            return StandIn("setter", lambda function: Property(value.getter, function))
        return StandIn(name, lambda function: value)
    if isinstance(value, (Method, StandIn, Static, ClassMethod, LibraryClass, ProgramError)):
        if name == "__name__":
            return getattr(value, "name", None) or "function"
        raise Undetermined(f"the attribute {name} of a function")
    if isinstance(value, Instance):
        return MISSING
    raise Undetermined(f"the attribute {name} of a value that is not known")


def _of_type(ev: Evaluator, kind: type, name: str) -> Any:
    if name == "__name__":
        return kind.__name__
    if kind is dict and name == "fromkeys":
        return StandIn("dict.fromkeys", lambda keys, value=None: dict.fromkeys(special.items_of(ev, keys), value))
    if kind in ALLOWED and name in ALLOWED[kind]:
        return StandIn(f"{kind.__name__}.{name}", lambda owner, *args: _run(ev, owner, name, *args))
    raise Undetermined(f"{kind.__name__}.{name} is not followed")
