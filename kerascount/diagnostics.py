"""Findings: where something is, how serious it is, and what is said about it."""

from __future__ import annotations

import enum

from kerascount.values.record import result


@result
class Location:
    """A stretch of one file; lines and columns count from 1, the end is exclusive.

    Lines of a notebook are those of its code cells written one after the other.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    cell: int = 0  # the cell of a notebook, counted from 1 among all its cells
    above: int = 0  # how many lines of the program stand above that cell

    def __lt__(self, other: Location) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str | int, ...]:
        return self.path, self.line, self.column, self.end_line, self.end_column, self.cell, self.above

    @property
    def location(self) -> Location:
        """Itself: a place that is worked out."""
        return self

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line as the reader of the document counts them: in a notebook within the cell."""
        return self.line - self.above, self.end_line - self.above

    @property
    def where(self) -> str:
        """`12`, or `cell 3:12` in a notebook."""
        return f"cell {self.cell}:{self.lines[0]}" if self.cell else str(self.line)

    @property
    def in_words(self) -> str:
        return self.where if self.cell else f"line {self.line}"


class Severity(enum.Enum):
    ERROR = "error"  # Keras must raise
    WARNING = "warning"
    INFO = "info"


@result
class Note:
    """Another place that a finding is about: "the shape (None, 8) comes from Dense 'fc'" and where that is."""

    text: str
    location: Location


@result
class Edit:
    """Text that takes the place of a stretch of a file."""

    location: Location
    text: str


@result
class Fix:
    """How a finding can be mended: "replace nb_filter by filters"."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True  # whether the program certainly builds the same models


@result
class Diagnostic:
    """One finding. `calls` are the calls through which the program came there, outermost first.

    Of an exception, `message` is what Python would print, and `error` its class.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    calls: tuple[Location, ...] = ()
    error: str = ""
    subject: str = ""  # what refuses: "Dense 'fc'"
    plain: str = ""  # what it refuses, where that can be said better than Keras does
    notes: tuple[Note, ...] = ()
    line: str = ""  # the line of the source where it begins
    fix: Fix | None = None

    @property
    def text(self) -> str:
        """The finding in words, as every report has them."""
        if not self.subject:
            return self.plain or self.message
        said = self.plain or self.message.removeprefix(f"{self.error}: ")
        return said if said.startswith(self.subject.partition(" ")[0]) else f"{self.subject}: {said}"

    @property
    def order(self) -> tuple[Location, str, str]:
        return self.location, self.code, self.message
