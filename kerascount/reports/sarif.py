"""SARIF 2.1.0, the format that code scanning services read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote

from kerascount import __version__
from kerascount.diagnostics import Diagnostic, Edit, Fix, Location, Severity
from kerascount.graph import Report
from kerascount.reports.findings import all_findings, notes, placed, relative, rule_of
from kerascount.reports.fingerprints import with_fingerprints
from kerascount.reports.registry import Options, reporter
from kerascount.reports.rules import in_markdown, in_text
from kerascount.rules import Rule

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# As code scanning of GitHub calls them.
PROBLEMS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


@reporter("check", "sarif")
def check(report: Report, options: Options) -> str:
    run = {
        "tool": {"driver": {"name": "kerascount", "version": __version__, "rules": list(_rules(report))}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not any(file.failed for file in report.files)}],
        "results": _results(report, options),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rules(report: Report) -> Iterator[dict[str, Any]]:
    """What the codes that occur stand for, by code."""
    found = {item.code: item for _, item in all_findings(report)}
    for code in sorted(found):
        rule = rule_of(found[code])
        severity = rule.severity if rule else found[code].severity
        yield {
            "id": code,
            **(_described(rule) if rule else {}),
            "defaultConfiguration": {"level": LEVELS[severity]},
            "properties": {"problem.severity": PROBLEMS[severity]},
        }


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation or rule.summary},
        "help": {"text": in_text(rule), "markdown": in_markdown(rule)},
    }


def _results(report: Report, options: Options) -> list[dict[str, Any]]:
    return [_result(*found, options) for found in with_fingerprints(report, options)]


def _result(item: Diagnostic, fingerprint: str, options: Options) -> dict[str, Any]:
    result = {
        "ruleId": item.code,
        "level": LEVELS[item.severity],
        "message": {"text": f"{placed(item)}\n{item.help}" if item.help else placed(item)},
        "locations": [_location(item.location, options)],
        "partialFingerprints": {"finding/v1": fingerprint},
        "relatedLocations": [_location(note.location, options, note.text) for note in notes(item)],
        "codeFlows": [_flow(item, options)] if item.calls else [],
        "fixes": [_fix(item.fix, options)] if item.fix and not item.location.cell else [],
    }
    return {name: value for name, value in result.items() if value}


def _flow(item: Diagnostic, options: Options) -> dict[str, Any]:
    """The calls through which the program comes to the finding."""
    steps = [_location(call, options, "calls") for call in item.calls]
    steps.append(_location(item.location, options, item.text))
    return {"threadFlows": [{"locations": [{"location": step} for step in steps]}]}


def _location(place: Location, options: Options, text: str = "") -> dict[str, Any]:
    """A place in a notebook is named: as a file its lines are others, and the region is its first line."""
    region = {"startLine": 1} if place.cell else _region(place)
    named = {"logicalLocations": [{"name": f"cell {place.cell}", "fullyQualifiedName": place.where}]}
    return {
        "physicalLocation": {"artifactLocation": _artifact(place.path, options), "region": region},
        **(named if place.cell else {}),
        **({"message": {"text": text}} if text else {}),
    }


def _artifact(path: str, options: Options) -> dict[str, str]:
    """A relative URI where the path is relative."""
    uri = quote(os.fsencode(relative(path, options)))
    return {"uri": f"file://{uri}" if uri.startswith("/") else uri}


def _region(place: Location) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(fix: Fix, options: Options) -> dict[str, Any]:
    paths = dict.fromkeys(edit.location.path for edit in fix.edits)
    changes = [_change(path, (edit for edit in fix.edits if edit.location.path == path), options) for path in paths]
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _change(path: str, edits: Iterable[Edit], options: Options) -> dict[str, Any]:
    replacements = [{"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.text}} for edit in edits]
    return {"artifactLocation": _artifact(path, options), "replacements": replacements}
