"""`enum`: the names of the class body become members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import (
    MISSING,
    Class,
    ClassMethod,
    External,
    Function,
    Instance,
    Method,
    Property,
    StandIn,
    Static,
)
from kerascount.evaluate.python.calling import call, items_of, refuse_unknown, stand_in
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "enum.Enum": (), "enum.IntEnum": (int,), "enum.StrEnum": (str,), "enum.Flag": (), "enum.IntFlag": (int,),
}  # fmt: skip
FLAGS: Final = ("enum.Flag", "enum.IntFlag")


class Auto:
    """`auto()`: the value is found when the class is made."""


def auto(ev: Evaluator) -> Auto:
    return Auto()


def convert(ev: Evaluator, *args: Any, **options: Any) -> Any:
    """`IntEnum._convert_` makes members of names of a module, and names of the module of the members."""
    assert ev.frame is not None
    ev.open_modules.add(ev.frame.module.name)
    raise Undetermined("an enum made of the names of a module")


def finish(ev: Evaluator, cls: Class) -> None:
    """Make the members of a class that derives from `Enum`."""
    names = [base.name for base in cls.mro if isinstance(base, External)]
    added = [kind for name in names for kind in KINDS.get(name, ())]
    bases = [base for base in cls.bases if not (isinstance(base, External) and base.name in KINDS)]
    cls.derive_from(*bases, *added)
    members: dict[str, Instance] = {}
    last: Any = 0
    is_flag = any(name in FLAGS for name in names) or cls.find("__is_flag__")
    for name, value in list(cls.names.items()):
        if _is_member(name, value):
            last = _automatic(last, bool(is_flag), name, cls) if isinstance(value, Auto) else value
            same = next((item for item in members.values() if item.attributes["value"] == last), None)
            members[name] = cls.names[name] = same or _member(ev, cls, name, last)
    cls.names.update(__members__=members, __is_flag__=is_flag)
    for name, function in METHODS.items():
        if cls.find(name) is MISSING:
            cls.names[name] = stand_in(name, function, is_method=True)


def _is_member(name: str, value: Any) -> bool:
    kinds = (Function, Property, Static, ClassMethod, Class, StandIn)
    return not name.startswith("_") and not isinstance(value, kinds)


def _automatic(last: Any, is_flag: bool, name: str, cls: Class) -> Any:
    if str in cls.foreign_bases:
        return name.lower()
    if not isinstance(last, int):
        raise Undetermined("the value of auto()")
    return last + 1 if not is_flag else max(1, 2 ** last.bit_length())


def _member(ev: Evaluator, cls: Class, name: str, value: Any) -> Instance:
    from kerascount.evaluate.python.derived import new

    args = value if isinstance(value, tuple) else (value,)
    refuse_unknown(*args)
    made = new(ev, cls, args if cls.foreign_bases else ())
    made.attributes.update(name=name, value=value, _name_=name, _value_=value)
    init = cls.find("__init__")
    if init is not MISSING:
        call(ev, Method(init, made), *args)
    return made


def look_up(ev: Evaluator, cls: Class, *args: Any) -> Any:
    """`Color(1)`: the member of that value; `Enum("Color", "RED GREEN")` is `functional`."""
    refuse_unknown(*args)
    for member in cls.names["__members__"].values():
        if args and (member is args[0] or member.attributes["value"] == args[0]):
            return member
    missing = cls.find("_missing_")
    if missing:
        return call(ev, missing.function if isinstance(missing, ClassMethod) else missing, cls, *args)
    if cls.find("__is_flag__"):
        raise Undetermined("a combination of flags")
    raise ProgramError("ValueError", f"{args[0] if args else None!r} is not a valid {cls.name}")


def functional(ev: Evaluator, base: str, name: str, names: Any, **options: Any) -> Any:
    """`Enum("Color", "RED GREEN")`."""
    from kerascount.evaluate.classes import new_class

    listed = names.replace(",", " ").split() if isinstance(names, str) else list(items_of(ev, names))
    pairs = [item if isinstance(item, tuple) else (item, number) for number, item in enumerate(listed, 1)]
    if isinstance(names, dict):
        pairs = list(names.items())
    assert ev.frame is not None
    made = new_class(ev, name, (External(base),), dict(pairs), ev.frame.module)
    finish(ev, made)
    return made


def _str(member: Instance) -> str:
    if member.cls.foreign_bases:
        raise Undetermined("the text of a member, which depends on the version of Python")
    return f"{member.cls.name}.{member.attributes['name']}"


def _repr(member: Instance) -> str:
    return f"<{member.cls.name}.{member.attributes['name']}: {member.attributes['value']!r}>"


METHODS: Final[Mapping[str, Callable[..., Any]]] = {"__str__": _str, "__repr__": _repr}
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "auto": auto, "unique": lambda ev, cls: cls,
    **{f"{kind.removeprefix('enum.')}.{name}": convert for kind in KINDS for name in ("_convert_", "_convert")},
}  # fmt: skip
