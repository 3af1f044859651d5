"""Builtins and functions of standard modules that call back into the program, or ask about its objects."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kerascount.evaluate.errors import ProgramError, ProgramExit
from kerascount.evaluate.iteration import iterate
from kerascount.evaluate.objects import (
    MISSING,
    Class,
    ClassMethod,
    External,
    Frame,
    Function,
    Instance,
    LibraryClass,
    Method,
    Property,
    StandIn,
    Static,
    Super,
)
from kerascount.models.functional import FunctionalObject
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

MAX_RANGE = 10**12


def call(ev: Evaluator, function: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Call a value of the program from inside a stand-in."""
    from kerascount.evaluate.calls import call_value

    assert ev.frame is not None
    return call_value(ev, function, args, kwargs, getattr(ev.session.place, "node", None), ev.frame)


def items_of(ev: Evaluator, value: Any) -> Sequence[Any]:
    assert ev.frame is not None
    items = iterate(ev, value, getattr(ev.session.place, "node", None), ev.frame)
    if items is None:
        raise Undetermined(value.why if isinstance(value, Unknown) else "the items are not known")
    return items


def known_truth(ev: Evaluator, value: Any) -> bool:
    from kerascount.evaluate.truth import truth

    verdict = truth(value)
    if verdict is None:
        raise Undetermined(value.why if isinstance(value, Unknown) else "depends on values that are not known")
    return verdict


# --- builtins


def len_(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, Tensor):
        if not value.dims():
            raise ProgramError("TypeError", "len() of unsized object")
        from kerascount.evaluate.keras.programmed import to_program

        return to_program(value.dims()[0])
    if isinstance(value, (str, bytes, list, tuple, dict, set, frozenset, range)) or type(value).__name__.startswith("dict_"):
        return len(value)
    if isinstance(value, Instance) and value.cls.find("__len__"):
        return call(ev, Method(value.cls.find("__len__"), value))
    if value is None or isinstance(value, (int, float, LayerObject)):
        raise ProgramError("TypeError", f"object of type '{ev.libraries.type_name(value)}' has no len()")
    raise Undetermined(value.why if isinstance(value, Unknown) else "the length is not known")


def range_(ev: Evaluator, *args: Any) -> Any:
    for arg in args:
        if isinstance(arg, Unknown):
            raise Undetermined(arg.why)
        if not isinstance(arg, int):
            kind = ev.libraries.type_name(arg)
            raise ProgramError("TypeError", f"'{kind}' object cannot be interpreted as an integer")
    if any(abs(arg) > MAX_RANGE for arg in args):
        raise Undetermined("a range of enormous length")
    return _python(range, *args)


def _python(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a Python function on plain values; what it raises, the program raises."""
    try:
        return function(*args, **kwargs)
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
        if _plain(args):
            raise ProgramError(type(error).__name__, str(error)) from None
        raise Undetermined("a function on values that are not known") from None


def _plain(values: Any) -> bool:
    kinds = (int, float, str, bytes, type(None), list, tuple, dict)
    return all(isinstance(value, kinds) for value in values)


def enumerate_(ev: Evaluator, iterable: Any, start: Any = 0) -> Any:
    return [(index, item) for index, item in enumerate(items_of(ev, iterable), start)]


def zip_(ev: Evaluator, *iterables: Any, strict: Any = False) -> Any:
    return list(zip(*(items_of(ev, item) for item in iterables), strict=False))


def map_(ev: Evaluator, function: Any, *iterables: Any) -> Any:
    return [call(ev, function, *group) for group in zip(*(items_of(ev, item) for item in iterables), strict=False)]


def filter_(ev: Evaluator, function: Any, iterable: Any) -> Any:
    items = items_of(ev, iterable)
    verdicts = items if function is None else [call(ev, function, item) for item in items]
    return [item for item, verdict in zip(items, verdicts, strict=True) if known_truth(ev, verdict)]


def reversed_(ev: Evaluator, iterable: Any) -> Any:
    return list(reversed(items_of(ev, iterable)))


def sorted_(ev: Evaluator, iterable: Any, *, key: Any = None, reverse: Any = False) -> Any:
    return _python(sorted, list(items_of(ev, iterable)), key=sort_key(ev, key), reverse=bool(reverse))


def sort_key(ev: Evaluator, key: Any) -> Any:
    return None if key is None else functools.partial(call, ev, key)


def _extreme(function: Callable[..., Any]) -> Callable[..., Any]:
    def compute(ev: Evaluator, *args: Any, key: Any = None, default: Any = MISSING) -> Any:
        items = items_of(ev, args[0]) if len(args) == 1 else args
        if any(isinstance(item, (Unknown, Tensor)) for item in items):
            raise Undetermined("depends on values that are not known")
        if not items and default is not MISSING:
            return default
        return _python(function, list(items), key=sort_key(ev, key))

    return compute


def sum_(ev: Evaluator, iterable: Any, start: Any = 0) -> Any:
    total = start
    for item in items_of(ev, iterable):
        if not isinstance(item, (int, float, complex, list, tuple)):
            if isinstance(item, Tensor):
                total = ev.libraries.binary("+", total, item)
                continue
            raise Undetermined("a sum of values that are not known")
        total = _python(lambda a, b: a + b, total, item)
    return total


def any_(ev: Evaluator, iterable: Any) -> Any:
    return any(known_truth(ev, item) for item in items_of(ev, iterable))


def all_(ev: Evaluator, iterable: Any) -> Any:
    return all(known_truth(ev, item) for item in items_of(ev, iterable))


def abs_(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, Tensor):
        from kerascount.ops import OPS

        return OPS["abs"](value)
    return _number(abs, value)


def _number(function: Callable[..., Any], *args: Any) -> Any:
    if any(isinstance(arg, (Unknown, Tensor)) for arg in args):
        raise Undetermined(next((arg.why for arg in args if isinstance(arg, Unknown)), "a value out of an array"))
    return _python(function, *args)


def next_(ev: Evaluator, iterator: Any, default: Any = MISSING) -> Any:
    items = items_of(ev, iterator)
    if items:
        return items[0]
    if default is MISSING:
        raise ProgramError("StopIteration", "")
    return default


def print_(ev: Evaluator, *args: Any, **kwargs: Any) -> None:
    return None


def input_(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    if kwargs:
        raise ProgramError("TypeError", "input() takes no keyword arguments")
    raise Undetermined("is typed in when the program runs")


def isinstance_(ev: Evaluator, value: Any, kind: Any) -> Any:
    if isinstance(kind, (tuple, list)):
        verdicts = [_is_a(value, item) for item in kind]
        verdict = True if True in verdicts else None if None in verdicts else False
    else:
        verdict = _is_a(value, kind)
    if verdict is None:
        raise Undetermined("the type of a value is not known")
    return verdict


def _is_a(value: Any, kind: Any) -> bool | None:
    if isinstance(value, Unknown):
        return None
    cls = getattr(value, "cls", None)
    if isinstance(kind, Class):
        return kind in cls.mro if isinstance(cls, Class) else False
    if isinstance(kind, LibraryClass):
        return _is_library_instance(value, kind)
    if isinstance(kind, type):
        return isinstance(value, kind) if not isinstance(value, (Tensor, LayerObject, Instance)) else kind is object
    return None


def _is_library_instance(value: Any, kind: LibraryClass) -> bool | None:
    if not isinstance(value, LayerObject):
        return False
    if kind.kind == "layer":
        return True if kind.described is None else isinstance(value.layer, kind.described)
    wanted = {"model": ModelObject, "sequential": SequentialObject, "functional": FunctionalObject}.get(kind.kind)
    return isinstance(value, wanted) if wanted else None


def issubclass_(ev: Evaluator, cls: Any, kind: Any) -> Any:
    if isinstance(cls, Class) and isinstance(kind, Class):
        return kind in cls.mro
    raise Undetermined("a relation between classes is not known")


def getattr_(ev: Evaluator, owner: Any, name: Any, default: Any = MISSING) -> Any:
    from kerascount.evaluate.attributes import get_attribute

    if not isinstance(name, str):
        raise Undetermined("getattr with a name that is not known")
    assert ev.frame is not None
    try:
        return get_attribute(ev, owner, name, getattr(ev.session.place, "node", None), ev.frame)
    except ProgramError as error:
        if default is MISSING or error.kind != "AttributeError":
            raise
        return default


def hasattr_(ev: Evaluator, owner: Any, name: Any) -> Any:
    try:
        value = getattr_(ev, owner, name)
    except ProgramError as error:
        if error.kind == "AttributeError":
            return False
        raise
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    return True


def setattr_(ev: Evaluator, owner: Any, name: Any, value: Any) -> None:
    from kerascount.evaluate.attributes import set_attribute

    if isinstance(name, str) and ev.frame is not None:
        set_attribute(ev, owner, name, value, getattr(ev.session.place, "node", None), ev.frame)


def callable_(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    if isinstance(value, Instance):
        return bool(value.cls.find("__call__"))
    kinds = (Function, Method, StandIn, Class, LibraryClass, External, LayerObject, type)
    return isinstance(value, kinds)


def super_(ev: Evaluator, cls: Any = None, owner: Any = None) -> Any:
    frame = ev.frame
    assert frame is not None
    scope: Frame | None = frame
    while scope is not None and scope.cls is None:
        scope = scope.outer
    if isinstance(cls, Class) and owner is not None:
        return Super(cls, owner)
    if scope is None or scope.cls is None:
        raise ProgramError("RuntimeError", "super(): no arguments")
    return Super(scope.cls, _first_argument(scope))


def _first_argument(frame: Frame) -> Any:
    scope: Frame | None = frame
    while scope is not None:
        if scope.self_value is not None:
            return scope.self_value
        scope = scope.outer
    raise Undetermined("super() outside a method")


def property_(ev: Evaluator, getter: Any = None, setter: Any = None, *rest: Any) -> Any:
    return Property(getter, setter)


def staticmethod_(ev: Evaluator, function: Any) -> Any:
    return Static(function)


def classmethod_(ev: Evaluator, function: Any) -> Any:
    return ClassMethod(function)


def globals_(ev: Evaluator) -> Any:
    assert ev.frame is not None
    return ev.frame.module.names


def locals_(ev: Evaluator) -> Any:
    assert ev.frame is not None
    return dict(ev.frame.names)


def vars_(ev: Evaluator, value: Any = MISSING) -> Any:
    if value is MISSING:
        return locals_(ev)
    if isinstance(value, Instance):
        return value.attributes
    raise Undetermined("vars of a value that is not known")


def id_(ev: Evaluator, value: Any) -> Any:
    return id(value)


def iter_(ev: Evaluator, value: Any, *rest: Any) -> Any:
    return list(items_of(ev, value))


BUILTINS: Mapping[str, Callable[..., Any]] = {
    "len": len_, "range": range_, "xrange": range_, "enumerate": enumerate_, "zip": zip_, "map": map_,
    "filter": filter_, "reversed": reversed_, "sorted": sorted_, "min": _extreme(min), "max": _extreme(max),
    "sum": sum_, "any": any_, "all": all_, "abs": abs_, "next": next_, "iter": iter_, "print": print_,
    "input": input_, "isinstance": isinstance_, "issubclass": issubclass_, "getattr": getattr_,
    "hasattr": hasattr_, "setattr": setattr_, "callable": callable_, "super": super_, "property": property_,
    "staticmethod": staticmethod_, "classmethod": classmethod_, "globals": globals_, "locals": locals_,
    "vars": vars_, "id": id_,
    "round": lambda ev, *args: _number(round, *args),
    "divmod": lambda ev, *args: _number(divmod, *args),
    "pow": lambda ev, base, exponent: _power(base, exponent),
    "chr": lambda ev, *args: _number(chr, *args),
    "ord": lambda ev, *args: _number(ord, *args),
    "repr": lambda ev, value: str_(value, repr),
    "exit": lambda ev, *args: exit_(ev),
    "quit": lambda ev, *args: exit_(ev),
}  # fmt: skip


def _power(base: Any, exponent: Any) -> Any:
    import operator

    from kerascount.evaluate.operators import python_binary

    if isinstance(base, Unknown) or isinstance(exponent, Unknown):
        raise Undetermined("a power of values that are not known")
    return python_binary("**", operator.pow, base, exponent)


def str_(value: Any, function: Callable[[Any], str]) -> str:
    if isinstance(value, (int, float, str, bytes, type(None))):
        return function(value)
    raise Undetermined("the text of a value that is not plain")


def exit_(ev: Evaluator, *args: Any) -> None:
    raise ProgramExit


# --- functions of standard modules


def partial_(ev: Evaluator, function: Any, /, *args: Any, **kwargs: Any) -> Any:
    return StandIn("partial", lambda *more, **others: call(ev, function, *args, *more, **{**kwargs, **others}))


def reduce_(ev: Evaluator, function: Any, iterable: Any, initial: Any = MISSING) -> Any:
    items = list(items_of(ev, iterable))
    if initial is not MISSING:
        items.insert(0, initial)
    if not items:
        raise ProgramError("TypeError", "reduce() of empty iterable with no initial value")
    return functools.reduce(lambda left, right: call(ev, function, left, right), items)


def passing_decorator(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    """A decorator that leaves the function as it is, with or without arguments of its own."""
    if len(args) == 1 and not kwargs and isinstance(args[0], (Function, Class, Method, StandIn)):
        return args[0]
    return StandIn("decorator", lambda function: function)


def cached_property_(ev: Evaluator, getter: Any) -> Any:
    return Property(getter, cached=True)


def deepcopy_(ev: Evaluator, value: Any, *rest: Any) -> Any:
    if isinstance(value, (LayerObject, Instance)):
        raise Undetermined("a copy of an object")
    if isinstance(value, dict):
        return {key: deepcopy_(ev, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([deepcopy_(ev, item) for item in value])
    return value


def copy_(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, (list, dict, set)):
        return value.copy()
    if isinstance(value, (LayerObject, Instance)):
        raise Undetermined("a copy of an object")
    return value


def wraps_(ev: Evaluator, wrapped: Any, *args: Any, **kwargs: Any) -> Any:
    return StandIn("decorator", lambda function: function)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "functools.partial": partial_,
    "functools.reduce": reduce_,
    "functools.wraps": wraps_,
    "functools.lru_cache": passing_decorator,
    "functools.cache": passing_decorator,
    "functools.cached_property": cached_property_,
    "contextlib.contextmanager": passing_decorator,
    "abc.abstractmethod": passing_decorator,
    "typing.no_type_check": passing_decorator,
    "tensorflow.function": passing_decorator,
    "keras.saving.register_keras_serializable": passing_decorator,
    "keras.utils.register_keras_serializable": passing_decorator,
    "keras.utils.legacy.register_keras_serializable": passing_decorator,
    "copy.deepcopy": deepcopy_,
    "copy.copy": copy_,
    "sys.exit": exit_,
    "os._exit": exit_,
}


def construct(
    ev: Evaluator, cls: Class, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> Any:
    """Objects of enums and typed named tuples; MISSING for other classes."""
    names = {base.name for base in cls.foreign_bases if isinstance(base, External)}
    if names & {"enum.Enum", "enum.IntEnum", "enum.StrEnum"}:
        return _enum_member(ev, cls, args)
    return MISSING


def _enum_member(ev: Evaluator, cls: Class, args: Sequence[Any]) -> Any:
    for name, value in cls.names.items():
        if args and value == args[0]:
            made = Instance(cls)
            made.attributes.update(name=name, value=value)
            return made
    raise Undetermined("a member of an enum")
