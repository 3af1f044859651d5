"""KC207."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.registry import Finding, rule
from kerascount.rules.training import CROSSENTROPIES, objectives
from kerascount.rules.view import ModelView


@rule("KC207", "probabilities-as-logits")
def check(model: ModelView) -> Iterator[Finding]:
    """The loss expects logits, and the last layer ends in softmax or sigmoid: it is applied twice.

    With `from_logits=True` the loss applies softmax or sigmoid itself. On probabilities the result is flat, and the
    model learns slowly or not at all.

    Bad:
        model = Sequential([Input((8,)), Dense(3, activation="softmax")])
        model.compile("adam", loss=losses.CategoricalCrossentropy(from_logits=True))
    Good:
        model = Sequential([Input((8,)), Dense(3)])
        model.compile("adam", loss=losses.CategoricalCrossentropy(from_logits=True))

    Keras: 2, 3
    Source: `from_logits` in keras/src/losses/losses.py; NeuraLint, rule 15 (loss and its input)
    """
    for found in objectives(model):
        twice = found.activation in ("softmax", "sigmoid") and found.loss.from_logits is True
        if twice and found.loss.name in CROSSENTROPIES:
            message = f"{found.loss.name} takes logits (from_logits=True), and gets the output of {found.activation}"
            yield found.finding(message, "one of the two is enough")
