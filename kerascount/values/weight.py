"""One weight of a layer: the single source of parameter counts, splits and explanations."""

from __future__ import annotations

from kerascount.values.dims import Dim, Free, product
from kerascount.values.record import record
from kerascount.values.shape import Shape, times_text


@record
class Weight:
    """A weight as a layer declares it. Two weights with equal fields are still two weights."""

    name: str
    shape: Shape
    trainable: bool = True
    dtype: str = ""  # empty: the one in which its layer keeps variables

    @property
    def size(self) -> Dim:
        """The number of parameters. Keras counts none for a variable whose size is still open."""
        size = product(self.shape)
        return 0 if isinstance(size, Free) else size

    def typed(self, dtype: str) -> Weight:
        """The same in the dtype of its layer, where it has none of its own."""
        return self if self.dtype else Weight(self.name, self.shape, self.trainable, dtype)

    def __str__(self) -> str:
        """`kernel 5×5×3×32`, as explanations show it."""
        return f"{self.name} {times_text(self.shape)}"
