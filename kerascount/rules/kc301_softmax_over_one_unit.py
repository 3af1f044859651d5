"""KC301."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.reading import activation, simple_shape, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC301", "softmax-over-one-unit")
def check(model: ModelView) -> Iterator[Finding]:
    """A softmax over one unit: its output is 1 whatever the input.

    Softmax divides by the sum over the units of its axis; over one unit that is the unit itself. The model cannot
    learn anything through it.

    Bad:
        model = Sequential([Input((8,)), Dense(1, activation="softmax")])
    Bad:
        model = Sequential([Input((8,)), Dense(1), Softmax()])
    Good:
        model = Sequential([Input((8,)), Dense(1, activation="sigmoid")])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 12 (last layer activation); `keras.activations.softmax`
    """
    for node in model.layers:
        shape = simple_shape(node)
        if activation(node) == "softmax" and shape and shape[-1] == 1 and getattr(node.layer, "axis", -1) == -1:
            help = "one unit of two classes takes a sigmoid; softmax takes as many units as there are classes"
            yield Finding(node.location, "softmax over one unit is always 1", help, title(node))
