"""Decorators that leave what they decorate as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import Class, ClassMethod, Function, Method, Property, StandIn, Static
from kerascount.evaluate.python.calling import stand_in

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

DECORATED: Final = (Function, Class, Method, StandIn, Static, ClassMethod, Property)


def passing(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    """A decorator with or without arguments of its own."""
    if len(args) == 1 and not kwargs and isinstance(args[0], DECORATED):
        return _opened(args[0])
    return stand_in("decorator", _opened)


def keeping(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    """The same of a decorator that gives back the very object."""
    if len(args) == 1 and not kwargs and isinstance(args[0], DECORATED):
        return args[0]
    return stand_in("decorator", lambda decorated: decorated)


def _opened(decorated: Any) -> Any:
    """It may have gained attributes, such as `get_concrete_function`."""
    if isinstance(decorated, Function):
        decorated.is_open = True
    return decorated


def abstract(ev: Evaluator, function: Any) -> Any:
    if isinstance(function, Function):
        function.attributes["__isabstractmethod__"] = True
    return function


PASSING: Final = (
    "typing.no_type_check", "typing.overload", "typing.runtime_checkable",
    "tensorflow.function", "atexit.register",
)  # fmt: skip
KEEPING: Final = (
    "typing.final", "keras.saving.register_keras_serializable", "keras.utils.register_keras_serializable",
    "keras.utils.legacy.register_keras_serializable",
    "keras.api_export.keras_export", "tensorflow.python.util.tf_export.keras_export",
)  # fmt: skip
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **dict.fromkeys(PASSING, passing),
    **dict.fromkeys(KEEPING, keeping),
    "abc.abstractmethod": abstract,
    "abc.abstractproperty": lambda ev, function: Property(abstract(ev, function)),
}
