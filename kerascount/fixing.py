"""Applies the fixes of findings to files, again and again: what is fixed may show what else there is to fix.

The rest of a file stays as it is, byte for byte: its encoding, its newlines, and all of a notebook but the cells.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kerascount.diagnostics import Diagnostic, Edit, Fix, Location
from kerascount.graph import FileReport
from kerascount.source.decode import decode, encode
from kerascount.source.lines import Lines

MAX_PASSES: Final = 10
Analyze = Callable[[bytes, str], FileReport]  # the content of a file and its path, as reports name it


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its fixes."""

    path: str
    before: bytes
    after: bytes
    report: FileReport  # what is found in it now
    fixes: int  # how many were made

    @property
    def is_changed(self) -> bool:
        return self.after != self.before


def fix(report: FileReport, data: bytes, analyze: Analyze, *, unsafe: bool = False) -> Fixed:
    """The file with the fixes of its findings. Nothing that does not parse any more comes of it."""
    before, made = data, 0
    for _ in range(MAX_PASSES):
        chosen = choose(report.diagnostics, report.path, unsafe=unsafe)
        after = apply(data, report.path, [edit for fix in chosen for edit in fix.edits])
        again = analyze(after, report.path) if after != data else report
        if after == data or again.failed:
            break
        data, report, made = after, again, made + len(chosen)
    return Fixed(report.path, before, data, report, made)


def choose(findings: Iterable[Diagnostic], path: str, *, unsafe: bool) -> list[Fix]:
    """The fixes that can be made at once: of those that are in each other's way, the first one."""
    chosen: list[Fix] = []
    taken: list[Edit] = []
    for item in sorted(findings, key=lambda item: item.order):
        fix = item.fix
        if fix is None or not (fix.safe or unsafe) or any(edit.location.path != path for edit in fix.edits):
            continue
        new = [edit for edit in fix.edits if edit not in taken]
        if not any(_overlap(edit, other) for edit in new for other in taken):
            chosen.append(fix)
            taken += new
    return chosen


def _overlap(edit: Edit, other: Edit) -> bool:
    (start, end), (other_start, other_end) = _span(edit.location), _span(other.location)
    if start == end == other_start == other_end:
        return True  # which of the two comes first is not said
    return start < other_end and other_start < end


def _span(location: Location) -> tuple[tuple[int, int], tuple[int, int]]:
    return (location.line, location.column), (location.end_line, location.end_column)


def apply(data: bytes, path: str, edits: Sequence[Edit]) -> bytes:
    """The content of a file after these edits, which do not overlap."""
    if any(edit.location.cell for edit in edits):
        from kerascount.source.cells import rewritten  # not needed for programs

        return rewritten(data, {cell: _edits_of(cell, edits) for cell in {edit.location.cell for edit in edits}})
    text = decode(data, path)
    body = text.lstrip("\f")  # these count in no place
    return encode(text[: len(text) - len(body)] + edited(body, edits), data, path)


def _edits_of(cell: int, edits: Sequence[Edit]) -> Callable[[str], str]:
    return lambda text: edited(text, [edit for edit in edits if edit.location.cell == cell])


def edited(text: str, edits: Iterable[Edit]) -> str:
    lines = Lines(text, "")
    for edit in sorted(set(edits), key=lambda edit: _span(edit.location), reverse=True):
        place = edit.location
        (first, last) = place.lines
        start, end = lines.offset(first, place.column), lines.offset(last, place.end_column)
        text = text[:start] + edit.text + text[end:]
    return text


def write(fixed: Fixed) -> None:
    """Put the file in the place of what it was, all at once. Raises `OSError`."""
    from shutil import copymode
    from tempfile import NamedTemporaryFile

    path = os.path.realpath(fixed.path)
    with NamedTemporaryFile(dir=os.path.dirname(path), prefix=".kerascount-", delete=False) as file:
        file.write(fixed.after)
    try:
        copymode(path, file.name)
        os.replace(file.name, path)
    except OSError:
        os.unlink(file.name)
        raise


def diff(fixed: Fixed) -> str:
    """What is changed, as a unified diff."""
    from difflib import unified_diff

    before, after = (decode(data, fixed.path).splitlines(keepends=True) for data in (fixed.before, fixed.after))
    lines = unified_diff(before, after, fixed.path, fixed.path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
