"""`enum`: the names of the class body become members."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial, reduce
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


def auto(ev: Evaluator) -> Any:
    """The next bit of a flag is needed at once, for `BOTH = FIRST | SECOND`."""
    body = ev.frame
    if body is None or body.kind != "class" or body.cls is None or not _is_flag(body.cls):
        return Auto()
    return _next_bit(body.names)


def _next_bit(names: Mapping[str, Any]) -> int:
    values = [value for name, value in names.items() if _is_member(name, value)]
    refuse_unknown(*values)
    return 1 << max(values, default=0).bit_length()


def _is_flag(cls: Class) -> bool:
    own = any(isinstance(base, External) and base.name in FLAGS for base in cls.mro)
    return own or bool(cls.find("__is_flag__"))


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
    is_flag = any(name in FLAGS for name in names) or bool(cls.find("__is_flag__"))
    for name, value in list(cls.names.items()):
        if _is_member(name, value):
            last = _automatic(ev, cls, name, list(members.values())) if isinstance(value, Auto) else value
            same = next((item for item in members.values() if item.attributes["value"] == last), None)
            members[name] = cls.names[name] = same or _member(ev, cls, name, last)
    cls.names.update(__members__=members, __is_flag__=is_flag, __is_text__="enum.StrEnum" in names)
    for name, function in {**METHODS, **(_bitwise(ev) if is_flag else {})}.items():
        if cls.find(name) is MISSING:
            cls.names[name] = stand_in(name, function, is_method=True)


def _is_member(name: str, value: Any) -> bool:
    kinds = (Function, Property, Static, ClassMethod, Class, StandIn)
    return not name.startswith("_") and not isinstance(value, kinds)


def _automatic(ev: Evaluator, cls: Class, name: str, members: list[Instance]) -> Any:
    values = [member.attributes["value"] for member in members]
    generate = cls.find("_generate_next_value_")
    if isinstance(generate, (Function, Static)):
        function = generate.function if isinstance(generate, Static) else generate
        return call(ev, function, name, 1, len(values), values)
    if str in cls.foreign_bases:
        return name.lower()
    if not all(isinstance(value, int) for value in values):
        raise Undetermined("the value of auto()")
    return max(values, default=0) + 1


def _member(ev: Evaluator, cls: Class, name: str | None, value: Any) -> Instance:
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
    if cls.find("__is_flag__") and isinstance(args[0], int):
        return _combination(ev, cls, args[0])
    raise ProgramError("ValueError", f"{args[0] if args else None!r} is not a valid {cls.name}")


def _combination(ev: Evaluator, cls: Class, value: int) -> Instance:
    """`READ | WRITE`: several flags, or none, in one."""
    known = cls.names.setdefault("__combinations__", {})
    if value not in known:
        parts = [member for member in cls.names["__members__"].values() if _is_in(member.attributes["value"], value)]
        name = "|".join(part.attributes["name"] for part in parts) or None
        known[value] = _member(ev, cls, name, value)
    made: Instance = known[value]
    return made


def _is_in(flag: Any, value: int) -> bool:
    return isinstance(flag, int) and flag.bit_count() == 1 and bool(flag & value)


def _bitwise(ev: Evaluator) -> dict[str, Callable[..., Any]]:
    """The operators of flags."""

    def combine(operate: Callable[[int, int], int], left: Instance, right: Any) -> Any:
        other = right.attributes["value"] if isinstance(right, Instance) else right
        return look_up(ev, left.cls, operate(left.attributes["value"], other))

    operators = {"or": operator.or_, "and": operator.and_, "xor": operator.xor}
    return {
        **{f"__{name}__": partial(combine, operate) for name, operate in operators.items()},
        **{f"__r{name}__": partial(combine, operate) for name, operate in operators.items()},
        "__invert__": lambda flag: look_up(ev, flag.cls, _all_bits(flag.cls) & ~flag.attributes["value"]),
        "__contains__": lambda flag, part: (part.attributes["value"] & ~flag.attributes["value"]) == 0,
        "__bool__": lambda flag: bool(flag.attributes["value"]),
    }


def _all_bits(cls: Class) -> int:
    values = [member.attributes["value"] for member in cls.names["__members__"].values()]
    return reduce(operator.or_, values, 0)


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
    if member.cls.find("__is_text__"):
        return str(member.attributes["value"])
    if member.cls.foreign_bases:
        raise Undetermined("the text of a member, which depends on the version of Python")
    return f"{member.cls.name}.{member.attributes['name']}"


def _repr(member: Instance) -> str:
    return f"<{member.cls.name}.{member.attributes['name']}: {member.attributes['value']!r}>"


def _format(member: Instance, spec: str) -> str:
    return format(_str(member), spec)


METHODS: Final[Mapping[str, Callable[..., Any]]] = {"__str__": _str, "__repr__": _repr, "__format__": _format}
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "auto": auto, "unique": lambda ev, cls: cls,
    **{f"{kind.removeprefix('enum.')}.{name}": convert for kind in KINDS for name in ("_convert_", "_convert")},
}  # fmt: skip
