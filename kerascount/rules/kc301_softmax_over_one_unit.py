"""KC301."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.graph import ModelGraph
from kerascount.rules.reading import activation, title
from kerascount.rules.registry import Finding, rule


@rule("KC301", "softmax-over-one-unit")
def check(model: ModelGraph) -> Iterator[Finding]:
    """A softmax over one unit: its output is 1 whatever the input.

    Softmax divides by the sum over the units of its axis; over one unit that is the unit itself. The model cannot learn
    anything behind it.

    Bad:
        model = Sequential([Input((8,)), Dense(1, activation="softmax")])
    Good:
        model = Sequential([Input((8,)), Dense(1, activation="sigmoid")])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 5; `keras.activations.softmax`
    """
    for node in model.layers:
        if activation(node) == "softmax" and getattr(node.layer, "units", None) == 1:
            help = "one unit of two classes takes a sigmoid; softmax takes as many units as there are classes"
            yield Finding(node.location, "softmax over one unit is always 1", help, title(node))
