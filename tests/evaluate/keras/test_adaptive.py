"""Layers that learn from data in programs. The tables are those of Keras 3.15.1 and tf_keras 2.21."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.versions import KERAS_3, TF_KERAS, Generation

PROGRAM = """
import keras
import numpy as np
from keras import layers

normalization = layers.Normalization()
normalization.adapt(np.ones((10, 9)))
linear = keras.Sequential([normalization, layers.Dense(1)])

words = layers.TextVectorization(max_tokens=1000, output_mode="multi_hot")
words.adapt(["a b", "c"])
text = keras.Input((1,), dtype="string")
counted = keras.Model(text, layers.Dense(len(words.get_vocabulary()))(words(text)))

lookup = layers.StringLookup()
lookup.set_vocabulary(["x", "y"])
strings = keras.Input((1,), dtype="string")
embedded = keras.Model(strings, layers.Embedding(lookup.vocabulary_size(), 4)(lookup(strings)))
"""


def rows(path: Path, generation: Generation) -> dict[str | None, list[tuple[str, Any, Any]]]:
    """Of every model the layers, by the name of its variable."""
    path.write_text(PROGRAM)
    (file,) = analyze([str(path)], Config(generation)).files
    assert not file.diagnostics
    return {
        model.variable: [
            (layer.name, str(layer.output_shape), sum(w.size for w in layer.weights)) for layer in model.layers
        ]
        for model in file.models
    }


@pytest.mark.parametrize(
    ("generation", "linear"),
    [
        # Keras 3 builds the layer alone; tf_keras also learns what its inputs look like.
        (KERAS_3, [("normalization", "(10, 9)", 19), ("dense", "None", 0)]),
        (TF_KERAS, [("normalization", "(None, 9)", 19), ("dense", "(None, 1)", 10)]),
    ],
)
def test_normalization(tmp_path: Path, generation: Generation, linear: list[Any]) -> None:
    assert rows(tmp_path / "program.py", generation)["linear"] == linear


def test_vocabularies(tmp_path: Path) -> None:
    found = rows(tmp_path / "program.py", KERAS_3)
    assert found["counted"][1:] == [("text_vectorization", "(None, 1, 4)", 0), ("dense_1", "(None, 1, 4)", 20)]
    # The first StringLookup is the one inside TextVectorization.
    assert found["embedded"][1:] == [("string_lookup_1", "(None, 1)", 0), ("embedding", "(None, 1, 4)", 12)]


def test_a_layer_that_returns_its_inputs_makes_a_cycle(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(
        "import keras\nx = keras.Input((8, 8, 3))\ny = keras.layers.Conv2D(3, 1)(x)\n"
        "z = keras.layers.Flatten()(keras.layers.Equalization()(y))\nmodel = keras.Model(x, z)\n"
    )
    (file,) = analyze([str(path)], Config(KERAS_3)).files
    assert [found.location.line for found in file.diagnostics] == [5]
