"""KC303."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import CONVOLUTIONS, DENSE, activation, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC303", "no-activation-between", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """Two layers that learn follow each other without an activation between them.

    A Dense layer behind a Dense layer without an activation computes what one of them could: a product of matrices is
    a matrix. The same goes for convolutions. Where the first is narrow, as in a factorised embedding, it may be meant.

    Bad:
        model = Sequential([Input((8,)), Dense(16), Dense(3)])
    Bad:
        model = Sequential([Input((8,)), Dense(16), Dropout(0.5), Dense(3)])
    Good:
        model = Sequential([Input((8,)), Dense(16, activation="relu"), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 9 (activations of learning layers are non-linear)
    """
    for node in model.layers:
        kinds = next((kinds for kinds in (DENSE, CONVOLUTIONS) if kind(node) in kinds), None)
        after = model.next_of_weight(node) if kinds and activation(node) == "linear" else None
        if kinds and after is not None and kind(after) in kinds:
            message = f"has no activation, and its output goes to {title(after)}: together they are one linear layer"
            yield Finding(node.location, message, 'activation="relu" is the usual one', title(node))
