"""How rules call what a layer does."""

from __future__ import annotations

import pytest

from tests.rules.lint import lint


@pytest.mark.parametrize(
    ("layer", "name"),
    [("ReLU()", "relu"), ("LeakyReLU()", "leaky_relu"), ("ELU()", "elu"), ("Activation('tanh')", "tanh")],
)
def test_layers_of_activations_are_called_like_their_functions(layer: str, name: str) -> None:
    program = (
        "from keras import Sequential, Input\n"
        "from keras.layers import *\n"
        f"model = Sequential([Input((8,)), Dense(3), {layer}])\n"
        "model.compile('adam', 'categorical_crossentropy')\n"
    )
    (found,) = [item for item in lint(program) if item.code == "KC206"]
    assert found.message == f"categorical_crossentropy takes probabilities, and {name} gives none"
