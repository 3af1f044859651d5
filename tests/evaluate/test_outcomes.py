"""Conditions that are not known: what is built under each outcome, and what is raised under all."""

from __future__ import annotations

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import FileReport
from kerascount.source.files import SourceFile
from kerascount.values.shape import shapes_text

HEAD = """\
import os
import random
import sys
import keras
from keras import layers
"""


def report(program: str) -> FileReport:
    return evaluate_file(SourceFile("program.py", HEAD + program), Config())


def errors(program: str) -> list[Diagnostic]:
    return [item for item in report(program).diagnostics if item.severity is Severity.ERROR]


def built(program: str) -> list[tuple[str, str, str]]:
    return [
        (model.entry, model.condition, ", ".join(shapes_text(layer.output_shape or ()) for layer in model.layers))
        for model in report(program).models
    ]


RIGHT = {
    "two conditions together": """
units = 4
if os.path.exists("a"):
    units = -1
if os.path.exists("b"):
    units = -1
layers.Dense(units)
""",
    "a condition inside another": """
if os.path.exists("a"):
    units = -1
else:
    if os.path.exists("b"):
        units = -1
    else:
        units = 4
layers.Dense(units)
""",
    "three of four": """
units = 2
for path in ["x"]:
    if os.path.exists("a"):
        units -= 1
    if os.path.exists("b"):
        units -= 1
    if os.path.exists("c"):
        units -= 1
    if os.path.exists("d"):
        units -= 1
layers.Dense(units)
""",
    "a refusal that the program gets past": """
units = -1
if len(sys.argv) > 1:
    if sys.argv[1] != "ok":
        raise SystemExit
    units = 4
layers.Dense(units)
""",
    "an expression": """
units = -1 if os.path.exists("a") else 4
layers.Dense(units)
""",
}


@pytest.mark.parametrize("program", RIGHT.values(), ids=RIGHT)
def test_an_error_that_some_outcomes_avoid_is_none(program: str) -> None:
    assert errors(program) == []


def test_an_error_of_one_outcome_is_a_note() -> None:
    program = """
units = 4
if not os.path.exists("a"):
    units = 5
else:
    units = -1
layer = layers.Dense(units)
"""
    (found,) = report(program).diagnostics
    assert found.severity is Severity.INFO
    assert "only where" in found.help


WRONG = {
    "after conditions that do not matter": """
if os.path.exists("a"):
    print("a")
if os.path.exists("b"):
    print("b")
layers.Dense(-1)
""",
    "in every branch": """
if os.path.exists("a"):
    units = -1
else:
    units = -2
layers.Dense(units)
""",
    "behind a check of the arguments": """
if len(sys.argv) < 2:
    sys.exit("usage")
layers.Dense(-1)
""",
}


@pytest.mark.parametrize("program", WRONG.values(), ids=WRONG)
def test_an_error_of_all_outcomes_is_one(program: str) -> None:
    assert len(errors(program)) == 1


def test_both_models_of_a_condition_in_a_function() -> None:
    program = """
def build(include_top, units=8):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(units)])
    if include_top:
        model.add(layers.Dense(10))
    return model
"""
    assert built(program) == [
        ("build(include_top, units)", "include_top", "(None, 8), (None, 10)"),
        ("build(include_top, units)", "not (include_top)", "(None, 8)"),
    ]
