"""`dataclasses`: fields are read from the annotations of the class body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import libcst as cst

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import MISSING, Class, Instance, Method, Property
from kerascount.evaluate.python.calling import call, known_truth, stand_in
from kerascount.evaluate.python.copying import deep_copy

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


class Field:
    """What `field(…)` gives; its name is set when the class is made."""

    def __init__(self, default: Any = MISSING, default_factory: Any = MISSING, **options: Any) -> None:
        self.name = ""
        self.is_passed_on = False  # to `__post_init__`, and not kept: an `InitVar`
        self.default = default
        self.factory = default_factory
        self.options = options

    def says(self, option: str, otherwise: bool) -> bool:
        return known_truth(self.options.get(option, otherwise))


def field(ev: Evaluator, **options: Any) -> Field:
    return Field(**options)


def dataclass(ev: Evaluator, cls: Any = None, **options: Any) -> Any:
    """The decorator, with or without brackets."""
    if cls is None:
        return stand_in("dataclass", partial(dataclass, ev, **options))
    if not isinstance(cls, Class):
        return cls
    fields = _fields(cls, known_truth(options.get("kw_only", False)))
    positional = tuple(own.name for own in fields.values() if own.says("init", True) and not own.says("kw_only", False))
    methods = _methods(ev, cls, list(fields.values()), options)
    made = {"__dataclass_fields__": fields, "__match_args__": positional, **methods}
    cls.names.update((name, value) for name, value in made.items() if name not in cls.names)
    for own in fields.values():
        if own.default is not MISSING:
            cls.names[own.name] = own.default
        elif isinstance(cls.names.get(own.name), Field):
            del cls.names[own.name]
    return cls


def _fields(cls: Class, keyword_only: bool) -> dict[str, Field]:
    """Those of the bases first; a later one of the same name takes the place of the earlier."""
    found: dict[str, Field] = {}
    for base in reversed(cls.mro[1:]):
        if isinstance(base, Class):
            found.update(base.names.get("__dataclass_fields__", {}))
    for name, annotation in cls.names.get("__annotations__", {}).items():
        if _head(annotation) == "ClassVar":
            continue
        if _head(annotation) == "KW_ONLY":
            keyword_only = True
            continue
        given = cls.names.get(name, MISSING)
        own = given if isinstance(given, Field) else Field(default=given)
        own.name = name
        own.options.setdefault("kw_only", keyword_only)
        own.is_passed_on = _head(annotation) == "InitVar"
        found[name] = own
    return found


def _head(annotation: Any) -> str:
    """`ClassVar` of `typing.ClassVar[int]`."""
    head = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    name = head.attr if isinstance(head, cst.Attribute) else head
    return name.value if isinstance(name, cst.Name) else ""


def _methods(ev: Evaluator, cls: Class, fields: list[Field], options: Mapping[str, Any]) -> dict[str, Any]:
    """What the decorator writes into the class."""
    kept = [own for own in fields if not own.is_passed_on]
    shown = [own.name for own in kept if own.says("repr", True)]
    compared = [own.name for own in kept if own.says("compare", True)]
    made: dict[str, Callable[..., Any]] = {}
    if known_truth(options.get("init", True)):
        made["__init__"] = partial(_init, ev, fields)
    if known_truth(options.get("repr", True)):
        made["__repr__"] = partial(_repr, shown)
    if known_truth(options.get("eq", True)):
        made["__eq__"] = partial(_compare, "__eq__", compared)
    if known_truth(options.get("order", False)):
        made.update((name, partial(_compare, name, compared)) for name in ("__lt__", "__le__", "__gt__", "__ge__"))
    if known_truth(options.get("frozen", False)):
        made["__hash__"] = lambda owner: hash(values_of(owner, compared))
        made["__setattr__"] = _refuse_change
    return {name: stand_in(name, function, is_method=True) for name, function in made.items()}


def _init(ev: Evaluator, fields: list[Field], owner: Any, /, *args: Any, **kwargs: Any) -> None:
    wanted = [own for own in fields if own.says("init", True)]
    positional = [own.name for own in wanted if not own.says("kw_only", False)]
    title = f"{owner.cls.name}.__init__()"
    if len(args) > len(positional):
        most, given = len(positional) + 1, len(args) + 1
        fewest = most - sum(_has_default(own) for own in wanted if own.name in positional)
        takes = f"{most}" if fewest == most else f"from {fewest} to {most}"
        raise ProgramError("TypeError", f"{title} takes {takes} positional arguments but {given} were given")
    values = dict(zip(positional, args, strict=False))
    for key, value in kwargs.items():
        if key in values:
            raise ProgramError("TypeError", f"{title} got multiple values for argument '{key}'")
        if key not in [own.name for own in wanted]:
            raise ProgramError("TypeError", f"{title} got an unexpected keyword argument '{key}'")
        values[key] = value
    _refuse_missing(title, [own.name for own in wanted if own.name not in values and not _has_default(own)])
    found = {own.name: values[own.name] if own.name in values else _default(ev, own) for own in fields}
    passed_on = [found.pop(own.name) for own in fields if own.is_passed_on]
    for name, value in found.items():
        _set(ev, owner, name, value)
    post = owner.cls.find("__post_init__")
    if post is not MISSING:
        call(ev, Method(post, owner), *passed_on)


def _refuse_missing(title: str, missing: list[str]) -> None:
    if missing:
        plural = "s" if len(missing) > 1 else ""
        listed = " and ".join(map(repr, missing)) if len(missing) < 3 else ", ".join(map(repr, missing))
        raise ProgramError(
            "TypeError", f"{title} missing {len(missing)} required positional argument{plural}: {listed}"
        )


def _has_default(own: Field) -> bool:
    return own.default is not MISSING or own.factory is not MISSING


def _default(ev: Evaluator, own: Field) -> Any:
    return call(ev, own.factory) if own.factory is not MISSING else own.default


def _set(ev: Evaluator, owner: Any, name: str, value: Any) -> None:
    """Past `__setattr__` of a frozen class, but by the setter of a property."""
    found = owner.cls.find(name)
    if value is MISSING:
        return
    if isinstance(owner, Instance) and not isinstance(found, Property):
        owner.attributes[name] = value
    else:
        from kerascount.evaluate.python.reflection import setattr_

        setattr_(ev, owner, name, value)


def values_of(owner: Any, names: list[str]) -> tuple[Any, ...]:
    return tuple(owner.attributes.get(name, MISSING) for name in names)


def _repr(names: list[str], owner: Any) -> str:
    from kerascount.evaluate.python.text import text_of

    shown = ", ".join(f"{name}={text_of(owner.attributes.get(name), repr)}" for name in names)
    return f"{owner.cls.name}({shown})"


def _compare(how: str, names: list[str], owner: Any, other: Any) -> Any:
    if not isinstance(other, Instance) or other.cls is not owner.cls:
        return NotImplemented
    return getattr(values_of(owner, names), how)(values_of(other, names))


def _refuse_change(owner: Any, name: str, value: Any) -> None:
    raise ProgramError("FrozenInstanceError", f"cannot assign to field '{name}'")


# --- functions on dataclasses


def fields_of(value: Any) -> dict[str, Field]:
    cls = value if isinstance(value, Class) else getattr(value, "cls", None)
    found = cls.find("__dataclass_fields__") if isinstance(cls, Class) else MISSING
    if found is MISSING:
        raise ProgramError("TypeError", "must be called with a dataclass type or instance")
    return {name: own for name, own in found.items() if not own.is_passed_on}


def fields(ev: Evaluator, value: Any) -> Any:
    from kerascount.evaluate.python.namespaces import namespace

    return tuple(namespace(ev, "Field", {"name": name}) for name in fields_of(value))


def asdict(ev: Evaluator, value: Any, **options: Any) -> Any:
    return _plainly(ev, value, lambda names, values: dict(zip(names, values, strict=True)))


def astuple(ev: Evaluator, value: Any, **options: Any) -> Any:
    return _plainly(ev, value, lambda names, values: tuple(values))


def _plainly(ev: Evaluator, value: Any, make: Callable[..., Any]) -> Any:
    """Dataclasses inside are taken apart as well, everything else is copied."""
    if isinstance(value, Instance) and value.cls.find("__dataclass_fields__"):
        names = list(fields_of(value))
        return make(names, [_plainly(ev, value.attributes.get(name), make) for name in names])
    if isinstance(value, (list, tuple)) and not isinstance(value, Instance):
        return type(value)([_plainly(ev, item, make) for item in value])
    if isinstance(value, dict):
        return {key: _plainly(ev, item, make) for key, item in value.items()}
    return deep_copy(value, {})


def replace(ev: Evaluator, value: Any, /, **changes: Any) -> Any:
    names = [own.name for own in fields_of(value).values() if own.says("init", True)]
    return call(ev, value.cls, **{**{name: value.attributes.get(name) for name in names}, **changes})


def is_dataclass(ev: Evaluator, value: Any) -> bool:
    cls = value if isinstance(value, Class) else getattr(value, "cls", None)
    return isinstance(cls, Class) and cls.find("__dataclass_fields__") is not MISSING


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "dataclass": dataclass, "field": field, "fields": fields, "asdict": asdict, "astuple": astuple,
    "replace": replace, "is_dataclass": is_dataclass,
}  # fmt: skip
