"""A line for each finding, as editors and scripts read them."""

from __future__ import annotations

from kerascount.graph import Report
from kerascount.reports.findings import all_findings, on_one_line, position
from kerascount.reports.registry import Options, reporter
from kerascount.reports.terminal import printable


@reporter("check", "concise")
def check(report: Report, options: Options) -> str:
    """`train.py:12:9: KC101 Dense 'fc': takes 4 in the last axis, but (None, 5) has 5`."""
    lines = (
        printable(f"{position(item.location)}: {item.code} {on_one_line(item.text)}") + "\n"
        for _, item in all_findings(report)
    )
    return "".join(lines)
