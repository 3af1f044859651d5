"""What evaluation computes with, beside plain Python values: places, unknowns and tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol

from kerascount.values.dims import Dim, Free, Symbolic
from kerascount.values.outcomes import Undetermined, Unsure
from kerascount.values.record import entity
from kerascount.values.shape import Shape, shape_text


class Place(Protocol):
    """Where in the source something happened; its position is worked out only when asked for."""

    @property
    def location(self) -> Any:
        """The `diagnostics.Location`."""


class Called:
    """A call of a layer or an operation on these tensors: what made a tensor, or what Keras refuses."""

    __slots__ = ("at", "class_name", "inputs", "made_at", "name")

    def __init__(
        self,
        class_name: str,
        name: str = "",
        inputs: Sequence[Tensor] = (),
        at: Place | None = None,
        made_at: Place | None = None,
    ) -> None:
        self.class_name = class_name
        self.name = name
        self.inputs = inputs
        self.at = at
        self.made_at = made_at  # where the layer was made

    def __str__(self) -> str:
        return f"{self.class_name} '{self.name}'" if self.name else self.class_name


@entity
class Unknown:
    """A value that evaluation could not find out."""

    why: str  # "depends on sys.argv"
    text: str = ""  # the value as the source writes it: "X.shape[1]"
    at: Place | None = None
    number: Symbolic | Free | None = None  # set where arithmetic on it is kept as a formula
    source: tuple[Tensor, ...] = ()  # the Keras tensors that it was made from, where it may be one itself
    loose: bool = False  # the formula holds if it is a number at all, and not an array

    @property
    def is_number(self) -> bool:
        """Whether it is certainly one number."""
        return self.number is not None and not self.loose

    @property
    def size(self) -> Symbolic | Free:
        """This value as a dimension."""
        return Symbolic.named(self.text or "?") if self.number is None else self.number

    def __bool__(self) -> NoReturn:
        raise Undetermined(self.why)

    def __eq__(self, other: object) -> Any:
        return True if self is other else Unsure(self.why)

    def _compare(self, other: object) -> Any:
        return Unsure(self.why)

    __lt__ = __le__ = __gt__ = __ge__ = _compare

    def __hash__(self) -> int:
        return id(self)

    def __str__(self) -> str:
        return self.text or "?"


@dataclass(slots=True, eq=False)
class Tensor:
    """A tensor or array of which shape and dtype are known.

    `shape` is None where not even the rank is known; `why` then says the reason.
    """

    shape: Shape | None
    dtype: str = "float32"
    name: str | None = None
    why: str = ""
    # The node of the model graph that made it, for Keras tensors; None for arrays and inside `call`.
    history: Any = field(default=None, repr=False)
    # The values of a small array that the program spells out, as nested lists; None where not known.
    data: Any = field(default=None, repr=False)
    mask: Tensor | None = field(default=None, repr=False)  # the Keras mask that travels with it
    origin: Called | None = field(default=None, repr=False)  # what gave it its shape

    def __repr__(self) -> str:
        kind = "array" if self.history is None else "KerasTensor"
        name = f", name={self.name}" if self.name and self.history is not None else ""
        return f"<{kind} shape={'?' if self.shape is None else shape_text(self.shape)}, dtype={self.dtype}{name}>"

    @property
    def rank(self) -> int | None:
        return None if self.shape is None else len(self.shape)

    def forget(self) -> None:
        """One of the values is another one from now on."""
        self.data = None

    def dims(self) -> Shape:
        """The shape, where it is needed to go on."""
        if self.shape is None:
            raise Undetermined(self.why or "a tensor of unknown shape")
        return self.shape


class Foreign:
    """An object of the program's or of a library's, which may stand for a tensor."""

    __slots__ = ()

    @property
    def doubt(self) -> str:
        """Why it may be more than is seen of it, a layer for instance; empty if it is not."""
        return ""


class Named(tuple[Any, ...]):
    """Several results of one call, which subclasses give names as well."""

    __slots__ = ()


def as_dim(value: object) -> Dim | object:
    """An unknown as the dimension it stands for; everything else unchanged."""
    return value.size if isinstance(value, Unknown) else value
