"""Sizes that are only known at run time go through operations as formulas, and never refuse without need."""

from __future__ import annotations

from typing import Any

import pytest

from kerascount.ops.catalogue import OPS
from kerascount.values.dims import FREE, Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import shape_text
from tests.ops.judge import Namespace

n = Symbolic.named("n")
m = Symbolic.named("m")

CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("ops.reshape(x, (-1, 4))", (n, 2, 4), "(2·n, 4)"),
    ("ops.reshape(x, (n, -1))", (n, 2, 4), "(n, 8)"),
    ("ops.reshape(x, (n, 8))", (n, 2, 4), "(n, 8)"),
    ("ops.reshape(x, (n, 7))", (n, 2, 4), Invalid),
    ("ops.concatenate([x, x], axis=0)", (n, 3), "(2·n, 3)"),
    ("ops.concatenate([x, y], axis=0)", (n, 3), "(m + n, 3)"),
    ("ops.concatenate([x, y], axis=1)", (n, 3), "(n, 6)"),
    ("ops.add(x, 1)", (FREE, n), "(None, n)"),
    ("ops.matmul(x, z)", (5, n), "(5, 2)"),
    ("ops.max_pool(x, 2)", (FREE, 8, n), "(None, 4, n)"),
    ("ops.pad(x, ((0, 0), (1, 2)))", (4, n), "(4, n + 3)"),
    ("ops.get_item(x, (slice(None), slice(None, -1)))", (FREE, n), "(None, n - 1)"),
    ("ops.get_item(x, (slice(None), slice(1, None)))", (FREE, n), "(None, n - 1)"),
    ("ops.get_item(x, (slice(None), slice(0, 5)))", (FREE, n), "(None, min(5, n))"),
    ("ops.squeeze(x, 1)", (FREE, n), "(None,)"),
    ("ops.one_hot(x, classes)", (FREE, 3), "(None, 3, len(vocab))"),
    ("ops.zeros((classes, 2))", (), "(len(vocab), 2)"),
    ("ops.tile(x, (1, 3))", (n, m), "(n, 3·m)"),
    ("ops.relu(u)", (), Undetermined),
    ("ops.mean(x, axis=u)", (4, 5), Undetermined),
]


@pytest.mark.parametrize(("call", "shape", "expected"), CASES)
def test_formulas(call: str, shape: tuple[Any, ...], expected: Any) -> None:
    names: dict[str, Any] = {
        "x": Tensor(shape, history="a node"),
        "y": Tensor((m, 3), history="a node"),
        "z": Tensor((n, 2)),
        "n": n,
        "classes": Unknown("depends on a file", "len(vocab)"),
        "u": Unknown("depends on a file"),
    }
    names["ops"] = Namespace()
    if isinstance(expected, str):
        assert shape_text(eval(call, names).dims()) == expected
    else:
        with pytest.raises(expected):
            eval(call, names)


def test_arrays_may_be_indexed_as_numpy_does() -> None:
    x = Tensor((10, 4))
    assert OPS["get_item"](x, slice(2, 5)).dims() == (3, 4)
    assert OPS["get_item"](x, [0, 1]).dims() == (2, 4)
    assert OPS["get_item"](x, None).dims() == (1, 10, 4)
    with pytest.raises(Invalid) as refusal:
        OPS["get_item"](x, [0, 10])
    assert refusal.value.error == "IndexError"
    with pytest.raises(Undetermined):
        OPS["get_item"](x, Tensor((10,), "bool"))
