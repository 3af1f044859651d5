"""Normalization layers against Keras: facts of runs, and whole grids of arguments against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import kerascount.layers.normalization  # noqa: F401
from kerascount.layers.registry import Context
from kerascount.versions import Api
from tests.layers.facts import Fact, check, invalid
from tests.layers.judge import agree, ours

# Keras 3.15.1
FACTS: list[Fact] = [
    ("BatchNormalization()", "None 6 6 3", "None 6 6 3", "gamma 3, beta 3, moving_mean* 3, moving_variance* 3"),
    ("BatchNormalization(axis=1)", "None 3 6 6", "None 3 6 6", "gamma 3, beta 3, moving_mean* 3, moving_variance* 3"),
    ("BatchNormalization(scale=False)", "None 4", "None 4", "beta 4, moving_mean* 4, moving_variance* 4"),
    (
        "BatchNormalization(renorm=True)",
        "None 4",
        "None 4",
        "gamma 4, beta 4, moving_mean* 4, moving_variance* 4, moving_stddev* 4, renorm_mean* 4, renorm_stddev* 4",
    ),
    ('BatchNormalization(axis="1")', "None 4", "None 4", "gamma 4, beta 4, moving_mean* 4, moving_variance* 4"),
    ("BatchNormalization(axis=[1])", "None 4", invalid("TypeError"), ""),
    ("BatchNormalization(axis=2)", "None 4", invalid("IndexError"), ""),
    ("BatchNormalization()", "None None", invalid(), ""),
    ("BatchNormalization(momentum=None)", "None 4", invalid("TypeError"), ""),
    ('BatchNormalization(renorm=True, renorm_clipping={"rmax": 1, "rmin": 2})', "None 4", invalid(), ""),
    ("LayerNormalization()", "None 5 4", "None 5 4", "gamma 4, beta 4"),
    ("LayerNormalization(axis=[2, 1])", "None 5 4", "None 5 4", "gamma 5 4, beta 5 4"),
    ("LayerNormalization(axis=[-1, 1])", "None 5 4", "None 5 4", "gamma 4 5, beta 4 5"),
    ("LayerNormalization(rms_scaling=True)", "None 4", "None 4", "gamma 4"),
    ("LayerNormalization(center=False)", "None 4", "None 4", "gamma 4"),
    ('LayerNormalization(axis="last")', "None 4", invalid("TypeError"), ""),
    ("LayerNormalization(axis=1)", "None None 4", invalid(), ""),
    ("GroupNormalization(2)", "None 6 6 4", "None 6 6 4", "gamma 4, beta 4"),
    ("GroupNormalization(-1)", "None 6 4", "None 6 4", "gamma 4, beta 4"),
    ("GroupNormalization()", "None 4", invalid(), ""),
    ("GroupNormalization(3)", "None 4", invalid(), ""),
    ("GroupNormalization(2.0)", "None 4", invalid(), ""),
    ("GroupNormalization(2)", "None 6 None", invalid(), ""),
    ("RMSNormalization()", "None 5 4", "None 5 4", "scale 4"),
    ("RMSNormalization(axis=[1, 2])", "None 5 4", "None 5 4", "scale 5 4"),
    ("RMSNormalization(axis=3)", "None 5 4", invalid("IndexError"), ""),
    ("UnitNormalization()", "None 5 4", "None 5 4", ""),
    ("UnitNormalization(axis=3)", "None 5 4", invalid(), ""),
    ("UnitNormalization(axis=1.5)", "None 5 4", invalid("TypeError"), ""),
]
# tf_keras 2.21
TF_FACTS: list[Fact] = [
    (
        "BatchNormalization(axis=[1, 3])",
        "None 5 5 3",
        "None 5 5 3",
        "gamma 1 5 1 3, beta 1 5 1 3, moving_mean* 1 5 1 3, moving_variance* 1 5 1 3",
    ),
    ("BatchNormalization(axis=1)", "None 3 6 6", "None 3 6 6", "gamma 3, beta 3, moving_mean* 3, moving_variance* 3"),
    ("BatchNormalization(axis=2)", "None 4", invalid(), ""),
    ("BatchNormalization(axis=2)", "None 3 6 6", "None 3 6 6", "gamma 6, beta 6, moving_mean* 6, moving_variance* 6"),
    ("BatchNormalization(fused=True, renorm=True)", "None 3 6 6", invalid(), ""),
    ("BatchNormalization(fused=True)", "None 4", invalid(), ""),
    (
        "BatchNormalization(virtual_batch_size=2)",
        "None 4",
        "None 4",
        "gamma 1 1 4, beta 1 1 4, moving_mean* 1 1 4, moving_variance* 1 1 4",
    ),
    ('BatchNormalization(axis="1")', "None 4", invalid("TypeError"), ""),
    ("SyncBatchNormalization()", "None 4", "None 4", "gamma 4, beta 4, moving_mean* 4, moving_variance* 4"),
    ("LayerNormalization(axis=[2, 1])", "None 5 4", "None 5 4", "gamma 4 5, beta 4 5"),
    ("LayerNormalization(axis=[1, 1])", "None 5 4", invalid(), ""),
    ("GroupNormalization(2)", "None 4", "None 4", "gamma 4, beta 4"),
    ("UnitNormalization(axis=[1, 1])", "None 4", invalid(), ""),
]
TF_KERAS = Context(api=Api.TF_KERAS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_facts(fact: Fact) -> None:
    check(fact)


@pytest.mark.parametrize("fact", TF_FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_tf_keras_facts(fact: Fact) -> None:
    check(fact, TF_KERAS)


SHAPES: list[Any] = [(None, 8), (None, 5, 4), (None, None, 3), (2, 6), (None, 5, None), (None, 4, 4, 6)]
AXES = ["-1", "0", "1", "3", "-2", "-4", "[1]", "[1, 2]", "(-1, -2)", "[-1, 1]", "[1, 1]", "[]", "['1']"]
ODD = ["2.5", "'1'", "'x'", "None", "True", "{}"]
NAMES = ["BatchNormalization", "LayerNormalization", "UnitNormalization", "RMSNormalization"]


@pytest.mark.parametrize("axis", AXES + ODD)
def test_axes(axis: str) -> None:
    for name, shape in product(NAMES, SHAPES):
        agree(f"{name}(axis={axis})", shape)
    for shape in SHAPES:
        agree(f"GroupNormalization(2, axis={axis})", shape)


@pytest.mark.parametrize("groups", ["-1", "0", "1", "2", "3", "4", "32", "-2", *ODD])
def test_groups(groups: str) -> None:
    for shape in SHAPES:
        agree(f"GroupNormalization({groups})", shape)


@pytest.mark.parametrize(
    "name", ["center", "scale", "renorm", "momentum", "epsilon", "rms_scaling", "beta_initializer"]
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_further_arguments(name: str) -> None:
    for layer, value in product([*NAMES, "GroupNormalization"], ["True", "False", "0.5", "'ones'", "None", "[1]"]):
        agree(f"{layer}({name}={value})", SHAPES[5])


def test_keras_1_counts_running_statistics() -> None:
    said = ours("BatchNormalization(mode=0, axis=1)", (None, 3, 6), Context(api=Api.KERAS_1))
    assert [(shape, trainable) for _, shape, trainable in said.weights] == [((3,), True)] * 2 + [((3,), False)] * 2
