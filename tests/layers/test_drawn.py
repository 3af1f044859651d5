"""The first half of the layers, with every argument varied, agrees with Keras: refusals, output shapes, weights."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.layers.drawn import calls, layer_classes
from tests.layers.judge import agree

FAMILIES = ["core", "convolution", "pooling", "reshaping", "merging", "normalization", "activation", "regularization"]
APART = {"Lambda"}  # what it gives depends on its function


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("family", FAMILIES)
def test_agrees_with_keras(family):
    """An argument without values to try is a `KeyError`: none is left out."""
    module = import_module(f"kerascount.layers.{family}").__name__
    found = [cls for cls in layer_classes(module) if cls.__name__ not in APART]
    assert found
    for cls in found:
        for expression, shape in calls(cls, each=1):
            agree(expression, shape)
