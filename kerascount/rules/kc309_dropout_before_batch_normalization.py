"""KC309."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import DROPOUT, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC309", "dropout-before-batch-normalization", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """A Dropout stands before a BatchNormalization.

    Dropout changes the variance of what arrives there during training, and BatchNormalization keeps statistics that
    no longer hold when nothing is dropped.

    Bad:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), Dropout(0.5), BatchNormalization(), Dense(3)])
    Good:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), BatchNormalization(), Dropout(0.5), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 6; Li et al., Understanding the disharmony between dropout and batch normalization, 2019
    """
    for node, after in model.pairs():
        if kind(node) in DROPOUT and kind(after) == "BatchNormalization":
            message = f"what it drops changes the statistics of {title(after)} behind it"
            yield Finding(node.location, message, "Dropout comes after BatchNormalization", title(node))
