"""Models as tf_keras 2.21 keeps them, where Keras 3 differs: rows and refusals of its runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluate.keras.judge import ours

HEADER = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, backend as K
"""
# A program, and the rows of `model`: name, class, output shape, number of parameters.
ROWS = {
    "a loss of tensors joins the model": (
        """
x = keras.Input((4,))
h = layers.Dense(3)(x)
model = keras.Model(x, h)
model.add_loss(keras.losses.mse(x, x))
model.add_metric(tf.reduce_mean(h), name="size")
""",
        [
            ("input_1", "InputLayer", (None, 4), 0),
            ("dense", "Dense", (None, 3), 15),
            ("tf.convert_to_tensor", "TFOpLambda", (None, 4), 0),
            ("tf.cast", "TFOpLambda", (None, 4), 0),
            ("tf.math.squared_difference", "TFOpLambda", (None, 4), 0),
            ("tf.math.reduce_mean", "TFOpLambda", (None,), 0),
            ("add_loss", "AddLoss", (None,), 0),
            ("tf.math.reduce_mean_1", "TFOpLambda", (), 0),
            ("add_metric", "AddMetric", (), 0),
        ],
    ),
    "operations are layers": (
        """
x = keras.Input((4,))
h = tf.nn.relu(layers.Dense(3)(x))
whole = keras.Model(x, layers.Dense(2)(h))
for layer in whole.layers[:-1]:
    layer.trainable = False
model = keras.Model(whole.layers[0].input, whole.layers[2].output)
""",
        [
            ("input_1", "InputLayer", (None, 4), 0),
            ("dense", "Dense", (None, 3), 15),
            ("tf.nn.relu", "TFOpLambda", (None, 3), 0),
        ],
    ),
    "a model inside shows its own shape": (
        """
i = keras.Input((None, None, 3))
inner = keras.Model(i, layers.Conv2D(2, 3)(i), name="inner")
x = keras.Input((8, 8, 3))
model = keras.Model(x, layers.Flatten()(inner(x)))
""",
        [
            ("input_2", "InputLayer", (None, 8, 8, 3), 0),
            ("inner", "Functional", (None, None, None, 2), 56),
            ("flatten", "Flatten", (None, 72), 0),
        ],
    ),
    "a stack is built anew for other inputs": (
        """
inner = keras.Sequential([layers.Conv2D(2, 3)])
x, z = keras.Input((7, 9, 3)), keras.Input((11, 9, 3))
model = keras.Model([x, z], [inner(x), inner(z)])
""",
        [
            ("input_1", "InputLayer", (None, 7, 9, 3), 0),
            ("input_2", "InputLayer", (None, 11, 9, 3), 0),
            ("sequential", "Sequential", (None, None, 7, 2), 56),
        ],
    ),
    "a second input in a stack is a layer": (
        "model = keras.Sequential([keras.Input((4,)), keras.Input((4,)), layers.Dense(2)])\n",
        [("input_2", "InputLayer", (None, 4), 0), ("dense", "Dense", (None, 2), 10)],
    ),
    "Keras' own call passes its inputs on": (
        """
class _Nothing(layers.Layer):
    def build(self, shape):
        self.w = self.add_weight("w", (shape[-1],))
x = keras.Input(4)
model = keras.Model(x, layers.Layer()(_Nothing()(x)))
""",
        [
            ("input_1", "InputLayer", (None, 4), 0),
            ("private__nothing", "_Nothing", (None, 4), 4),
            ("layer", "Layer", (None, 4), 0),
        ],
    ),
    "feature columns": (
        """
column = tf.feature_column
words = column.categorical_column_with_vocabulary_list("word", ["a", "b", "c"], num_oov_buckets=2)
age = column.numeric_column("age", shape=(2,))
places = column.crossed_column(["word", column.bucketized_column(column.numeric_column("at"), [0.0, 1.0])], 7)
inputs = {
    "age": keras.Input((2,), name="age"),
    "at": keras.Input((1,), name="at"),
    "word": keras.Input((1,), name="word", dtype="string"),
}
columns = [column.embedding_column(words, 4), age, column.indicator_column(words), column.indicator_column(places)]
model = keras.Model(inputs, layers.DenseFeatures(columns)(inputs))
""",
        [
            ("age", "InputLayer", (None, 2), 0),
            ("at", "InputLayer", (None, 1), 0),
            ("word", "InputLayer", (None, 1), 0),
            ("dense_features", "DenseFeatures", (None, 18), 20),
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows(name: str, tmp_path: Path) -> None:
    program, rows = ROWS[name]
    found = ours(HEADER + program, tmp_path, "2")
    assert found.error is None
    assert list(found.models["model"][1]) == rows


@pytest.mark.parametrize(
    "statement",
    [
        'layers.Dense(2, name="my layer")(x)',
        "layers.Dense(2, input_shape=4)",
        "layers.Hashing(3)(x)",
        'layers.Masking(mask_value="a")(x)',
        "layers.RandomContrast(0)(keras.Input((8, 8, 3)))",
        "layers.SeparableConv1D(2, 1, depth_multiplier=0)(keras.Input((8, 3)))",
        "layers.DenseFeatures([tf.feature_column.numeric_column('a')])({'b': x})",
        "layers.DenseFeatures([tf.feature_column.categorical_column_with_identity('a', 3)])",
        "tf.feature_column.bucketized_column(tf.feature_column.numeric_column('a'), [2, 1])",
        "keras.Input((3,), sparse=True, ragged=True)",
    ],
)
def test_refused(statement: str, tmp_path: Path) -> None:
    found = ours(f"{HEADER}x = keras.Input((4,))\n{statement}\n", tmp_path, "2")
    assert found.error is not None
    assert found.error[0] == 5
