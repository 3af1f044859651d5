"""Activation layers against Keras: facts of runs, and whole grids of arguments against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import kerascount.layers.activation  # noqa: F401
from kerascount.layers.registry import Context
from kerascount.versions import Api
from tests.layers.facts import Fact, check, invalid
from tests.layers.judge import agree

# Keras 3.15.1
FACTS: list[Fact] = [
    ('Activation("relu")', "None 5 3", "None 5 3", ""),
    ('Activation("ReLU")', "None 5 3", invalid(), ""),
    ("Activation(None)", "None 5", "None 5", ""),
    ("Activation(3)", "None 5", invalid(), ""),
    ("ReLU(6)", "None 5", "None 5", ""),
    ("ReLU(max_value=-1)", "None 5", invalid(), ""),
    ("ReLU(negative_slope=None)", "None 5", invalid(), ""),
    ('ReLU(threshold="1")', "None 5", invalid("TypeError"), ""),
    ("LeakyReLU(0.1)", "None 5", "None 5", ""),
    ("LeakyReLU(alpha=0.1)", "None 5", "None 5", ""),
    ("LeakyReLU(-0.1)", "None 5", invalid(), ""),
    ("LeakyReLU(0.1, 0.2)", "None 5", invalid("TypeError"), ""),
    ("ELU(None)", "None 5", "None 5", ""),
    ("Softmax(axis=7)", "None 5", "None 5", ""),
    ("Softmax([1, 2])", "None 5 3", "None 5 3", ""),
    ("PReLU()", "None 6 6 3", "None 6 6 3", "alpha 6 6 3"),
    ("PReLU(shared_axes=[1, 2])", "None None None 3", "None None None 3", "alpha 1 1 3"),
    ("PReLU(shared_axes=1)", "None None 3", "None None 3", "alpha 1 3"),
    ("PReLU(shared_axes=[1])", "None None None 3", invalid(), ""),
    ("PReLU(shared_axes=[4])", "None 6 6 3", invalid("IndexError"), ""),
    ('PReLU(shared_axes=["1"])', "None 6 6 3", invalid("TypeError"), ""),
]
# tf_keras 2.21
TF_FACTS: list[Fact] = [
    ("LeakyReLU(-0.1)", "None 5", "None 5", ""),
    ("LeakyReLU(alpha=None)", "None 5", invalid(), ""),
    ("LeakyReLU(negative_slope=0.1)", "None 5", invalid("TypeError"), ""),
    ("ThresholdedReLU(2)", "None 5", "None 5", ""),
    ("ThresholdedReLU(-2)", "None 5", invalid(), ""),
]
TF_KERAS = Context(api=Api.TF_KERAS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_facts(fact: Fact) -> None:
    check(fact)


@pytest.mark.parametrize("fact", TF_FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_tf_keras_facts(fact: Fact) -> None:
    check(fact, TF_KERAS)


SHAPES: list[Any] = [(None, 8), (None, 5, 4), (None, None), (None,), (None, 4, 4, 3)]
ODD = ["0", "1", "-1", "2.5", "'4'", "'x'", "None", "True", "[4]", "(3,)", "{}"]


@pytest.mark.parametrize("value", ODD)
def test_odd_arguments(value: str) -> None:
    calls = [f"{name}({value})" for name in ("ReLU", "LeakyReLU", "ELU", "Softmax", "PReLU", "Activation")]
    calls += [f"ReLU(negative_slope={value})", f"ReLU(threshold={value})"]
    for call, shape in product(calls, SHAPES[:3]):
        agree(call, shape)


@pytest.mark.parametrize("axes", [1, 0, -1, 3, 4, [1], [1, 2], (1, 3), [], ["1"], [1.0], [None]], ids=str)
def test_shared_axes(axes: Any) -> None:
    for shape in SHAPES:
        agree(f"PReLU(shared_axes={axes})", shape)


@pytest.mark.parametrize("name", ["relu", "swish", "hard_swish", "softmax_v2", "crelu", "Relu", "", "linear", "glu"])
def test_names_of_activations(name: str) -> None:
    agree(f"Activation('{name}')", (None, 4))
