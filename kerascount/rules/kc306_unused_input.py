"""KC306."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.reading import title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC306", "unused-input")
def check(model: ModelView) -> Iterator[Finding]:
    """An input of a model has no way to any of its outputs.

    Keras takes it, and asks for data for it, which then change nothing. Most often a tensor was given to the wrong
    layer.

    Bad:
        left, right = Input((4,)), Input((4,))
        model = Model([left, right], Dense(1)(left))
    Good:
        left, right = Input((4,)), Input((4,))
        model = Model([left, right], Dense(1)(Concatenate()([left, right])))

    Keras: 1, 2, 3
    Source: `keras.Model`: the graph is what leads from inputs to outputs
    """
    if not model.graph.is_functional or not model.graph.complete:
        return
    for tensor in model.graph.inputs:
        node = model.by_name.get(tensor.name)
        if node is not None and not model.after(node) and not model.is_output(node):
            yield Finding(node.location, "no output of the model depends on this input", "", title(node))
