"""Records: what Python's own frozen dataclasses do, without what it costs to define them."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

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


@result
class Untouched:
    """Of which no instance is made here."""

    width: int
    names: list[str] = field(default_factory=list)


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


def test_the_fields_are_known_before_there_is_an_instance() -> None:
    assert [item.name for item in fields(Untouched)] == ["width", "names"]
    assert Untouched.__match_args__ == ("width", "names")  # type: ignore[attr-defined]


def test_what_comes_from_another_process_can_be_changed_into_another() -> None:
    arrived = object.__new__(Untouched)
    arrived.__setstate__([1, []])  # type: ignore[attr-defined]
    assert replace(arrived, width=2) == Untouched(2)
    assert pickle.loads(pickle.dumps(arrived)) == arrived


def test_arguments_that_do_not_fit_are_refused_from_the_first_instance_on() -> None:
    @record
    class Late:
        width: int

    for _ in range(2):
        with pytest.raises(TypeError, match="width"):
            Late()  # type: ignore[call-arg]
    assert Late(1) == Late(width=1)
