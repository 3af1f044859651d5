"""Dataclasses that are quick to define and to make: each start of the program defines some seventy of them.

`@dataclass(frozen=True, slots=True)` compiles seven methods for each class, and its instances take four times as long
to make as those of a plain class. Here one method is compiled, and the type checker sees to it that no field changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform as dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        return lambda cls: cls


T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots, compared by its fields."""
    return _compared(dataclass(slots=True, eq=False, repr=False)(cls))


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def entity(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots that equals itself alone."""
    return _described(dataclass(slots=True, eq=False, repr=False)(cls))


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def result(cls: type[T]) -> type[T]:
    """A record that users get: Python too refuses to change it."""
    return _compared(dataclass(frozen=True, slots=True, eq=False, repr=False)(cls))


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
    given = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(self))
    return f"{type(self).__qualname__}({given})"
