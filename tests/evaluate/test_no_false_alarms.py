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
print(list(map(len, x)))
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
    "functions of JAX that take more than those of Keras": """
import jax
import jax.numpy as jnp
import keras
a = jnp.dot(jnp.ones((2, 3)), jnp.ones((3, 4)), precision=jax.lax.Precision.HIGHEST)
model = keras.Sequential([keras.Input((a.shape[1],)), keras.layers.Dense(2)])
""",
    "the same value of a library under two names": """
import keras
from jax import lax
import jax
costs = {(lax.Precision.HIGHEST, 1): 2}
print(costs[jax.lax.PrecisionLike.HIGHEST, 1])
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
""",
    "an exception of a library that is not known": """
import keras
from absl import app, flags
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
def main(argv):
    raise app.UsageError("name a file")
main([])
""",
    "a class that a metaclass makes": """
import keras
class Scalar(type):
    def __call__(cls, value):
        return value
float32 = Scalar("float32", (object,), {"dtype": "float32"})
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(float32(2))])
""",
    "what exec binds": """
import keras
exec("units = 3")
def made():
    names = {}
    exec("a = 1", names)
    del names["__builtins__"]
    return names["a"]
made()
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(units)])
""",
    "a metaclass that is made by a call": """
import keras
kind = type("Kind", (type,), {"__instancecheck__": lambda cls, value: True})
Checked = kind("Checked", (), {})
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
""",
    "a Series of what is no number": """
import keras
import pandas as pd
values = pd.Series([10, (61,), 12]), pd.Series(5.0, index=[1, 2]), pd.Series({"a": 1})
model = keras.Sequential([keras.Input((len(values[0]),)), keras.layers.Dense(2)])
""",
    "a shape that is not known, or a size": """
import keras
import numpy as np
from somewhere import shape_of
values = np.array(np.arange(5)).reshape(shape_of(5))
table = np.array([values, np.arange(12).reshape(shape_of(12))], dtype=object)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
""",
    "arrays with fields": """
import keras
import numpy as np
table = np.zeros((2, 2), [("a", object), ("b", "f4")])
table["a"][0, 0] = 3
points = np.array([(1, 2.0)], dtype=np.dtype([("x", "i4"), ("y", "f4")]))
other = points["x"] + np.empty(1, "i4,f4")["f0"] + points.astype([("x", "i4"), ("y", "f8")])["x"]
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
""",
    "a number divided by one that is not known": """
import keras
from keras import layers
from nowhere import args
def block(units):
    x = keras.Input((args.size, units))
    return keras.Model(x, layers.LSTM(units // args.parts)(x))
model = block(16)(keras.Input((3, 16)))
""",
}
PROGRAMS["what a test asks for"] = """
import contextlib
import unittest
import pytest
from pytest import raises as refuses
import keras
from keras import layers
with pytest.raises(ValueError):
    layers.Dense(-1)
with refuses(ValueError, match="positive"):
    layers.Dense(0)
with contextlib.suppress(Exception):
    layers.Dense(3)(keras.Input((None,)))
class DenseTest(unittest.TestCase):
    def test_units(self):
        with self.assertRaises(ValueError) as caught:
            layers.Dense(-2)
        self.assertRaises(ValueError, layers.Dense, -3)
        self.assertIn("units", str(caught.exception))
DenseTest().test_units()
pytest.raises(ValueError, lambda: layers.Dense(-4))
"""
PROGRAMS["a layer that must be given another one"] = """
import keras
class Twice(keras.layers.Wrapper):
    def call(self, x):
        return self.layer(self.layer(x))
"""
PROGRAMS["another base that takes arguments"] = """
import keras
from somewhere import Scoped
class Dense(keras.layers.Dense, Scoped):
    def __init__(self, units, **kwargs):
        super().__init__(units, _scope="a", **kwargs)
Dense(3)(keras.Input((4,)))
"""
PROGRAMS["keywords by names that are not known"] = """
import keras
from somewhere import Key
dict(**{Key.NAME: 3})
"""
PROGRAMS["a program that ends itself"] = """
import keras
def main():
    raise SystemExit(keras.layers.Dense(3).units)
main()
"""
PROGRAMS["a dict by what a library tells"] = """
import sys
import keras
order = {"little": "<", "big": ">"}[sys.byteorder]
class Constant(int):
    def __new__(cls, value):
        return super().__new__(cls, value)
Constant(sys.maxunicode)
(1).to_bytes(4, sys.byteorder)
"""
PROGRAMS["arrays of types that Keras does not have"] = """
import keras
import numpy as np
print(np.zeros(10, dtype="m8") - 1, np.zeros(3, dtype="csingle") * 2)
"""
PROGRAMS["numbers of NumPy's"] = """
import keras
import numpy as np
print(np.int64(1).all(), np.int64(1) > 1j, np.int64(3).__array__(), np.partition([3, 1], 0, axis=None))
class Last:
    def __index__(self):
        return -1
print(np.linspace([0, 1], [2, 3], axis=Last()))
"""
PROGRAMS["what a module knows of itself"] = """
import keras
print(__spec__, __loader__.name, locals()["__builtins__"])
"""
PROGRAMS["an input that is described by what is not known"] = """
import keras
class Block(keras.layers.Layer):
    def build(self, input_shape):
        self.input_spec = keras.layers.InputSpec(shape=[None] + input_shape[1:])
"""
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
PROGRAMS["a model of which a function elsewhere makes more than its tensors"] = """
import keras
import elsewhere
image = keras.Input((4,))
judge = elsewhere.judge(image)
noise = keras.Input((3,))
keras.Model(noise, judge(keras.layers.Dense(4)(noise)))
"""
PROGRAMS["a layer of a part that is not known"] = """
import keras
import elsewhere
x = keras.Input((4,))
keras.Model(x, elsewhere.encode(x)).get_layer("inside")
keras.Sequential([elsewhere.Block()]).get_layer("block")
"""
PROGRAMS["a model of its own around what is not known"] = """
import keras
import elsewhere
class Siamese(keras.Model):
    def __init__(self):
        super().__init__(inputs=keras.Input((2,)), outputs=elsewhere.encode())
model = Siamese()
model.summary()
model(keras.Input((2,)))
"""
PROGRAMS["numbers out of a module that is not there"] = """
import elsewhere
import keras
import numpy as np
from elsewhere import UNITS
for _ in range(elsewhere.blocks):
    pass
print(len(elsewhere.names), max(UNITS, 3), np.zeros((UNITS, 3)))
print([1, 2, 3][UNITS], np.zeros((3, 4))[UNITS], np.zeros((3, 4)) * UNITS, [0] * UNITS)
keras.layers.Dense(3)(elsewhere.x)
x = keras.Input((elsewhere.size.height, elsewhere.size.width, 3))
x = keras.layers.Conv2D(UNITS, elsewhere.kernel, padding=elsewhere.padding)(x)
x = keras.layers.RandomRotation(elsewhere.factor)(x)
model = keras.Model(x, keras.layers.Dense(elsewhere.classes)(x))
model.compile(elsewhere.optimizer, loss=elsewhere.loss)
model.fit(elsewhere.x, elsewhere.y, epochs=elsewhere.epochs, batch_size=UNITS)
"""
OF_KERAS_2 = {
    "a layer with a base that is not known": """
from keras.layers import LSTM, Recurrent
from keras.models import Sequential
class Phased(Recurrent):
    pass
Sequential([Phased(10, input_shape=(100, 2)), LSTM(3)])
Sequential().add(Phased(10))
""",
    "what is no tensor among inputs": """
import tensorflow as tf
from tensorflow.keras import layers
x = layers.Dense(3)(tf.keras.Input((4,)))
try:
    layers.Concatenate()([x, layers.Dense])
except Exception:
    pass
""",
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
    "the shape of two tensors together": """
import tensorflow as tf
shape = tf.broadcast_static_shape(tf.TensorShape([2, 1]), tf.TensorShape([3]))
assert shape.as_list() == [2, 3]
tf.keras.layers.Dense(shape[1])(tf.keras.Input((4,)))
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
