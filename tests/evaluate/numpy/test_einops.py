"""Patterns give the shapes that einops 0.8 gives, and refuse what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from kerascount.evaluate.numpy.einops import parse_shape, reduce, transformed
from kerascount.values.dims import FREE
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined

FACTS = [
    ((2, 8, 6, 3), "b h w c -> b c h w", {}, (2, 3, 8, 6)),
    ((2, 8, 6, 3), "b (h p) (w q) c -> b (h w) (p q c)", {"p": 4, "q": 2}, (2, 6, 24)),
    ((2, 8, 6, 3), "b h w c -> (b h) w c", {}, (16, 6, 3)),
    ((2, 8, 6, 3), "b ... -> b (...)", {}, (2, 144)),
    ((2, 8, 6, 3), "... c -> c ...", {}, (3, 2, 8, 6)),
    ((8, 6), "h w -> h w 1", {}, (8, 6, 1)),
    ((8, 6), "h w -> () h w", {}, (1, 8, 6)),
    ((8, 6), "h w -> h w c", {"c": 3}, (8, 6, 3)),
    ((8, 6), "h w -> (h 2) (w 3)", {}, (16, 18)),
    ((1, 6), "1 w -> w", {}, (6,)),
]


@pytest.mark.parametrize(("shape", "pattern", "sizes", "expected"), FACTS)
def test_patterns(shape: Any, pattern: str, sizes: dict[str, int], expected: Any) -> None:
    assert transformed(Tensor(shape), pattern, **sizes).dims() == expected


def test_an_axis_may_be_open() -> None:
    made = transformed(Tensor((FREE, 8, 6)), "b (h p) w -> b h (p w)", p=2).dims()
    assert made[0] is FREE
    assert made[1:] == (4, 12)


def test_reduction_and_names() -> None:
    assert reduce(Tensor((2, 8, 6, 3)), "b (h p) w c -> b h c", "mean", p=4).dims() == (2, 2, 3)
    assert parse_shape(Tensor((2, 8, 6)), "b h _") == {"b": 2, "h": 8}


@pytest.mark.parametrize(
    ("shape", "pattern", "sizes"),
    [((2, 8), "b (h p) -> b h p", {"p": 3}), ((2, 8, 6), "b h -> h b", {}), ((2, 8), "b 4 -> b", {})],
)
def test_refusals(shape: Any, pattern: str, sizes: dict[str, int]) -> None:
    with pytest.raises(Invalid) as refusal:
        transformed(Tensor(shape), pattern, **sizes)
    assert refusal.value.error == "EinopsError"


def test_two_open_factors() -> None:
    with pytest.raises(Undetermined):
        transformed(Tensor((2, 8)), "b (h p) -> b h p")
