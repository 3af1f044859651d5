"""The values of a program that are neither plain Python values nor tensors: functions, classes, modules …"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import libcst as cst

from kerascount.diagnostics import Location
from kerascount.values.objects import Foreign, Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.record import entity

if TYPE_CHECKING:
    from kerascount.evaluate.generators import Generator
    from kerascount.source.files import SourceFile

# The libraries that we have models for.
MODELLED = frozenset(["keras", "numpy", "tensorflow", "tf_keras", "pandas", "sklearn", "scipy", "jax", "torch"])


@entity
class Site:
    """A place in the source; its line and column are worked out when asked for."""

    file: SourceFile
    node: cst.CSTNode

    @property
    def location(self) -> Location:
        return self.file.location(self.node)

    @property
    def mark(self) -> tuple[str, int]:
        """What tells it from other places, in all runs of the program."""
        return self.file.path, self.file.mark(self.node)


class Frame:
    """The names of one function call, class body or module."""

    __slots__ = (
        "cls", "function", "generator", "globals", "kind", "module", "names", "outer", "outer_names", "self_value",
    )  # fmt: skip

    def __init__(self, module: Module, names: dict[str, Any], outer: Frame | None = None) -> None:
        self.module = module
        self.names = names
        self.kind = ""  # "class" and "comprehension" are scopes with rules of their own
        self.outer = outer  # the frame of the enclosing function, for closures
        self.globals: set[str] = set()
        self.outer_names: set[str] = set()
        self.generator: Generator | None = None  # whose body runs here
        self.cls: Class | None = None  # the class whose method runs here, for super()
        self.self_value: Any = None
        self.function: Function | None = None

    @property
    def closure(self) -> Frame:
        """The scope of functions that are defined here: the body of a class is none."""
        return self.outer if self.kind == "class" and self.outer is not None else self


class Module:
    """A module of the program."""

    def __init__(self, name: str, file: SourceFile) -> None:
        self.name = name
        self.file = file
        self.names: dict[str, Any] = {"__name__": name, "__file__": file.path, **OF_MODULES}
        self.imports_something = False

    def __repr__(self) -> str:
        return f"<module '{self.name}'>"


@entity
class Parameters:
    """The parameters of a function of the program, defaults evaluated."""

    positional: tuple[str, ...]  # positional-only ones first
    positional_only: int
    keyword_only: tuple[str, ...]
    defaults: Mapping[str, Any]
    var_args: str = ""
    var_kwargs: str = ""


@dataclass(slots=True, eq=False)
class Function:
    """A function or lambda of the program."""

    name: str
    parameters: Parameters
    body: cst.BaseSuite | cst.BaseExpression
    frame: Frame  # where it was defined
    cls: Class | None = None  # the class in whose body it stands
    attributes: dict[str, Any] = field(default_factory=dict)
    is_async: bool = False
    is_open: bool = False  # whether a decorator that is not known may have made something else of it
    node: cst.FunctionDef | None = None  # its statement in the source, where it has one

    @property
    def title(self) -> str:
        """The name in messages, with the class or the function in which it is defined."""
        if self.cls is not None:
            return f"{self.cls.name}.{self.name}"
        return f"{self.frame.function.title}.<locals>.{self.name}" if self.frame.function else self.name

    def takes_keyword(self, name: str) -> bool:
        """Whether a call may give it an argument by this name."""
        own = self.parameters
        names = (*own.positional[own.positional_only :], *own.keyword_only)
        return self.is_open or bool(own.var_kwargs) or name in names

    def __repr__(self) -> str:
        return f"<function {self.name}>"


@entity
class Method:
    """A function bound to its first argument."""

    function: Any
    owner: Any

    def __repr__(self) -> str:
        return f"<bound method {getattr(self.function, 'name', '?')}>"


@entity
class StandIn:
    """Our model of a function of a library or of Python."""

    name: str
    function: Callable[..., Any]
    is_method: bool = False  # whether an object whose class has it passes itself

    def __repr__(self) -> str:
        return f"<function {self.name}>"


@entity
class External:
    """A name of a library that has no model of its own, such as `keras.optimizers`."""

    name: str

    @property
    def is_class(self) -> bool:
        """Whether it is spelled like a class."""
        return self.name.rpartition(".")[2].lstrip("_")[:1].isupper()

    @property
    def is_modelled(self) -> bool:
        """Whether it belongs to Python or a library that there are models of, where they matter."""
        top = self.name.partition(".")[0]
        return top in MODELLED or top in sys.stdlib_module_names

    def __repr__(self) -> str:
        return self.name


@entity
class LibraryObject(Foreign):
    """An object that a library made, such as an optimizer or a regularizer: known to be one, no more."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.name} object>"


@entity
class LibraryClass:
    """A class of Keras that we model: calling it makes an object, a program may derive from it."""

    name: str  # "keras.layers.Dense"
    make: Callable[..., Any]
    kind: str  # "layer", "model", "sequential", "cell" …: what a subclass of it is
    described: Any = None  # the layers.Layer behind it, where it is a built-in layer

    def __repr__(self) -> str:
        return f"<class '{self.name}'>"


@entity
class Super:
    """`super()`: attributes are looked up behind `cls` in the order of the owner's class."""

    cls: Class
    owner: Any


@entity
class Property:
    """A `property` of a class of the program."""

    getter: Any
    setter: Any = None
    cached: bool = False
    deleter: Any = None


@entity
class Static:
    """A `staticmethod`."""

    function: Any


@entity
class ClassMethod:
    """A `classmethod`."""

    function: Any


class Class:
    """A class of the program. Bases that are no classes of the program are library values."""

    def __init__(self, name: str, bases: tuple[Any, ...], names: dict[str, Any], module: Module | None) -> None:
        self.name = name
        self.bases = bases
        self.names = names
        self.module = module
        self.node: Any = None  # its statement in the source
        self.is_open = False  # whether a metaclass may give it more than its text shows
        self.makes_itself = True  # whether no metaclass decides what a call of it gives
        self.call: Callable[..., Any] | None = None  # runs a function of the program, given it and its arguments
        self.mro: tuple[Any, ...] = _linearize(self)

    def derive_from(self, *bases: Any) -> None:
        """Take these bases in place of those that the program names, which only stand for them."""
        self.bases = bases
        self.mro = _linearize(self)

    def find(self, name: str, after: Class | None = None) -> Any:
        """The attribute in the method resolution order, or MISSING."""
        start = self.mro.index(after) + 1 if after is not None and after in self.mro else 0
        for cls in self.mro[start:]:
            if isinstance(cls, Class) and name in cls.names:
                return cls.names[name]
        return MISSING

    @property
    def foreign_bases(self) -> list[Any]:
        """The bases that come from libraries, nearest first."""
        return [base for base in self.mro if not isinstance(base, Class)]

    @property
    def has_known_bases(self) -> bool:
        """Whether all that objects of the class have is written in the program or in Python itself."""
        return all(not base.is_open if isinstance(base, Class) else isinstance(base, type) for base in self.mro)

    def __repr__(self) -> str:
        return f"<class '{self.name}'>"


class Instance(Foreign):
    """An object of a class of the program that is no Keras layer.

    Its special methods answer Python, so that objects are compared, sorted, hashed and shown like any other value.
    An object whose class derives from `list`, `dict` … is such a list or dict as well.
    """

    cls: Class
    attributes: dict[str, Any]

    def __init__(self, cls: Class) -> None:
        self.cls = cls
        self.attributes = {}

    @property
    def doubt(self) -> str:
        known = all(base is object or isinstance(base, (type, LibraryClass)) for base in self.cls.foreign_bases)
        return "" if known else f"{self.cls.name} has a base that is not known"

    def special(self, name: str, *args: Any) -> Any:
        """What the class of the program makes of a special method, else what Python does."""
        found = self.cls.find(name)
        if found is MISSING or self.cls.call is None:
            return getattr(super(), name)(*args)
        return self.cls.call(found, self, *args)

    def __eq__(self, other: object) -> Any:
        return self.special("__eq__", other)

    def __lt__(self, other: object) -> Any:
        return self.special("__lt__", other)

    def __le__(self, other: object) -> Any:
        return self.special("__le__", other)

    def __gt__(self, other: object) -> Any:
        return self.special("__gt__", other)

    def __ge__(self, other: object) -> Any:
        return self.special("__ge__", other)

    def __hash__(self) -> int:
        for cls in self.cls.mro:
            if isinstance(cls, Class) and "__hash__" in cls.names:
                return hash(self.special("__hash__"))
            if isinstance(cls, Class) and "__eq__" in cls.names:
                raise TypeError(f"unhashable type: '{self.cls.name}'")
        return int(super().__hash__())

    def __bool__(self) -> bool:
        for name in ("__bool__", "__len__"):
            if self.cls.find(name) is not MISSING:
                return bool(self.special(name))
        return len(self) > 0 if hasattr(super(), "__len__") else True  # type: ignore[arg-type]

    def __repr__(self) -> str:
        return str(self.special("__repr__"))

    def __str__(self) -> str:
        return str(self.special("__str__"))

    def __format__(self, spec: str) -> str:
        return str(self.special("__format__", spec))


# Types whose values are what they seem, and hold no others.
SIMPLE: Final = frozenset([int, float, bool, str, bytes, type(None), Tensor])


def plain_value(value: Any) -> Any:
    """The number or text that an object is as well, such as a member of an `IntEnum`; libraries take it for one."""
    if type(value) in SIMPLE:  # nearly always
        return value
    if isinstance(value, Instance):
        if isinstance(value, int):
            return int.__add__(value, 0)
        return str.__str__(value) if isinstance(value, str) else value
    if type(value) in (list, tuple) and any(isinstance(item, (Instance, External)) for item in value):
        return type(value)(map(plain_value, value))
    return known_value(value)


def known_value(value: Any) -> Any:
    """The same, or an unknown for a name out of a library without a model here: it may be a number as well."""
    if type(value) in SIMPLE:
        return value
    if isinstance(value, External):
        return value if value.is_modelled else Unknown(f"{value.name} is not known", value.name)
    if type(value) in (list, tuple) and any(isinstance(item, External) for item in value):
        return type(value)(map(known_value, value))
    return value


class Rest(Unknown):
    """Items of a container that are not known, nor how many they are."""

    __slots__ = ()


def add_rest(container: Any, why: str) -> None:
    """Note that a list, dict or set may hold more than it shows."""
    rest = Rest(why, "")
    if isinstance(container, dict):
        container[rest] = rest
    elif isinstance(container, set):
        container.add(rest)
    elif isinstance(container, (list, deque)):
        container.append(rest)


class Items:
    """An iterator of the program: what a generator, `iter`, `zip` … has not given yet."""

    def __init__(self, kind: str, source: Iterator[Any]) -> None:
        self.kind = kind  # the name of its type
        self.source = source

    def __repr__(self) -> str:
        return f"<{self.kind} object>"


def _of_modules() -> dict[str, Any]:
    """What every module has; how it was loaded is not known."""
    kind = Class("object", (), {}, None)
    kind.is_open = True
    inner = dict.fromkeys(("__spec__", "__loader__", "__builtins__", "__cached__"), Instance(kind))
    return {"__doc__": None, "__package__": None, **inner}


MISSING: Any = type("Missing", (), {"__repr__": lambda self: "MISSING", "__bool__": lambda self: False})()


MAX_ANCESTORS: Final = 200


def _linearize(cls: Class) -> tuple[Any, ...]:
    """C3 linearization; where it has no solution, depth first. Raises `Undetermined`."""
    chains = [list(base.mro) if isinstance(base, Class) else [base] for base in cls.bases]
    if sum(map(len, chains)) > MAX_ANCESTORS:
        raise Undetermined("a class that derives from too many others")
    if len(chains) == 1:
        return cls, *chains[0]
    chains.append(list(cls.bases))
    merged: list[Any] = [cls]
    while chains := [chain for chain in chains if chain]:
        for chain in chains:
            head = chain[0]
            if not any(_contains(other[1:], head) for other in chains):
                break
        else:
            head = chains[0][0]
        merged.append(head)
        chains = [[item for item in chain if item is not head] for chain in chains]
    return tuple(merged)


def _contains(items: list[Any], value: Any) -> bool:
    return any(item is value for item in items)


OF_MODULES = _of_modules()
