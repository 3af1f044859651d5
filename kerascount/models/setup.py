"""What a program does with a model once it is built: how it compiles it, and which data it gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kerascount.graph import Loss, TensorInfo
from kerascount.models.tree import flatten
from kerascount.values.objects import Place, Tensor
from kerascount.values.record import record


@record
class Compiled:
    """A call of `compile`. `loss` is what all outputs have, or a list or dict of such as `compile` takes them."""

    place: Place | None
    optimizer: str
    loss: Any
    metrics: tuple[str, ...]
    thawed: int = 0  # how many changes of `trainable` came before

    def losses(self, outputs: Sequence[TensorInfo]) -> tuple[Loss | None, ...]:
        """One for each output; as many as are given where the outputs are not known."""
        if isinstance(self.loss, Mapping):
            return tuple(self.loss.get(output.name) for output in outputs)
        if isinstance(self.loss, (list, tuple)):
            return tuple(self.loss)
        return (self.loss,) * max(len(outputs), 1)


@record
class Trained:
    """A call of `fit`, `evaluate` or `predict`, with structures of arrays of which some may not be known."""

    place: Place | None
    method: str
    x: Any
    y: Any
    changed: Place | None = None  # where `trainable` of one of its layers was changed since it was compiled


def arrays(structure: Any) -> tuple[TensorInfo | None, ...]:
    """The arrays of a structure, in order."""
    items = [] if structure is None else list(flatten(structure))
    return tuple(
        TensorInfo("", x.shape, x.dtype, getattr(x, "classes", 0)) if isinstance(x, Tensor) else None for x in items
    )
