"""One weight of a layer: the single source of parameter counts, splits and explanations."""

from __future__ import annotations

from dataclasses import dataclass

from kerascount.values.dims import Dim, product
from kerascount.values.shape import Shape, times_text


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight as a layer declares it. Two weights with equal fields are still two weights."""

    name: str
    shape: Shape
    trainable: bool = True
    dtype: str = "float32"

    @property
    def size(self) -> Dim:
        return product(self.shape)

    def __str__(self) -> str:
        """`kernel 5×5×3×32`, as explanations show it."""
        return f"{self.name} {times_text(self.shape)}"
