"""`itertools`: what is without an end is given as far as it is asked for."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import Items
from kerascount.evaluate.python.calling import call, items_of, iter_of, known_truth, refuse_unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

MAX_COMBINATIONS: Final = 1_000_000
MAX_LENGTH: Final = 100  # of each of them


def _lazily(name: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
    """A function all of whose arguments are iterables."""

    def compute(ev: Evaluator, *iterables: Any, **options: Any) -> Items:
        return Items(name, function(*(iter_of(ev, item) for item in iterables), **options))

    return compute


def _by_function(name: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
    """A function of a test of the program and an iterable."""

    def compute(ev: Evaluator, test: Any, iterable: Any) -> Items:
        def holds(item: Any) -> bool:
            return known_truth(item if test is None else call(ev, test, item))

        return Items(name, function(holds, iter_of(ev, iterable)))

    return compute


def _combining(name: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
    def compute(ev: Evaluator, *iterables: Any, **options: Any) -> Items:
        refuse_unknown(*options.values())
        pools = [item if isinstance(item, int) else list(items_of(ev, item)) for item in iterables]
        sizes = [len(pool) for pool in pools if isinstance(pool, list)]
        if any(size > MAX_COMBINATIONS for size in sizes):
            raise Undetermined("too many combinations")
        length = options.get("repeat", options.get("r", next((n for n in pools if isinstance(n, int)), len(pools))))
        if length > MAX_LENGTH:
            raise Undetermined("combinations of too many items")
        return Items(name, function(*pools, **options))

    return compute


def chained(ev: Evaluator, *iterables: Any) -> Items:
    return Items("chain", (item for iterable in iterables for item in iter_of(ev, iterable)))


def chained_from(ev: Evaluator, iterables: Any) -> Items:
    return Items("chain", (item for iterable in iter_of(ev, iterables) for item in iter_of(ev, iterable)))


def islice(ev: Evaluator, iterable: Any, *bounds: Any) -> Items:
    refuse_unknown(*bounds)
    return Items("islice", itertools.islice(iter_of(ev, iterable), *bounds))


def count(ev: Evaluator, start: Any = 0, step: Any = 1) -> Items:
    refuse_unknown(start, step)
    return Items("count", itertools.count(start, step))


def repeat(ev: Evaluator, value: Any, times: Any = None) -> Items:
    refuse_unknown(times)
    return Items("repeat", itertools.repeat(value) if times is None else itertools.repeat(value, times))


def accumulate(ev: Evaluator, iterable: Any, func: Any = None, *, initial: Any = None) -> Items:
    def combine(total: Any, item: Any) -> Any:
        return ev.libraries.add(total, item) if func is None else call(ev, func, total, item)

    return Items("accumulate", itertools.accumulate(iter_of(ev, iterable), combine, initial=initial))


def groupby(ev: Evaluator, iterable: Any, key: Any = None) -> Items:
    """Each group is gathered before it is given, so that it may be looked at later than Python allows."""
    groups = itertools.groupby(iter_of(ev, iterable), None if key is None else lambda item: call(ev, key, item))
    return Items("groupby", ((found, Items("_grouper", iter(list(group)))) for found, group in groups))


def starmap(ev: Evaluator, function: Any, iterable: Any) -> Items:
    return Items("starmap", (call(ev, function, *items_of(ev, group)) for group in iter_of(ev, iterable)))


def tee(ev: Evaluator, iterable: Any, n: Any = 2) -> Any:
    return tuple(Items("_tee", source) for source in itertools.tee(iter_of(ev, iterable), n))


def pairwise(ev: Evaluator, iterable: Any) -> Items:
    first, second = itertools.tee(iter_of(ev, iterable))
    next(second, None)
    return Items("pairwise", zip(first, second, strict=False))


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "chain": chained, "chain.from_iterable": chained_from, "islice": islice, "count": count, "repeat": repeat,
    "accumulate": accumulate, "groupby": groupby, "starmap": starmap, "tee": tee, "pairwise": pairwise,
    "cycle": _lazily("cycle", itertools.cycle),
    "zip_longest": _lazily("zip_longest", itertools.zip_longest),
    "compress": _lazily("compress", itertools.compress),
    "izip": _lazily("izip", zip),
    "takewhile": _by_function("takewhile", itertools.takewhile),
    "dropwhile": _by_function("dropwhile", itertools.dropwhile),
    "filterfalse": _by_function("filterfalse", itertools.filterfalse),
    "product": _combining("product", itertools.product),
    "permutations": _combining("permutations", itertools.permutations),
    "combinations": _combining("combinations", itertools.combinations),
    "combinations_with_replacement": _combining("combinations", itertools.combinations_with_replacement),
}  # fmt: skip
