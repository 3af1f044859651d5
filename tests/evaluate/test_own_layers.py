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
from kerascount.values.dims import FREE
from kerascount.versions import KERAS_3, TF_KERAS, Generation

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


# What the layers of a model are in tf_keras 2.21, and what they are in Keras 3.15.1.
TRACKED = {
    "self.x = []; self.y = [layer('y')]; self.x.append(layer('x')); self.y.append(layer('z'))": ("x y z", "y x z"),
    "self.x = layer('a'); self.y = layer('b'); self.x = layer('c')": ("b c", "a b c"),
    "self.x = {}; self.y = layer('y'); self.x['k'] = layer('k'); self.x['a'] = layer('a')": ("a k y", "y k a"),
    "self.x = [[], []]; self.y = layer('y'); self.x[1].append(layer('p')); self.x[0].append(layer('q'))":
        ("q p y", "y p q"),
    "self.x = [layer('a'), layer('b')]; self.y = layer('y'); self.x[0] = layer('c')": ("c b y", "a b y"),
    "self.x = [layer('a'), layer('b')]; self.y = layer('y'); self.x.pop()": ("a y", "a y"),
    "self.x = [layer('a')]; self.y = layer('y'); self.x.insert(0, layer('i'))": ("i a y", "a y i"),
    "self.x = layer('a'); self.y = layer('b'); self.x = None": ("b", "a b"),
}  # fmt: skip


@pytest.mark.parametrize("body", TRACKED)
@pytest.mark.parametrize("generation", [TF_KERAS, KERAS_3])
def test_the_order_in_which_layers_are_tracked(generation: Generation, body: str) -> None:
    program = f"""{HEAD}
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        layer = lambda name: layers.Dense(2, name=name)
        {body}

model = Net()
"""
    (model,) = evaluate_file(SourceFile("program.py", program), Config(keras=generation)).models
    assert " ".join(row.name for row in model.layers) == TRACKED[body][generation is KERAS_3]


ANY_ARGUMENTS = """
import tf_keras as keras

class Sum(keras.layers.Layer):
    def call(self, x, *others):
        return x + others[0]

class Frozen(keras.layers.BatchNormalization):
    def call(self, *args, **kwargs):
        return super().call(*args, **{**kwargs, "training": False})

x = keras.Input((3,))
model = keras.Model(x, Frozen()(Sum()(x, keras.layers.Dense(3)(x))))
"""


def test_calls_that_take_any_arguments() -> None:
    report = evaluate_file(SourceFile("program.py", ANY_ARGUMENTS), Config(keras=TF_KERAS))
    assert report.diagnostics == ()
    assert report.models[0].layers[-1].output_shape == (FREE, 3)
    assert len(report.models[0].layers[-1].weights) == 4


@pytest.mark.parametrize(("generation", "error"), [(TF_KERAS, "TypeError"), (KERAS_3, "ValueError")])
def test_an_argument_that_no_layer_takes(generation: Generation, error: str) -> None:
    program = f"{HEAD}\nclass Own(layers.Layer):\n    pass\n\nOwn(units=3)\n"
    (found,) = evaluate_file(SourceFile("program.py", program), Config(keras=generation)).diagnostics
    assert found.message.startswith(error)


def test_weights_without_a_name_are_counted_in_keras_3() -> None:
    program = (
        f"{HEAD}\nclass Own(layers.Layer):\n    def build(self, shape):\n        self.a = self.add_weight(shape=(2,))"
        "\n        self.b = self.add_weight(shape=(2,))\n    def call(self, x):\n        return x\n"
        "\nmodel = keras.Sequential([keras.Input((2,)), Own()])\n"
    )
    (model,) = evaluate_file(SourceFile("program.py", program), Config(keras=KERAS_3)).models
    assert [weight.weight.name for weight in model.layers[0].weights] == ["variable", "variable_1"]
