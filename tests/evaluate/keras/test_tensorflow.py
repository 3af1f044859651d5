"""Calls of TensorFlow and of the Keras backend, held against what tf_keras 2.21 made of them."""

from __future__ import annotations

import re
from ast import literal_eval
from pathlib import Path

import pytest

from tests.evaluate.keras.judge import ours
from tests.evaluate.keras.record_tensorflow import INPUTS, NAMES

FACTS = Path(__file__).with_name("tensorflow_calls.txt").read_text(encoding="utf-8").splitlines()
HEADER = f"""\
import tensorflow as tf
from tensorflow.keras import Input, Model, backend as K
from tensorflow.keras.layers import Lambda
{INPUTS}"""
DIRECT = HEADER + "model = Model([{names}], {expression})\n"
IN_LAMBDA = HEADER + (
    "def function(tensors):\n    {names} = tensors\n    return {expression}\n"
    "model = Model([{names}], Lambda(function)([{names}]))\n"
)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.partition(" | ")[0])
def test_calls_are_the_rows_of_tf_keras(fact: str, tmp_path: Path) -> None:
    expression, rows, _ = fact.split(" | ")
    found = ours(DIRECT.format(names=NAMES, expression=expression), tmp_path, keras="2")
    assert found.error is None
    _, layers = found.models["model"]
    added = [(re.sub(r"_[0-9]+$", "", name), shape) for name, kind, shape, _ in layers if kind != "InputLayer"]
    expected = (row.partition(": ") for row in rows.split("; "))
    assert added == [(name, literal_eval(shape)) for name, _, shape in expected]


@pytest.mark.parametrize("keras", ["2", "3"])
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.partition(" | ")[0])
def test_calls_inside_a_layer_give_the_shapes_of_tensorflow(fact: str, keras: str, tmp_path: Path) -> None:
    expression, _, shape = fact.split(" | ")
    if keras == "3" and expression.startswith("tf.keras."):
        pytest.skip("Keras 3 has other functions of these names")
    found = ours(IN_LAMBDA.format(names=NAMES, expression=expression), tmp_path, keras)
    assert found.error is None
    assert found.models["model"][1][-1][2] == literal_eval(shape)


@pytest.mark.parametrize(
    "expression", ["tf.nn.top_k(x, 2).indices", "tf.unique(ids[0]).y", "tf.linalg.svd(x)[0]", "tf.linalg.qr(x).r"]
)
def test_results_have_names(expression: str, tmp_path: Path) -> None:
    # Accepted by tf_keras 2.21.
    assert ours(DIRECT.format(names=NAMES, expression=expression), tmp_path, "2").error is None


@pytest.mark.parametrize(
    "expression",
    [
        "tf.constant(x)",
        "tf.Variable(x)",
        "tf.signal.rfft(x)",
        "tf.reshape(x, (2, 5))",
        "tf.pad(x, [[1, 1]])",
        "tf.nn.softmax(x, axis=3)",
        "tf.tile(x, [1, 2])",
    ],
)
def test_tf_keras_refuses_keras_tensors(expression: str, tmp_path: Path) -> None:
    # tf_keras 2.21: no dispatch for these, or shapes that do not fit.
    found = ours(DIRECT.format(names=NAMES, expression=expression), tmp_path, "2").error
    assert found is not None
    assert found[0] == 10


@pytest.mark.parametrize("expression", ["tf.concat([x, y], 1)", "tf.nn.relu(x)", "K.mean(x, axis=1)", "tf.shape(x)"])
def test_keras_3_refuses_keras_tensors(expression: str, tmp_path: Path) -> None:
    # "A KerasTensor cannot be used as input to a TensorFlow function": Keras 3.15.1 with TensorFlow 2.21.
    found = ours(DIRECT.format(names=NAMES, expression=expression), tmp_path, "3")
    assert found.error == (10, "ValueError")


@pytest.mark.parametrize("name", ["preprocessing.image.ImageDataGenerator", "backend.int_shape", "losses.MSE"])
def test_tensorflow_has_names_that_keras_3_dropped(name: str, tmp_path: Path) -> None:
    module, _, last = name.rpartition(".")
    program = "from {package}.{module} import {last}\nimport keras\nkeras.Sequential()\n"
    kept = program.format(package="tensorflow.keras", module=module, last=last)
    gone = program.format(package="keras", module=module, last=last)
    assert ours(kept, tmp_path).error is None
    assert ours(gone, tmp_path).error == (1, "ImportError")
