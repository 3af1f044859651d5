"""The examples of the rules on versions: mended, the bad one is the good one, which Keras 3 takes."""

from __future__ import annotations

import pytest

from kerascount.rules import rules
from kerascount.rules.registry import Example, Rule
from tests.evaluate.keras.judge import real
from tests.modernize.mending import mend

FIXED_BY_HAND = ("KC402",)
PAIRS = [
    pytest.param(rule, bad, good, id=f"{rule.code}-{number}")
    for rule in rules()
    if rule.code.startswith("KC4")
    for number, (bad, good) in enumerate(zip(rule.examples[::2], rule.examples[1::2], strict=True), 1)
]


@pytest.mark.parametrize(("rule", "bad", "good"), PAIRS)
def test_the_fix_of_the_bad_one_is_the_good_one(rule: Rule, bad: Example, good: Example) -> None:
    assert bad.bad
    assert not good.bad
    if rule.code not in FIXED_BY_HAND:
        assert mend(bad.program) == good.program
    assert mend(good.program) == good.program


@pytest.mark.parametrize(("rule", "bad", "good"), PAIRS)
def test_keras_3_refuses_the_bad_one_alone(rule: Rule, bad: Example, good: Example) -> None:
    if "tensorflow" in bad.program:
        pytest.importorskip("tensorflow")
    assert real(good.program).error is None
    assert real(bad.program).error is not None or "def train" in bad.program  # which nobody calls
