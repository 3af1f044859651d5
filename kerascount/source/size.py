"""How long a program may be."""

from __future__ import annotations

from typing import Final

from kerascount.diagnostics import Location
from kerascount.source.errors import Unreadable

MAX_CHARACTERS: Final = 1_000_000  # of a program; its tree takes about 150 bytes for each


def refuse_length(text: str, path: str) -> None:
    """Raises `Unreadable` for a program that is too long."""
    if len(text) > MAX_CHARACTERS:
        raise limit_reached(f"a program of more than {MAX_CHARACTERS:,} characters is not parsed", Location(path))


def limit_reached(why: str, place: Location, line: str = "") -> Unreadable:
    return Unreadable("KC901", f"analysis limit reached: {why}", place, line=line)
