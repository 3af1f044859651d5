"""Patterns that are followed, and those that might be tried for ever."""

from __future__ import annotations

import pytest

from kerascount.evaluate.python.regex import MAX_TRIES, _tries

FOLLOWED = [
    (r"(\d+)x(\d+)", 8), (r".*block(\d+)_.*", 40), (r"([a-z0-9])([A-Z])", 200), (r"[^a-z ]+", 2000), (r"(ab)+", 100),
    (r"(?:conv|dense)_(\d+)", 30), (r"(?P<name>.+)_v\d+$", 40), (r"[(a+)+]*", 100), (r"\(a+\)", 100), (r"a??b", 100),
]  # fmt: skip
NOT_FOLLOWED = [
    ("(a+)+$", 30), ("(a|aa)*c", 30), ("(?:.*)*=", 30), ("(x+x+)+y", 30), ("((a)*)*", 30), (r"(a*)\1", 30),
    ("a?" * 40, 40), ("(.*)(.*)(.*)(.*)(.*)b", 100), ("(?P<n>a|b)+", 30), ("(a|b|ab){20}", 30),
    (".*.*.*b", 2000), ("(?=(a+)+)", 30),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "length"), FOLLOWED)
def test_patterns_that_end_soon(pattern: str, length: int) -> None:
    assert _tries(pattern, length) <= MAX_TRIES


@pytest.mark.parametrize(("pattern", "length"), NOT_FOLLOWED)
def test_patterns_that_may_take_long(pattern: str, length: int) -> None:
    assert _tries(pattern, length) > MAX_TRIES
