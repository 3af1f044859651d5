"""Programs that run, each with something in it that was once taken for an error."""

from __future__ import annotations

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_3, TF_KERAS, Generation

PROGRAMS = {
    "an array that is not known, multiplied": """
import tensorflow as tf
length = tf.math.ceil(tf.cast(tf.shape(tf.zeros((2, 64))), tf.float32)[1] / 8)
positions = tf.stack(tf.meshgrid(tf.range(length), tf.range(length)), axis=-1) * 4
tf.tile(tf.expand_dims(positions, axis=-2), [1, 1, 9, 1])
""",
    "tensors of strings": """
import tensorflow as tf
a = tf.constant("a")
b = a + a
c = tf.constant(["a", "b"])
d = tf.keras.layers.TextVectorization(10)(c)
""",
    "the items of an array of lists": """
from keras.datasets import imdb
(x, y), (a, b) = imdb.load_data(num_words=100)
print(len(x[0]), max(len(item) for item in x), max([max(item) for item in x]))
""",
    "the value of a tensor as a number": """
import tensorflow as tf
limit = tf.convert_to_tensor(15)
for i in range(1, limit.numpy() + 1):
    pass
""",
    "arrays in texts": """
import tensorflow as tf
print("loss: %f" % tf.ones(()), "%s" % tf.ones((2, 3)))
""",
    "layers that were called on something unknown": """
import sys
import keras
from keras import layers
images = sys.argv[1]
conv = layers.Conv2D(3, 7)
features = conv(images)
kernel, bias = conv.get_weights()
count = conv.count_params() + 1
model = keras.Sequential([layers.Dense(3)])
model(images)
model.layers[0].count_params()
a, b = model.get_weights()
""",
    "what a layer learned from something unknown": """
import sys
import numpy as np
from keras import layers
normalization = layers.Normalization()
normalization.adapt(np.array(sys.argv))
print(normalization.mean.numpy())
""",
    "functions of TensorFlow have more than functions": """
import tensorflow as tf
class Module(tf.Module):
    @tf.function
    def __call__(self, x):
        return x
Module().__call__.get_concrete_function(tf.TensorSpec(None))
""",
    "a decorator that gives arguments": """
import somewhere
@somewhere.command()
@somewhere.option("--size")
def main(size):
    print(size)
main()
""",
    "an option that a command is given": """
import click
@click.option("--size", default=3)
@click.command()
def main(size):
    print(size)
main()
""",
    "the shape of a tensor of TensorFlow": """
import tensorflow as tf
a = tf.ones((2, 3))
print(a.shape.as_list(), a.get_shape().as_list(), a.shape.rank, a.shape.num_elements())
class Block(tf.keras.layers.Layer):
    def call(self, x):
        return tf.reshape(x, [-1, x.shape.as_list()[1] * 4])
""",
    "sizes of data are numbers": """
import numpy as np
import tensorflow as tf
for x, y in tf.data.Dataset.from_tensor_slices((np.ones((10, 4)), np.ones(10))).batch(3):
    for i in range(x.shape[0]):
        pass
""",
    "asserts of what is not followed": """
import somewhere
layer = somewhere.Layer()
count = 0
for item in layer.items():
    count += 1
assert count == 2
""",
    "an exception that does not get its turn": """
import somewhere
try:
    somewhere.refuse()
    raise RuntimeError("it should have refused")
except ValueError:
    pass
""",
}
PROGRAMS["a model with a __call__ of its own"] = """
import numpy as np
import keras
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(3)
    def __call__(self, x, is_training=False):
        return self.dense(x)
Net()(np.ones((2, 4)), is_training=True)
"""
OF_KERAS_2 = {
    "shapes that the program makes": """
import numpy as np
import tensorflow as tf
class Linear(tf.keras.layers.Layer):
    def build(self, input_shape):
        self.kernel = self.add_weight("kernel", tf.TensorShape((input_shape[1], 10)))
    def call(self, x):
        return tf.matmul(x, self.kernel)
    def compute_output_shape(self, input_shape):
        return tf.TensorShape(tf.TensorShape(input_shape).as_list()[:-1] + [10])
tf.keras.Sequential([Linear(), tf.keras.layers.Activation("softmax")])(np.ones((2, 32)))
""",
    "shapes are more than tuples": """
from tensorflow import keras
x = keras.Input((3, 4))
a, b, c = x.shape.as_list()
y = keras.layers.Dense(x.get_shape().as_list()[-1] * 2)(x)
class Block(keras.layers.Layer):
    def build(self, input_shape):
        self.units = input_shape.as_list()[-1]
        self.kernel = self.add_weight("kernel", (self.units, input_shape[-1].value))
    def call(self, x):
        return x
Block()(x)
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_keras_3(name: str) -> None:
    assert _errors(PROGRAMS[name], KERAS_3) == []


@pytest.mark.parametrize("name", OF_KERAS_2)
def test_tf_keras(name: str) -> None:
    assert _errors(OF_KERAS_2[name], TF_KERAS) == []


def _errors(program: str, generation: Generation) -> list[str]:
    report = evaluate_file(SourceFile("program.py", program), Config(generation))
    return [item.message for item in report.diagnostics if item.severity is Severity.ERROR]
