"""Layers and models of the program's own classes: the summary that Keras prints of them, and where it refuses them.

Like `test_against_keras`, this runs our own programs under the real Keras 3 as well.
"""

from __future__ import annotations

from typing import Any

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.reports import keras3
from kerascount.reports.registry import Options
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_3, TF_KERAS

HEAD = """
import numpy as np
import keras
from keras import layers, ops
"""

PROGRAMS = {
    "a model in a model states its shapes as one": """
class Autoencoder(keras.Model):
    def __init__(self):
        super().__init__()
        x = keras.Input((6,))
        self.encode = keras.Model(x, [layers.Dense(2)(x), layers.Dense(3)(x)], name="encode")
        y = keras.Input((2,))
        self.decode = keras.Model(y, layers.Dense(6)(y), name="decode")

    def call(self, x):
        return self.decode(self.encode(x)[0])


unbuilt = Autoencoder()
called = Autoencoder()
called(np.zeros((4, 6), "float32"))
""",
    "outputs in a tuple": """
class Encoder(keras.Model):
    def __init__(self):
        super().__init__()
        self.embed = layers.Embedding(20, 4)
        self.gru = layers.GRU(5, return_sequences=True, return_state=True)
        self.both = layers.Bidirectional(layers.LSTM(3, return_state=True))

    def call(self, x):
        sequence, state = self.gru(self.embed(x))
        return self.both(sequence)[0], state


model = Encoder()
model(np.zeros((2, 7), "int32"))
""",
    "a stated shape stands for the call, and leaves layers inside unbuilt": """
class Block(layers.Layer):
    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        self.inner, self.n = layers.Dense(n), n

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(self.n,), name="scale")

    def call(self, x):
        return self.inner(x) * self.scale

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.n)


x = keras.Input((8,))
model = keras.Model(x, Block(4)(x))
run = keras.Sequential([Block(2), layers.Dense(1)])
run(np.zeros((1, 8), "float32"))
""",
    "the shape that a base states": """
class Halved(layers.Dense):
    def call(self, x):
        return super().call(x)[..., ::2]


x = keras.Input((8,))
model = keras.Model(x, Halved(6)(x))
""",
    "shapes by the names of the arguments": """
class Product(layers.Layer):
    def build(self, left_shape, right_shape):
        self.w = self.add_weight(shape=(left_shape[-1], right_shape[-1]), name="w")

    def call(self, left, right):
        return ops.matmul(left, self.w) * right

    def compute_output_shape(self, left_shape, right_shape):
        return right_shape


a, b = keras.Input((3,)), keras.Input((4,))
model = keras.Model([a, b], Product()(a, b))
""",
    "layers made by the first call": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(4)
        self.head = None

    def call(self, x):
        x = self.first(x)
        if self.head is None:
            self.head = layers.Dense(x.shape[-1] * 2)
        if not hasattr(self, "tail"):
            self.tail = layers.Dense(3)
        return self.tail(self.head(x))


model = Net()
model(np.zeros((2, 5), "float32"))
""",
    "a subclass of Sequential with its own call": """
class Doubled(keras.Sequential):
    def __init__(self):
        super().__init__([layers.Dense(3), layers.Dense(2)])

    def call(self, x, training=None):
        return super().call(x) * 2


model = Doubled()
model(np.zeros((1, 5), "float32"))
""",
    "arguments that only a run can tell": """
import sys

flag = len(sys.argv) > 3


class Norm(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=training)


x = keras.Input((5,))
model = keras.Model(x, layers.Dropout(0.1)(Norm()(x, training=flag), training=flag))
""",
}


def tables(program: str) -> dict[str, str]:
    """The summary of every model that a variable holds, as Keras prints it."""
    import keras

    keras.utils.clear_session()
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(program, "program.py", "exec"), names)
    return {name: _printed(value) for name, value in names.items() if isinstance(value, keras.Model)}


def _printed(model: Any) -> str:
    lines: list[str] = []
    model.summary(print_fn=lambda text, line_break=False: lines.append(text), line_length=72)
    return _stripped("\n".join(lines))


def _stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


@pytest.mark.filterwarnings("ignore::UserWarning")  # Keras warns of layers that stay unbuilt
@pytest.mark.parametrize("name", PROGRAMS)
def test_prints_what_keras_prints(name: str) -> None:
    program = HEAD + PROGRAMS[name]
    report = evaluate_file(SourceFile("program.py", program), Config(keras=KERAS_3))
    assert report.diagnostics == ()
    options = Options(line_length=72)
    ours = {model.variable: _stripped("\n".join(keras3.table(model, options))) for model in report.models}
    for variable, table in tables(program).items():
        assert ours[variable] == table


LAYER = """
class Own(layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = layers.Dense(3)
        {init}

    def call(self, x, training=False):
        {call}

x = keras.Input((4,))
y = Own()({arguments})
"""
REFUSED = {
    "a property of Keras' own": LAYER.format(init="self.output = 3", call="return x", arguments="x"),
    "an attribute that no one set": LAYER.format(init="pass", call="return self.iner(x)", arguments="x"),
    "add_metric": LAYER.format(init="pass", call="self.add_metric(x, name='m'); return x", arguments="x"),
    "training by position": LAYER.format(init="pass", call="return self.inner(x)", arguments="x, True"),
    "the list of layers": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.layers = [layers.Dense(3)]

Net()
""",
    "shapes named after no argument": """
class Two(layers.Layer):
    def build(self, a_shape, c_shape):
        self.w = self.add_weight(shape=(a_shape[-1],), name="w")

    def call(self, a, b):
        return a * self.w * b

x = keras.Input((3,))
Two()(x, x)
""",
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_keras_refuses(name: str) -> None:
    program = HEAD + REFUSED[name]
    with pytest.raises((TypeError, ValueError, AttributeError, NotImplementedError)) as raised:
        tables(program)
    lines = {entry.lineno + 1 for entry in raised.traceback if str(entry.path).endswith("program.py")}
    (found,) = evaluate_file(SourceFile("program.py", program), Config(keras=KERAS_3)).diagnostics
    assert found.severity is Severity.ERROR
    assert found.location.line in lines
    assert found.message.startswith(raised.type.__name__)


# From runs of tf_keras 2.21: it gives `training` where the program does not, and lists layers beside a graph.
BEFORE_KERAS_3 = """
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.drop = layers.Dropout(0.1)

    def call(self, inputs, training):
        if not hasattr(self, "dense"):
            self.dense = layers.Dense(3)
        return self.dense(self.drop(inputs, training=training))

class Net(keras.Model):
    def __init__(self):
        i = keras.Input((4,))
        super().__init__(i, Block()(i))
        self.extra = layers.Dense(5)

model = Net()
"""


def test_knows_the_calls_of_tf_keras() -> None:
    report = evaluate_file(SourceFile("program.py", BEFORE_KERAS_3), Config(keras=TF_KERAS))
    assert report.diagnostics == ()
    (model,) = report.models
    assert [(row.class_name, row.built) for row in model.layers] == [
        ("InputLayer", True),
        ("Block", True),
        ("Dense", False),
    ]
    assert [str(weight.weight.shape) for weight in model.layers[1].weights] == ["(4, 3)", "(3,)"]


def test_a_name_that_tf_keras_keeps_for_itself() -> None:
    program = HEAD + LAYER.format(init="self.input_shape = (3,)", call="return x", arguments="x")
    assert evaluate_file(SourceFile("program.py", program), Config(keras=KERAS_3)).diagnostics == ()
    (found,) = evaluate_file(SourceFile("program.py", program), Config(keras=TF_KERAS)).diagnostics
    assert (found.code, found.location.line) == ("KC118", 10)
