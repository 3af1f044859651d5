"""KC305."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.reading import DROPOUT, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC305", "everything-dropped")
def check(model: ModelView) -> Iterator[Finding]:
    """A Dropout with a rate of 1 drops everything.

    The rate is the share that is set to 0, not the share that is kept. Nothing arrives behind it during training.

    Bad:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), Dropout(1.0), Dense(3)])
    Good:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), Dropout(0.2), Dense(3)])

    Keras: 1, 2, 3
    Source: `keras.layers.Dropout`: rates lie between 0 and 1
    """
    for node in model.layers:
        rate = getattr(node.layer, "rate", None) if kind(node) in DROPOUT else None
        if isinstance(rate, (int, float)) and rate == 1:
            yield Finding(
                node.location, "a rate of 1 drops everything", "the rate is the share that is dropped", title(node)
            )
