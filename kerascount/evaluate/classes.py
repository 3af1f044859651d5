"""Classes of the program: making them, and making objects of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import libcst as cst

from kerascount.evaluate.attributes import class_of
from kerascount.evaluate.calls import call_value
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import (
    MISSING,
    Class,
    ClassMethod,
    External,
    Frame,
    Function,
    Instance,
    Method,
    Module,
    Property,
    Static,
    add_rest,
)
from kerascount.evaluate.scopes import docstring
from kerascount.models.node import Operation
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

WORD: Final = r"[^\W\d]\w*"


def make_class(ev: Evaluator, node: cst.ClassDef, frame: Frame) -> Any:
    """Run the body of a class and gather its bases."""
    named = tuple(ev.eval(arg.value, frame) for arg in node.bases if not arg.star)
    bases = tuple(base for given in named for base in _bases_behind(ev, given, named, node, frame))
    options = {arg.keyword.value: ev.eval(arg.value, frame) for arg in node.keywords if arg.keyword is not None}
    body = Frame(frame.module, {}, frame.closure)
    made = new_class(ev, node.name.value, bases, body.names, frame.module)
    body.kind, body.cls, made.node = "class", made, node
    if bases != named:
        body.names["__orig_bases__"] = named
    ev.execute(node.body.body, body)
    body.names.setdefault("__doc__", docstring(node.body))
    return finish_class(ev, made, options, node, frame)


def _bases_behind(ev: Evaluator, base: Any, named: tuple[Any, ...], node: Any, frame: Frame) -> Sequence[Any]:
    """The classes that an object stands for as a base, which it tells itself."""
    entries = base.cls.find("__mro_entries__") if isinstance(base, Instance) else MISSING
    if entries is MISSING:
        return (base,)
    found = call_value(ev, Method(entries, base), [named], {}, node, frame)
    return found if isinstance(found, tuple) else (found,)


def new_class(ev: Evaluator, name: str, bases: tuple[Any, ...], names: dict[str, Any], module: Module | None) -> Class:
    made = Class(name, bases, names, module)
    made.call = partial(call_special, ev)
    return made


def call_special(ev: Evaluator, function: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Run a special method for Python, which asks for it in the middle of a library."""
    if ev.frame is None:
        raise Undetermined("a special method that Python asks for")
    return call_value(ev, function, args, kwargs, getattr(ev.session.place, "node", None), ev.frame)


def finish_class(ev: Evaluator, cls: Class, options: Mapping[str, Any], node: Any, frame: Frame) -> Any:
    """What happens behind the body of a class: its functions belong to it, and who asked is told of it."""
    for name, value in list(cls.names.items()):
        function = value.function if isinstance(value, (Static, ClassMethod)) else value
        if name in ("__init_subclass__", "__class_getitem__") and isinstance(value, Function):
            cls.names[name] = ClassMethod(value)
        if isinstance(function, Function) and function.cls is None and function.name == name:
            function.cls = cls
        elif isinstance(value, Instance) and value.cls.find("__set_name__"):
            call_value(ev, value.cls.find("__set_name__"), [value, cls, name], {}, node, frame)
    metaclass = options.get("metaclass", type)
    if isinstance(metaclass, External) and metaclass.name == "abc.ABCMeta":
        cls.names["__abstract__"] = True
    else:
        cls.is_open = metaclass is not type
        if isinstance(metaclass, Class):
            cls.makes_itself = metaclass.find("__call__") is MISSING
            _forget_registered(ev, metaclass)
    ev.guarded(node, frame, ev.libraries.finish_class, cls)
    told = cls.find("__init_subclass__", after=cls)
    if told:
        function = told.function if isinstance(told, ClassMethod) else told
        call_value(ev, function, [cls], {k: v for k, v in options.items() if k != "metaclass"}, node, frame)
    return cls


def _forget_registered(ev: Evaluator, metaclass: Class) -> None:
    """A metaclass is not run: what it may put into containers is not known."""
    functions = [item for item in metaclass.names.values() if isinstance(item, Function)]
    words = {word for item in functions for word in re.findall(WORD, ev.text(item.body))}
    around = metaclass.module.names if metaclass.module is not None else {}
    for held in (*metaclass.names.values(), *(value for name, value in around.items() if name in words)):
        if isinstance(held, (dict, list, set)):
            add_rest(held, f"the metaclass {metaclass.name} may add to it")


def instantiate(
    ev: Evaluator, cls: Class, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> Any:
    """`cls(*args, **kwargs)`."""
    ev.used.update(id(base) for base in cls.mro)
    if any(isinstance(base, Unknown) for base in cls.mro):
        return ev.unknown(f"{cls.name} derives from a class that is not known", node, frame)
    if "__members__" in cls.names:
        return ev.guarded(node, frame, ev.libraries.enum_member, cls, *args)
    if any(base is type for base in cls.mro):
        return ev.unknown(f"a class that the metaclass {cls.name} makes", node, frame)
    if any(isinstance(base, Class) and not base.makes_itself for base in cls.mro):
        return ev.unknown(f"the metaclass of {cls.name} makes its objects", node, frame)
    _refuse_abstract(ev, cls, node, frame)
    owner = _new(ev, cls, args, kwargs, node, frame)
    if class_of(owner) is None or cls not in owner.cls.mro:
        return owner
    init = cls.find("__init__")
    if init is not MISSING:
        call_value(ev, Method(init, owner), args, kwargs, node, frame)
    else:
        _inherited_init(ev, cls, owner, args, kwargs, node, frame)
    return owner


def _new(ev: Evaluator, cls: Class, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame) -> Any:
    """The object before its `__init__`."""
    new = cls.find("__new__")
    if new is MISSING:
        return ev.guarded(node, frame, ev.libraries.new_object, ev, cls, *args)
    return call_value(ev, new.function if isinstance(new, Static) else new, [cls, *args], kwargs, node, frame)


def _refuse_abstract(ev: Evaluator, cls: Class, node: Any, frame: Frame) -> None:
    if not cls.find("__abstract__") or not cls.has_known_bases:
        return
    names = {name for base in cls.mro if isinstance(base, Class) for name in base.names}
    missing = sorted(name for name in names if is_abstract(cls.find(name)))
    if missing:
        plural = "s" if len(missing) > 1 else ""
        listed = ", ".join(map(repr, missing))
        lacks = f"without an implementation for abstract method{plural} {listed}"
        message = f"Can't instantiate abstract class {cls.name} {lacks}"
        raise ev.error("TypeError", message, node, frame)


def is_abstract(value: Any) -> bool:
    """Whether an attribute of a class is marked with `@abstractmethod`."""
    if isinstance(value, Property):
        return is_abstract(value.getter)
    if isinstance(value, (Static, ClassMethod)):
        return is_abstract(value.function)
    return isinstance(value, Function) and "__isabstractmethod__" in value.attributes


def _inherited_init(
    ev: Evaluator, cls: Class, owner: Any, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> None:
    """The `__init__` of a class of a library, or of `object`, which takes nothing unless `__new__` took it."""
    inherited = ev.guarded(node, frame, ev.libraries.inherited, owner, "__init__")
    if inherited is not MISSING and (isinstance(owner, Operation) or cls.has_known_bases):
        if cls.find("__new__") is MISSING or not isinstance(owner, Instance):
            call_value(ev, inherited, args, kwargs, node, frame)
