"""Single statements: what Keras refuses and what it takes, and what we say of them.

The statements are our own, so this test may run them.
"""

from __future__ import annotations

from typing import Any

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_3

HEAD = """
import numpy as np
import keras
from keras import Input, layers, ops
"""

# Shapes asked for without a call: `compute_output_shape` leaves some checks to `build` and to the call.
SHAPES = """
layers.Subtract().compute_output_shape([(None, 3), (None, 3), (None, 3)])
layers.Add().compute_output_shape([(2, 3), (2, 4)])
layers.Add().compute_output_shape([(2, 3), (3, 3)])
layers.Dot(axes=1).compute_output_shape([(None, 3), (None, 4)])
layers.Dot(axes=5).compute_output_shape([(None, 3), (None, 3)])
layers.Concatenate().compute_output_shape([(2, 3), (4, 3)])
layers.Concatenate(axis=4).compute_output_shape([(2, 3), (2, 3)])
layers.Conv2DTranspose(4, 3).compute_output_shape((None, 8, 8))
layers.ZeroPadding2D().compute_output_shape((None, 8, 8))
layers.UpSampling2D().compute_output_shape((None, 8, 8))
layers.MaxPooling2D().compute_output_shape((None, 8, 8))
layers.MaxPooling2D().compute_output_shape((None, 8, 8, 3, 4))
layers.TimeDistributed(layers.Conv2DTranspose(4, 3))(Input((4, 8, 8)))
layers.TimeDistributed(layers.Conv2D(4, 3))(Input((4, 8, 8)))
layers.TimeDistributed(layers.ZeroPadding2D())(Input((4, 8, 8)))
"""

# A dict of images: arrays are looked into, symbolic tensors are not.
IMAGES = """
layers.RandomCrop(8, 8)({"images": np.zeros((2, 16, 16, 3), "float32")})
layers.CenterCrop(8, 8)({"images": np.zeros((2, 16, 16, 3), "float32")})
layers.Resizing(8, 8)({"images": np.zeros((16, 16, 3), "float32"), "labels": np.zeros(2)})
layers.RandomCrop(8, 8)({"images": Input((16, 16, 3))})
layers.CenterCrop(8, 8)({"images": Input((16, 16, 3)), "labels": Input((2,))})
layers.Rescaling(0.5)({"images": np.zeros((2, 16, 16, 3), "float32")})
"""

# NumPy's whole numbers are no `int`: where Keras asks for one, `int(…)` is needed.
NUMBERS = """
layers.Dense(np.prod((28, 28)))
layers.Dense(int(np.prod((28, 28))))
layers.Dense(np.array([3, 4])[0] // 2 + 1)
layers.Dense(2 ** np.int64(3))
layers.Dense(np.array([5, 6]).sum())
layers.Dense(np.array(5).item())
layers.Dense(len(np.unique([1, 2])))
layers.Dense(np.zeros((3, 4)).shape[1])
layers.Embedding(np.max([3, 4]) + 1, 3)
layers.Conv2D(np.int64(3), 3)(Input((8, 8, 3)))
layers.Conv2D(3, np.int64(3))
layers.Conv2D(3, (np.int64(3), 3))(Input((8, 8, 3)))
layers.MaxPooling2D(np.int64(2))
layers.ZeroPadding2D((np.int64(2), 2))
layers.ZeroPadding2D(((np.int64(2), 2), (1, 1)))
layers.MultiHeadAttention(np.int64(2), 3)
layers.RepeatVector(np.int64(2))
layers.GroupNormalization(np.int64(3))
layers.Reshape((np.int64(3), 4))(Input((12,)))
layers.Dropout(np.float64(0.5))(Input((np.int64(3),)))
Input(np.int64(3))
[0] * np.int64(3) + ["x" * np.int64(2)]
range(3)[np.int64(1)] % np.int64(0)
Input((4,)) / np.sqrt(4.0) * np.float32(2) + np.int64(3)
np.int64(3) * Input((4,))
np.float32(2) + Input((4,))
ops.bitwise_xor(np.float32(2), Input((3,), dtype="int32"))
"""


@pytest.mark.parametrize("statement", [line for line in (SHAPES + IMAGES + NUMBERS).splitlines() if line])
def test_refused_or_taken_as_keras_does(statement: str) -> None:
    report = evaluate_file(SourceFile("program.py", HEAD + statement), Config(keras=KERAS_3))
    errors = [item for item in report.diagnostics if item.severity is Severity.ERROR]
    assert bool(errors) is _raises(statement), errors


def _raises(statement: str) -> bool:
    names: dict[str, Any] = {}
    exec(HEAD, names)
    try:
        exec(statement, names)
    except Exception:
        return True
    return False
