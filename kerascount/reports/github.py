"""Workflow commands of GitHub Actions, which show a finding at its line of a pull request."""

from __future__ import annotations

from typing import Final

from kerascount.diagnostics import Diagnostic, Severity
from kerascount.graph import Report
from kerascount.reports.findings import all_findings, in_full, relative, title
from kerascount.reports.registry import Options, reporter

COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@reporter("check", "github")
def check(report: Report, options: Options) -> str:
    return "".join(_command(item, options) for _, item in all_findings(report))


def _command(item: Diagnostic, options: Options) -> str:
    properties = {"title": title(item), "file": relative(item.location.path, options), **_region(item)}
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{COMMANDS[item.severity]} {given}::{_data(in_full(item))}\n"


def _region(item: Diagnostic) -> dict[str, int]:
    """Nothing in a notebook, whose lines are those of its cells. GitHub takes columns within one line alone."""
    place = item.location
    if place.cell:
        return {}
    region = {"line": place.line, "endLine": place.end_line}
    return region if place.line != place.end_line else {**region, "col": place.column, "endColumn": place.end_column}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
