"""Rows of a facts table: what the real Keras made of one call, in a compact notation.

A shape is "None 28 28 3", several are split by "|"; a weight is "kernel 3 8", one that is not trained "kernel* 3 8".
"""

from __future__ import annotations

from typing import Any

from kerascount.values.outcomes import Invalid
from tests.layers.judge import KERAS_3, Outcome, ours

Fact = tuple[str, str, Any, str]


def shapes(text: str) -> Any:
    """A shape, or a list of shapes where the text has a "|"."""
    if "|" in text:
        return [shapes(part) for part in text.split("|") if part.strip()]
    return tuple(None if size == "None" else int(size) for size in text.split())


def weights(text: str) -> tuple[tuple[str, tuple[int, ...], bool], ...]:
    parts = [part.split() for part in text.split(",") if part.strip()]
    return tuple((name.rstrip("*"), tuple(map(int, sizes)), not name.endswith("*")) for name, *sizes in parts)


def check(fact: Fact, context: Any = KERAS_3) -> None:
    expression, given, output, stated = fact
    said = ours(expression, shapes(given), context)
    if isinstance(output, Invalid):
        assert said.error == output.error, f"{expression}: {said}"
    else:
        assert said == Outcome(shapes(output), weights(stated)), expression


def invalid(error: str = "ValueError") -> Invalid:
    return Invalid("Keras refuses", error=error)
