"""Objects of classes of the program that derive from `list`, `dict`, `Exception` … or from nothing at all."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramError, from_python
from kerascount.evaluate.objects import MISSING, Class, External, Instance
from kerascount.evaluate.python import exceptions, methods
from kerascount.evaluate.python.calling import refuse_unknown, stand_in
from kerascount.evaluate.python.types import plain_items
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

CHANGEABLE: Final = (list, dict, set, OrderedDict, deque)
FIXED: Final = (int, float, str, bytes, tuple, frozenset)


@cache
def kind_of(base: type) -> type[Instance]:
    """The Python class of objects that are a `base` as well."""
    return type(f"{base.__name__} object", (Instance, base), {})


def builtin_base(cls: Class) -> type | None:
    """The type of Python that a class of the program derives from, if objects of it hold something."""
    bases = [base for base in cls.foreign_bases if isinstance(base, type)]
    return next((kind for kind in bases if issubclass(kind, (*CHANGEABLE, *FIXED))), None)


def new(ev: Evaluator, cls: Class, args: Sequence[Any] = ()) -> Instance:
    """The object before its `__init__`; `args` are those of the call, which texts and numbers hold from the start."""
    base = builtin_base(cls)
    if base is None:
        made = Instance(cls)
        if exceptions.is_exception(cls):
            made.attributes["args"] = tuple(args)
        return made
    kind = kind_of(base)
    held = plain_items(ev, base, args) if issubclass(base, FIXED) else ()
    if issubclass(base, (int, float, str, bytes)):
        refuse_unknown(*held)
        if any(isinstance(item, External) for item in held):
            raise Undetermined("what a library gives is not known")
    try:
        made = kind.__new__(kind, *held)
    except (TypeError, ValueError) as error:
        raise from_python(error) from None
    Instance.__init__(made, cls)
    if isinstance(made, (OrderedDict, deque)):
        type(made).__mro__[2].__init__(made)
    return made


def attribute(ev: Evaluator, owner: Instance, name: str) -> Any:
    """What an object has from outside the program; MISSING where there is certainly nothing of that name."""
    if name == "__setattr__":
        return stand_in(name, owner.attributes.__setitem__)
    if name == "__delattr__":
        return stand_in(name, lambda key: owner.attributes.pop(key, None))
    if name == "__init_subclass__":
        return stand_in(name, lambda *args, **options: None)
    base = builtin_base(owner.cls)
    if base is not None:
        if name == "__init__":
            return stand_in(name, partial(_fill, ev, base, owner))
        if name in DUNDERS and hasattr(base, name):
            return stand_in(name, partial(_call_base, base, name, owner))
        found = methods.attribute(ev, owner, name)
        return _missing(owner.cls, name) if found is MISSING else found
    found = exceptions.attribute_of_object(owner, name) if exceptions.is_exception(owner.cls) else MISSING
    if found is not MISSING:
        return found
    if name == "__init__":
        return stand_in(name, partial(_bare_init, owner))
    if name in ("__eq__", "__hash__", "__repr__", "__str__", "__ne__"):
        return stand_in(name, partial(_call_base, object, name, owner))
    return _missing(owner.cls, name)


OPEN: Final = ("__annotations__", "__weakref__", "__slots__", "data")  # `data` of `UserDict` and `UserList`


def _missing(cls: Class, name: str) -> Any:
    """Nothing of that name, where all that objects of the class have is known."""
    if not cls.has_known_bases or hasattr(object, name) or name in OPEN:
        raise Undetermined(f"the attribute {name} comes from a class that is not followed")
    if name in ("register", "__subclasshook__") and cls.find("__abstract__"):
        return stand_in(name, lambda other: other)
    return MISSING


DUNDERS: Final = frozenset(
    "__setitem__ __getitem__ __delitem__ __contains__ __len__ __iter__ __eq__ __ne__ __hash__ __repr__ __str__ __add__ "
    "__mul__ __lt__ __le__ __gt__ __ge__ __sub__ __int__ __float__ __index__".split()
)


def _call_base(base: Any, name: str, owner: Any, /, *args: Any) -> Any:
    if base is object and name in ("__repr__", "__str__", "__hash__"):
        raise Undetermined("the address of an object")
    try:
        return getattr(base, name)(owner, *args)
    except (TypeError, ValueError, LookupError) as error:
        raise from_python(error) from None


def _fill(ev: Evaluator, base: type, owner: Any, /, *args: Any, **kwargs: Any) -> None:
    """`list.__init__(owner, items)` and the like; what cannot be changed was filled when it was made."""
    if not issubclass(base, FIXED):
        held = plain_items(ev, base, args)
        try:
            base.__init__(owner, *held, **kwargs)
        except (TypeError, ValueError) as error:
            raise from_python(error) from None


def _bare_init(owner: Instance, /, *args: Any, **kwargs: Any) -> None:
    if (args or kwargs) and owner.cls.has_known_bases:
        if owner.cls.find("__init__") is MISSING:
            raise ProgramError("TypeError", f"{owner.cls.name}() takes no arguments")
        message = "object.__init__() takes exactly one argument (the instance to initialize)"
        raise ProgramError("TypeError", message)


def class_attribute(ev: Evaluator, cls: Class, name: str) -> Any:
    """What a class has from outside the program."""
    if name == "__new__":
        return stand_in(name, lambda cls, *args, **kwargs: new(ev, cls, args))
    if name == "__init__":
        return stand_in(name, lambda owner, *args, **kwargs: attribute(ev, owner, name).function(*args, **kwargs))
    if name == "__init_subclass__":
        return stand_in(name, lambda *args, **options: None)
    base = builtin_base(cls)
    found = MISSING if base is None else methods.attribute(ev, base, name)
    if found is not MISSING:
        return found
    return _missing(cls, name)
