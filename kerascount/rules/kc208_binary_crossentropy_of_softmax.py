"""KC208."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.registry import Finding, rule
from kerascount.rules.training import objectives
from kerascount.rules.view import ModelView


@rule("KC208", "binary-crossentropy-of-softmax")
def check(model: ModelView) -> Iterator[Finding]:
    """The classes exclude each other, and the loss judges each for itself.

    Softmax gives probabilities of which one is right; binary_crossentropy takes each output for a question of its
    own. The loss and the accuracy that Keras shows with it are not those of a choice between classes.

    Bad:
        model = Sequential([Input((8,)), Dense(5, activation="softmax")])
        model.compile("adam", "binary_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dense(5, activation="softmax")])
        model.compile("adam", "categorical_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dense(5, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")

    Keras: 1, 2, 3
    Source: https://keras.io/api/losses/probabilistic_losses/
    """
    for found in objectives(model):
        classes = found.units or 0
        if found.loss.name == "binary_crossentropy" and found.activation == "softmax" and classes > 2:
            message = f"binary_crossentropy of a softmax over {classes} classes, which exclude each other"
            yield found.finding(message, "categorical_crossentropy for one class of many, sigmoid for many at once")
