"""The code quality report of GitLab: a list of issues as Code Climate has them, as far as GitLab reads it."""

from __future__ import annotations

import json
from typing import Any, Final

from kerascount.diagnostics import Diagnostic, Severity
from kerascount.graph import Report
from kerascount.reports.findings import in_full, on_one_line, placed, relative, title
from kerascount.reports.fingerprints import with_fingerprints
from kerascount.reports.registry import Options, reporter

SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


@reporter("check", "gitlab")
def check(report: Report, options: Options) -> str:
    issues = [_issue(item, fingerprint, options) for item, fingerprint in with_fingerprints(report, options)]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(item: Diagnostic, fingerprint: str, options: Options) -> dict[str, Any]:
    return {
        "description": on_one_line(placed(item)),
        "content": {"body": in_full(item)},
        "check_name": title(item),
        "fingerprint": fingerprint,
        "severity": SEVERITIES[item.severity],
        "location": {"path": relative(item.location.path, options), "lines": _lines(item)},
    }


def _lines(item: Diagnostic) -> dict[str, int]:
    """The first line for a notebook, whose lines are those of its cells: GitLab must have one."""
    place = item.location
    return {"begin": 1} if place.cell else {"begin": place.line, "end": place.end_line}
