"""Builtins that ask about objects and classes: `isinstance`, `getattr`, `super` …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError, matches
from kerascount.evaluate.keras.programmed import Variable
from kerascount.evaluate.objects import (
    MISSING,
    Class,
    ClassMethod,
    External,
    Frame,
    Function,
    Instance,
    Items,
    LibraryClass,
    Method,
    Module,
    Property,
    StandIn,
    Static,
    Super,
)
from kerascount.models.functional import FunctionalObject
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import is_symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.scalars import NumpyInt

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

# Values of ours that are no values of Python's types, whatever these are.
FOREIGN: Final = (Tensor, LayerObject, Instance, Function, Method, StandIn, Module, Items, ProgramError, LibraryClass)


def isinstance_(ev: Evaluator, value: Any, kind: Any) -> Any:
    verdict = is_instance(value, kind)
    if verdict is None:
        raise Undetermined("the type of a value is not known")
    return verdict


def is_instance(value: Any, kind: Any) -> bool | None:
    """Whether a value is of a class, or of one of several; None where that is not known."""
    if isinstance(kind, (tuple, list)):
        verdicts = [is_instance(value, item) for item in kind]
        return True if True in verdicts else None if None in verdicts else False
    if isinstance(value, Unknown):
        return None
    cls = getattr(value, "cls", None)
    if isinstance(kind, Class):
        owner = getattr(value, "value", None) if isinstance(value, ProgramError) else value
        cls = getattr(owner, "cls", None)
        if isinstance(value, Class) and value.is_open:
            return None
        return kind in cls.mro if isinstance(cls, Class) else False
    if isinstance(kind, LibraryClass):
        return _is_library_instance(value, kind)
    if isinstance(kind, type):
        return _is_python_instance(value, kind)
    return _is_abstract_instance(value, kind) if isinstance(kind, External) else None


def _is_python_instance(value: Any, kind: type) -> bool | None:
    if kind is object:
        return True
    if isinstance(value, ProgramError):
        return matches(value, kind) if issubclass(kind, BaseException) else False
    if isinstance(value, External):
        return None
    if isinstance(value, Instance):
        return isinstance(value, kind) or any(issubclass(base, kind) for base in _types(value.cls))
    if isinstance(value, (Class, LibraryClass)):
        return kind is type
    if isinstance(value, NumpyInt):
        return False
    return False if isinstance(value, FOREIGN) else isinstance(value, kind)


def _types(cls: Class) -> list[type]:
    return [base for base in cls.foreign_bases if isinstance(base, type)]


PLAIN: Final = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, type(None))


def _is_abstract_instance(value: Any, kind: External) -> bool | None:
    """`collections.abc.Sequence`, `numbers.Number` … of plain values, and arrays."""
    from kerascount.evaluate.python.abstract import ABSTRACT

    if kind.name == "numpy.ndarray":
        return value.history is None if isinstance(value, Tensor) else False if isinstance(value, PLAIN) else None
    if kind.name in ("numpy.integer", "numpy.signedinteger"):
        return isinstance(value, NumpyInt) if isinstance(value, PLAIN) else None
    wanted = ABSTRACT.get(kind.name)
    if wanted is None:
        return None
    if isinstance(value, PLAIN) and not isinstance(value, Instance):
        return isinstance(value, wanted)
    if wanted is ABSTRACT["collections.abc.Callable"]:
        return is_callable(value)
    return False if isinstance(value, (Function, Method, LayerObject)) else None


def _is_library_instance(value: Any, kind: LibraryClass) -> bool | None:
    if kind.kind == "tensor":
        return is_symbolic(value)
    if kind.kind == "variable":
        return isinstance(value, Variable)
    if not isinstance(value, LayerObject):
        return False
    if kind.kind == "layer":
        return True if kind.described is None else isinstance(value.layer, kind.described)
    wanted = {"model": ModelObject, "sequential": SequentialObject, "functional": FunctionalObject}.get(kind.kind)
    return isinstance(value, wanted) if wanted else None


def issubclass_(ev: Evaluator, cls: Any, kind: Any) -> Any:
    if isinstance(kind, (tuple, list)):
        return any(issubclass_(ev, cls, item) for item in kind)
    if isinstance(cls, type) and isinstance(kind, type):
        return issubclass(cls, kind)
    if isinstance(cls, Class) and isinstance(kind, Class):
        return kind in cls.mro
    if isinstance(cls, Class) and isinstance(kind, type):
        if kind is object or any(issubclass(base, kind) for base in _types(cls)):
            return True
        if cls.has_known_bases:
            return False
    if isinstance(cls, type) and isinstance(kind, Class):
        return False
    if not isinstance(cls, (Class, LibraryClass, type, External, Unknown)):
        raise ProgramError("TypeError", "issubclass() arg 1 must be a class")
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


def delattr_(ev: Evaluator, owner: Any, name: Any) -> None:
    from kerascount.evaluate.attributes import delete_attribute

    if isinstance(name, str) and ev.frame is not None:
        delete_attribute(ev, owner, name, getattr(ev.session.place, "node", None), ev.frame)


def callable_(ev: Evaluator, value: Any) -> Any:
    verdict = is_callable(value)
    if verdict is None:
        raise Undetermined("whether a value can be called")
    return verdict


def is_callable(value: Any) -> bool | None:
    if isinstance(value, Instance):
        return bool(value.cls.find("__call__"))
    if isinstance(value, (Function, Method, StandIn, Class, LibraryClass, LayerObject, type)):
        return True
    return False if isinstance(value, (*PLAIN, Module)) else None


def super_(ev: Evaluator, cls: Any = None, owner: Any = None) -> Any:
    frame = ev.frame
    assert frame is not None
    if isinstance(cls, Class) and owner is not None:
        return Super(cls, owner)
    scope: Frame | None = frame
    while scope is not None and scope.cls is None:
        scope = scope.outer
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


def property_(ev: Evaluator, fget: Any = None, fset: Any = None, fdel: Any = None, *rest: Any, **options: Any) -> Any:
    return Property(fget, fset, deleter=fdel)


def globals_(ev: Evaluator) -> Any:
    assert ev.frame is not None
    module = ev.frame.module
    if module.name in ev.open_modules:
        raise Undetermined("the module has names that are not known")
    return module.names


def locals_(ev: Evaluator) -> Any:
    assert ev.frame is not None
    return dict(ev.frame.names)


def vars_(ev: Evaluator, value: Any = MISSING) -> Any:
    if value is MISSING:
        return locals_(ev)
    if isinstance(value, Instance):
        return value.attributes
    if isinstance(value, (Class, Module)):
        return value.names
    raise Undetermined("vars of a value that is not known")


def dir_(ev: Evaluator, value: Any = MISSING) -> Any:
    if value is MISSING:
        return sorted(locals_(ev))
    cls = value if isinstance(value, Class) else getattr(value, "cls", None)
    if isinstance(cls, Class) and cls.has_known_bases:
        own = value.attributes if isinstance(value, Instance) else {}
        inherited = {name for base in cls.mro if isinstance(base, Class) for name in base.names}
        return sorted({*own, *inherited, *dir(object)})
    if isinstance(value, Module):
        return sorted(value.names)
    if isinstance(value, PLAIN):
        return dir(type(value))
    raise Undetermined("the names of a value that is not known")


def id_(ev: Evaluator, value: Any) -> Any:
    return id(value)


BUILTINS: Final[Mapping[str, Callable[..., Any]]] = {
    "isinstance": isinstance_, "issubclass": issubclass_, "getattr": getattr_, "hasattr": hasattr_,
    "setattr": setattr_, "delattr": delattr_, "callable": callable_, "super": super_, "property": property_,
    "staticmethod": lambda ev, function: Static(function),
    "classmethod": lambda ev, function: ClassMethod(function),
    "globals": globals_, "locals": locals_, "vars": vars_, "dir": dir_, "id": id_,
}  # fmt: skip
