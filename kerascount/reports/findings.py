"""What the reports of findings share: their order, their rules, their places and what is said of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kerascount.diagnostics import Diagnostic, Location, Note
from kerascount.graph import FileReport, Report
from kerascount.reports.registry import Options

if TYPE_CHECKING:
    from kerascount.rules import Rule

MAX_CALLS: Final = 8  # that a finding shows


def in_order(file: FileReport) -> list[Diagnostic]:
    return sorted(file.diagnostics, key=lambda item: item.order)


def all_findings(report: Report) -> Iterator[tuple[FileReport, Diagnostic]]:
    """Each with the file that it was found in."""
    for file in report.files:
        for item in in_order(file):
            yield file, item


def rule_of(item: Diagnostic) -> Rule | None:
    """None where the code is that of no rule."""
    from kerascount.rules import find  # not needed where nothing is found

    return find(item.code)


def title(item: Diagnostic) -> str:
    """`KC101 input-rank`."""
    rule = rule_of(item)
    return f"{item.code} {rule.name}" if rule else item.code


def position(location: Location) -> str:
    """`train.py:12:9`, or `train.ipynb:cell 3:2:9`; the name of a file may have line breaks in it."""
    path = location.path.replace("\n", "\\n")
    return f"{path}:{location.where}:{location.column}"


def details(item: Diagnostic) -> Iterator[str]:
    """What is said of a finding beside its text: the calls that led there, innermost first, notes and help."""
    for call in _shortened(item.calls):
        yield f"called from {position(call)}" if call else "…"
    for note in notes(item):
        yield f"note: {note.text} at {position(note.location)}"
    if item.help:
        yield f"help: {item.help}"


def notes(item: Diagnostic) -> list[Note]:
    """Each once: a tensor may arrive several times."""
    return list(dict.fromkeys(item.notes))


def _shortened(calls: Sequence[Location]) -> list[Location | None]:
    """The calls from the innermost one, None for the middle of many."""
    inwards: list[Location | None] = list(reversed(calls))
    return inwards if len(inwards) <= MAX_CALLS else [*inwards[: MAX_CALLS - 1], None, inwards[-1]]


def placed(item: Diagnostic) -> str:
    """The finding in words; in a notebook with its place, for formats whose places are lines of a file."""
    place = item.location
    return f"cell {place.cell}, line {place.lines[0]}: {item.text}" if place.cell else item.text


def in_full(item: Diagnostic) -> str:
    """All that is said of a finding, a line each."""
    return "\n".join([placed(item), *details(item)])


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def relative(path: str, options: Options) -> str:
    """The path with forward slashes, from the working folder where it leads into it."""
    normal = os.path.normpath(path)
    if options.folder and normal.startswith(options.folder + os.sep):
        normal = normal[len(options.folder) + 1 :]
    return normal.replace(os.sep, "/")
