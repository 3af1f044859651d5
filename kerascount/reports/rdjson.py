"""The format of reviewdog, which comments on the lines of a review and proposes fixes there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport, Report
from kerascount.reports.findings import all_findings, in_full, relative
from kerascount.reports.fixes import as_one
from kerascount.reports.registry import Options, reporter

SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


@reporter("check", "rdjson")
def check(report: Report, options: Options) -> str:
    diagnostics = [_diagnostic(item, file, options) for file, item in all_findings(report)]
    document = {"source": {"name": "kerascount"}, "diagnostics": diagnostics}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _diagnostic(item: Diagnostic, file: FileReport, options: Options) -> dict[str, Any]:
    place = item.location
    range_ = {} if place.cell else {"range": _range(place, file.lines)}  # lines of a notebook are those of its cells
    return {
        "message": in_full(item),
        "location": {"path": relative(place.path, options), **range_},
        "severity": SEVERITIES[item.severity],
        "code": {"value": item.code},
        **({"suggestions": suggestions} if (suggestions := list(_suggestions(item, file))) else {}),
    }


def _suggestions(item: Diagnostic, file: FileReport) -> Iterator[dict[str, Any]]:
    """One at most: several would each be taken for a fix of its own."""
    edit = as_one(item.fix, file) if item.fix else None
    if edit and not edit.location.cell:
        yield {"range": _range(edit.location, file.lines), "text": edit.text}


def _range(place: Location, lines: Sequence[str]) -> dict[str, Any]:
    """The end is exclusive there too, but columns count bytes of UTF-8."""
    return {
        "start": {"line": place.line, "column": _bytes(place.line, place.column, lines)},
        "end": {"line": place.end_line, "column": _bytes(place.end_line, place.end_column, lines)},
    }


def _bytes(line: int, column: int, lines: Sequence[str]) -> int:
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return column + len(before.encode("utf-8", "surrogatepass")) - len(before)
