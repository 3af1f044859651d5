"""KC314."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascount.diagnostics import Severity
from kerascount.rules.reading import CONVOLUTIONS, area, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC314", "filters-do-not-grow", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """The positions become fewer, and the filters do not become more.

    Each pooling takes away positions; most architectures give back channels, so that what a layer can tell does not
    shrink at every step.

    Bad:
        first, second = Conv2D(32, 3, activation="relu"), Conv2D(16, 3, activation="relu")
        model = Sequential([Input((32, 32, 3)), first, MaxPooling2D(), second, Flatten(), Dense(3)])
    Good:
        first, second = Conv2D(16, 3, activation="relu"), Conv2D(32, 3, activation="relu")
        model = Sequential([Input((32, 32, 3)), first, MaxPooling2D(), second, Flatten(), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 23 (feature maps expand while their area retracts)
    """
    if not model.graph.is_sequential:
        return
    layers = [node for node in model.layers if kind(node) in CONVOLUTIONS]
    for node, after in pairwise(layers):
        first, second = getattr(node.layer, "filters", None), getattr(after.layer, "filters", None)
        shrinks = (area(after) or 0) * 2 < (area(node) or 0)
        if (
            isinstance(first, int)
            and isinstance(second, int)
            and second < first
            and shrinks
            and not model.is_output(after)
        ):
            yield Finding(
                after.location, f"{second} filters on fewer positions, after {first} in {title(node)}", "", title(after)
            )
