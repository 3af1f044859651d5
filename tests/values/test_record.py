"""Records: what Python's own frozen dataclasses do, without what it costs to define them."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, field, replace

import pytest

from kerascount.values.record import entity, record, result


@record
class Size:
    width: int
    names: tuple[str, ...] = field(default=())


@entity
class Box:
    width: int


@result
class Found:
    width: int

    def __repr__(self) -> str:
        return "found"


def test_records_are_compared_by_their_fields() -> None:
    assert Size(1) == Size(1, ()) != Size(2)
    assert len({Size(1), Size(1, ()), Size(1, ("a",))}) == 2
    assert Size(1) != Found(1)


def test_entities_equal_themselves_alone() -> None:
    box = Box(1)
    assert box == box != Box(1)
    assert len({box, Box(1)}) == 2


def test_python_keeps_results_from_being_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Found(1).width = 2  # type: ignore[misc]
    assert Found(1) == Found(1)


def test_they_are_dataclasses_in_all_else() -> None:
    assert replace(Size(1), names=("a",)) == Size(1, ("a",))
    assert repr(Size(1)) == "Size(width=1, names=())"
    assert repr(Found(1)) == "found"
    assert not hasattr(Size(1), "__dict__")
    assert pickle.loads(pickle.dumps(Size(1))) == Size(1)
