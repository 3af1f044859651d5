"""KC206."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.registry import Finding, rule
from kerascount.rules.training import objectives
from kerascount.rules.view import ModelView

UNBOUNDED = ("relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "swish", "softplus", "tanh", "softsign")


@rule("KC206", "unfit-output-activation")
def check(model: ModelView) -> Iterator[Finding]:
    """The activation of the last layer gives no probabilities, and the loss is a crossentropy.

    What relu gives may lie above 1 and is 0 for half of all inputs, what tanh gives may lie below 0: the logarithm of
    neither is a measure of anything.

    Bad:
        model = Sequential([Input((8,)), Dense(3, activation="relu")])
        model.compile("adam", "categorical_crossentropy")
    Good:
        model = Sequential([Input((8,)), Dense(3, activation="softmax")])
        model.compile("adam", "categorical_crossentropy")

    Keras: 1, 2, 3
    Source: keras/src/losses/losses.py; NeuraLint, rule 17 (wrong last layer activation)
    """
    for found in objectives(model):
        if found.takes_probabilities and found.activation in UNBOUNDED:
            message = f"{found.loss.name} takes probabilities, and {found.activation} gives none"
            yield found.finding(message, f'activation="{found.fitting}" gives them')
