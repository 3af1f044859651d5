"""Decorators that leave what they decorate as it is, and contexts that do nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import Class, ClassMethod, Function, Instance, Method, Property, StandIn, Static
from kerascount.evaluate.python.calling import stand_in
from kerascount.evaluate.python.namespaces import library_class
from kerascount.evaluate.python.reflection import issubclass_

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

DECORATED: Final = (Function, Class, Method, StandIn, Static, ClassMethod, Property)


def passing(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    """A decorator with or without arguments of its own."""
    if len(args) == 1 and not kwargs and isinstance(args[0], DECORATED):
        return _opened(args[0])
    return stand_in("decorator", _opened)


def _opened(decorated: Any) -> Any:
    """It may have gained attributes, such as `get_concrete_function`."""
    if isinstance(decorated, Function):
        decorated.is_open = True
    return decorated


def abstract(ev: Evaluator, function: Any) -> Any:
    if isinstance(function, Function):
        function.attributes["__isabstractmethod__"] = True
    return function


def nothing(ev: Evaluator, result: Any = None) -> Instance:
    """`nullcontext(result)`."""
    made = Instance(library_class(ev, "contextlib.nullcontext", {"__enter__": _result, "__exit__": _keep}))
    made.attributes["result"] = result
    return made


def suppress(ev: Evaluator, *kinds: Any) -> Instance:
    made = Instance(library_class(ev, "contextlib.suppress", {"__enter__": _result, "__exit__": _suppress}))
    made.attributes.update(result=None, kinds=kinds)
    return made


def _result(ev: Evaluator, owner: Instance) -> Any:
    return owner.attributes["result"]


def _keep(ev: Evaluator, owner: Instance, *args: Any) -> None:
    return None


def _suppress(ev: Evaluator, owner: Instance, kind: Any, *args: Any) -> Any:
    return kind is not None and issubclass_(ev, kind, owner.attributes["kinds"])


PASSING: Final = (
    "contextlib.contextmanager", "typing.no_type_check", "typing.overload", "typing.final", "typing.runtime_checkable",
    "tensorflow.function", "keras.saving.register_keras_serializable", "keras.utils.register_keras_serializable",
    "keras.utils.legacy.register_keras_serializable",
    "atexit.register",
)  # fmt: skip
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **dict.fromkeys(PASSING, passing),
    "abc.abstractmethod": abstract,
    "abc.abstractproperty": lambda ev, function: Property(abstract(ev, function)),
    "contextlib.nullcontext": nothing,
    "contextlib.suppress": suppress,
}
