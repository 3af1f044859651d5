"""Programs that do not say which Keras they were written for."""

from __future__ import annotations

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile
from kerascount.versions import Api, parse_version

# What Keras 3.15 refuses and tf_keras 2.21 takes.
OLD = {
    "an argument that is gone": "model.add(layers.Dense(3, batch_input_shape=(2, 5)))",
    "a slash in a name": 'model.add(layers.Dense(3, name="a/b"))',
    "one metric outside of a list": 'model.add(layers.Dense(3))\nmodel.compile(loss="mse", metrics="mae")',
    "labels that broadcast": "import numpy as np\nmodel.add(layers.Dense(3))\nmodel.compile(loss='mse')\n"
    "model.fit(np.zeros((4, 2)), np.zeros(4))",
}
HEAD = "from tensorflow import keras\nfrom tensorflow.keras import layers\nmodel = keras.Sequential()\n"


@pytest.mark.parametrize("name", OLD)
def test_reads_what_keras_3_refuses_as_keras_2(name: str) -> None:
    found = evaluate_file(SourceFile("program.py", HEAD + OLD[name]), Config())
    assert found.models[0].generation.api is Api.TF_KERAS
    assert Severity.ERROR not in [item.severity for item in found.diagnostics]
    assert {item.severity for item in found.diagnostics} == {Severity.INFO}


@pytest.mark.parametrize("name", OLD)
def test_refuses_it_where_keras_3_is_asked_for(name: str) -> None:
    found = evaluate_file(SourceFile("program.py", HEAD + OLD[name]), Config(keras=parse_version("3")))
    assert Severity.ERROR in [item.severity for item in found.diagnostics]


def test_what_all_refuse_is_an_error() -> None:
    program = HEAD + "model.add(layers.Dense(3, unitz=3))"
    found = evaluate_file(SourceFile("program.py", program), Config())
    assert found.models[0].generation.api is Api.KERAS_3
    assert [item.code for item in found.diagnostics if item.severity is Severity.ERROR] == ["KC104"]


def test_what_uses_keras_3_is_read_as_nothing_else() -> None:
    program = "from keras import layers, ops\nlayers.BatchNormalization(virtual_batch_size=8)"
    found = evaluate_file(SourceFile("program.py", program), Config())
    assert [item.code for item in found.diagnostics if item.severity is Severity.ERROR] == ["KC104"]
