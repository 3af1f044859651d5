"""`functools`: partial functions, reductions, caches and decorators."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.attributes import bind_attribute
from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import MISSING, Class, Function, Method, Property, StandIn
from kerascount.evaluate.python.calling import call, items_of, refuse_unknown, stand_in
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


def partial(ev: Evaluator, function: Any, /, *args: Any, **kwargs: Any) -> StandIn:
    if isinstance(function, StandIn) and function.name == "partial":  # Python takes the two together as well
        known = function.function.attributes  # type: ignore[attr-defined]
        function, args, kwargs = known["func"], (*known["args"], *args), {**known["keywords"], **kwargs}
    ev.charge(len(args))

    def run(*more: Any, **others: Any) -> Any:
        return call(ev, function, *args, *more, **{**kwargs, **others})

    run.attributes = {"func": function, "args": args, "keywords": kwargs}  # type: ignore[attr-defined]
    return StandIn("partial", run)


def partialmethod(ev: Evaluator, function: Any, /, *args: Any, **kwargs: Any) -> StandIn:
    """A method with some of its arguments given: the object comes before them."""

    def run(owner: Any, *more: Any, **others: Any) -> Any:
        bound = bind_attribute(function, owner, owner.cls)
        return call(ev, bound, *args, *more, **{**kwargs, **others})

    return StandIn("partialmethod", run, is_method=True)


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

    def dispatch(kind: Any) -> Any:
        if any(isinstance(other, Unknown) for other in table):
            raise Undetermined("a function is chosen by a type that is not known")
        chain = kind.mro if isinstance(kind, Class) else getattr(kind, "__mro__", (kind,))
        return next((table[kind] for kind in chain if kind in table), function)

    def run(*args: Any, **kwargs: Any) -> Any:
        kind = ev.libraries.type_of(args[position]) if len(args) > position else object
        return call(ev, dispatch(kind), *args, **kwargs)

    def register(kind: Any, chosen: Any = MISSING) -> Any:
        if isinstance(kind, Function):
            return register(_annotated(ev, kind, position), kind)
        if chosen is MISSING:
            return stand_in("register", lambda function: register(kind, function))
        table[kind] = chosen
        return chosen

    run.attributes = {  # type: ignore[attr-defined]
        "register": stand_in("register", register), "dispatch": stand_in("dispatch", dispatch)
    }  # fmt: skip
    return StandIn("singledispatch", run, is_method=bool(position))


def _annotated(ev: Evaluator, function: Function, position: int) -> Any:
    """The type that a parameter is said to have."""
    params = (*function.node.params.posonly_params, *function.node.params.params) if function.node else ()
    annotation = params[position].annotation if len(params) > position else None
    if annotation is None:
        raise Undetermined("a function is chosen by the annotation of its argument")
    return ev.eval(annotation.annotation, function.frame)


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
    "partial": partial, "partialmethod": partialmethod, "reduce": reduce, "wraps": wraps,
    "update_wrapper": update_wrapper, "lru_cache": cached, "cache": cached, "cached_property": cached_property,
    "cmp_to_key": cmp_to_key, "total_ordering": total_ordering,
    "singledispatch": singledispatch, "singledispatchmethod": lambda ev, function: _dispatching(ev, function, 1),
}  # fmt: skip
