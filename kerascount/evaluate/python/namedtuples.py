"""`collections.namedtuple` and `typing.NamedTuple`: classes whose objects are tuples with names for their items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import Class, ClassMethod, Instance, Property
from kerascount.evaluate.python.calling import call, items_of, refuse_unknown, stand_in
from kerascount.evaluate.python.text import text_of

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


def namedtuple(ev: Evaluator, typename: Any, field_names: Any, *, defaults: Any = None, **options: Any) -> Class:
    from kerascount.evaluate.classes import new_class

    refuse_unknown(typename, field_names)
    assert ev.frame is not None
    listed = field_names.replace(",", " ").split() if isinstance(field_names, str) else items_of(ev, field_names)
    values = items_of(ev, defaults) if defaults is not None else ()
    last = dict(zip(listed[len(listed) - len(values) :], values, strict=False))
    made = new_class(ev, typename, (tuple,), {}, ev.frame.module)
    made.names.update(_members(ev, list(listed), last))
    return made


def typed(ev: Evaluator, name: Any, listed: Any = (), **fields: Any) -> Class:
    """`NamedTuple("Point", [("x", int)])`."""
    names = [items_of(ev, pair)[0] for pair in items_of(ev, listed)]
    return namedtuple(ev, name, [*names, *fields])


def finish(ev: Evaluator, cls: Class) -> None:
    """Make a class that derives from `typing.NamedTuple` what `namedtuple` would have made."""
    names = list(cls.names.get("__annotations__", {}))
    defaults = {name: cls.names[name] for name in names if name in cls.names}
    cls.derive_from(tuple)
    cls.names.update(_members(ev, names, defaults))


def _members(ev: Evaluator, names: Sequence[str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "_fields": tuple(names),
        "_field_defaults": dict(defaults),
        "__match_args__": tuple(names),
        "__new__": stand_in("__new__", partial(_new, ev, names, defaults)),
        "__repr__": stand_in("__repr__", _repr, is_method=True),
        "_asdict": stand_in("_asdict", lambda owner: dict(zip(names, owner, strict=False)), is_method=True),
        "_replace": stand_in("_replace", partial(_replace, ev), is_method=True),
        "_make": ClassMethod(stand_in("_make", lambda cls, items: call(ev, cls, *items_of(ev, items)))),
    }
    made.update((name, Property(stand_in(name, partial(_item, index)))) for index, name in enumerate(names))
    return made


def _item(index: int, owner: Any) -> Any:
    return owner[index]


def _new(
    ev: Evaluator, names: Sequence[str], defaults: Mapping[str, Any], cls: Class, /, *args: Any, **kwargs: Any
) -> Instance:
    from kerascount.evaluate.python.derived import kind_of

    values = dict(zip(names, args, strict=False))
    unexpected = [key for key in kwargs if key not in names or key in values]
    if unexpected or len(args) > len(names):
        what = f"got an unexpected keyword argument '{unexpected[0]}'" if unexpected else "takes fewer arguments"
        raise ProgramError("TypeError", f"{cls.name}.__new__() {what}")
    values = {**defaults, **values, **kwargs}
    missing = [name for name in names if name not in values]
    if missing:
        plural = "s" if len(missing) > 1 else ""
        listed = " and ".join(map(repr, missing))
        what = f"missing {len(missing)} required positional argument{plural}: {listed}"
        raise ProgramError("TypeError", f"{cls.name}.__new__() {what}")
    kind = kind_of(tuple)
    made = kind.__new__(kind, [values[name] for name in names])  # type: ignore[call-arg]
    Instance.__init__(made, cls)
    return made


def _replace(ev: Evaluator, owner: Any, /, **changes: Any) -> Any:
    values = dict(zip(owner.cls.find("_fields"), owner, strict=True))
    return call(ev, owner.cls, **{**values, **changes})


def _repr(owner: Any) -> str:
    pairs = zip(owner.cls.find("_fields"), owner, strict=True)
    return f"{owner.cls.name}({', '.join(f'{name}={text_of(value, repr)}' for name, value in pairs)})"
