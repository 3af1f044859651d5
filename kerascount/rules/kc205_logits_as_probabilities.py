"""KC205."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.registry import Finding, rule
from kerascount.rules.training import objectives
from kerascount.rules.view import ModelView


@rule("KC205", "logits-as-probabilities")
def check(model: ModelView) -> Iterator[Finding]:
    """The loss expects probabilities, and the last layer has no activation.

    A crossentropy takes the logarithm of what the model gives. Without softmax or sigmoid that is any number, and
    Keras cuts off what lies below 0 and above 1: most samples then teach nothing.

    Bad:
        model = Sequential([Input((8,)), Dense(3)])
        model.compile("adam", "categorical_crossentropy")
    Bad:
        model = Sequential([Input((8,)), Dense(1)])
        model.compile("adam", loss=losses.BinaryCrossentropy())
    Bad:
        model = Sequential([Dense(3)])
        model.compile("adam", "sparse_categorical_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dense(3, activation="softmax")])
        model.compile("adam", "categorical_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dense(3)])
        model.compile("adam", loss=losses.CategoricalCrossentropy(from_logits=True))

    Keras: 1, 2, 3
    Source: `from_logits` in keras/src/losses/losses.py; NeuraLint, rules 8 and 12 (last layer activation)
    """
    for found in objectives(model):
        if found.takes_probabilities and found.activation == "linear":
            message = f"{found.loss.name} takes probabilities, and the last layer has no activation"
            yield found.finding(message, f'activation="{found.fitting}" there, or the loss with from_logits=True')
