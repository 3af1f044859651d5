"""Every rule is explained by programs, and these are its tests: what we say of them, and what the real Keras does."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
import pytest

from kerascount.diagnostics import Severity
from kerascount.rules import Rule, rules
from kerascount.rules.registry import Example, judges
from tests.evaluate.keras.judge import real
from tests.rules.lint import lint

# What the examples leave out, where they import nothing themselves.
IMPORTS = (
    "import keras; import numpy as np; from keras.layers import *; "
    "from keras import Input, Model, Sequential, initializers, losses, metrics, ops, optimizers\n"
)


@dataclass(frozen=True)
class Case:
    rule: Rule
    example: Example

    @property
    def program(self) -> str:
        return self.example.program if "import " in self.example.program else IMPORTS + self.example.program

    @property
    def is_refused(self) -> bool:
        return self.example.bad and self.rule.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.rule.code}-{'bad' if self.example.bad else 'good'}"


CASES = [Case(rule, example) for rule in rules() for example in rule.examples]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_finds_what_is_bad_and_nothing_else(case: Case) -> None:
    found = lint(case.program, case.example.keras)
    if case.example.bad:
        assert {item.severity for item in found if item.code == case.rule.code} == {case.rule.severity}
    else:
        own = [item for item in found if item.code == case.rule.code and item.severity is case.rule.severity]
        assert own == []
        assert [item for item in found if item.severity is not Severity.INFO] == []


def few_images() -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """What `load_data` gives, without the network and with less of it."""
    pair = np.zeros((40, 28, 28), "uint8"), np.arange(40, dtype="uint8") % 10
    return pair, pair


@pytest.mark.parametrize("case", [case for case in CASES if not case.example.keras], ids=str)
def test_keras_raises_where_the_rule_is_an_error(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.datasets.fashion_mnist, "load_data", few_images)
    assert (real(case.program).error is not None) is case.is_refused


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_is_explained(rule: Rule) -> None:
    assert rule.summary
    assert rule.keras
    assert rule.source
    about_programs = not rule.code.startswith("KC9") or rule.code == "KC920"
    assert {example.bad for example in rule.examples} == ({True, False} if about_programs else set())


def test_rules_that_judge_are_those_of_two_families() -> None:
    assert [rule for rule, _ in judges()] == [rule for rule in rules() if rule.check is not None]
