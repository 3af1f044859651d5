"""Python inside other documents: where its lines stand there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field, replace

from kerascount.diagnostics import Location
from kerascount.values.record import record


@record
class Section:
    """A piece of Python in a document: a cell of a notebook, a block of Markdown."""

    first: int  # the line of the program at which it begins
    lines: tuple[str, ...]
    shifts: tuple[int, ...]  # how many columns further to the right each line stands in the document
    cell: int = 0  # its number in a notebook
    is_open: bool = False  # whether more may be bound in it than its Python shows

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@record
class Layout:
    """The sections of a document, in order. Without any, a program is its own document."""

    sections: Sequence[Section] = ()
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", [section.first for section in self.sections])

    def section(self, line: int) -> Section | None:
        """The section in which a line of the program stands."""
        index = bisect_right(self.starts, line) - 1
        return self.sections[index] if index >= 0 else None

    def place(self, location: Location) -> Location:
        """A location in the program as one in the document."""
        section = self.section(location.line)
        if section is None:
            return location
        return replace(
            location,
            column=location.column + _shift(section, location.line),
            end_column=location.end_column + _shift(section, location.end_line),
            cell=section.cell,
            above=section.first - 1 if section.cell else 0,
        )

    def margin(self, line: int) -> str:
        """What stands left of a line of the program in the document, as blanks."""
        section = self.section(line)
        return " " * _shift(section, line) if section else ""

    @property
    def is_open(self) -> bool:
        return any(section.is_open for section in self.sections)

    def program(self) -> str:
        """The text of the program: the sections at their lines, blank lines between them."""
        lines: list[str] = []
        for section in self.sections:
            lines.extend([""] * (section.first - 1 - len(lines)))
            lines.extend(section.lines)
        return "\n".join(lines) + "\n"


def _shift(section: Section, line: int) -> int:
    index = line - section.first
    return section.shifts[index] if index < len(section.shifts) else 0
