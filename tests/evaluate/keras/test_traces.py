"""A step that was taken is not taken again; one that only looks alike is."""

from __future__ import annotations

import pytest

from kerascount.diagnostics import Severity
from tests.evaluate.keras.judge import real
from tests.rules.lint import lint

HEAD = """\
import keras
import numpy as np
from keras import layers

x, y, z = np.zeros((10, 3)), np.zeros((10, 2)), np.zeros((10, 5))
model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
model.compile("sgd", "mse")
model.fit(x, y)
"""
# What follows, and whether Keras raises at it.
THEN = [
    ("model.evaluate(x, y)", False),
    ("model.evaluate(x, z)", True),
    ("model.evaluate(z, y)", True),
    ('model.compile("sgd", "sparse_categorical_crossentropy")\nmodel.fit(x, y)', True),
    ("model.add(layers.Dense(5))\nmodel.evaluate(x, y)", True),
    ("model.pop()\nmodel.add(layers.Dense(2))\nmodel.evaluate(x, y)", False),
]


@pytest.mark.parametrize(("then", "raises"), THEN)
def test_what_changed_is_looked_at_again(then: str, raises: bool) -> None:
    program = HEAD + then + "\n"
    assert (real(program).error is not None) is raises
    found = [item.location.line for item in lint(program) if item.severity is Severity.ERROR]
    assert found == ([program.count("\n")] if raises else [])
