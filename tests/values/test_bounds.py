"""How large values may become."""

from __future__ import annotations

from typing import Any

import pytest

from kerascount.values.bounds import MAX_LENGTH, MAX_NESTING, refuse_large, refuse_nested
from kerascount.values.dims import Symbolic
from kerascount.values.outcomes import Undetermined


def nested(depth: int, width: int = 1) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value] * width
    return value


def in_itself() -> list[Any]:
    value: list[Any] = []
    value.append({"itself": (value,)})
    return value


@pytest.mark.parametrize("value", ["a" * MAX_LENGTH, [0] * MAX_LENGTH, 2**9_999, 1.5, None, {}])
def test_what_is_not_too_large(value: Any) -> None:
    assert refuse_large(value) == (len(value) if isinstance(value, (str, list, dict)) else 0)


@pytest.mark.parametrize("value", ["a" * (MAX_LENGTH + 1), b"a" * (MAX_LENGTH + 1), 2**10_000, -(2**10_000)])
def test_what_is_too_large(value: Any) -> None:
    with pytest.raises(Undetermined):
        refuse_large(value)


@pytest.mark.parametrize(
    "value", [nested(MAX_NESTING), nested(15, 2), [[0] * 1000] * 900, {"a": [1, (2, {3})]}, "a", 1]
)
def test_what_is_not_nested_too_deeply(value: Any) -> None:
    refuse_nested(value)


@pytest.mark.parametrize("value", [nested(MAX_NESTING + 2), nested(64, 2), in_itself(), [[0] * 1000] * 1001])
def test_what_holds_too_much(value: Any) -> None:
    with pytest.raises(Undetermined):
        refuse_nested(value)


def squared(formula: Any, times: int) -> Any:
    return squared(formula * formula + 1, times - 1) if times else formula


def test_formulas_end() -> None:
    with pytest.raises(Undetermined):
        squared(Symbolic.named("n"), 100)
