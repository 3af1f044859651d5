"""`collections`: Python's own containers, and dicts whose defaults the program makes."""

from __future__ import annotations

import collections
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import from_python
from kerascount.evaluate.python.calling import call, items_of, python
from kerascount.evaluate.python.namedtuples import namedtuple
from kerascount.evaluate.python.types import plain_items

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


class DefaultDict(dict[Any, Any]):
    """A `defaultdict`: what makes its defaults is a function of the program."""

    def __init__(self, make: Callable[[], Any] | None) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Any) -> Any:
        if self.make is None:
            raise KeyError(key)
        self[key] = value = self.make()
        return value

    def copy(self) -> DefaultDict:
        made = DefaultDict(self.make)
        made.update(self)
        return made


def defaultdict(ev: Evaluator, default_factory: Any = None, /, *args: Any, **kwargs: Any) -> DefaultDict:
    made = DefaultDict(None if default_factory is None else lambda: call(ev, default_factory))
    made.update(_dict(ev, dict, *args, **kwargs))
    return made


def _dict(ev: Evaluator, kind: type, /, *args: Any, **kwargs: Any) -> Any:
    try:
        return kind(*plain_items(ev, dict, args), **kwargs)
    except (TypeError, ValueError) as error:
        raise from_python(error) from None


def counter(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    held = [arg if isinstance(arg, dict) else items_of(ev, arg) for arg in args if arg is not None]
    return python(collections.Counter, *held, **kwargs)


def deque(ev: Evaluator, iterable: Any = (), maxlen: Any = None) -> Any:
    return python(collections.deque, items_of(ev, iterable), maxlen)


class Chained(dict[Any, Any]):
    """A `ChainMap`: the earlier maps win, and the first one takes what is written."""

    maps: list[Any] = []

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        self.maps[0][key] = value

    def new_child(self, first: Any = None) -> Chained:
        return chained([{} if first is None else first, *self.maps])

    @property
    def parents(self) -> Chained:
        return chained(self.maps[1:])


def chained(maps: list[Any]) -> Chained:
    made = Chained({key: value for found in reversed(maps) for key, value in found.items()})
    made.maps = maps
    return made


def chain_map(ev: Evaluator, *maps: Any) -> Any:
    return chained([_dict(ev, dict, found) if not isinstance(found, dict) else found for found in maps])


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "defaultdict": defaultdict, "Counter": counter, "deque": deque, "ChainMap": chain_map, "namedtuple": namedtuple,
}  # fmt: skip
CONSTANTS: Final[Mapping[str, Any]] = {"OrderedDict": collections.OrderedDict, "UserDict": dict, "UserList": list}
