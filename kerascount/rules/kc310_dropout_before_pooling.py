"""KC310."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import DROPOUT, POOLING, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC310", "dropout-before-pooling", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """A Dropout stands before a pooling layer.

    A maximum over a window hides most of what was dropped in it. Behind the pooling it has its effect.

    Bad:
        model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, activation="relu"), Dropout(0.5), MaxPooling2D()])
    Good:
        model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, activation="relu"), MaxPooling2D(), Dropout(0.5)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 18 (dropout is placed after pooling)
    """
    for node, after in model.pairs():
        if kind(node) in DROPOUT and kind(after) in POOLING:
            message = f"{title(after)} behind it hides what it drops"
            yield Finding(node.location, message, "Dropout comes after pooling", title(node))
