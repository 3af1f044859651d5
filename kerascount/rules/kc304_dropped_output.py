"""KC304."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.reading import DROPOUT, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC304", "dropped-output")
def check(model: ModelView) -> Iterator[Finding]:
    """A compiled model ends in a Dropout: during training a part of its predictions is set to 0.

    The loss then compares labels with zeros that no weight can change. Dropout belongs before the last layer.

    Bad:
        model = Sequential([Input((8,)), Dense(3, activation="softmax"), Dropout(0.5)])
        model.compile(loss="categorical_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dropout(0.5), Dense(3, activation="softmax")])
        model.compile(loss="categorical_crossentropy")

    Keras: 1, 2, 3
    Source: `keras.layers.Dropout`
    """
    for node in model.outputs if model.is_trained else ():
        if node is not None and kind(node) in DROPOUT and getattr(node.layer, "rate", 0) != 0:
            yield Finding(
                node.location, "is the last layer: it drops predictions", "put it before the last layer", title(node)
            )
