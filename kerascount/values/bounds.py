"""How large values may become, so that no single operation on them takes long or much memory."""

from __future__ import annotations

from collections import deque
from typing import Any, Final

from kerascount.values.outcomes import Undetermined

MAX_LENGTH: Final = 1_000_000  # of a text or container
MAX_BITS: Final = 10_000  # of a number; Python writes out somewhat longer ones
MAX_NESTING: Final = 300  # of containers inside each other
SIZED: Final = frozenset([str, bytes, bytearray, list, tuple, dict, set, frozenset])
NESTING: Final = frozenset([list, tuple, dict, set, frozenset, deque])


def refuse_large(value: Any) -> int:
    """How long a value is; Raises `Undetermined` where it is larger than what is followed."""
    if value.__class__ in SIZED:
        size = len(value)
        if size > MAX_LENGTH:
            raise Undetermined("the result would be too long")
        return size
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise Undetermined("the number would be too large")
    return 0


def refuse_length(length: int) -> None:
    """The same before something of this length is made."""
    if length > MAX_LENGTH:
        raise Undetermined("the result would be too long")


def refuse_nested(value: Any) -> None:
    """Raises `Undetermined` for containers that hold themselves, or hold so much again and again that going through
    them would not end.
    """
    if value.__class__ in NESTING and not NESTING.isdisjoint(map(type, _parts(value))):
        refuse_length(_weight(value, 0, {}))


def _weight(value: Any, depth: int, known: dict[int, int]) -> int:
    """How many items there are at all depths, each counted as often as it is met."""
    if value.__class__ not in NESTING:
        return 1
    weight = known.get(id(value))
    if weight is None:
        if depth > MAX_NESTING:
            raise Undetermined("is nested too deeply to be followed")
        weight = known[id(value)] = 1 + sum(_weight(item, depth + 1, known) for item in _parts(value))
    return weight


def _parts(value: Any) -> Any:
    return (*value.keys(), *value.values()) if value.__class__ is dict else value
