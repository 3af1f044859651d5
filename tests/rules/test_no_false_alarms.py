"""Models that look like a finding, and are right."""

from __future__ import annotations

import pytest

from kerascount.diagnostics import Severity
from tests.rules.lint import lint

SETTING = """
import numpy as np
from keras import Input, Model, Sequential, ops
from keras.initializers import Constant
from keras.layers import *
inputs = Input((8,))
images, steps = Input((8, 8, 3)), Input((5, 8))
class Softened(Dense):
    def call(self, x):
        return ops.softmax(super().call(x))
"""
PROBABILITIES = (
    "inputs, Average()([Dense(3, activation='softmax')(inputs), Dense(3, activation='softmax')(inputs)])",
    "inputs, Lambda(lambda x: ops.softmax(x))(Dense(3)(inputs))",
    "inputs, Softened(3)(inputs)",
    "inputs, Activation('linear', dtype='float32')(Dense(3, activation='softmax')(inputs))",
    "images, GlobalAveragePooling2D()(Conv2D(3, 1, activation='softmax')(images))",
    "steps, TimeDistributed(Dense(3, activation='softmax'))(steps)",
)
LAYERS = (
    "Dense(3, kernel_initializer=Constant(np.random.rand(8, 3)))",
    "Dense(3, kernel_initializer='ones', trainable=False)",
)


@pytest.mark.parametrize("model", PROBABILITIES)
def test_what_the_output_went_through_may_be_an_activation(model: str) -> None:
    assert serious(f"{SETTING}Model({model}).compile('adam', 'categorical_crossentropy')\n") == []


@pytest.mark.parametrize("layer", LAYERS)
def test_weights_that_are_given_or_fixed_may_be_alike(layer: str) -> None:
    assert serious(f"{SETTING}Sequential([inputs, {layer}, Dense(2)])\n") == []


@pytest.mark.parametrize("layers", ["LSTM(3), Activation('softmax')", "Dense(1, activation='tanh'), Softmax(axis=1)"])
def test_two_activations_may_be_meant(layers: str) -> None:
    assert serious(f"{SETTING}Sequential([steps, {layers}])\n") == []


def test_layers_of_keras_1_are_those_of_today() -> None:
    program = (
        "from keras.models import Sequential\n"
        "from keras.layers import *\n"
        "model = Sequential([Convolution2D(4, 3, 3, input_shape=(8, 8, 3)), BatchNormalization()])\n"
    )
    assert [item.code for item in lint(program, "1")] == ["KC308"]


def serious(program: str) -> list[str]:
    return [item.code for item in lint(program) if item.severity is not Severity.INFO]
