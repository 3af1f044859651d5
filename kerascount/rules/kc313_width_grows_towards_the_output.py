"""KC313."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascount.diagnostics import Severity
from kerascount.rules.reading import DENSE, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC313", "width-grows-towards-the-output", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """The Dense layers behind a convolutional part get wider towards the output.

    A head reduces features step by step to the number of classes. A layer that is wider than the one before it has
    less to tell than it has units.

    Bad:
        model = Sequential([Input((8, 8, 3)), Flatten(), Dense(16, "relu"), Dense(64, "relu"), Dense(3)])
    Good:
        model = Sequential([Input((8, 8, 3)), Flatten(), Dense(64, "relu"), Dense(16, "relu"), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 19 (the width of fully connected layers decreases)
    """
    if not model.graph.is_sequential or not any(kind(node) == "Flatten" for node in model.layers):
        return
    layers = [node for node in model.layers if kind(node) in DENSE]
    for node, after in pairwise(layers):
        first, second = getattr(node.layer, "units", None), getattr(after.layer, "units", None)
        if isinstance(first, int) and isinstance(second, int) and second > first:
            yield Finding(after.location, f"{second} units after {first} in {title(node)}", "", title(after))
