"""What programs do with Keras tensors, functions, variables and built layers, against the real Keras 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import ModelGraph, params
from kerascount.source.files import SourceFile
from tests.evaluate.keras.judge import ours, real
from tests.evaluate.test_against_keras import HEAD, real_models

# Keras itself warns of what these programs do, and of how it calls NumPy.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")

BUILDS = {
    "operators and methods": """
        x = keras.Input((4,))
        y = 2 < x
        z = (x != None) | (x == x)
        m = keras.Model(x, [y, z, round(x) ** 2, pow(x, 2), x.reshape((-1, 2)), x[:, :1].squeeze(1), abs(-x)])
        n = keras.Sequential([keras.Input((4,)), layers.Dense(3 if isinstance(x, keras.KerasTensor) else 4)])
        """,
    "functions in operations": """
        x = keras.Input((5, 4))
        rows = ops.map(lambda row: ops.sum(row, axis=-1), x)
        pairs = ops.vectorized_map(lambda two: two[0] + two[1], (x, x))
        last, steps = ops.scan(lambda carry, row: (carry + 1, row * 2), 0, x)
        best = ops.cond(ops.sum(x) > 0, lambda: ops.ones((3,)), lambda: ops.zeros((3,)))
        both = ops.switch(0, [lambda t: t[..., :1], lambda t: t], x)
        count, same = ops.while_loop(lambda i, t: i < 3, lambda i, t: (i + 1, t * 2), (ops.sum(x), x))
        m = keras.Model(x, [rows, pairs, last, steps, best, both, same])
        """,
    "a size alone in a row": """
        x = keras.Input((), name="x")
        m = keras.Model(x, ops.relu(x))
        """,
    "from the middle of a graph": """
        i = keras.Input((8,))
        a = layers.Dense(4)(i)
        c = layers.Dense(2)(layers.Dense(3)(a))
        n = keras.Model(a, c)
        p = keras.Model([a, i], [c, layers.Add()([a, layers.Dense(4)(i)])])
        r = keras.models.clone_model(n)
        t = keras.Model(r.layers[1].output, r.output)
        """,
    "clones of models inside": """
        inner = keras.Sequential([keras.Input((4,)), layers.Dense(4, name="u"), layers.Dropout(0.3)], name="inner")
        x = keras.Input((4,))
        m = keras.Model(x, layers.Dense(2)(inner(x)))

        def noisier(layer):
            if isinstance(layer, layers.Dropout):
                return layers.Dropout(0.5, name=layer.name + "_more")
            return layer.__class__.from_config(layer.get_config())

        k = keras.models.clone_model(m, clone_function=noisier, recursive=True)
        j = keras.models.clone_model(m, call_function=lambda layer, *args, **kwargs: layer(*args, **kwargs))
        n = keras.Sequential([keras.Input((4,)), *k.layers[1].layers])
        """,
    "the name behind the name": """
        m = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
        m._name = "nothing"
        m.layers[0].name = "first"
        """,
    "loops do not rename": """
        base = keras.Sequential([keras.Input((4,)), layers.Dense(3)], name="base")
        x = keras.Input((4,))
        m = keras.Model(x, layers.Dense(2)(base(x)))
        sizes = [layer.count_params() for layer in m.layers]
        """,
    "several outputs by name": """
        x = keras.Input((4,))
        m = keras.Model(x, {"b": layers.Dense(2)(x), "a": layers.Dense(3)(x)})
        n = keras.Sequential([keras.Input(m.output_shape[0][1:]), layers.Dense(1)])
        """,
    "an activation by its name": """
        d = layers.Dense(3, activation="relu")
        m = keras.Sequential([keras.Input((4,)), layers.Dense(2, name=d.activation.__name__)])
        """,
}
RAISES = {
    "len": "len(keras.Input((4,)))",
    "int": "int(keras.Input((4,)))",
    "shift": "keras.Input((4,)) << 1",
    "plus": "+keras.Input((4,))",
    "get_shape": "keras.Input((4,)).get_shape()",
    "a loop over numbers": "ops.while_loop(lambda i, t: i < 3, lambda i, t: (i + 1, t), (0, keras.Input((4,))))",
    "a weight of a number": "layers.Dense(2).add_weight(shape=3)",
    "lora before the build": "layers.Dense(2).enable_lora(2)",
    "a function to call a stack": "keras.models.clone_model(keras.Sequential([keras.Input((4,)), layers.Dense(2)]), "
    "call_function=lambda layer, *args: layer(*args))",
    "a weight made in call": """
        class Late(layers.Layer):
            def call(self, x):
                return x @ self.add_weight(shape=(4, 2))

        Late()(keras.Input((4,)))
        """,
    "a layer set after the build": """
        class Own(layers.Layer):
            def build(self, shape):
                self.first = layers.Dense(2)
                self.first.build(shape)

            def call(self, x):
                return self.first(x)

        own = Own()
        own(np.zeros((1, 3)))
        own.second = layers.Dense(3)
        """,
}
COUNTS = {
    "a subclass that was only told its shape": """
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.stack = keras.Sequential([layers.Dense(2), layers.Dense(1)])
                self.head = keras.Sequential([keras.Input((1,)), layers.Dense(5)])

            def call(self, x):
                return self.head(self.stack(x))

        m = Net()
        m.build((None, 6))
        n = Net()
        n(np.zeros((2, 6)))
        """,
    "variables": """
        class Own(layers.Layer):
            def __init__(self):
                super().__init__()
                self.a = keras.Variable(np.zeros((3, 2)))
                self.steps = keras.Variable(0, trainable=False, dtype="int32")
                self.seed = keras.random.SeedGenerator(1)
                self.more = [keras.Variable("zeros", shape=(7,))]

            def build(self, shape):
                self.w = self.add_weight((shape[-1], 3))

            def call(self, x):
                return x @ self.w @ self.a + keras.random.normal(ops.shape(x)[:1] + (2,), seed=self.seed)

        model = keras.Sequential([keras.Input((4,)), Own()])
        frozen = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.BatchNormalization()])
        for layer in frozen.layers:
            for weight in layer.weights:
                weight.trainable = False
        """,
    "lora": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(6), layers.Dense(5, lora_rank=2)])
        model.layers[0].enable_lora(3)
        """,
    "quantized": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(6), layers.ReLU(), layers.Dense(5)])
        model.quantize("int8")
        """,
    "a clone of frozen layers": """
        x = keras.Input((8,))
        model = keras.Model(x, layers.Dense(2)(layers.Dense(3)(x)))
        model.layers[1].trainable = False
        clone = keras.models.clone_model(model)
        """,
}


def program(text: str) -> str:
    from textwrap import dedent

    return HEAD + dedent(text)


@pytest.mark.parametrize("title", BUILDS)
def test_models_are_those_of_keras(title: str, tmp_path: Path) -> None:
    expected, found = real(program(BUILDS[title])), ours(program(BUILDS[title]), tmp_path)
    assert (expected.error, found.error) == (None, None)
    assert found.models == expected.models


@pytest.mark.parametrize("title", RAISES)
def test_errors_are_those_of_keras(title: str, tmp_path: Path) -> None:
    expected, found = real(program(RAISES[title])), ours(program(RAISES[title]), tmp_path)
    assert expected.error is not None
    assert found.error is not None
    assert found.error[1] == expected.error[1]  # we name the line inside `call`


@pytest.mark.parametrize("title", COUNTS)
def test_counts_are_those_of_keras(title: str) -> None:
    text = program(COUNTS[title])
    found: dict[str | None, ModelGraph] = {
        model.variable: model for model in evaluate_file(SourceFile("program.py", text), Config()).models
    }
    for name, model in real_models(text).items():
        trainable = sum(_size(weight.shape) for weight in model.trainable_weights)
        others = sum(_size(weight.shape) for weight in model.non_trainable_weights)
        weights = found[name].weights
        assert (params(weights, trainable=True), params(weights, trainable=False)) == (trainable, others)


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for length in shape:
        size *= length
    return size
