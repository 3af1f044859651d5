"""Offsets in a text as lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from kerascount.diagnostics import Location

NEWLINE: Final = re.compile(r"\r\n?|\n")


class Lines:
    """Where the lines of a text begin. Lines and columns count from 1, columns in characters."""

    __slots__ = ("_path", "starts")

    def __init__(self, text: str, path: str) -> None:
        self._path = path
        self.starts = [0, *(match.end() for match in NEWLINE.finditer(text))]

    def location(self, start: int, end: int) -> Location:
        return Location(self._path, *self._line_and_column(start), *self._line_and_column(end))

    def offset(self, line: int, column: int) -> int:
        """The offset of a place; a line behind the last one is the end of the text."""
        return self.starts[min(line, len(self.starts)) - 1] + column - 1

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
