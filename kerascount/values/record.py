"""Dataclasses that are quick to define and to make: each start of the program defines some seventy of them.

`@dataclass(frozen=True, slots=True)` compiles seven methods for each class, which takes 1.1 ms for one of five fields,
and its instances take four times as long to make as those of a plain class. Here defining takes 0.02 ms, and one method
is compiled (0.3 ms) once there are many instances, which for most classes there never are. The type checker sees to it
that no field changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform as dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        return lambda cls: cls


T = TypeVar("T")
LOCK: Final = Lock()
FEW: Final = 40  # instances that are made without that method, at 7 µs each
INSTANCE_ONLY: Final = ("__dict__", "__weakref__")  # what `vars` of a class lists of its instances


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots, compared by its fields."""
    return _compared(_slotted(cls, frozen=False))


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def entity(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots that equals itself alone."""
    return _described(_slotted(cls, frozen=False))


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def result(cls: type[T]) -> type[T]:
    """A record that users get: Python too refuses to change it."""
    made = _compared(_slotted(cls, frozen=True))
    for name, method in OF_RESULTS.items():
        setattr(made, name, method)
    return made


def replace(item: T, **changes: Any) -> T:
    """The same but for these fields. That of `dataclasses` would compile what few instances do not need."""
    names: tuple[str, ...] = item.__match_args__  # type: ignore[attr-defined]
    return type(item)(**{**{name: getattr(item, name) for name in names}, **changes})


class Late:
    """What `dataclass` makes of a class; it stands for the fields until somebody asks for them."""

    def __init__(self, cls: type, names: tuple[str, ...], frozen: bool) -> None:
        self.cls = cls  # as it was written
        self.made = cls  # with slots
        self.frozen = frozen
        self.names = names
        given = ((name, vars(cls)[name]) for name in names if name in vars(cls))
        self.defaults = {name: value for name, value in given if not isinstance(value, Field)}
        self.left = 0 if hasattr(cls, "__post_init__") else FEW

    def __get__(self, instance: object, owner: type) -> Any:
        self.finish()
        return owner.__dataclass_fields__  # type: ignore[attr-defined]  # no longer this one

    def finish(self) -> None:
        with LOCK:  # a second time, default factories would be lost
            if vars(self.made)["__dataclass_fields__"] is self:
                plain: Any = dataclass(eq=False, repr=False, frozen=self.frozen)(self.cls)
                for name in ("__init__", "__dataclass_fields__"):
                    setattr(self.made, name, vars(plain)[name])

    def bound(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any] | None:
        """All fields of one of the first instances; None where that takes more than to put names to values."""
        self.left -= 1
        given = {**self.defaults, **dict(zip(self.names, args, strict=False)), **kwargs}
        fits = len(args) <= len(self.names) and kwargs.keys().isdisjoint(self.names[: len(args)])
        return given if self.left >= 0 and fits and given.keys() == set(self.names) else None


def _slotted(cls: type[T], *, frozen: bool) -> type[T]:
    """The class with slots for its fields, of which a dataclass is made when it is used much."""
    assert not hasattr(cls, "__match_args__"), "a record derives from no other"
    names = tuple(cls.__annotations__)
    late = Late(cls, names, frozen)

    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        fields = late.bound(args, kwargs)
        if fields is None:
            late.finish()
            self.__init__(*args, **kwargs)
        else:
            for name, value in fields.items():
                object.__setattr__(self, name, value)

    content = {name: value for name, value in vars(cls).items() if name not in (*names, *INSTANCE_ONLY)}
    ours = {"__slots__": names, "__match_args__": names, "__init__": first, "__dataclass_fields__": late}
    made: Any = type(cls.__name__, cls.__bases__, {**content, **ours, "__qualname__": cls.__qualname__})
    late.made = made
    return made  # type: ignore[no-any-return]


def _compared(cls: type[T]) -> type[T]:
    content = attrgetter(*cls.__match_args__)  # type: ignore[attr-defined]  # its fields

    def equal(self: Any, other: object) -> Any:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    _add(cls, "__eq__", equal)
    _add(cls, "__hash__", lambda self: hash(content(self)))
    return _described(cls)


def _described(cls: type[T]) -> type[T]:
    _add(cls, "__repr__", _representation)
    return cls


def _add(cls: type, name: str, method: Callable[..., Any]) -> None:
    if name not in vars(cls):
        setattr(cls, name, method)


def _representation(self: Any) -> str:
    given = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({given})"


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


OF_RESULTS: Final = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,  # for the processes that share the work
    "__setstate__": _set_state,
}
