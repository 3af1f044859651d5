"""The abstract classes of `collections.abc`, `typing` and `numbers` that plain values belong to."""

from __future__ import annotations

import collections.abc
import numbers
from collections.abc import Mapping
from typing import Any, Final

NAMES: Final = (
    "Callable", "Collection", "Container", "Hashable", "Iterable", "Iterator", "Mapping", "MutableMapping",
    "MutableSequence", "MutableSet", "Reversible", "Sequence", "Set", "Sized",
)  # fmt: skip
ABSTRACT: Final[Mapping[str, Any]] = {
    **{
        f"{module}.{name}": getattr(collections.abc, name) for name in NAMES for module in ("collections.abc", "typing")
    },
    **{f"collections.{name}": getattr(collections.abc, name) for name in NAMES},
    **{f"numbers.{name}": getattr(numbers, name) for name in ("Number", "Complex", "Real", "Rational", "Integral")},
    "six.string_types": str,
    "six.integer_types": int,
}
