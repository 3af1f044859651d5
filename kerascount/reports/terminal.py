"""What a terminal shows: colors, and how wide a text is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Painter = Callable[[str, str], str]
COLORS: Final = {"bold": "1", "red": "1;31", "green": "32", "yellow": "1;33", "blue": "1;34", "cyan": "1;36"}
BLANKS: Final = "\t\n\xa0\u3000"  # blanks that do no harm; `isprintable` knows only one


def painter(on: bool) -> Painter:
    return _painted if on else _plain


def _painted(text: str, color: str) -> str:
    return f"\x1b[{COLORS[color]}m{text}\x1b[0m"


def _plain(text: str, color: str) -> str:
    return text


def printable(text: str) -> str:
    """The text without what a terminal would obey: such characters stand as Python writes them."""
    if text.isprintable():
        return text
    return "".join(item if item.isprintable() or item in BLANKS else repr(item)[1:-1] for item in text)


def width(text: str) -> int:
    """In columns: East Asian characters take two, those that combine with the one before them none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # most programs need no such table

    return sum(0 if combining(item) else 2 if east_asian_width(item) in "WF" else 1 for item in text)


def blank(text: str) -> str:
    """As wide as the text and with its tabs, but blank."""
    return "\t".join(" " * width(part) for part in text.split("\t"))
