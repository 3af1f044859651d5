"""The cheap look lets every program pass that can build a model."""

from __future__ import annotations

import pytest

from kerascount.source.look import may_build_models


@pytest.mark.parametrize(
    "text",
    [
        "from keras import layers",
        "import tensorflow.keras as tfk",
        "model = Sequential()",
        "model.add(Dense(10))",
        "model.add(layers.Conv2D(32, 3))",
        "model.add(Convolution2D (32, 5, 5))",
        "class Net(Model): pass",
        "inputs = Input(shape=(3,))",
        "base = VGG16(weights=None)",
        "x = Bidirectional(LSTM(3))(x)",
        "x = K.layers.MaxPooling2D()(x)",
    ],
)
def test_passes(text: str) -> None:
    assert may_build_models(text.encode())


@pytest.mark.parametrize("text", ["", "import os\nprint(os.getcwd())\n", "modelling = dense(3)", "tensor.add(other)"])
def test_drops(text: str) -> None:
    assert not may_build_models(text.encode())


def test_every_application_and_most_layers_pass_without_imports() -> None:
    import keras

    applications = [name for name in dir(keras.applications) if name[0].isupper()]
    layers = [name for name in dir(keras.layers) if name[0].isupper()]
    assert not [name for name in applications if not may_build_models(f"{name}()".encode())]
    dropped = [name for name in layers if not may_build_models(f"{name}(1)".encode())]
    assert len(dropped) < len(layers) / 6, dropped  # those that never come without a model or an input
