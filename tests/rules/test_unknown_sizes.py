"""Rules say nothing of what they cannot know, and never fail on it."""

from __future__ import annotations

import pytest

from kerascount.diagnostics import Severity
from tests.rules.lint import lint

PROGRAM = """
import sys
import keras
from keras.layers import *
n = int(sys.argv[1])
model = keras.Sequential([Input((n, n, 3)), Conv2D(n, 3, activation="relu"), MaxPooling2D(), Conv2D(8, 3), Flatten(),
                          Dropout(float(sys.argv[2])), Dense(n), Dense(%s, activation="softmax")])
model.compile("adam", "%s")
model.fit(keras.ops.zeros((n, n, n, 3)), keras.ops.zeros((n,)))
"""


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", "mse"])
@pytest.mark.parametrize("units", ["n", "n - 1", "3"])
def test_sizes_that_only_a_run_can_tell(units: str, loss: str) -> None:
    found = lint(PROGRAM % (units, loss))
    assert not [item for item in found if item.code == "KC999"]
    assert not [item for item in found if item.severity is Severity.ERROR]
