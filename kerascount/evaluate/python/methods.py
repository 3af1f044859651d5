"""Methods and attributes of plain Python values, within bounds."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError, from_python
from kerascount.evaluate.generators import Generator
from kerascount.evaluate.objects import (
    MISSING,
    Class,
    ClassMethod,
    External,
    Instance,
    Items,
    LibraryClass,
    Method,
    Property,
    StandIn,
    Static,
    add_rest,
)
from kerascount.evaluate.python import exceptions
from kerascount.evaluate.python.calling import call, items_of, known_truth, refuse_unknown, stand_in
from kerascount.evaluate.python.iterables import sort_key
from kerascount.evaluate.python.text import check_text, is_usual_encoding, refuse_format
from kerascount.evaluate.python.types import type_of
from kerascount.evaluate.views import VIEWS
from kerascount.ops.registry import UNFORESEEN
from kerascount.values.bounds import MAX_LENGTH, refuse_length, refuse_nested
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.scalars import NumpyFloat, NumpyInt
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

KINDS: Final[tuple[type[Any], ...]] = (
    str, bytes, list, tuple, dict, set, frozenset, int, float, complex, range, slice, deque, MappingProxyType,
    re.Pattern, re.Match, *VIEWS,
)  # fmt: skip
EXACT: Final = frozenset(KINDS)
SPECIAL: Final = frozenset(
    "__len__ __contains__ __getitem__ __setitem__ __delitem__ __iter__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ "
    "__add__ __sub__ __mul__ __truediv__ __floordiv__ __mod__ __neg__ __abs__ __str__ __repr__ __int__ __float__ "
    "__and__ __or__ __xor__ __radd__ __rmul__ __hash__ __init__ __new__".split()
)
TAKES_ITERABLES: Final = frozenset(
    "extend extendleft join update union intersection difference symmetric_difference intersection_update "
    "difference_update issubset issuperset isdisjoint".split()
)
GROWS: Final = frozenset(["extend", "extendleft", "update"])
LOOKS_UP: Final = frozenset("get pop setdefault __getitem__ __contains__".split())
MAX_NUMBER: Final = 10_000  # of a width or count in the making of a text
NESTED_FIELD: Final = r":[^{}]*\{"
LOOKS_INTO_VALUES: Final = r"\{[^{}]*\.[a-zA-Z_]|:[^}]*\d{5}"


def attribute(ev: Evaluator, value: Any, name: str) -> Any:
    """An attribute of a plain value; MISSING where its type has none of that name."""
    if isinstance(value, ProgramError):
        return exceptions.attribute(value, name)
    kind: Any = type(value)
    if kind not in EXACT:
        kind = next((kind for kind in KINDS if isinstance(value, kind)), None)
    if kind is None:
        return _other(ev, value, name)
    if name == "__class__":
        return type_of(ev, value)
    if name == "value" and isinstance(value, int) and ev.session.api is not Api.KERAS_3:
        return value  # the `Dimension` that a size was in TensorFlow 1
    if isinstance(value, (NumpyInt, NumpyFloat)) and not hasattr(type(value), name):
        raise Undetermined(f"the attribute {name} of a number of NumPy's")
    if not hasattr(type(value), name) or isinstance(value, Instance) and not hasattr(kind, name):
        return MISSING
    if name.startswith("__") and name not in SPECIAL:
        raise Undetermined(f"{kind.__name__}.{name} is not followed")
    found = getattr(value, name)
    return stand_in(name, partial(_run, ev, found, value, name)) if callable(found) else found


def _run(ev: Evaluator, method: Any, value: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """Call a method of a plain value with what the program gives it."""
    if name in GROWS and any(isinstance(arg, Unknown) for arg in args):
        add_rest(value, next(arg.why for arg in args if isinstance(arg, Unknown)))
        return None
    if isinstance(value, (list, dict, set, deque, str, bytes)):
        ev.charge(len(value))
    if isinstance(value, (re.Pattern, re.Match)):
        from kerascount.evaluate.python.regex import guarded

        return guarded(ev, method, *args, **kwargs)
    if name == "fromkeys":
        args = (items_of(ev, args[0]), *args[1:])
    elif name in TAKES_ITERABLES:
        args = tuple(arg if isinstance(arg, (dict, str)) else items_of(ev, arg) for arg in args)
    elif not isinstance(value, (list, tuple, dict, set, frozenset, deque)):
        args = tuple(list(items_of(ev, arg)) if isinstance(arg, Items) else arg for arg in args)
    if name in GROWS and len(value) + sum(map(len, args)) > MAX_LENGTH:
        add_rest(value, "holds more than is followed")
        return None
    if name == "sort":
        return _sort(ev, value, **kwargs)
    if isinstance(value, (str, bytes)):
        _guard_text(value, name, args, kwargs)
    elif isinstance(value, int):
        refuse_length(max((abs(arg) for arg in args if isinstance(arg, int)), default=0))
    if isinstance(value, dict) and name in LOOKS_UP and args:
        _guard_key(value, args[0])
    try:
        result = method(*args, **kwargs)
        return Items(type(result).__name__, result) if hasattr(result, "__next__") else result
    except UNFORESEEN as error:
        refuse_unknown(*args, *kwargs.values())
        if any(isinstance(arg, External) for arg in (*args, *kwargs.values())):
            raise Undetermined(f"{name}() with what a library gives") from None
        raise from_python(error) from None


def _guard_key(value: dict[Any, Any], key: Any) -> None:
    """A key that is not known may be any, and so may a known one be where the dict has unknown keys."""
    if isinstance(key, Unknown):
        raise Undetermined(key.why)
    refuse_nested(key)
    unknown = next((other for other in value if isinstance(other, Unknown)), None)
    if unknown is not None and key not in value:
        raise Undetermined(unknown.why)


def _sort(ev: Evaluator, items: list[Any], key: Any = None, reverse: Any = False) -> None:
    if key is None:
        refuse_unknown(items)
    try:
        items.sort(key=sort_key(ev, key), reverse=known_truth(reverse))
    except (TypeError, ValueError) as error:
        raise from_python(error) from None


def _guard_text(value: str | bytes, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    for arg in (*args, *kwargs.values()):
        if isinstance(arg, Unknown):
            raise Undetermined(arg.why)
        if isinstance(arg, int) and abs(arg) > MAX_NUMBER and name != "format":
            raise Undetermined("the text would be too long")
    if name in CODED and not is_usual_encoding(next(iter((*args, *kwargs.values())), "utf-8")):
        raise Undetermined("an encoding that is not followed")
    refuse_length(_longest(value, name, args, kwargs))


CODED: Final = frozenset(["encode", "decode"])


def _longest(value: str | bytes, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> int:
    """How long a text may be that a method of this one makes.

    Raises:
        Undetermined: it has something in it whose text is not known.
    """
    if name == "translate":
        texts = args[0].values() if args and isinstance(args[0], dict) else ()
        return len(value) * max((len(text) for text in texts if isinstance(text, str)), default=1)
    given = sum(map(check_text, (*args, *kwargs.values())))
    if name == "format":
        if re.search(LOOKS_INTO_VALUES, str(value)):
            raise Undetermined("a format that looks into its values")
        numbers = [arg for arg in (*args, *kwargs.values()) if isinstance(arg, int)]
        widest = max(numbers, default=0) if re.search(NESTED_FIELD, str(value)) else 0
        refuse_format(str(value), str(value).count("{"), max(given, widest))
    if name == "join":
        return given + len(value) * max(map(len, args), default=0)
    if name == "replace":
        return (len(value) + 1) * max(map(len, args[:2]), default=1)
    if name == "expandtabs":
        return len(value) + value.count(TAB[type(value)]) * max((*args, *kwargs.values()), default=0)
    return 0


TAB: Final[dict[type, Any]] = {str: "\t", bytes: b"\t"}


def _other(ev: Evaluator, value: Any, name: str) -> Any:
    """Attributes of None, classes, functions and iterators."""
    if value is None:
        return type_of(ev, value) if name == "__class__" else MISSING
    if isinstance(value, type):
        return _of_type(ev, value, name)
    if isinstance(value, PurePosixPath):
        from kerascount.evaluate.python.paths import path_attribute

        return path_attribute(value, name)
    if isinstance(value, Property):
        return _of_property(value, name)
    if isinstance(value, Items):
        return _of_items(ev, value, name)
    if isinstance(value, (Method, StandIn, Static, ClassMethod, LibraryClass)):
        return _of_function(ev, value, name)
    raise Undetermined(f"the attribute {name} of a value that is not known")


def _of_property(value: Property, name: str) -> Any:
    changes = {"getter": "getter", "setter": "setter", "deleter": "deleter"}
    if name in changes:
        return stand_in(name, lambda function: replace(value, **{changes[name]: function}))
    known = {"fget": value.getter, "fset": value.setter, "fdel": value.deleter}
    if name not in known:
        raise Undetermined(f"the attribute {name} of a property")
    return known[name]


def _of_items(ev: Evaluator, value: Items, name: str) -> Any:
    if name == "__next__":
        from kerascount.evaluate.python.iterables import next_

        return stand_in(name, partial(next_, ev, value))
    if name == "__iter__":
        return stand_in(name, lambda: value)
    if isinstance(value.source, Generator) and name in ("send", "throw", "close"):
        return stand_in(name, partial(_resume, ev, value.source, name))
    if name.startswith("_") or value.kind == "generator" and name in ("send", "close", "throw"):
        raise Undetermined(f"{value.kind}.{name} is not followed")
    return MISSING


def _resume(ev: Evaluator, generator: Generator, name: str, value: Any = None, *more: Any) -> Any:
    if name == "close":
        return generator.close()
    if name == "throw" and isinstance(value, (type, Class)):
        value = call(ev, value, *more)
    thrown = None if name == "send" else value if isinstance(value, ProgramError) else exceptions.raised(value)
    try:
        return generator.resume(value if name == "send" else None, thrown)
    except StopIteration as end:
        raise ProgramError("StopIteration", "", args=() if end.value is None else (end.value,)) from None


def _of_function(ev: Evaluator, value: Any, name: str) -> Any:
    """Attributes of functions: a bound method has those of its function."""
    if isinstance(value, Method):
        if name == "__self__":
            return value.owner
        if name == "__func__":
            return value.function
        return ev.libraries.attribute_of(value.function, name)
    if name in ("__name__", "__qualname__"):
        return str(getattr(value, "name", None) or "function").rpartition(".")[2]
    attributes = getattr(getattr(value, "function", None), "attributes", None)
    if isinstance(attributes, dict) and name in attributes:
        return attributes[name]
    if isinstance(value, Static) and name == "__func__":
        return value.function
    if isinstance(value, StandIn):
        from kerascount.evaluate.python.modules import find

        found = find(ev, f"{value.name}.{name}")  # `itertools.chain.from_iterable`
        if found is not MISSING:
            return found
    raise Undetermined(f"the attribute {name} of a function")


def _of_type(ev: Evaluator, kind: type, name: str) -> Any:
    """`str.upper`, `dict.fromkeys`, `int.__name__`."""
    known = {"__name__": kind.__name__, "__qualname__": kind.__name__, "__mro__": kind.__mro__, "__doc__": kind.__doc__}
    if name in known:
        return known[name]
    if kind is object:
        return _of_object(ev, name)
    if not hasattr(kind, name):
        return MISSING
    if name in CONSTRUCTORS:
        return stand_in(name, partial(_run, ev, getattr(kind, name), kind, name))
    if kind in KINDS and (not name.startswith("__") or name in SPECIAL):
        return stand_in(name, partial(_unbound, ev, kind, name), is_method=True)
    raise Undetermined(f"{kind.__name__}.{name} is not followed")


CONSTRUCTORS: Final = frozenset(["fromkeys", "from_bytes", "fromhex", "maketrans"])


def _unbound(ev: Evaluator, kind: type, name: str, /, *args: Any, **kwargs: Any) -> Any:
    if name == "__new__":
        from kerascount.evaluate.python.derived import new

        cls = args[0]
        return new(ev, cls, args[1:]) if isinstance(cls, Class) else call(ev, kind, *args[1:])
    if name == "__init__":
        return call(ev, ev.libraries.inherited(args[0], "__init__"), *args[1:], **kwargs)
    return _run(ev, getattr(kind, name), args[0] if args else None, name, *args, **kwargs)


def _of_object(ev: Evaluator, name: str) -> Any:
    from kerascount.evaluate.python.derived import new

    if name == "__new__":
        return stand_in(name, lambda cls, *args, **kwargs: new(ev, cls, args))
    if name in ("__init__", "__init_subclass__"):
        return stand_in(name, lambda *args, **kwargs: None)
    if name in ("__setattr__", "__getattribute__", "__delattr__", "__getattr__"):
        return stand_in(name, lambda owner, *args: call(ev, ev.libraries.inherited(owner, name), *args))
    raise Undetermined(f"object.{name} is not followed")
