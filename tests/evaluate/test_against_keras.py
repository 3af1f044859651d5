"""Whole programs: what Keras builds when it runs them, and what we find in their text.

The programs are our own, so this test may run them; every model that one of their variables holds is compared.
"""

from __future__ import annotations

from typing import Any

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import LayerNode, ModelGraph, params
from kerascount.source.files import SourceFile
from kerascount.values.dims import Free
from tests.evaluate.language_programs import LANGUAGE

HEAD = """
import numpy as np
import keras
from keras import layers, ops
"""

PROGRAMS = {
    **LANGUAGE,
    "names of tensors behind Lambda layers": """
a = layers.Dense(6)(keras.Input((8,)))
nested = keras.Model(a, layers.Lambda(lambda t: t - ops.mean(t, axis=1, keepdims=True))(a))
stack = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Lambda(lambda t: t * 2), layers.Dense(2)])
y = layers.Dense(4)(keras.Input((5,)))
behind_both = keras.Model(y, layers.Dense(3)(y))
z = layers.Dense(6)(keras.Input((5,)))
outputs = nested(z), layers.Lambda(lambda pair: pair[0] + pair[1])([z, z]), stack(keras.Input((3,)))
y = layers.Dense(4)(keras.Input((5,)))
behind_calls = keras.Model(y, layers.Dense(3)(y))
shaped = layers.Lambda(lambda t: t, output_shape=(6,))(z)
y = layers.Dense(4)(keras.Input((5,)))
behind_shaped = keras.Model(y, layers.Dense(3)(y))
""",
    "sequential list": """
model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)])
""",
    "sequential add": """
model = keras.Sequential(name="stack")
for units in (32, 16, 8):
    model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dropout(0.2))
model.build((None, 12))
""",
    "input_shape and names counted on": """
first = keras.Sequential([layers.Dense(4, input_shape=(3,)), layers.Dense(4)])
second = keras.Sequential([layers.Dense(4, input_dim=3)])
x = keras.Input((7,))
third = keras.Model(x, layers.Dense(2)(x))
""",
    "pop": """
model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
model.pop()
model.add(layers.Dense(5, name="head"))
""",
    "branches": """
a, b = keras.Input((8,), name="a"), keras.Input((4,), name="b")
x = layers.Dense(6, activation="relu")(a)
y = layers.Dense(6)(b)
merged = layers.add([x, y])
z = layers.Concatenate()([merged, x, y])
model = keras.Model([a, b], [layers.Dense(1, name="score")(z), layers.Dense(3)(merged)])
""",
    "shared layer": """
encode = layers.Dense(5, name="encode")
left, right = keras.Input((9,)), keras.Input((9,))
model = keras.Model([left, right], layers.Subtract()([encode(left), encode(right)]))
""",
    "nested models": """
inner_in = keras.Input((6,))
inner = keras.Model(inner_in, layers.Dense(4)(inner_in), name="inner")
tail = keras.Sequential([layers.Dense(3), layers.Dense(2)], name="tail")
x = keras.Input((6,))
model = keras.Model(x, tail(inner(x)))
""",
    "weights and layers are themselves wherever they are asked for": """
class Scale(layers.Layer):
    def __init__(self):
        super().__init__()
        self.w = self.add_weight(shape=(2, 3))
        self.b = self.add_weight(shape=(3,), trainable=False)
scale = Scale()
assert scale.weights == [scale.w, scale.b] and scale.trainable_weights == [scale.w]
assert scale.weights[1] is scale.b and scale.w is not scale.b
dense = layers.Dense(3)
model = keras.Sequential([keras.Input((4,)), dense])
assert model.layers == [dense] and model.weights == dense.weights == [dense.kernel, dense.bias]
""",
    "losses that regularizers and calls add": """
class Penalty(layers.Layer):
    def call(self, x):
        self.add_loss(ops.sum(x))
        return x
penalty = Penalty()
penalty(np.zeros((2, 2)))
assert len(penalty.losses) == 1
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, kernel_regularizer="l2")])
assert len(model.losses) == 1
plain = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
assert plain.losses == []
""",
    "a built model called on what is not known": """
import os
model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
try:
    model(np.load(os.environ["ARRAY"]))
except (KeyError, OSError):
    pass
""",
    "model on another size": """
i = keras.Input((None, None, 3))
conv = keras.Model(i, layers.Conv2D(4, 3)(i))
x = keras.Input((32, 32, 3))
model = keras.Model(x, layers.GlobalAveragePooling2D()(conv(x)))
""",
    "inner tensor as input": """
x = keras.Input((5,))
h = layers.Dense(4, name="hidden")(x)
y = layers.Dense(3)(layers.Activation("relu")(h))
whole = keras.Model(x, y)
upper = keras.Model(h, y)
""",
    "frozen layers": """
x = keras.Input((5,))
h = layers.BatchNormalization()(layers.Dense(4)(x))
model = keras.Model(x, layers.Dense(2)(h))
for layer in model.layers[:-1]:
    layer.trainable = False
""",
    "frozen base": """
base = keras.Sequential([keras.Input((8,)), layers.Dense(6), layers.BatchNormalization()])
base.trainable = False
base.layers[0].trainable = True
x = keras.Input((8,))
model = keras.Model(x, layers.Dense(1)(base(x, training=False)))
""",
    "frozen before it is built": """
model = keras.Sequential([keras.Input((8,)), layers.Dense(6, trainable=False), layers.Dense(2)])
""",
    "dtype policies": """
x = keras.Input((4,))
half = layers.Dense(3, dtype=keras.DTypePolicy("float16"))
mixed = layers.Dense(2 if half.compute_dtype == "float16" else 9, dtype="mixed_float16")
model = keras.Model(x, layers.Dense(3 if mixed.dtype == "float32" else 9)(mixed(half(x))))
""",
    "quantized layers and their copies": """
x = keras.Input((6, 4))
dense = layers.Dense(5, dtype="int8_from_float32")
split = layers.EinsumDense("btd,dnh->btnh", (None, 2, 3), dtype="int4/2_from_float32")
merge = layers.EinsumDense("btnh,nhd->btd", (None, 5), bias_axes="d", dtype="int8_from_mixed_bfloat16")
model = keras.Model(x, type(dense).from_config(dense.get_config())(merge(split(x))))
""",
    "a copy of a layer that keeps its name to itself": """
layer = layers.SpatialDropout1D(0.2)
x = keras.Input((5, 4))
model = keras.Model(x, type(layer).from_config(layer.get_config())(x))
""",
    "a table that is built without a shape": """
table = layers.Embedding(10, 4)
table.build()
table.enable_lora(2)
model = keras.Sequential([keras.Input((3,)), table])
""",
    "masks": """
x = keras.Input((5,), dtype="int32")
e = layers.Embedding(10, 4, mask_zero=True)(x)
h = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(layers.SpatialDropout1D(0.1)(e))
model = keras.Model(x, layers.TimeDistributed(layers.Dense(4))(h))
""",
    "masks of merged inputs": """
x = keras.Input((5,), dtype="int32")
e = layers.Embedding(10, 4, mask_zero=True)(x)
y = layers.LSTM(3, return_sequences=True)(e)
model = keras.Model(x, layers.LSTM(2)(layers.Concatenate()([e, y])))
""",
    "masking layer": """
x = keras.Input((5, 4))
model = keras.Model(x, layers.GRU(3)(layers.Masking()(x)))
""",
    "operations": """
x = keras.Input((6, 4))
y = ops.relu(x[:, 0] * 2.0 + 1.0)
z = ops.concatenate([y, ops.mean(x, axis=1)], axis=-1)
model = keras.Model(x, layers.Dense(2)(-z))
""",
    "attention": """
x = keras.Input((7, 16))
h = layers.MultiHeadAttention(num_heads=2, key_dim=8, dropout=0.1)(x, x)
h = layers.LayerNormalization()(layers.Dropout(0.1)(h) + x)
model = keras.Model(x, h)
""",
    "recurrent states": """
x = keras.Input((7, 3))
sequence, h, c = layers.LSTM(4, return_sequences=True, return_state=True)(x)
again = layers.LSTM(4)(sequence, initial_state=[h, c])
model = keras.Model(x, [again, h])
""",
    "own layer with build": """
class Linear(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
        self.b = self.add_weight(shape=(self.units,), trainable=False, name="b")

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b


model = keras.Sequential([keras.Input((6,)), Linear(5), Linear(2, name="last")])
""",
    "own layer of layers": """
class Block(layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.convs = [layers.Conv2D(filters, 3, padding="same") for _ in range(2)]
        self.norm = layers.BatchNormalization()

    def call(self, x, training=False):
        for conv in self.convs:
            x = conv(x)
        return ops.relu(self.norm(x, training=training))


x = keras.Input((16, 16, 3))
model = keras.Model(x, layers.GlobalMaxPooling2D()(Block(8)(Block(4)(x))))
""",
    "reshape inside call": """
class Heads(layers.Layer):
    def call(self, x):
        batch, steps = ops.shape(x)[0], ops.shape(x)[1]
        y = ops.reshape(x, (batch, steps, 4, -1))
        return ops.reshape(ops.transpose(y, (0, 2, 1, 3)), (batch * 4, steps, -1))


x = keras.Input((None, 32))
model = keras.Model(x, Heads()(x))
""",
    "lambda": """
x = keras.Input((4, 6))
model = keras.Model(x, layers.Lambda(lambda t: ops.sum(t * 2, axis=1))(x))
""",
    "subclassed model": """
class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.hidden = layers.Dense(units)
        self.out = layers.Dense(2)

    def call(self, x):
        return self.out(self.hidden(x))


model = Net(7)
model(np.zeros((3, 5), "float32"))
""",
    "subclass of functional": """
class Net(keras.Model):
    def __init__(self):
        x = keras.Input((5,))
        super().__init__(x, layers.Dense(2)(x), name="net")


model = Net()
""",
    "builder functions": """
def block(x, filters, stride=1, name=None):
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv")(x)
    y = layers.BatchNormalization(name=f"{name}_bn")(y)
    if stride != 1 or x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1, strides=stride, name=f"{name}_skip")(x)
    return layers.ReLU(name=f"{name}_out")(layers.add([x, y]))


def build(shape=(32, 32, 3), widths=(8, 16), classes=10):
    inputs = x = keras.Input(shape)
    for i, width in enumerate(widths):
        for j in range(2):
            x = block(x, width, stride=2 if j == 0 and i else 1, name=f"s{i}b{j}")
    return keras.Model(inputs, layers.Dense(classes)(layers.GlobalAveragePooling2D()(x)))


model = build()
small = build((16, 16, 1), widths=[4])
""",
    "data": """
x_train = np.random.rand(64, 20, 3).astype("float32")
y_train = keras.utils.to_categorical(np.random.randint(0, 5, 64), 5)
model = keras.Sequential([
    keras.Input(x_train.shape[1:]),
    layers.Conv1D(4, 3),
    layers.Flatten(),
    layers.Dense(y_train.shape[1]),
])
""",
    "a wrapper that builds the layer inside by itself": """
class Scaled(layers.Wrapper):
    def build(self, input_shape):
        self.layer.build(input_shape)
        self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")

    def call(self, inputs):
        return self.layer(inputs * self.scale)

x = keras.Input((8, 3))
model = keras.Model(x, Scaled(layers.Dense(4))(x))
""",
    "steps through models and functions": """
inner = keras.Sequential([keras.Input((6, 6, 3)), layers.Conv2D(4, 3), layers.Flatten()])
x = keras.Input((5, 6, 6, 3))
y = layers.TimeDistributed(inner)(x)
z = layers.TimeDistributed(layers.Lambda(lambda t: ops.mean(t, axis=-1)))(x)
model = keras.Model(x, [y, z])
""",
    "cells that are not told `trainable`": """
x = keras.Input((2, 4, 3))
model = keras.Model(x, layers.ConvLSTM1D(2, 3, trainable=False)(x))
""",
    "shapes asked of several inputs": """
attention = layers.MultiHeadAttention(2, 3, output_shape=(3, 2))
shape = attention.compute_output_shape((7, 4, 8), (7, 2, 8), None)
named = attention.compute_output_shape(value_shape=(7, 2, 8), query_shape=(7, 5, 8))
x = keras.Input(shape[1:])
y = keras.Input(named[1:])
model = keras.Model([x, y], [layers.Dense(2)(x), layers.Dense(2)(y)])
""",
    "lists for arrays": """
encode = layers.CategoryEncoding(num_tokens=3)
rows = encode([[0, 1], [1, 2]])
halves = layers.Rescaling(0.5)([1.0, 2.0])
x = keras.Input((rows.shape[-1],))
model = keras.Model(x, layers.Dense(halves.shape[0])(x))
""",
    "jax functions": """
import jax
import jax.numpy as jnp

def init(rng, inputs):
    first, second = jax.random.split(rng)
    return {"w": jax.random.normal(first, (inputs.shape[-1], 5)), "b": jnp.zeros((5,))}

def apply(params, inputs):
    return jax.nn.relu(jnp.matmul(inputs, params["w"]) + params["b"])

x = keras.Input((6, 4))
given = layers.JaxLayer(lambda params, inputs: inputs @ params, params=np.ones((4, 3), "float32"))
model = keras.Model(x, [given(x)])
""",
    "deferred build by fit": """
model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.zeros((48, 6)), np.zeros((48, 1)), verbose=0)
""",
}


def real_models(program: str) -> dict[str, Any]:
    import keras

    keras.utils.clear_session()
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(program, "program.py", "exec"), names)
    return {name: value for name, value in names.items() if isinstance(value, keras.Model)}


def real_rows(model: Any) -> list[tuple[Any, ...]]:
    rows = getattr(model, "_operations", None) or model.layers
    return [_real_row(row) for row in rows]


def _real_row(row: Any) -> tuple[Any, ...]:
    weights = getattr(row, "weights", [])
    trainable = sum(_size(w) for w in getattr(row, "trainable_weights", []))
    return row.name, type(row).__name__, _real_shape(row), sum(map(_size, weights)), trainable


def _real_shape(row: Any) -> Any:
    import keras

    if not row._inbound_nodes:
        return None  # subclassed models keep no graph
    return keras.tree.map_structure(lambda x: tuple(x.shape), row._inbound_nodes[-1].output_tensors)


def _size(weight: Any) -> int:
    size = 1
    for n in weight.shape:
        size *= n
    return size


def our_row(row: LayerNode) -> tuple[Any, ...]:
    shape = _plain(row.output_shape) if row.calls or row.is_operation else None
    return row.name, row.class_name, shape, params(row.weights), params(row.weights, trainable=True)


def _plain(shape: Any) -> Any:
    if isinstance(shape, list):
        return [_plain(item) for item in shape]
    return tuple(None if isinstance(size, Free) else size for size in shape)


def _single(shape: Any) -> Any:
    return shape[0] if isinstance(shape, list) and len(shape) == 1 else shape


@pytest.mark.filterwarnings("ignore::UserWarning")  # Keras warns of what old programs do
@pytest.mark.parametrize("name", PROGRAMS)
def test_finds_what_keras_builds(name: str) -> None:
    program = HEAD + PROGRAMS[name]
    report = evaluate_file(SourceFile("program.py", program), Config())
    assert report.diagnostics == ()
    ours: dict[str | None, ModelGraph] = {model.variable: model for model in report.models}
    for variable, real in real_models(program).items():
        model = ours[variable]
        assert (model.name, model.class_name) == (real.name, type(real).__name__)
        assert [_normal(our_row(row)) for row in model.layers] == [_normal(row) for row in real_rows(real)]
        assert params(model.weights) == real.count_params()
        assert params(model.weights, trainable=True) == sum(map(_size, real.trainable_weights))


def _normal(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_single(item) for item in row)


REFUSED = {
    "a dtype that is no policy": """
layers.Flatten(dtype=3)
""",
    "a policy as the dtype of an input": """
x = keras.Input((4,), dtype=keras.DTypePolicy("float16"))
""",
    "an activity regularizer that does not exist": """
layers.Dropout(0.5, activity_regularizer="weight_decay")
""",
    "a regularizer of less than nothing": """
layers.Dense(3, kernel_regularizer=keras.regularizers.L2(-0.1))
""",
    "an initializer for matrices on a vector": """
layer = layers.Dense(3, bias_initializer=keras.initializers.Identity())
y = layer(keras.Input((4,)))
""",
    "an array of another shape as initializer": """
layer = layers.Dense(3, kernel_initializer=np.zeros((3, 4)))
y = layer(keras.Input((4,)))
""",
    "a kernel that is found too large when built": """
layer = layers.Conv2D(4, 5)
layer.build((None, 3, 3, 2))
""",
    "an axis beyond the shape that is asked about": """
shape = layers.BatchNormalization(axis=4).compute_output_shape((None, 3))
""",
    "add with arguments of the layer": """
model = keras.Sequential([keras.Input((3,))])
model.add(layers.Dense(5), activation="relu")
""",
    "get_layer with too much": """
model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
model.get_layer("dense", 1, 2)
""",
    "attention whose projections get no initializer": """
x = keras.Input((7, 16))
y = layers.MultiHeadAttention(2, 8, kernel_initializer=None)(x, x)
""",
    "attention on a tuple": """
x = keras.Input((7, 16))
y = layers.Attention()((x, x))
""",
    "steps through a layer that does not tell its shape": """
class Twice(layers.Layer):
    def call(self, inputs):
        return inputs * 2

x = keras.Input((5, 6, 3))
y = layers.TimeDistributed(Twice())(x)
""",
    "steps that do not fit the model inside": """
inner = keras.Sequential([keras.Input((6, 6, 3)), layers.Conv2D(4, 3)])
y = layers.TimeDistributed(inner)(keras.Input((5, 8, 8, 3)))
""",
    "build without the second shape": """
attention = layers.MultiHeadAttention(2, 8)
attention.build((None, 7, 16))
""",
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_keras_refuses(name: str) -> None:
    program = HEAD + REFUSED[name]
    with pytest.raises((TypeError, ValueError, AttributeError, NotImplementedError)) as raised:
        real_models(program)
    line = next(entry.lineno + 1 for entry in raised.traceback if str(entry.path).endswith("program.py"))
    (found,) = evaluate_file(SourceFile("program.py", program), Config()).diagnostics
    assert (found.severity, found.location.line) == (Severity.ERROR, line)
    assert found.message.startswith(raised.type.__name__)


def test_a_call_that_a_stand_in_does_not_fit_is_unknown() -> None:
    program = (
        HEAD + "x = keras.Input((3,))\nn = np.zeros(1, 2, 3, 4, 5, 6, 7, 8, nothing=9)\nmodel = keras.Model(x, x)\n"
    )
    report = evaluate_file(SourceFile("program.py", program), Config())
    assert [model.variable for model in report.models] == ["model"]
