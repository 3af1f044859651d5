"""What a fix would change, as one piece of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kerascount.diagnostics import Edit, Fix, Location
from kerascount.graph import FileReport


def as_one(fix: Fix, file: FileReport) -> Edit | None:
    """The edits as one, from the begin of the first to the end of the last; None where one is in another file."""
    edits = sorted(fix.edits, key=lambda edit: edit.location)
    if any(edit.location.path != file.path or edit.location.end_line > len(file.lines) for edit in edits):
        return None
    text = edits[0].text
    for before, edit in pairwise(edits):
        end, begin = before.location, edit.location
        text += _between(file.lines, (end.end_line, end.end_column), (begin.line, begin.column)) + edit.text
    return Edit(_stretch(edits), text)


def _stretch(edits: Sequence[Edit]) -> Location:
    first, last = edits[0].location, edits[-1].location
    return replace(first, end_line=last.end_line, end_column=last.end_column)


def changed(edit: Edit, lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The lines that an edit touches, each with its number and `-`, then those that take their place, with `+`.

    Lines are counted as the reader of the document counts them.
    """
    place = edit.location
    for number in range(place.line, place.end_line + 1):
        yield number - place.above, "-", lines[number - 1]
    head, tail = lines[place.line - 1][: place.column - 1], lines[place.end_line - 1][place.end_column - 1 :]
    for number, line in enumerate((head + edit.text + tail).splitlines(), place.lines[0]):
        yield number, "+", line


def _between(lines: Sequence[str], begin: tuple[int, int], end: tuple[int, int]) -> str:
    """The text from one line and column to another."""
    if begin[0] == end[0]:
        return lines[begin[0] - 1][begin[1] - 1 : end[1] - 1]
    middle = lines[begin[0] : end[0] - 1]
    return "\n".join([lines[begin[0] - 1][begin[1] - 1 :], *middle, lines[end[0] - 1][: end[1] - 1]])
