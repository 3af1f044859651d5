"""`tf.data` has the elements, and as many of them, as `element_spec` and `cardinality()` of TensorFlow 2.21 say.

`tf_data.txt` has an expression in each line and what TensorFlow says of it, without a number where it knows none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.numpy.values import text, value_of

PREAMBLE = """
import numpy as np
import tensorflow as tf
D = tf.data.Dataset
x = np.zeros((100, 28, 28), "float32")
y = np.zeros((100,), "int64")
d = D.from_tensor_slices((x, y))
def gen():
    while True:
        yield np.zeros((4, 3), "float32"), 1
"""
FACTS = [
    line.split("  #: ") for line in Path(__file__).with_name("tf_data.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("expression", "expected"), FACTS)
def test_elements(expression: str, expected: str) -> None:
    data = value_of(PREAMBLE, expression)
    found = text(data.element)
    wanted, _, count = expected.partition(" x ")
    assert found == wanted
    assert data.count in (None, int(count)) if count else data.count is None


FIRST = [
    ("next(iter(d.batch(32)))[0].shape", (32, 28, 28)),
    ("[a.shape[0] for a, b in d.batch(200).take(1)]", [100]),
    ("[(i, b.shape) for i, (a, b) in enumerate(d.batch(8).take(1), 1)]", [(1, (8,))]),
    ("len(d.batch(32))", 4),
    ("d.batch(32).cardinality().numpy()", 4),
    ("len(list(d.take(3)))", 3),
    ("d.element_spec[0].shape", (28, 28)),
]


@pytest.mark.parametrize(("expression", "expected"), FIRST)
def test_what_iterating_gives(expression: str, expected: Any) -> None:
    assert value_of(PREAMBLE, expression) == expected
