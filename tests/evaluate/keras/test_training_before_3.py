"""`compile`, `fit` and their kin before Keras 3.

The facts are from runs of tf_keras 2.21: as it is, and with `tf.compat.v1.disable_v2_behavior()`, where it trains as
TensorFlow 1 and 2.0 did and counts as Keras 2.2.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.generation import generation_of
from kerascount.evaluate.keras.training.identifiers import Named
from kerascount.evaluate.keras.training.tf_losses import apply_loss
from kerascount.source.files import SourceFile
from kerascount.values.outcomes import Invalid
from kerascount.versions import parse_version

# --- labels against losses

# What is added to a batch of 6: the axes of outputs, one in each line, and of labels, one in each column.
OUTPUTS: tuple[tuple[int, ...], ...] = ((1,), (3,), (5, 3), (5, 1), (5, 4, 3), (6,))
LABELS: tuple[tuple[int, ...], ...] = (
    (), (1,), (3,), (4,), (5,), (6,), (5, 1), (5, 3), (1, 3), (5, 4), (5, 4, 1), (5, 4, 3),
)  # fmt: skip
BROADCAST = (".......x.xxx", "...xxxxx.xxx", "xxxxxx...xxx", "..xx.x.....x", "xxxxxxxxxx..", "..xxx.xxxxxx")
# Where tf_keras 2.21 raises, by the loss and whether the outputs come from a sigmoid or softmax.
REFUSED = {
    ("mean_squared_error", False): BROADCAST,
    ("kl_divergence", False): BROADCAST,
    ("binary_crossentropy", False): BROADCAST,
    ("binary_crossentropy", True): (
        "..xxxxxxxxxx", "xx.xxxxxxxxx", "xxxxxxx.xxxx", "x.xx.x.xxxxx", "xxxxxxxxxxx.", "xxxxx.xxxxxx",
    ),
    ("categorical_crossentropy", True): (
        "..xxxxxxxxxx", "xx.xxxxxxxxx", "xxxxxxx.xxxx", "xxxx.x.xxxxx", "xxxxxxxxxxx.", "xxxxx.xxxxxx",
    ),
    ("sparse_categorical_crossentropy", True): (
        "..xxxxxxxxxx", "..xxxxxxxxxx", "xxxx.x.xxxxx", "x.xxxx.xxxxx", "xxxxxxxxx..x", "..xxxxxxxxxx",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("loss", "of_logits"), REFUSED)
def test_labels_against_losses(loss: str, of_logits: bool) -> None:
    made = tuple("".join(_verdict(loss, label, output, of_logits) for label in LABELS) for output in OUTPUTS)
    assert made == REFUSED[loss, of_logits]


def _verdict(loss: str, label: tuple[int, ...], output: tuple[int, ...], of_logits: bool) -> str:
    try:
        apply_loss(Named(loss), (6, *label), (6, *output), of_logits)
    except Invalid:
        return "x"
    return "."


# --- calls

HEAD = """\
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x, y, w = np.zeros((10, 3)), np.zeros((10, 2)), np.zeros(10)
"""
MODELS = {
    "sequential": 'model = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="out")])\n',
    "deferred": "model = keras.Sequential([layers.Dense(2)])\n",
    "steps": "i = keras.Input((5, 3))\nmodel = keras.Model(i, layers.Dense(2)(i))\n",
    "list": 'i = keras.Input((3,))\nmodel = keras.Model(i, [layers.Dense(2, name=n)(i) for n in "ab"])\n',
    "two inputs": 'i, j = keras.Input((3,), name="a"), keras.Input((2,), name="b")\n'
    "model = keras.Model([i, j], layers.Dense(2)(layers.concatenate([i, j])))\n",
    "fixed": "model = keras.Sequential([layers.LSTM(2, stateful=True, batch_input_shape=(5, 4, 3))])\n",
}
INPUT = "Error when checking input: expected input_1 to have "
# A model, a call, and what the loop of Keras 2.2 and that of today refuse; None where they take it.
CALLS: list[tuple[str, str, str | None, str | None]] = [
    ("sequential", "fit(x, y)", None, None),
    ("sequential", "fit(x[:, :2], y)", INPUT + "shape (3,) but got array with shape (2,)", "incompatible"),
    ("sequential", "fit(np.zeros((10, 3, 1)), y)", INPUT + "2 dimensions, but got array with shape (10, 3, 1)", None),
    ("sequential", "fit(x, w)", "A target array with shape (10, 1) was passed for an output of shape (None, 2)", None),
    ("sequential", "fit(x, y[:5])", "same number of samples", "Data cardinality is ambiguous"),
    ("sequential", "fit(x, y, validation_data=(x, x))", "A target array with shape (10, 3)", "Incompatible shapes"),
    ("sequential", "fit(x, y, nb_epoch=1)", None, "unexpected keyword argument 'nb_epoch'"),
    ("sequential", "fit(x, y, epoch=2)", "Unrecognized keyword arguments: {'epoch': 2}", "unexpected keyword argument"),
    ("sequential", "fit([x, x], y)", None, "expects 1 input(s), but it received 2"),
    ("sequential", "fit(x)", None, "Target data is missing"),
    ("sequential", "predict(x[0])", INPUT + "shape (3,) but got array with shape (1,)", "incompatible"),
    ("sequential", "train_on_batch(x, x)", "A target array with shape (10, 3)", "Incompatible shapes"),
    ("sequential", "fit_generator((n for n in [(x[:, :2], y)]), steps_per_epoch=1)", INPUT, "incompatible"),
    ("deferred", "fit(w, y)", None, "incompatible"),
    ("deferred", "fit(x, x)", "Incompatible shapes", "Incompatible shapes"),
    ("steps", "fit(np.zeros((4, 5, 3)), np.zeros((4, 5)))", "Incompatible shapes", "Incompatible shapes"),
    ("list", "fit(x, [y])", "Error when checking model target: the list of Numpy arrays", "same sequence length"),
    ("list", "fit(x, {'c': y, 'd': y})", 'No data provided for "a"', "Found unexpected losses or metrics"),
    ("two inputs", "fit([y, x], y)", "Error when checking input: expected a to have shape (3,)", "incompatible"),
    ("two inputs", "fit(x, y)", "Error when checking model input: the list of Numpy arrays", "2 input"),
    ("fixed", "fit(np.zeros((10, 4, 3)), y, batch_size=5)", None, None),
]


@pytest.mark.parametrize(("model", "call", "old", "new"), CALLS)
def test_calls(model: str, call: str, old: str | None, new: str | None, tmp_path: Path) -> None:
    program = f'{HEAD}{MODELS[model]}model.compile("sgd", "mse")\nmodel.{call}\n'
    for version, wanted in (("2.2", old), ("2", new)):
        found = refusals(program, version, tmp_path)
        assert [line for line, _ in found] == ([] if wanted is None else [program.count("\n")]), found
        assert wanted is None or wanted in found[0][1]


COMPILED = ('loss="mean_square_error"', 'loss=["mse", "mae"]', 'loss={"foo": "mse"}', 'metrics="accuracy"')


@pytest.mark.parametrize("compiled", COMPILED)
def test_compile_looked_losses_up_itself(compiled: str, tmp_path: Path) -> None:
    program = f"{HEAD}{MODELS['sequential']}model.compile({compiled})\n"
    assert [line for line, _ in refusals(program, "2.2", tmp_path)] == [7]


def test_a_dict_of_outputs_takes_any_dict(tmp_path: Path) -> None:
    made = "i = keras.Input((3,))\nmodel = keras.Model(i, {'p': layers.Dense(2)(i), 'q': layers.Dense(2)(i)})\n"
    program = HEAD + made + "model.compile('sgd', {'out': 'mse'})\nmodel.fit(x, {'p': y, 'q': y})\n"
    assert refusals(program, "2", tmp_path) == []


@pytest.mark.parametrize("version", ["2", "2.2"])
def test_a_classifier_of_keras_losses(version: str, tmp_path: Path) -> None:
    program = (
        HEAD + MODELS["sequential"] + 'model.compile("adam", keras.losses.categorical_crossentropy)\nmodel.fit(x, w)\n'
    )
    assert [line for line, _ in refusals(program, version, tmp_path)] == [8]


def refusals(program: str, version: str, folder: Path) -> list[tuple[int, str]]:
    path = folder / "program.py"
    path.write_text(program, encoding="utf-8")
    (file,) = analyze([str(path)], Config(parse_version(version))).files
    errors = [item for item in file.diagnostics if item.severity is Severity.ERROR]
    return [(item.location.line, item.message) for item in errors]


# --- which Keras

VERSIONS = {
    "from tensorflow.keras import layers\nlayers.Convolution2D(32, 3, 3)\n": (3, 15),
    "from tensorflow.keras.models import Sequential\nSequential().fit(x, y, nb_epoch=3)\n": (2, 2),
    "from tensorflow.examples.tutorials.mnist import input_data\nfrom tensorflow import keras\n": (2, 2),
    "import tensorflow.compat.v1 as tf\ntf.Session()\n": (2, 15),
    "from keras.layers import Conv2D\nConv2D(8, (3, 3), init='uniform')\nmodel.fit(x, y, nb_epoch=3)\n": (2, 3),
    "import tensorflow as tf\nfrom keras.models import Sequential\nSequential().fit(x, y, nb_epoch=3)\n": (1, 2),
}


@pytest.mark.parametrize("program", VERSIONS)
def test_the_age_of_tensorflow(program: str) -> None:
    assert generation_of(SourceFile("program.py", program), None).version == VERSIONS[program]
