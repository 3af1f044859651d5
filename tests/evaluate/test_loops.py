"""Loops that build models: followed to their end, and never cut short in silence."""

from __future__ import annotations

import pytest

from kerascount.config import Config
from kerascount.evaluate import loops
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile

PROGRAM = """\
import keras
x = inputs = keras.Input((4,))
for _ in range(300):
    x = keras.layers.Dense(4)(x)
model = keras.Model(inputs, x)
"""


def test_follows_a_long_loop_that_makes_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "MAX_LOOP_STEPS", 1_000)
    monkeypatch.setattr(loops, "MAX_IDLE_STEPS", 1_000)
    report = evaluate_file(SourceFile("program.py", PROGRAM), Config())
    assert [(len(model.layers), model.unknown) for model in report.models] == [(301, "")]


def test_a_model_of_a_loop_that_was_left_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "MAX_BUILDING_STEPS", 1_000)
    report = evaluate_file(SourceFile("program.py", PROGRAM), Config())
    assert all("runs too long" in model.unknown for model in report.models)
