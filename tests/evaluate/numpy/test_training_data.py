"""Models are built from the data that they are trained on; Keras 3.15 on TensorFlow 2.21 prints these shapes."""

from __future__ import annotations

import pytest

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile
from kerascount.values.shape import shapes_text

PREAMBLE = """
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
x = np.zeros((100, 5), "float32")
y = np.zeros((100, 1), "float32")
d = tf.data.Dataset.from_tensor_slices((x, y))
model = keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(1)])
model.compile(loss="mse")
"""
PROGRAMS = [
    ("model.fit(d.batch(16), validation_data=d.batch(16), epochs=1)", "(None, 3), (None, 1)"),
    ("model.fit(d.map(lambda a, b: (a[:2], b)).batch(16))", "(None, 3), (None, 1)"),
    ("model.evaluate(d.batch(16))", "(None, 3), (None, 1)"),
    ("model.predict(d.map(lambda a, b: a).batch(8))", "(8, 3), (8, 1)"),
    ("for a, b in d.batch(16).take(1):\n    model(a)", "(16, 3), (16, 1)"),
    ("a, b = next(iter(d.batch(16)))\nmodel(a)", "(16, 3), (16, 1)"),
    ("for step, (a, b) in enumerate(d.batch(16)):\n    model(a)", "(16, 3), (16, 1)"),
]
WINDOWS = """
series = pd.read_csv("sales.csv").values
found, wanted = [], []
for i in range(len(series) - 7):
    found.append(series[i:i + 7, 0:2])
    wanted.append(series[i + 7, 0])
found = np.array(found)
model = keras.Sequential([keras.Input(found.shape[1:-1]), keras.layers.Dense(2)])
"""


def shapes(program: str) -> str:
    report = evaluate_file(SourceFile("program.py", program), Config())
    assert not report.diagnostics
    found = [layer for layer in report.models[-1].layers if layer.class_name != "InputLayer"]
    return ", ".join(shapes_text(layer.output_shape or ()) for layer in found)


@pytest.mark.parametrize(("program", "expected"), PROGRAMS)
def test_models_are_built(program: str, expected: str) -> None:
    assert shapes(f"{PREAMBLE}{program}\nmodel.summary()\n") == expected


def test_windows_of_a_series_of_unknown_length() -> None:
    assert shapes(PREAMBLE + WINDOWS) == "(None, 2)"


def test_a_sequence_of_the_program() -> None:
    """As on JAX, which builds the model with the first batch."""
    program = """
class Batches(keras.utils.Sequence):
    def __len__(self):
        return 3
    def __getitem__(self, index):
        return np.zeros((7, 5)), np.zeros((7, 1))
model.fit(Batches())
model.summary()
"""
    assert shapes(PREAMBLE + program) == "(7, 3), (7, 1)"
