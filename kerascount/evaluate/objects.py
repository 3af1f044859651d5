"""The values of a program that are neither plain Python values nor tensors: functions, classes, modules …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascount.diagnostics import Location

if TYPE_CHECKING:
    from kerascount.source.files import SourceFile


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A place in the source; its line and column are worked out when asked for."""

    file: SourceFile
    node: cst.CSTNode

    @property
    def location(self) -> Location:
        return self.file.location(self.node)


class Frame:
    """The names of one function call, class body or module."""

    __slots__ = ("cls", "function", "globals", "module", "names", "outer", "outer_names", "self_value", "yields")

    def __init__(self, module: Module, names: dict[str, Any], outer: Frame | None = None) -> None:
        self.module = module
        self.names = names
        self.outer = outer  # the frame of the enclosing function, for closures
        self.globals: set[str] = set()
        self.outer_names: set[str] = set()
        self.yields: list[Any] | None = None
        self.cls: Class | None = None  # the class whose method runs here, for super()
        self.self_value: Any = None
        self.function: Function | None = None


class Module:
    """A module of the program."""

    def __init__(self, name: str, file: SourceFile) -> None:
        self.name = name
        self.file = file
        self.names: dict[str, Any] = {"__name__": name}
        self.imports_something = False

    def __repr__(self) -> str:
        return f"<module '{self.name}'>"


@dataclass(frozen=True, slots=True, eq=False)
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

    def __repr__(self) -> str:
        return f"<function {self.name}>"


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A function bound to its first argument."""

    function: Any
    owner: Any

    def __repr__(self) -> str:
        return f"<bound method {getattr(self.function, 'name', '?')}>"


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """Our model of a function of a library or of Python."""

    name: str
    function: Callable[..., Any]

    def __repr__(self) -> str:
        return f"<function {self.name}>"


@dataclass(frozen=True, slots=True, eq=False)
class External:
    """A name of a library that has no model of its own, such as `keras.optimizers`."""

    name: str

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, eq=False)
class LibraryObject:
    """An object that a library made, such as an optimizer or a regularizer: known to be one, no more."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.name} object>"


@dataclass(frozen=True, slots=True, eq=False)
class LibraryClass:
    """A class of Keras that we model: calling it makes an object, a program may derive from it."""

    name: str  # "keras.layers.Dense"
    make: Callable[..., Any]
    kind: str  # "layer", "model", "sequential", "cell" …: what a subclass of it is
    described: Any = None  # the layers.Layer behind it, where it is a built-in layer

    def __repr__(self) -> str:
        return f"<class '{self.name}'>"


@dataclass(frozen=True, slots=True, eq=False)
class Super:
    """`super()`: attributes are looked up behind `cls` in the order of the owner's class."""

    cls: Class
    owner: Any


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    getter: Any
    setter: Any = None
    cached: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Static:
    function: Any


@dataclass(frozen=True, slots=True, eq=False)
class ClassMethod:
    function: Any


class Class:
    """A class of the program. Bases that are no classes of the program are library values."""

    def __init__(self, name: str, bases: tuple[Any, ...], names: dict[str, Any], module: Module) -> None:
        self.name = name
        self.bases = bases
        self.names = names
        self.module = module
        self.mro: tuple[Any, ...] = _linearize(self)

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

    def __repr__(self) -> str:
        return f"<class '{self.name}'>"


class Instance:
    """An object of a class of the program that is no Keras layer."""

    def __init__(self, cls: Class) -> None:
        self.cls = cls
        self.attributes: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"<{self.cls.name} object>"


MISSING: Any = type("Missing", (), {"__repr__": lambda self: "MISSING", "__bool__": lambda self: False})()


def _linearize(cls: Class) -> tuple[Any, ...]:
    """C3 linearization; where it has no solution, depth first."""
    chains = [list(base.mro) if isinstance(base, Class) else [base] for base in cls.bases]
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
