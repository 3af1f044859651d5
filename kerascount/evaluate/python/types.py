"""The builtin types as a program calls them: `int("3")`, `list(x)`, `dict(a=1)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.iteration import iterate
from kerascount.values.dims import Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

TYPES: dict[str, type] = {
    "int": int, "float": float, "str": str, "bool": bool, "bytes": bytes, "complex": complex, "list": list,
    "tuple": tuple, "dict": dict, "set": set, "frozenset": frozenset, "object": object, "slice": slice,
    "type": type, "range": range,
}  # fmt: skip
CONTAINERS = (list, tuple, set, frozenset)


def convert(ev: Evaluator, kind: type, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """`kind(*args, **kwargs)`.

    Raises:
        ProgramError: as Python does.
        Undetermined: the argument is not known.
    """
    if kind is type:
        return _type_of(args)
    if kind is object:
        raise Undetermined("a bare object")
    if kind in CONTAINERS and len(args) == 1:
        return kind(_items(ev, args[0]))
    if kind is dict:
        return _dict(ev, args, kwargs)
    if any(isinstance(arg, Unknown) for arg in args):
        return _of_unknown(kind, args)
    if kind is int and args and isinstance(args[0], Tensor) or kind is float and args and isinstance(args[0], Tensor):
        raise Undetermined("a number out of an array")
    plain = all(isinstance(arg, (int, float, str, bytes, complex, type(None))) for arg in args)
    if not plain or kind is range and any(abs(arg) > 10**12 for arg in args if isinstance(arg, int)):
        raise Undetermined(f"{kind.__name__} of a value that is not plain")
    try:
        return kind(*args, **kwargs)
    except (TypeError, ValueError, OverflowError) as error:
        raise ProgramError(type(error).__name__, str(error)) from None


def _of_unknown(kind: type, args: Sequence[Any]) -> Any:
    """`int(n)` of a whole number is that number; everything else is not known."""
    value = args[0]
    if kind is int and isinstance(value, Unknown) and isinstance(value.number, Symbolic):
        return value
    raise Undetermined(next(arg.why for arg in args if isinstance(arg, Unknown)))


def _type_of(args: Sequence[Any]) -> Any:
    value = args[0] if args else None
    cls = getattr(value, "cls", None)
    if cls is not None:
        return cls
    if isinstance(value, (int, float, str, bytes, list, tuple, dict, set, type(None))):
        return type(value)
    raise Undetermined("the type of a value")


def _items(ev: Evaluator, value: Any) -> Sequence[Any]:
    frame = ev.frame
    assert frame is not None
    items = iterate(ev, value, getattr(ev.session.place, "node", None), frame)
    if items is None:
        raise Undetermined(value.why if isinstance(value, Unknown) else "the items are not known")
    return items


def _dict(ev: Evaluator, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[Any, Any]:
    if not args:
        return dict(kwargs)
    if isinstance(args[0], dict):
        return {**args[0], **kwargs}
    pairs = [tuple(_items(ev, pair)) for pair in _items(ev, args[0])]
    return {**dict(pairs), **kwargs}
