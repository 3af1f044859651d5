"""`compile`, `fit` and their kin: the statement at which the real Keras raises is the one that is reported.

Keras 3 with jax judges every program, `run_eagerly` because it is faster for one step and raises the same.
"""

from __future__ import annotations

import os
import traceback
import warnings
from itertools import product
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("KERAS_BACKEND", "jax")

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.keras import constructors
from kerascount.evaluate.keras.training import identifiers, signatures
from kerascount.evaluate.keras.training.losses import LOSSES
from kerascount.graph import params
from kerascount.values.shape import shape_text
from kerascount.versions import KERAS_3
from tests.evaluate.keras import record_constructors

HEAD = """\
import keras
import numpy as np
from keras import layers

x, y, w = np.zeros((10, 3)), np.zeros((10, 2)), np.zeros(10)
"""
MODELS = {
    "sequential": 'model = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="out")])',
    "deferred": "model = keras.Sequential([layers.Dense(2)])",
    "functional": 'i = keras.Input((3,))\nmodel = keras.Model(i, layers.Dense(2, name="out")(i))',
    "steps": "i = keras.Input((5, 3))\nmodel = keras.Model(i, layers.Dense(2)(i))",
    "list": "i = keras.Input((3,))\n"
    'model = keras.Model(i, [layers.Dense(2, name="a")(i), layers.Dense(2, name="b")(i)])',
    "dict": "i = keras.Input((3,))\nmodel = keras.Model(i, {'p': layers.Dense(2)(i), 'q': layers.Dense(2)(i)})",
    "two inputs": 'i, j = keras.Input((3,), name="a"), keras.Input((2,), name="b")\n'
    "model = keras.Model([i, j], layers.Dense(2)(layers.concatenate([i, j])))",
    "lstm": "model = keras.Sequential([keras.Input((None, 3)), layers.LSTM(4), layers.Dense(2)])",
    "subclass": """\
class Two(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(2)
    def call(self, inputs):
        return [self.dense(inputs), self.dense(inputs)]
model = Two()""",
}


def program(model: str, *lines: str) -> str:
    return HEAD + MODELS[model] + "\n" + "\n".join(lines) + "\n"


def theirs(source: str) -> int | None:
    """The line of the program at which the real Keras raises."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(source, "program.py", "exec"), {"__name__": "__main__"})
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "program.py"]
        return frames[-1].lineno
    return None


def ours(source: str, folder: Path) -> int | None:
    """The line of the first error that is reported."""
    path = folder / "program.py"
    path.write_text(source, encoding="utf-8")
    (file,) = analyze([str(path)], Config(keras=KERAS_3)).files
    return next((item.location.line for item in file.diagnostics if item.severity is Severity.ERROR), None)


def agree(source: str, folder: Path) -> None:
    real, said = theirs(source), ours(source, folder)
    assert said == real, source


# --- names

VALUE_OF = {"losses": identifiers.find_loss, "metrics": identifiers.find_metric}


@pytest.mark.parametrize("module", ["losses", "metrics"])
def test_the_strings_are_those_of_keras(module: str) -> None:
    from keras.src import losses, metrics

    real = {"losses": losses, "metrics": metrics}[module]
    for name in [*real.ALL_OBJECTS_DICT, "Mse", "", "categorical_cross_entropy", "mean_square_error"]:
        assert _takes(real.get, name) == _takes(VALUE_OF[module], name), name


def test_the_optimizers_are_those_of_keras() -> None:
    from keras.src import optimizers

    for name in [*optimizers.ALL_OBJECTS_DICT, "Adam", "SGD", "adamm", "rms"]:
        assert _takes(optimizers.get, name) == _takes(
            lambda one: identifiers.check_optimizer(one, frozenset()), name
        ), name


def _takes(function: Any, name: str) -> bool:
    try:
        function(name)
    except Exception:
        return False
    return True


def test_the_signatures_are_those_of_keras() -> None:
    import inspect

    import keras

    for method, names in signatures.SIGNATURES.items():
        real = [name for name, item in inspect.signature(getattr(keras.Model, method)).parameters.items()]
        assert [name for name in real if name not in ("self", "kwargs")] == list(names), method


def test_the_constructors_are_those_of_keras() -> None:
    assert dict(record_constructors.constructors()) == constructors.recorded()


CONSTRUCTED = [
    *(f"keras.optimizers.{one}" for one in ("Adam(lr=0.1)", "SGD(0.1, decay=0.1)", "SGD(0.1, learning_rate=0.1)")),
    *(f"keras.losses.{one}" for one in ("Huber(from_logits=True)", "Huber(2.0)")),
    *(f"keras.callbacks.{one}" for one in ("ModelCheckpoint()", "EarlyStopping(patience=2)", "TensorBoard(write=1)")),
    "keras.optimizers.schedules.ExponentialDecay(0.1, 10)",
    "keras.regularizers.l2(l=0.1)",
]


@pytest.mark.parametrize("made", CONSTRUCTED)
def test_constructors(made: str, tmp_path: Path) -> None:
    agree(HEAD + f"made = {made}\n", tmp_path)


INITIALIZERS = ("shape, dtype=None", "shape, name=None", "*args, **kwargs", "shape, *, dtype")


@pytest.mark.parametrize("parameters", INITIALIZERS)
def test_initializers_of_the_program_are_given_a_dtype(parameters: str, tmp_path: Path) -> None:
    made = f"def ones({parameters}):\n    return np.ones((3, 2))\n"
    agree(HEAD + made + "layer = layers.Dense(2, kernel_initializer=ones)\nlayer(keras.Input((3,)))\n", tmp_path)


# --- losses and metrics

FAMILIES: dict[str, list[tuple[int, ...]]] = {
    "mse": [(), (1,), (3,), (4,), (5,), (5, 3)],
    "hinge": [(3,), (5, 3)],
    "binary_crossentropy": [(), (1,), (3,)],
    "categorical_crossentropy": [(), (1,), (3,), (5, 3)],
    "sparse_categorical_crossentropy": [(), (1,), (3,), (5,), (5, 1)],
    "dice": [(3,), (5,)],
}
OUTPUTS: list[tuple[int, ...]] = [(1,), (3,), (5, 3)]
GRID = [(loss, output, label) for loss, labels in FAMILIES.items() for output, label in product(OUTPUTS, labels)]


@pytest.mark.parametrize(("loss", "output", "label"), GRID)
def test_labels_against_losses(loss: str, output: tuple[int, ...], label: tuple[int, ...], tmp_path: Path) -> None:
    agree(on_labels(output, label, f'loss="{loss}"'), tmp_path)


METRICS: dict[str, list[tuple[int, ...]]] = {
    "accuracy": [(), (1,), (3,), (4,)],
    "binary_crossentropy": [()],
    "auc": [(3,)],
    "f1_score": [(1,), (5,)],
    "categorical_accuracy": [(5,)],
    "top_k_categorical_accuracy": [(), (5, 3)],
}


@pytest.mark.parametrize(
    ("metric", "output", "label"),
    [(metric, output, label) for metric, labels in METRICS.items() for output, label in product(OUTPUTS, labels)],
)
def test_labels_against_metrics(metric: str, output: tuple[int, ...], label: tuple[int, ...], tmp_path: Path) -> None:
    agree(on_labels(output, label, f'metrics=["{metric}"]'), tmp_path)


def on_labels(output: tuple[int, ...], label: tuple[int, ...], compiled: str) -> str:
    """A model that gives what it gets, evaluated on labels of some shape."""
    data, labels = shape_text((6, *output)), shape_text((6, *label))
    return HEAD + (
        f"i = keras.Input({output})\n"
        "model = keras.Model(i, layers.Activation('sigmoid')(i))\n"
        f"model.compile('sgd', {compiled}, run_eagerly=True)\n"
        f"model.evaluate(np.zeros({data}), np.zeros({labels}), verbose=0)\n"
    )


ONE_OF = (
    "[rows[0], rows[1]][np.random.randint(2)]",
    "{0: rows[0], 1: rows[1]}[np.random.randint(2)]",
    "[rows[0], rows[1][:2]][np.random.randint(2)]",
)


@pytest.mark.parametrize("row", ONE_OF)
def test_one_of_several_arrays_alike(row: str, tmp_path: Path) -> None:
    lines = ("rows = np.eye(3)", f"labels = np.stack([{row}] * 10)", "model.fit(x, labels, verbose=0)")
    source = program("sequential", 'model.compile("sgd", "categorical_crossentropy")', *lines)
    assert (ours(source, tmp_path) is None) == ("[:2]" in row)


def test_every_loss_with_a_name_is_known() -> None:
    assert LOSSES.keys() == identifiers.LOSS_FUNCTIONS - {"circle"}


# --- compile

COMPILED = [
    *(("sequential", f"optimizer={one}") for one in ('"adamm"', '"ADAM"', "keras.optimizers.Adam", "0.1", "None")),
    ("sequential", "optimizer=keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)"),
    *(("sequential", one) for one in ('losses="mse"', 'metrics="accuracy"', "loss_weights=1", "loss_weights=1.0")),
    *(("sequential", f"loss={one}") for one in ('"mean_square_error"', "3", '{"out": "mse"}', '["mse", "mae"]', "[]")),
    *(("sequential", f"loss={one}") for one in ("keras.losses.Huber()", "keras.losses.Huber", "keras.losses.huber")),
    *(("sequential", f"metrics={one}") for one in ('["mean_abs_error"]', "[3]", "[None]", '{"any": "mae"}')),
    *(("functional", f"loss={one}") for one in ('{"out": "mse"}', '{"foo": "mse"}', "lambda a, b: keras.ops.mean(b)")),
    *((kind, f"loss={one}") for kind in ("list", "subclass") for one in ('"mse"', '["mse"] * 3', '{"a": "mse"}')),
    *(("list", f"loss={one}") for one in ('{"a": "mse", "b": "mse"}', '["mse", None]', '["mse", "foo"]')),
    *(("list", f"metrics={one}") for one in ('["mae"]', '["mae", "mae"]', '{"a": "mae"}', '{"c": "mae"}')),
    *(("list", f"loss_weights={one}") for one in ("[1.0]", "[1.0, 2.0]")),
    *(("dict", f"loss={one}") for one in ('{"p": "mse"}', '{"out": "mse"}', '"mse"')),
]


@pytest.mark.parametrize(("model", "compiled"), COMPILED)
def test_compile(model: str, compiled: str, tmp_path: Path) -> None:
    given = {"optimizer": '"sgd"', "loss": '"mse"', "run_eagerly": "True"}
    given.pop(compiled.partition("=")[0], None)
    rest = ", ".join(f"{key}={value}" for key, value in given.items())
    labels = {"list": "[y, y]", "subclass": "[y, y]", "dict": "{'p': y, 'q': y}"}.get(model, "y")
    agree(program(model, f"model.compile({compiled}, {rest})", f"model.fit(x, {labels}, verbose=0)"), tmp_path)


# --- data

CALLS = [
    *(
        ("sequential", f"fit({one})")
        for one in ("x, y[:5]", "x, [y]", "x, {'out': y}", "x", "x, y, epoch=2", "x.tolist(), y")
    ),
    *(
        ("sequential", f"fit({one}, y)")
        for one in ("x[:, :2]", "np.zeros((10, 3, 1))", "np.zeros((10, 3, 3))", "[x, x]")
    ),
    *(
        ("sequential", f"fit(x, y, validation_data={one})")
        for one in ("(x, y)", "(x, x)", "(x, y, w, w)", "(x[:, :2], y)")
    ),
    *(("sequential", f"fit(x, y, validation_split={one})") for one in ("0.5", "0.99")),
    *(("sequential", f"fit(x, y, sample_weight={one})") for one in ("w", "w[:5]", "x")),
    ("sequential", "fit(x, y, class_weight={0: 1.0}, sample_weight=w)"),
    ("sequential", "fit(x, x, validation_data=(x, y), epochs=0)"),
    ("sequential", "fit(x[:4], w[:4], batch_size=2)"),
    ("sequential", "fit(x[:5], w[:5], batch_size=2)"),
    ("sequential", "fit(x[:5], w[:5], batch_size=2, steps_per_epoch=2)"),
    *(("sequential", f"predict({one})") for one in ("x", "x[0]", "x[:, :2]", "[[1, 2, 3]]")),
    *(("sequential", f"{one}(x, x)") for one in ("evaluate", "train_on_batch", "test_on_batch")),
    ("deferred", "fit(x, x)"),
    ("deferred", "fit(w, y)"),
    *(("steps", f"fit(np.zeros((4, 5, 3)), np.zeros((4, 5, 2)), {one}_weight=np.zeros(4))") for one in ("sample",)),
    *(("list", f"fit(x, {one})") for one in ("[y, y]", "(y, w)", "[y]", "y", "{'a': y, 'b': y}", "{'c': y, 'd': y}")),
    *(("two inputs", f"fit({one}, y)") for one in ("[x, y]", "[y, x]", "x", "{'b': y, 'a': x}", "{'a': x, 'c': y}")),
    *(("lstm", f"predict(np.zeros({one}))") for one in ("(4, 7, 3)", "(4, 3, 7)")),
]


@pytest.mark.parametrize(("model", "call"), CALLS)
def test_data(model: str, call: str, tmp_path: Path) -> None:
    quiet = "" if "_on_batch" in call else ", verbose=0"
    compiled = 'model.compile("sgd", "mse", run_eagerly=True)'
    agree(program(model, compiled, f"model.{call[:-1]}{quiet})"), tmp_path)


@pytest.mark.parametrize("method", ["fit", "evaluate", "predict"])
def test_compile_comes_first(method: str, tmp_path: Path) -> None:
    agree(program("sequential", f"model.{method}(x, verbose=0)"), tmp_path)


def test_what_is_not_known_is_not_refused(tmp_path: Path) -> None:
    lines = (
        "import sys",
        "some = np.load(sys.argv[1])",
        'model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])',
        "model.fit(some, y)",
        "model.fit(x, some, validation_data=some)",
        "model.fit(x, np.zeros((10, some.shape[1])), batch_size=some.size)",
        "model.predict(some)",
    )
    assert ours(program("sequential", *lines), tmp_path) is None


GAN = """
import keras
import numpy as np
from keras import layers

class Gan(keras.Model):
    def __init__(self):
        super().__init__()
        self.judge = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
        self.maker = keras.Sequential([keras.Input((4,)), layers.Dense(8)])

    def compile(self, judge_optimizer, maker_optimizer):
        super().compile()
        self.optimizers = judge_optimizer, maker_optimizer

    def train_step(self, data):
        return {"loss": keras.ops.mean(self.judge(self.maker(keras.random.normal((32, 4)))))}

gan = Gan()
gan.compile("adam", "adam")
gan.fit(DATA)
"""


@pytest.mark.parametrize("data", ["np.zeros((32, 8))", "np.load('made.npy')"])
def test_own_steps_of_training_leave_built_models_as_they_are(data: str, tmp_path: Path) -> None:
    """Keras 3.15.1 with TensorFlow prints 49 parameters, and none of an optimizer."""
    path = tmp_path / "gan.py"
    path.write_text(GAN.replace("DATA", data))
    gan = next(m for m in analyze([str(path)], Config(keras=KERAS_3)).files[0].models if m.class_name == "Gan")
    assert (params(gan.weights), gan.unknown, gan.optimizer_weights) == (49, "", None)
