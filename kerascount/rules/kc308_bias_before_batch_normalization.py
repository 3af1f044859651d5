"""KC308."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import LEARNING, activation, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC308", "bias-before-batch-normalization", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """A layer has a bias that the BatchNormalization behind it takes away again.

    BatchNormalization subtracts the mean, the bias with it, and adds an offset of its own. The bias costs memory and
    time.

    Bad:
        model = Sequential([Input((8, 8, 3)), Conv2D(4, 3), BatchNormalization(), ReLU()])
    Good:
        model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, use_bias=False), BatchNormalization(), ReLU()])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 5 (no bias before batch normalisation)
    """
    for node, after in model.pairs():
        if kind(after) == "BatchNormalization" and kind(node) in LEARNING and activation(node) == "linear":
            if getattr(node.layer, "use_bias", False) is True and getattr(after.layer, "center", True):
                message = f"its bias is taken away by {title(after)} behind it"
                yield Finding(node.location, message, "use_bias=False saves it", title(node))
