"""KC307."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kerascount.graph import LayerNode
from kerascount.rules.reading import LEARNING, identifier, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView

CONSTANTS: Final = ("zeros", "zero", "ones", "one", "constant")


@rule("KC307", "equal-initial-weights")
def check(model: ModelView) -> Iterator[Finding]:
    """All weights of a hidden layer begin with the same value, so that all its units stay alike.

    Units that begin alike get the same gradients: a layer of many units learns no more than one. In the last layer,
    or where a block begins as nothing on purpose, it may be meant.

    Bad:
        model = Sequential([Input((8,)), Dense(16, activation="relu", kernel_initializer="zeros"), Dense(3)])
    Good:
        model = Sequential([Input((8,)), Dense(16, activation="relu", kernel_initializer="he_normal"), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 4 (weights are not initialised to constants)
    """
    for node in model.layers:
        initial = getattr(node.layer, "kernel_initializer", "") if kind(node) in LEARNING and node.trainable else ""
        if _gives_one_value(initial) and model.follower(node) and _width(node) != 1:
            message = f"its weights all begin with the same value ({identifier(initial)}), and its units stay alike"
            yield Finding(node.location, message, 'kernel_initializer="glorot_uniform" is the default', title(node))


def _gives_one_value(initializer: Any) -> bool:
    """Whether it is certainly one of those that do; `Constant` takes a whole array as well."""
    given = (*getattr(initializer, "args", ()), *getattr(initializer, "kwargs", {}).values())
    return identifier(initializer) in CONSTANTS and all(isinstance(value, (int, float)) for value in given)


def _width(node: LayerNode) -> object:
    return getattr(node.layer, "units", getattr(node.layer, "filters", None))
