"""Builtins over iterables: `zip`, `map`, `sorted`, `sum` …"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import MISSING, Class, Instance, Items, Method, Rest
from kerascount.evaluate.python.calling import call, items_of, iter_of, known_truth, python, refuse_unknown
from kerascount.evaluate.views import VIEWS
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

SIZED: Final[tuple[type[Any], ...]] = (
    str, bytes, list, tuple, dict, set, frozenset, range, deque,
    *VIEWS,
)  # fmt: skip
UNSIZED: Final = (int, float, complex, type(None), Items)
MAX_RANGE: Final = 10**12


def len_(ev: Evaluator, value: Any) -> Any:
    from kerascount.evaluate.numpy.methods import run_time_size

    if isinstance(value, Tensor):
        _refuse_symbolic(ev, value)
        if not value.dims():
            if value.dtype == "object":
                raise Undetermined("the length of an object in an array")
            raise ProgramError("TypeError", "len() of unsized object")
        return run_time_size(value.dims()[0])
    if isinstance(value, Instance) and value.cls.find("__len__"):
        return call(ev, Method(value.cls.find("__len__"), value))
    if isinstance(value, SIZED):
        ev.charge(0 if isinstance(value, (str, bytes, range)) else len(value))
        return _length(value)
    if isinstance(value, Class) and "__members__" in value.names:
        return len(items_of(ev, value))
    if isinstance(value, DataObject):
        return run_time_size(value.length())
    if isinstance(value, UNSIZED) or ev.libraries.is_layer(value):
        raise ProgramError("TypeError", f"object of type '{ev.libraries.type_name(value)}' has no len()")
    if isinstance(value, Instance) and value.cls.has_known_bases:
        raise ProgramError("TypeError", f"object of type '{value.cls.name}' has no len()")
    raise Undetermined(value.why if isinstance(value, Unknown) else "the length is not known")


def _refuse_symbolic(ev: Evaluator, value: Tensor) -> None:
    """A Keras tensor of Keras 3 has no length."""
    if value.history is not None and ev.session.api is Api.KERAS_3:
        raise Invalid("object of type 'KerasTensor' has no len()", error="TypeError", code="KC105")


def _length(value: Any) -> int:
    """Keys and members that are not known may be the same as others."""
    kinds = (Unknown, Rest) if isinstance(value, (dict, set, frozenset)) else (Rest,)
    if not isinstance(value, (str, bytes, range)) and not frozenset(map(type, value)).isdisjoint(kinds):
        raise Undetermined("how many different items there are")
    return len(value)


def range_(ev: Evaluator, *args: Any) -> Any:
    for arg in args:
        if isinstance(arg, Unknown):
            raise Undetermined(arg.why)
        if isinstance(arg, Tensor) and arg.shape == () and "int" in arg.dtype:
            raise Undetermined("the value of an array")
        if not isinstance(arg, int):
            kind = ev.libraries.type_name(arg)
            raise ProgramError("TypeError", f"'{kind}' object cannot be interpreted as an integer")
    if any(abs(arg) > MAX_RANGE for arg in args):
        raise Undetermined("a range of enormous length")
    return python(range, *map(int, args))


def enumerate_(ev: Evaluator, iterable: Any, start: Any = 0) -> Any:
    return Items("enumerate", enumerate(iter_of(ev, iterable), start))


def zip_(ev: Evaluator, *iterables: Any, strict: Any = False) -> Any:
    sources = [iter_of(ev, item) for item in iterables]
    return Items("zip", _strictly(zip(*sources, strict=True)) if strict else zip(*sources, strict=False))


def _strictly(groups: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from groups
    except ValueError as error:
        raise ProgramError("ValueError", str(error)) from None


def map_(ev: Evaluator, function: Any, *iterables: Any) -> Any:
    groups = zip(*(iter_of(ev, item) for item in iterables), strict=False)
    return Items("map", (call(ev, function, *group) for group in groups))


def filter_(ev: Evaluator, function: Any, iterable: Any) -> Any:
    def keeps(item: Any) -> bool:
        return known_truth(item if function is None else call(ev, function, item))

    return Items("filter", (item for item in iter_of(ev, iterable) if keeps(item)))


def reversed_(ev: Evaluator, iterable: Any) -> Any:
    if isinstance(iterable, Instance) and iterable.cls.find("__reversed__"):
        return call(ev, Method(iterable.cls.find("__reversed__"), iterable))
    if isinstance(iterable, (set, frozenset, *UNSIZED)):
        raise ProgramError("TypeError", f"'{ev.libraries.type_name(iterable)}' object is not reversible")
    return Items("reversed", reversed(list(items_of(ev, iterable))))


def sorted_(ev: Evaluator, iterable: Any, *, key: Any = None, reverse: Any = False) -> Any:
    items = list(items_of(ev, iterable))
    if key is None:
        refuse_unknown(*items)
    return python(sorted, items, key=sort_key(ev, key), reverse=known_truth(reverse))


def sort_key(ev: Evaluator, key: Any) -> Any:
    return None if key is None else functools.partial(call, ev, key)


def _extreme(function: Callable[..., Any]) -> Callable[..., Any]:
    def compute(ev: Evaluator, *args: Any, key: Any = None, default: Any = MISSING) -> Any:
        items = items_of(ev, args[0]) if len(args) == 1 else args
        if key is None:
            refuse_unknown(*items)
        if not items and default is not MISSING:
            return default
        return python(function, list(items), key=sort_key(ev, key))

    return compute


def sum_(ev: Evaluator, iterable: Any, start: Any = 0) -> Any:
    if isinstance(start, str):
        raise ProgramError("TypeError", "sum() can't sum strings [use ''.join(seq) instead]")
    total = start
    for item in items_of(ev, iterable):
        total = ev.libraries.add(total, item)
    return total


def any_(ev: Evaluator, iterable: Any) -> Any:
    return any(known_truth(item) for item in iter_of(ev, iterable))


def all_(ev: Evaluator, iterable: Any) -> Any:
    return all(known_truth(item) for item in iter_of(ev, iterable))


def next_(ev: Evaluator, iterator: Any, default: Any = MISSING) -> Any:
    if isinstance(iterator, Instance) and iterator.cls.find("__next__"):
        return _next_of_instance(ev, iterator, default)
    if isinstance(iterator, (list, tuple, dict, set, str, range, *UNSIZED)) and not isinstance(iterator, Items):
        raise ProgramError("TypeError", f"'{ev.libraries.type_name(iterator)}' object is not an iterator")
    item = next(iter_of(ev, iterator), MISSING)
    if item is not MISSING:
        return item
    if default is MISSING:
        raise ProgramError("StopIteration", "")
    return default


def _next_of_instance(ev: Evaluator, iterator: Instance, default: Any) -> Any:
    try:
        return call(ev, Method(iterator.cls.find("__next__"), iterator))
    except ProgramError as error:
        if error.kind != "StopIteration" or default is MISSING:
            raise
        return default


def iter_(ev: Evaluator, value: Any, sentinel: Any = MISSING) -> Any:
    if sentinel is not MISSING:
        return Items("callable_iterator", _until(ev, value, sentinel))
    if isinstance(value, Items) or isinstance(value, Instance) and value.cls.find("__next__"):
        return value
    return Items(f"{ev.libraries.type_name(value)}_iterator", iter_of(ev, value))


def _until(ev: Evaluator, function: Any, sentinel: Any) -> Iterator[Any]:
    while True:
        item = call(ev, function)
        refuse_unknown(item)
        if item == sentinel:
            return
        yield item


BUILTINS: Final[Mapping[str, Callable[..., Any]]] = {
    "len": len_, "range": range_, "xrange": range_, "enumerate": enumerate_, "zip": zip_, "map": map_,
    "filter": filter_, "reversed": reversed_, "sorted": sorted_, "min": _extreme(min), "max": _extreme(max),
    "sum": sum_, "any": any_, "all": all_, "next": next_, "iter": iter_,
}  # fmt: skip
