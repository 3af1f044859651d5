"""What a model is trained with, output by output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kerascount.diagnostics import Note
from kerascount.graph import Compilation, LayerNode, Loss
from kerascount.rules.reading import activation, keeps_values, simple_shape, title
from kerascount.rules.registry import Finding
from kerascount.rules.view import ModelView
from kerascount.values.record import record

CROSSENTROPIES: Final = ("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy")


@record
class Objective:
    """One output of a model, the layer that gives it its values, and the loss it is trained with."""

    compilation: Compilation
    loss: Loss
    layer: LayerNode

    @property
    def activation(self) -> str | None:
        """That of the layer: "linear" for none, None where it is not known."""
        return activation(self.layer)

    @property
    def units(self) -> int | None:
        """The size of the last axis; None where it is not known."""
        shape = simple_shape(self.layer)
        size = shape[-1] if shape else getattr(self.layer.layer, "units", None)
        return size if isinstance(size, int) else None

    @property
    def takes_probabilities(self) -> bool:
        """Whether the loss is a crossentropy, and of no logits."""
        return self.loss.name in CROSSENTROPIES and self.loss.from_logits is False

    @property
    def fitting(self) -> str:
        """The activation that gives the probabilities which the loss takes."""
        return "sigmoid" if self.loss.name == "binary_crossentropy" else "softmax"

    def finding(self, message: str, help: str) -> Finding:
        """At the call of `compile`, with the place of the layer."""
        note = Note(f"the output comes from {title(self.layer)}", self.layer.location)
        return Finding(self.compilation.location, message, help, "model.compile()", (note,))


def objectives(model: ModelView) -> Iterator[Objective]:
    """Every output whose loss and layer are known, for each call of `compile`."""
    for compilation in model.compilations:
        for node, loss in zip(model.outputs, compilation.losses, strict=False):
            layer = _origin(model, node)
            if layer is not None and loss is not None:
                yield Objective(compilation, loss, layer)


def _origin(model: ModelView, node: LayerNode | None) -> LayerNode | None:
    """The layer that computed the values of an output: what comes behind it may only rearrange them."""
    while node is not None and keeps_values(node):
        before = model.before(node)
        node = before[0] if len(before) == 1 else None
    return node
