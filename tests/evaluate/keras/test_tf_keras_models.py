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
    "layers made while another is called are named apart": (
        """
class Gated(layers.Layer):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(3)
    def build(self, shape):
        self.gates = [layers.Dense(3, activation="sigmoid") for _ in range(2)]
    def call(self, x):
        return self.gates[0](x) * self.gates[1](x) + self.first(x)
x = keras.Input((4,))
h = Gated()(x)[:, None]
h = layers.MultiHeadAttention(2, 3)(h, h)
model = keras.Model(x, layers.Dense(2)(layers.Softmax()(h)))
""",
        [
            ("input_1", "InputLayer", (None, 4), 0),
            ("gated", "Gated", (None, 3), 45),
            ("tf.__operators__.getitem", "SlicingOpLambda", (None, 1, 3), 0),
            ("multi_head_attention", "MultiHeadAttention", (None, 1, 3), 93),
            ("softmax", "Softmax", (None, 1, 3), 0),
            ("dense_1", "Dense", (None, 1, 2), 8),
        ],
    ),
    "variables of TensorFlow are weights": (
        """
class Scaled(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.w = tf.Variable(tf.random_normal_initializer()(shape=(4, units)), trainable=True)
        self.both = [tf.Variable(keras.initializers.Zeros()((units,))), tf.Variable(tf.ones((units, 2)), False)]
    def build(self, shape):
        self.k = tf.Variable(initial_value=tf.zeros((shape[-1],)), name="k")
    def call(self, x):
        return tf.matmul(x * self.k, self.w) + self.both[0]
x = keras.Input((4,))
model = keras.Model(x, Scaled(5)(x))
""",
        [
            ("input_1", "InputLayer", (None, 4), 0),
            ("scaled", "Scaled", (None, 5), 39),
        ],
    ),
    "masks come to the layers of the program": (
        """
class Pooled(layers.Layer):
    def __init__(self):
        super().__init__()
        self.supports_masking = True
    def call(self, x, mask=None):
        if mask is None:
            raise ValueError("there must be a mask")
        return tf.reduce_sum(x * tf.cast(mask, tf.float32)[:, :, None], 1)
    def compute_mask(self, x, mask=None):
        return None
class Unmasked(layers.Layer):
    def compute_mask(self, x, mask=None):
        return None
    def call(self, x, mask=None):
        return layers.Flatten()(x) if mask is None else x
x = keras.Input((6,))
words = layers.Embedding(9, 4, mask_zero=True)(x)
model = keras.Model(x, [Pooled()(layers.Dropout(0.1)(words)), Unmasked()(words), Unmasked()(Unmasked()(words))])
""",
        [
            ("input_1", "InputLayer", (None, 6), 0),
            ("embedding", "Embedding", (None, 6, 4), 36),
            ("dropout", "Dropout", (None, 6, 4), 0),
            ("unmasked_2", "Unmasked", (None, 6, 4), 0),
            ("pooled", "Pooled", (None, 4), 0),
            ("unmasked", "Unmasked", (None, 6, 4), 0),
            ("unmasked_1", "Unmasked", (None, 24), 0),
        ],
    ),
    "convolutions take what their base class does": (
        """
x = keras.Input((8, 8, 4))
h = layers.SeparableConv2D(3, 3, kernel_initializer="he_normal", kernel_regularizer="l2")(x)
h = layers.DepthwiseConv2D(3, kernel_initializer="he_normal", kernel_constraint=None)(h)
model = keras.Model(x, layers.Conv2DTranspose(2, 3, groups=1)(h))
""",
        [
            ("input_1", "InputLayer", (None, 8, 8, 4), 0),
            ("separable_conv2d", "SeparableConv2D", (None, 6, 6, 3), 51),
            ("depthwise_conv2d", "DepthwiseConv2D", (None, 4, 4, 3), 30),
            ("conv2d_transpose", "Conv2DTranspose", (None, 6, 6, 2), 56),
        ],
    ),
    "an old name of an argument beside the new one": (
        """
def total(x, axis, keep_dims):
    try:
        return tf.reduce_sum(x, axis=axis, keep_dims=keep_dims, reduction_indices=None)
    except TypeError:
        return tf.reduce_sum(x, axis=axis, keepdims=keep_dims)
x = keras.Input((5, 4))
model = keras.Model(x, layers.Lambda(lambda x: total(x, 1, True))(x))
""",
        [
            ("input_1", "InputLayer", (None, 5, 4), 0),
            ("lambda", "Lambda", (None, 1, 4), 0),
        ],
    ),
    "what eval() gives": (
        """
x = keras.Input((4,))
kind, units = "Dense", 3
model = keras.Model(x, eval("layers." + kind)(eval("units * 2"))(x))
""",
        [
            ("input_1", "InputLayer", (None, 4), 0),
            ("dense", "Dense", (None, 6), 30),
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


def test_a_name_that_is_not_known_is_not_refused(tmp_path: Path) -> None:
    program = "import sys\nx = keras.Input((4,))\nlayers.Dense(2, name=sys.argv[1] + 'a')(x)\n"
    assert ours(HEADER + program, tmp_path, "2").error is None
