"""KC316."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import CONVOLUTIONS, area, kind, simple_shape, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView
from kerascount.values.shape import shape_text


@rule("KC316", "no-flatten-before-the-head", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """The last layer is a Dense on a tensor that still has positions.

    Dense works on the last axis: on (batch, height, width, channels) it gives a prediction for every position. For
    one prediction per image a Flatten or a Global…Pooling comes before it.

    Bad:
        model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, activation="relu"), Dense(10, "softmax")])
    Good:
        model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, activation="relu"), Flatten(), Dense(10, "softmax")])

    Keras: 2, 3
    Source: NeuraLint, rule 11 (missing flatten)
    """
    for node in model.outputs:
        if node is None or kind(node) != "Dense" or (area(node) or 1) == 1:
            continue
        if any(kind(other) in CONVOLUTIONS for other in model.layers):
            message = f"gives {shape_text(simple_shape(node) or ())}: a prediction for every position"
            help = "Flatten or a Global…Pooling before it leaves one prediction for each sample"
            yield Finding(node.location, message, help, title(node))
