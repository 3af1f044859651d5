"""KC322."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import CONVOLUTIONS, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC322", "no-down-sampling", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """Between the convolutions of a classifier nothing takes away positions.

    Without pooling or strides each position sees a few pixels around it, and the Flatten behind has as many features
    as the image has positions.

    Bad:
        conv = lambda: Conv2D(8, 3, activation="relu")
        model = Sequential([Input((32, 32, 3)), conv(), conv(), Flatten(), Dense(3)])
    Good:
        conv = lambda: Conv2D(8, 3, activation="relu")
        model = Sequential([Input((32, 32, 3)), conv(), MaxPooling2D(), conv(), MaxPooling2D(), Flatten(), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 2 (lack of pooling)
    """
    convolutions = [node for node in model.layers if kind(node) in CONVOLUTIONS]
    flat = any(kind(node) == "Flatten" for node in model.layers)
    if not model.graph.is_sequential or len(convolutions) < 2 or not flat:
        return
    strided = any(any(size != 1 for size in getattr(node.layer, "strides", ())) for node in convolutions)
    if not strided and not any("Pooling" in node.class_name for node in model.layers):
        message = f"{len(convolutions)} convolutions, and no pooling or strides between them and the Flatten"
        yield Finding(convolutions[0].location, message, "", title(convolutions[0]))
