"""The XML in which JUnit reports: a suite for each file, in it a failed case for each finding or one that passed."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kerascount.diagnostics import Diagnostic, Severity
from kerascount.graph import FileReport, Report
from kerascount.reports.findings import in_full, in_order, on_one_line, placed, relative, title
from kerascount.reports.registry import Options, reporter
from kerascount.reports.terminal import printable


@reporter("check", "junit")
def check(report: Report, options: Options) -> str:
    suites = [line for file in report.files for line in _suite(file, options)]
    body = "".join(f"  {line}\n" for line in suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="kerascount">\n{body}</testsuites>\n'


def _suite(file: FileReport, options: Options) -> Iterator[str]:
    path, items = relative(file.path, options), in_order(file)
    kinds = [_kind(item, file) for item in items]
    counts = {"tests": max(len(items), 1), "failures": kinds.count("failure"), "errors": kinds.count("error")}
    yield _tag("testsuite", name=path, **{name: str(count) for name, count in counts.items()})
    for item, kind in zip(items, kinds, strict=True):
        yield from (f"  {line}" for line in _case(item, kind, path))
    if not items:
        yield "  " + _tag("testcase", name="no findings", classname=path, file=path) + "</testcase>"
    yield "</testsuite>"


def _kind(item: Diagnostic, file: FileReport) -> str:
    """What a finding is to JUnit: notes let a case pass."""
    if item.severity is Severity.INFO:
        return "system-out"
    return "error" if file.failed else "failure"


def _case(item: Diagnostic, kind: str, path: str) -> Iterator[str]:
    place = item.location
    name = f"{title(item)} at {place.where}:{place.column}"
    line = {} if place.cell else {"line": str(place.line)}
    yield _tag("testcase", name=name, classname=path, file=path, **line)
    said = {} if kind == "system-out" else {"message": on_one_line(placed(item)), "type": item.severity.value}
    yield f"  {_tag(kind, **said)}{escape(printable(in_full(item)))}</{kind}>"
    yield "</testcase>"


def _tag(element: str, **attributes: str) -> str:
    given = (f" {name}={quoteattr(printable(value))}" for name, value in attributes.items())
    return f"<{element}{''.join(given)}>"
