"""The builtin types as a program calls them: `int("3")`, `list(x)`, `dict(a=1)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError, from_python
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import MISSING, Class, Instance, Items, Method
from kerascount.evaluate.python.calling import call, items_of, refuse_unknown
from kerascount.evaluate.python.text import text_of
from kerascount.evaluate.truth import truth
from kerascount.values.bounds import refuse_length
from kerascount.values.dims import Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

TYPES: Final[dict[str, type]] = {
    "int": int, "float": float, "str": str, "bool": bool, "bytes": bytes, "complex": complex, "list": list,
    "tuple": tuple, "dict": dict, "set": set, "frozenset": frozenset, "object": object, "slice": slice,
    "type": type, "range": range, "bytearray": bytearray,
}  # fmt: skip
CONTAINERS: Final = (list, tuple, set, frozenset)
MAX_RANGE: Final = 10**12


class TypedDict(dict[str, Any]):
    """`typing.TypedDict`: a base of classes, and a function that makes such."""


def convert(ev: Evaluator, kind: type, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """`kind(*args, **kwargs)`.

    Raises:
        ProgramError: as Python does.
        Undetermined: the argument is not known.
    """
    converter = CONVERTERS.get(kind)
    if converter is not None and not (args and isinstance(args[0], Unknown)):
        return converter(ev, args, kwargs)
    if kind in CONTAINERS:
        return _python(kind, *plain_items(ev, kind, args))
    args = [list(items_of(ev, arg)) if isinstance(arg, Items) else _by_method(ev, kind, arg) for arg in args]
    if any(isinstance(arg, Unknown) for arg in args):
        return _of_unknown(kind, args)
    if kind in (int, float) and args and isinstance(args[0], Tensor):
        if args[0].history is not None and ev.session.api is Api.KERAS_3:
            raise Invalid(f"A KerasTensor is symbolic: you cannot convert it to {kind.__name__}", code="KC105")
        raise Undetermined("a number out of an array")
    _check_plain(kind, args)
    return _python(kind, *args, **kwargs)


def _python(kind: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return kind(*args, **kwargs)
    except (TypeError, ValueError, ArithmeticError) as error:
        refuse_unknown(*args)
        raise from_python(error) from None


def _check_plain(kind: type, args: Sequence[Any]) -> None:
    plain = (int, float, str, bytes, complex, list, tuple, dict, set, type(None))
    if not all(isinstance(arg, plain) for arg in args) and kind is not slice:
        raise Undetermined(f"{kind.__name__} of a value that is not plain")
    if kind in (range, bytes, bytearray) and any(abs(arg) > MAX_RANGE for arg in args if isinstance(arg, int)):
        raise Undetermined(f"a {kind.__name__} of enormous length")
    if kind in (bytes, bytearray):
        refuse_length(max((arg for arg in args if isinstance(arg, int)), default=0))
    if kind in (int, float) and args and isinstance(args[0], (str, bytes)) and len(args[0]) > MAX_DIGITS:
        raise Undetermined("the number would be too large")


MAX_DIGITS: Final = 4_000  # Python itself refuses somewhat longer ones


def _by_method(ev: Evaluator, kind: type, value: Any) -> Any:
    """What the object's own `__int__`, `__float__` … gives."""
    name = f"__{kind.__name__}__"
    if isinstance(value, Instance) and value.cls.find(name):
        return call(ev, Method(value.cls.find(name), value))
    return value


def _of_unknown(kind: type, args: Sequence[Any]) -> Any:
    """`int(n)` of a whole number is that number; everything else is not known."""
    value = args[0]
    if kind is int and isinstance(value, Unknown) and isinstance(value.number, Symbolic):
        return value
    raise Undetermined(next(arg.why for arg in args if isinstance(arg, Unknown)))


def plain_items(ev: Evaluator, kind: type, args: Sequence[Any]) -> list[Any]:
    """The arguments of a container with the items of iterables in place of these."""
    if not args or issubclass(kind, (int, float, str, bytes)):
        return list(args)
    if isinstance(args[0], dict) and issubclass(kind, dict):
        return list(args)
    items: Sequence[Any] = items_of(ev, args[0])
    if issubclass(kind, dict):
        items = [items_of(ev, pair) if isinstance(pair, (Items, Instance)) else pair for pair in items]
        if any(isinstance(pair, (Unknown, Tensor)) for pair in items):
            raise Undetermined("pairs that are not known")
    return [items, *args[1:]]


def _dict(ev: Evaluator, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[Any, Any]:
    if args and isinstance(args[0], DataObject):  # a table is its columns by their names
        args = [[(name, args[0].item(name)) for name in items_of(ev, args[0])]]
    made: dict[Any, Any] = _python(dict, *plain_items(ev, dict, args[:1]))
    return {**made, **kwargs}


def _str(ev: Evaluator, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    if len(args) > 1 or kwargs:
        _check_plain(str, args)
        return str(_python(str, *args, **kwargs))
    return text_of(args[0]) if args else ""


def _bool(ev: Evaluator, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    verdict = truth(args[0]) if args else False
    if verdict is None:
        raise Undetermined("depends on values that are not known")
    return verdict


def _object(ev: Evaluator, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Instance:
    """A bare object, as a mark that is like no other value."""
    return Instance(Class("object", (), {}, None))


def _type(ev: Evaluator, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    if len(args) == 3:
        return _new_type(ev, *args)
    return type_of(ev, args[0])


def _new_type(ev: Evaluator, name: Any, bases: Any, names: Any) -> Any:
    from kerascount.evaluate.classes import finish_class, new_class

    if not isinstance(name, str) or not isinstance(bases, tuple) or not isinstance(names, dict) or ev.frame is None:
        raise Undetermined("a class made of values that are not known")
    cls = new_class(ev, name, bases, dict(names), ev.frame.module)
    return finish_class(ev, cls, {}, getattr(ev.session.place, "node", None), ev.frame)


def type_of(ev: Evaluator, value: Any) -> Any:
    """`type(value)`."""
    if isinstance(value, ProgramError):
        from kerascount.evaluate.python.exceptions import class_of_error

        return class_of_error(value)
    if isinstance(getattr(value, "cls", None), Class):
        return value.cls
    if ev.libraries.is_layer(value):
        found = ev.libraries.attribute(value, "__class__")
        if found is not MISSING:
            return found
    if isinstance(value, Class) and value.is_open:
        raise Undetermined("the class of a class that a metaclass made")
    if isinstance(value, (Class, type)):
        return type
    if isinstance(value, PLAIN):
        return type(value)
    raise Undetermined("the type of a value")


PLAIN: Final = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, slice, type(None), type(...))


def _typed_dict(ev: Evaluator, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    return dict if args and isinstance(args[0], str) else _dict(ev, args, kwargs)


CONVERTERS: Final[dict[type, Callable[[Evaluator, Sequence[Any], Mapping[str, Any]], Any]]] = {
    dict: _dict, str: _str, bool: _bool, object: _object, type: _type, TypedDict: _typed_dict,
}  # fmt: skip
