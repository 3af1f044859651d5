"""KC317."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.graph import params
from kerascount.rules.reading import kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC317", "enormous-dense", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """A Dense layer behind a Flatten has more than 50 million weights.

    The Flatten gives it all positions times all channels. A pooling before it, or a GlobalAveragePooling in its
    place, makes it small.

    Bad:
        model = Sequential([Input((256, 256, 64)), Flatten(), Dense(512, activation="relu"), Dense(3)])
    Good:
        model = Sequential([Input((256, 256, 64)), GlobalAveragePooling2D(), Dense(512, activation="relu"), Dense(3)])

    Keras: 1, 2, 3
    Source: Lin et al., Network in network, 2013 (global average pooling)
    """
    for node, after in model.pairs():
        if kind(node) == "Flatten" and kind(after) == "Dense":
            size = params(after.weights)
            if isinstance(size, int) and size > 50_000_000:
                message = f"has {size:,} weights, since the Flatten before it gives so many features"
                yield Finding(after.location, message, "a GlobalAveragePooling in place of the Flatten", title(after))
