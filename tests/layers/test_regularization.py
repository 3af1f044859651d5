"""Regularization layers against Keras: facts of runs, and whole grids of arguments against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import kerascount.layers.regularization  # noqa: F401
from kerascount.layers.registry import Context
from kerascount.versions import Api
from tests.layers.facts import Fact, check, invalid
from tests.layers.judge import agree, ours

# Keras 3.15.1
FACTS: list[Fact] = [
    ("Dropout(0.5)", "None 5 3", "None 5 3", ""),
    ("Dropout(1)", "None 5", "None 5", ""),
    ("Dropout(25)", "None 5", invalid(), ""),
    ('Dropout("0.5")', "None 5", invalid("TypeError"), ""),
    ("Dropout(None)", "None 5", invalid("TypeError"), ""),
    ("Dropout(0.5, noise_shape=(None, 1))", "None 5", "None 5", ""),
    ("Dropout(0.5, noise_shape=(None, 0))", "None 5", invalid(), ""),
    ("Dropout(0.5, noise_shape=3)", "None 5", invalid(), ""),
    ('Dropout(0.5, seed="x")', "None 5", invalid(), ""),
    ("AlphaDropout(1.5)", "None 5", invalid(), ""),
    ("GaussianDropout(0.3)", "None 5", "None 5", ""),
    ("GaussianNoise(2)", "None 5", invalid(), ""),
    ("SpatialDropout1D(0.2)", "None 5 3", "None 5 3", ""),
    ("SpatialDropout1D(0.2)", "None 5", invalid(), ""),
    ('SpatialDropout2D(0.2, "channels_first")', "None 3 5 5", "None 3 5 5", ""),
    ('SpatialDropout2D(0.2, data_format="NCHW")', "None 3 5 5", invalid(), ""),
    ("SpatialDropout3D(0.2)", "None 3 5 5", invalid(), ""),
    ("SpatialDropout1D(0.2, trainable=False)", "None 5 3", invalid("TypeError"), ""),
    ("SpatialDropout1D(0.2, input_shape=(5, 3))", "None 5 3", invalid("TypeError"), ""),
    ("ActivityRegularization(0.1)", "None 5", "None 5", ""),
    ("ActivityRegularization(l2=-0.1)", "None 5", invalid(), ""),
    ('ActivityRegularization("x")', "None 5", invalid(), ""),
]
# tf_keras 2.21
TF_FACTS: list[Fact] = [
    ("Dropout(25)", "None 5", invalid(), ""),
    ("GaussianNoise(2)", "None 5", "None 5", ""),
    ("SpatialDropout1D(0.2, trainable=False)", "None 5 3", "None 5 3", ""),
]
TF_KERAS = Context(api=Api.TF_KERAS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_facts(fact: Fact) -> None:
    check(fact)


@pytest.mark.parametrize("fact", TF_FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_tf_keras_facts(fact: Fact) -> None:
    check(fact, TF_KERAS)


SHAPES: list[Any] = [(None, 8), (None, 5, 4), (None, 6, 6, 3), (None, 4, 4, 4, 2), (None,)]
NAMES = ["Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise"]
SPATIAL = ["SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"]
ODD = ["0", "0.5", "1", "-0.1", "1.5", "'0.5'", "None", "True", "[0.5]", "(0.5,)", "{}"]


@pytest.mark.parametrize("value", ODD)
def test_odd_rates(value: str) -> None:
    for name, shape in product([*NAMES, *SPATIAL, "ActivityRegularization"], SHAPES):
        agree(f"{name}({value})", shape)


@pytest.mark.parametrize("argument", ["seed", "noise_shape", "name", "trainable", "dtype", "data_format"])
def test_further_arguments(argument: str) -> None:
    good = {"name": "'x'", "trainable": "True", "dtype": "'float32'", "data_format": "'channels_last'"}
    for name in ["Dropout", "GaussianDropout", "GaussianNoise", *SPATIAL]:
        agree(f"{name}(0.5, {argument}={good.get(argument, '(None, 1)')})", SHAPES[2])


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("Dropout(p=0.3)", "Dropout(0.3)"),
        ("GaussianNoise(sigma=0.1)", "GaussianNoise(0.1)"),
        ("SpatialDropout2D(p=0.3, dim_ordering='th')", "SpatialDropout2D(0.3, 'channels_first')"),
    ],
)
def test_keras_1_signatures(old: str, today: str) -> None:
    assert ours(old, SHAPES[2], Context(api=Api.KERAS_1)) == ours(today, SHAPES[2])
