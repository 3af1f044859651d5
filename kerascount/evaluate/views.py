"""The types of what `dict.keys()`, `.values()` and `.items()` give, which have no names of their own."""

from __future__ import annotations

from typing import Any, Final

_EMPTY: dict[Any, Any] = {}
VIEWS: Final[tuple[type[Any], ...]] = (type(_EMPTY.keys()), type(_EMPTY.values()), type(_EMPTY.items()))
