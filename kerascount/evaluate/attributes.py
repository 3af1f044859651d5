"""Attributes: reading and setting them, on every kind of value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

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
    StandIn,
    Static,
    Super,
)
from kerascount.models.node import Operation
from kerascount.values.nearest import did_you_mean
from kerascount.values.objects import Tensor, Unknown


def get_attribute(ev: Evaluator, value: Any, name: str, node: Any, frame: Frame) -> Any:
    """`value.name`.

    Raises:
        ProgramError: AttributeError, where the object certainly has none of that name.
    """
    if isinstance(value, Unknown):
        return ev.unknown(value.why, node, frame, value)
    if isinstance(value, External):
        return ev.guarded(node, frame, ev.libraries.external_attribute, value, name)
    found = find_attribute(ev, value, name, node, frame)
    if found is MISSING:
        error = ev.error("AttributeError", _no_attribute(ev, value, name), node, frame)
        error.help = did_you_mean(name, ev.libraries.attributes_of(value))
        raise error
    return found


def find_attribute(ev: Evaluator, value: Any, name: str, node: Any, frame: Frame) -> Any:
    """The attribute, an unknown, or MISSING where there is certainly none."""
    if isinstance(value, Module):
        return _module_attribute(ev, value, name, node, frame)
    if isinstance(value, Super):
        return _super_attribute(ev, value, name, node, frame)
    cls = class_of(value)
    if cls is not None:
        return _object_attribute(ev, value, cls, name, node, frame)
    if isinstance(value, Class):
        return _class_attribute(ev, value, name, node, frame)
    if isinstance(value, Function):
        found = _function_attribute(value, name)
        if found is MISSING and (value.is_open or name.startswith("__")):
            return ev.unknown(f"the attribute {name} of a function", node, frame)
        return found
    return ev.guarded(node, frame, ev.libraries.attribute, value, name)


def _module_attribute(ev: Evaluator, module: Module, name: str, node: Any, frame: Frame) -> Any:
    found = module.names.get(name, MISSING)
    if found is MISSING and (module.name in ev.open_modules or module.name in ev.running):
        return ev.unknown(f"the names of the module {module.name} are not all known", node, frame)
    return found


def _function_attribute(function: Function, name: str) -> Any:
    if name in function.attributes:
        return function.attributes[name]
    if name == "__dict__":
        return function.attributes
    return {
        "__name__": function.name,
        "__qualname__": function.title,
        "__module__": function.frame.module.names["__name__"],
    }.get(name, MISSING)


def class_of(value: Any) -> Class | None:
    """The class of the program that a value is an instance of, if any."""
    cls = getattr(value, "cls", None) if isinstance(value, (Instance, Operation)) else None
    return cls if isinstance(cls, Class) else None


def _object_attribute(ev: Evaluator, value: Any, cls: Class, name: str, node: Any, frame: Frame) -> Any:
    attributes = value.attributes
    found = cls.find(name)
    if isinstance(found, Property):
        if found.cached and name in attributes:
            return attributes[name]
        result = _call(ev, found.getter, [value], node, frame)
        if found.cached:
            attributes[name] = result
        return result
    if name in attributes and not (isinstance(found, Instance) and found.cls.find("__set__")):
        return attributes[name]
    if isinstance(found, Instance) and found.cls.find("__get__"):
        return _call(ev, found.cls.find("__get__"), [found, value, cls], node, frame)
    if found is not MISSING:
        return bind_attribute(found, value, cls)
    if name == "__class__":
        return cls
    if name == "__dict__":
        return attributes
    inherited = ev.guarded(node, frame, ev.libraries.inherited, value, name)
    if inherited is not MISSING:
        return inherited
    getter = cls.find("__getattr__")
    return _call(ev, getter, [value, name], node, frame) if getter else MISSING


def bind_attribute(found: Any, owner: Any, cls: Class) -> Any:
    """What an attribute of a class is when it is read from an instance."""
    if isinstance(found, Static):
        return found.function
    if isinstance(found, ClassMethod):
        return Method(found.function, cls)
    if isinstance(found, Function) or isinstance(found, StandIn) and found.is_method:
        return Method(found, owner)
    return found


def _class_attribute(ev: Evaluator, cls: Class, name: str, node: Any, frame: Frame) -> Any:
    found = cls.find(name)
    if found is not MISSING:
        if isinstance(found, ClassMethod):
            return Method(found.function, cls)
        if isinstance(found, Instance) and found.cls.find("__get__"):
            return _call(ev, found.cls.find("__get__"), [found, None, cls], node, frame)
        return found.function if isinstance(found, Static) else found
    if name in CLASS_ATTRIBUTES:
        return CLASS_ATTRIBUTES[name](cls)
    return ev.guarded(node, frame, ev.libraries.inherited_by_class, cls, name)


CLASS_ATTRIBUTES: Final[dict[str, Callable[[Class], Any]]] = {
    "__name__": lambda cls: cls.name,
    "__qualname__": lambda cls: cls.name,
    "__bases__": lambda cls: cls.bases or (object,),
    "__mro__": lambda cls: linearized(cls),
    "mro": lambda cls: StandIn("mro", lambda: list(linearized(cls))),
    "__dict__": lambda cls: cls.names,
    "__module__": lambda cls: cls.module.names["__name__"] if cls.module is not None else "builtins",
    "__class__": lambda cls: type,
    "__annotations__": lambda cls: {},
}


def linearized(cls: Class) -> tuple[Any, ...]:
    """The method resolution order with `object` at its end."""
    return (*(base for base in cls.mro if base is not object), object)


def _super_attribute(ev: Evaluator, value: Super, name: str, node: Any, frame: Frame) -> Any:
    owner_cls = class_of(value.owner) or value.owner
    found = owner_cls.find(name, after=value.cls) if isinstance(owner_cls, Class) else MISSING
    if found is not MISSING:
        if isinstance(found, Property):
            return _call(ev, found.getter, [value.owner], node, frame)
        return bind_attribute(found, value.owner, owner_cls)
    if isinstance(value.owner, Class):
        return ev.guarded(node, frame, ev.libraries.inherited_by_class, value.owner, name)
    if not isinstance(value.owner, (Instance, Operation)):
        return ev.unknown("super() of what is not known", node, frame)
    return ev.guarded(node, frame, ev.libraries.inherited, value.owner, name, True)


def _call(ev: Evaluator, function: Any, args: list[Any], node: Any, frame: Frame) -> Any:
    from kerascount.evaluate.calls import call_value

    return call_value(ev, function, args, {}, node, frame)


def _no_attribute(ev: Evaluator, value: Any, name: str) -> str:
    if isinstance(value, Module):
        return f"module '{value.names['__name__']}' has no attribute '{name}'"
    if isinstance(value, Class):
        return f"type object '{value.name}' has no attribute '{name}'"
    if isinstance(value, Super):
        return f"'super' object has no attribute '{name}'"
    return f"'{ev.libraries.type_name(value)}' object has no attribute '{name}'"


def set_attribute(ev: Evaluator, owner: Any, name: str, value: Any, node: Any, frame: Frame) -> None:
    """`owner.name = value`."""
    cls = class_of(owner)
    if cls is not None:
        _set_on_object(ev, owner, cls, name, value, node, frame)
    elif isinstance(owner, (Module, Class)):
        owner.names[name] = value
    elif isinstance(owner, Function):
        owner.attributes[name] = value
    elif isinstance(owner, (Operation, Tensor)):
        ev.guarded(node, frame, ev.libraries.set_attribute, owner, name, value)
    elif owner is None or isinstance(owner, (int, float, str, list, tuple, dict, set)):
        message = f"'{ev.libraries.type_name(owner)}' object has no attribute '{name}'"
        raise ev.error("AttributeError", message, node, frame)


def _set_on_object(ev: Evaluator, owner: Any, cls: Class, name: str, value: Any, node: Any, frame: Frame) -> None:
    found = cls.find(name)
    if isinstance(found, Property) and not found.cached:
        if found.setter is None:
            message = f"property '{name}' of '{cls.name}' object has no setter"
            raise ev.error("AttributeError", message, node, frame)
        _call(ev, found.setter, [owner, value], node, frame)
        return
    if isinstance(found, Instance) and found.cls.find("__set__"):
        _call(ev, found.cls.find("__set__"), [found, owner, value], node, frame)
        return
    setter = cls.find("__setattr__")
    if setter and frame.function is not setter:
        _call(ev, setter, [owner, name, value], node, frame)
    elif name == "__class__" and isinstance(value, Class):
        owner.cls = value
    elif name == "__dict__" and isinstance(owner, Instance):
        owner.attributes = value
    else:
        ev.guarded(node, frame, ev.libraries.set_inherited, owner, name, value)


def delete_attribute(ev: Evaluator, owner: Any, name: str, node: Any, frame: Frame) -> None:
    """`del owner.name`."""
    cls = class_of(owner)
    method = cls.find("__delattr__") if cls is not None else MISSING
    if method and frame.function is not method:
        _call(ev, method, [owner, name], node, frame)
        return
    found = cls.find(name) if cls is not None else MISSING
    if isinstance(found, Property) and not found.cached:
        if found.deleter is None:
            message = f"property '{name}' of '{owner.cls.name}' object has no deleter"
            raise ev.error("AttributeError", message, node, frame)
        _call(ev, found.deleter, [owner], node, frame)
        return
    if isinstance(found, Instance) and found.cls.find("__delete__"):
        _call(ev, found.cls.find("__delete__"), [found, owner], node, frame)
        return
    names = owner.names if isinstance(owner, (Module, Class)) else getattr(owner, "attributes", None)
    if not isinstance(names, dict):
        return
    if name not in names and isinstance(owner, (Instance, Class)):
        raise ev.error("AttributeError", _no_attribute(ev, owner, name), node, frame)
    names.pop(name, None)
