"""`functools`: partial functions, reductions, caches and decorators."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import MISSING, Class, Function, Method, Property, StandIn
from kerascount.evaluate.python.calling import call, items_of, refuse_unknown, stand_in
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


def partial(ev: Evaluator, function: Any, /, *args: Any, **kwargs: Any) -> StandIn:
    def run(*more: Any, **others: Any) -> Any:
        return call(ev, function, *args, *more, **{**kwargs, **others})

    run.attributes = {"func": function, "args": args, "keywords": kwargs}  # type: ignore[attr-defined]
    return StandIn("partial", run)


def reduce(ev: Evaluator, function: Any, iterable: Any, initial: Any = MISSING) -> Any:
    items = list(items_of(ev, iterable))
    if initial is not MISSING:
        items.insert(0, initial)
    if not items:
        raise ProgramError("TypeError", "reduce() of empty iterable with no initial value")
    return functools.reduce(lambda left, right: call(ev, function, left, right), items)


def wraps(ev: Evaluator, wrapped: Any, *args: Any, **kwargs: Any) -> StandIn:
    def decorate(function: Any) -> Any:
        if isinstance(function, Function) and isinstance(wrapped, Function):
            names = {"__name__": wrapped.name, "__qualname__": wrapped.title, "__wrapped__": wrapped}
            function.attributes.update({**names, **wrapped.attributes})
        return function

    return stand_in("wraps", decorate)


def update_wrapper(ev: Evaluator, wrapper: Any, wrapped: Any, *args: Any, **kwargs: Any) -> Any:
    return wraps(ev, wrapped).function(wrapper)


def cached(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    """`lru_cache` and `cache`, with or without brackets: each result is found once."""
    if len(args) == 1 and not kwargs and isinstance(args[0], (Function, Class, Method, StandIn)):
        return _remembering(ev, args[0])
    return stand_in("lru_cache", lambda function: _remembering(ev, function))


def _remembering(ev: Evaluator, function: Any) -> StandIn:
    results: dict[Any, Any] = {}

    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            key = (args, tuple(kwargs.items()))
            hash(key)
            refuse_unknown(*args, *kwargs.values())
        except (TypeError, Undetermined):
            return call(ev, function, *args, **kwargs)
        if key not in results:
            results[key] = call(ev, function, *args, **kwargs)
        return results[key]

    run.attributes = {"__wrapped__": function, "cache_clear": stand_in("cache_clear", results.clear)}  # type: ignore[attr-defined]
    return StandIn(getattr(function, "name", "cached"), run, is_method=True)


def singledispatch(ev: Evaluator, function: Any) -> StandIn:
    """A function that chooses by the type of its first argument, or of its second where it is a method."""
    return _dispatching(ev, function, 0)


def _dispatching(ev: Evaluator, function: Any, position: int) -> StandIn:
    table: dict[Any, Any] = {}
    by_annotation: list[Any] = []

    def run(*args: Any, **kwargs: Any) -> Any:
        if by_annotation:
            raise Undetermined("a function is chosen by the annotation of its argument")
        kinds = ev.libraries.type_of(args[position]) if len(args) > position else object
        chain = kinds.mro if isinstance(kinds, Class) else getattr(kinds, "__mro__", (kinds,))
        return call(ev, next((table[kind] for kind in chain if kind in table), function), *args, **kwargs)

    def register(kind: Any, chosen: Any = MISSING) -> Any:
        if isinstance(kind, Function):
            by_annotation.append(kind)
            return kind
        if chosen is MISSING:
            return stand_in("register", lambda function: register(kind, function))
        table[kind] = chosen
        return chosen

    run.attributes = {"register": stand_in("register", register)}  # type: ignore[attr-defined]
    return StandIn("singledispatch", run, is_method=bool(position))


def cached_property(ev: Evaluator, getter: Any) -> Property:
    return Property(getter, cached=True)


def cmp_to_key(ev: Evaluator, compare: Any) -> StandIn:
    return stand_in("cmp_to_key", functools.cmp_to_key(lambda left, right: call(ev, compare, left, right)))


def total_ordering(ev: Evaluator, cls: Any) -> Any:
    """The comparisons that the class leaves out come from `<` (or another one that it has) and `==`."""
    if not isinstance(cls, Class) or not cls.find("__lt__"):
        return cls
    rules: dict[str, Callable[[Any, Any], Any]] = {
        "__gt__": lambda left, right: not (left < right or left == right),
        "__le__": lambda left, right: bool(left < right or left == right),
        "__ge__": lambda left, right: not left < right,
    }
    for name, rule in rules.items():
        if cls.find(name) is MISSING:
            cls.names[name] = stand_in(name, rule, is_method=True)
    return cls


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "partial": partial, "reduce": reduce, "wraps": wraps, "update_wrapper": update_wrapper, "lru_cache": cached,
    "cache": cached, "cached_property": cached_property, "cmp_to_key": cmp_to_key, "total_ordering": total_ordering,
    "singledispatch": singledispatch, "singledispatchmethod": lambda ev, function: _dispatching(ev, function, 1),
}  # fmt: skip
