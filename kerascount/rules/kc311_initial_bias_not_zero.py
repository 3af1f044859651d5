"""KC311."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import LEARNING, identifier, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC311", "initial-bias-not-zero", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """The biases of a layer do not begin with 0.

    Zeros are what layers begin with by default; another start shifts all units of the layer the same way. For the
    last layer of a model for unbalanced classes it may be meant.

    Bad:
        model = Sequential([Input((8,)), Dense(4, activation="relu", bias_initializer="ones"), Dense(3)])
    Good:
        model = Sequential([Input((8,)), Dense(4, activation="relu", bias_initializer="zeros"), Dense(3)])

    Keras: 2, 3
    Source: NeuraLint, rule 24 (biases are initialised to zeros)
    """
    for node in model.layers:
        initial = identifier(getattr(node.layer, "bias_initializer", "zeros")) if kind(node) in LEARNING else None
        if initial not in (None, "linear", "zeros", "zero") and getattr(node.layer, "use_bias", True):
            yield Finding(
                node.location,
                f"its biases begin with {initial}",
                'bias_initializer="zeros" is the default',
                title(node),
            )
