"""KC209."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.registry import Finding, rule
from kerascount.rules.training import objectives
from kerascount.rules.view import ModelView


@rule("KC209", "crossentropy-of-one-unit")
def check(model: ModelView) -> Iterator[Finding]:
    """The loss chooses between classes, and the model has one output.

    Over one unit there is nothing to choose: categorical_crossentropy is 0 whatever the model gives, and for
    sparse_categorical_crossentropy there is no class but 0.

    Bad:
        model = Sequential([Input((8,)), Dense(1, activation="sigmoid")])
        model.compile("adam", "sparse_categorical_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dense(2, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")

    Keras: 1, 2, 3
    Source: keras/src/losses/losses.py
    """
    for found in objectives(model):
        if found.loss.name in ("categorical_crossentropy", "sparse_categorical_crossentropy") and found.units == 1:
            message = f"{found.loss.name} chooses between classes, and the last layer has one unit"
            yield found.finding(message, "binary_crossentropy for two classes, else one unit for each class")
