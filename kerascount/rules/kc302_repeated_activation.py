"""KC302."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kerascount.diagnostics import Note
from kerascount.rules.reading import ACTIVATION_LAYERS, activation, is_non_linear, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView

SCORES: Final = ("tanh", "softmax")  # what additive attention weighs steps by


@rule("KC302", "repeated-activation")
def check(model: ModelView) -> Iterator[Finding]:
    """An activation is applied to the output of another one.

    Between two activations there is nothing to learn. The same one twice often does nothing (relu, leaky relu) or
    flattens what the first one gave (sigmoid, softmax); most often the second layer was added and the argument of the
    first forgotten.

    Bad:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), ReLU(), Dense(3)])
    Bad:
        model = Sequential([Input((8,)), Dense(3, activation="softmax"), Activation("softmax")])
    Good:
        model = Sequential([Input((8,)), Dense(4), ReLU(), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 3 (multiple and redundant connected activations)
    """
    for node, after in model.pairs():
        first, second = activation(node), activation(after)
        both = kind(after) in ACTIVATION_LAYERS and is_non_linear(node) and is_non_linear(after)
        if both and (first, second) != SCORES:
            message = f"applies {second} to the output of {first}"
            note = Note(f"{title(node)} applies {first}", node.location)
            yield Finding(after.location, message, "one of the two is enough", title(after), (note,))
