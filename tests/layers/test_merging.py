"""Merging layers against Keras: facts of runs, and whole grids of arguments against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from kerascount.layers.merging import Add, Concatenate
from kerascount.layers.registry import Context
from kerascount.values.dims import FREE, Symbolic
from kerascount.versions import Api
from tests.layers.facts import Fact, check, invalid
from tests.layers.judge import agree, ours

# Keras 3.15.1
FACTS: list[Fact] = [
    ("Add()", "None 4 | None 4", "None 4", ""),
    ("Add()", "None 4 |", "None 4", ""),
    ("Add()", "None 4", invalid(), ""),
    ("Add()", "None 5 4 | None 4", "None 5 4", ""),
    ("Add()", "None 5 1 | None 1 4", "None 5 4", ""),
    ("Add()", "None None | None 4", "None None", ""),
    ("Add()", "None 4 | 2 4", "2 4", ""),
    ("Add()", "2 4 | 3 4", invalid(), ""),
    ("Add()", "None 3 4 | None 4 3", invalid(), ""),
    ("Add(1)", "None 4 | None 4", invalid("TypeError"), ""),
    ("Subtract()", "None 4 | None 4", "None 4", ""),
    ("Subtract()", "None 4 | None 4 | None 4", invalid(), ""),
    ("Average()", "None 4 | None 1", "None 4", ""),
    ("Maximum()", "None 6 4 | None 3", invalid(), ""),
    ("Concatenate()", "None 4 | None 3 | None 1", "None 8", ""),
    ("Concatenate(1)", "None 5 3 | None 2 3", "None 7 3", ""),
    ("Concatenate()", "None 5 3 | None None 3", "None 5 6", ""),
    ("Concatenate(1)", "None None 3 | None 2 3", "None None 3", ""),
    ("Concatenate()", "None 5 3 | None 4 3", invalid(), ""),
    ("Concatenate()", "None 5 3 | None 3", invalid(), ""),
    ("Concatenate(3)", "None 5 3 | None 5 3", invalid("IndexError"), ""),
    ('Concatenate(axis="1")', "None 5 | None 5", invalid("TypeError"), ""),
    ("Concatenate()", "None 5", invalid(), ""),
    ("Concatenate(0)", "2 5 | 3 5", "5 5", ""),
    ("Dot(1)", "None 4 | None 4", "None 1", ""),
    ("Dot(-1)", "None 3 4 | None 5 4", "None 3 5", ""),
    ("Dot((2, 1))", "None 3 4 | None 4 5", "None 3 5", ""),
    ("Dot(axes=(1, 2))", "None 3 4 | None 4 5", invalid(), ""),
    ("Dot(2)", "None 4 | None 4", invalid("IndexError"), ""),
    ("Dot(1)", "None None | None 4", invalid(), ""),
    ('Dot("1")', "None 4 | None 4", invalid("TypeError"), ""),
    ("Dot((1, 2, 3))", "None 4 | None 4", invalid(), ""),
    ("Dot(1)", "None 4", invalid(), ""),
    ("Dot()", "None 4 | None 4", invalid("TypeError"), ""),
]
# tf_keras 2.21
TF_FACTS: list[Fact] = [
    ("Add()", "None 4 | 2 4", "2 4", ""),
    ("Add()", "None None | None 4", "None 4", ""),
    ("Concatenate()", "None None 3 | None 5 3", "None 5 6", ""),
    ("Concatenate(axes=1)", "None 3 | None 3", invalid("TypeError"), ""),
    ("Dot(0)", "2 4 | 2 4", invalid(), ""),
    ("Dot(1)", "None 4 | 2 4", "2 1", ""),
]
TF_KERAS = Context(api=Api.TF_KERAS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_facts(fact: Fact) -> None:
    check(fact)


@pytest.mark.parametrize("fact", TF_FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_tf_keras_facts(fact: Fact) -> None:
    check(fact, TF_KERAS)


ELEMENTWISE = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]
PAIRS: list[Any] = [
    [left, right]
    for left, right in product([(None, 4), (None, 3, 4), (2, 3, 4), (None, None, 4), (None, 1, 4), (None,)], repeat=2)
]
ODD_INPUTS: list[Any] = [(None, 4), [(None, 4)], [(None, 4)] * 3, [(None, 3, 4), (None, 4), (None, 4)]]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise(name: str) -> None:
    for shapes in PAIRS + ODD_INPUTS:
        agree(f"{name}()", shapes)


@pytest.mark.parametrize("axis", ["-1", "0", "1", "2", "-2", "3", "-4", "None", "'1'", "[1]", "True"])
def test_concatenate(axis: str) -> None:
    more: list[Any] = [[(None, 5, 3), (None, 2, 3)], [(None, 5, 3), (None, 5, 4), (None, 5, None)]]
    for shapes in PAIRS + ODD_INPUTS + more:
        agree(f"Concatenate({axis})", shapes)


@pytest.mark.parametrize(
    "axes",
    ["1", "2", "-1", "0", "3", "(1, 2)", "(2, 1)", "[1, -1]", "(0, 1)", "(1,)", "(1, 2, 3)", "None", "'1'", "1.5"],
)
def test_dot(axes: str) -> None:
    for shapes in PAIRS + ODD_INPUTS:
        agree(f"Dot({axes})", shapes)


@pytest.mark.parametrize(
    ("mode", "shapes", "output"),
    [
        ("sum", [(None, 4), (None, 4)], (None, 4)),
        ("concat", [(None, 4), (None, 3)], (None, 7)),
        ("dot", [(None, 4), (None, 4)], (None, 1)),
    ],
)
def test_merge_of_keras_1(mode: str, shapes: Any, output: Any) -> None:
    assert ours(f"Merge(mode={mode!r})", shapes, Context(api=Api.KERAS_1)).output_shape == output
    assert ours(f"Merge(mode={mode!r})", shapes[:1], Context(api=Api.KERAS_1)).error == "TypeError"


def test_sizes_that_are_not_known() -> None:
    units = Symbolic.named("units")
    assert Concatenate().output_shape([(FREE, 4), (FREE, units)]) == (FREE, units + 4)
    assert Add().output_shape([(FREE, 4), (FREE, units)]) == (FREE, 4)


def test_derivation() -> None:
    assert list(Concatenate().derivation([(FREE, 64), (FREE, 32)])) == ["channels: 64 + 32 = 96"]
