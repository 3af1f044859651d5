"""How often each rule has found something, the most frequent first."""

from __future__ import annotations

import json
from collections import Counter

from kerascount.graph import Report
from kerascount.reports.findings import all_findings, title
from kerascount.reports.registry import Options, reporter


def counts(report: Report) -> list[tuple[str, int]]:
    """By `KC101 input-rank`; those that are as frequent by code."""
    found = Counter(title(item) for _, item in all_findings(report))
    return sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))


@reporter("statistics", "text")
def text(report: Report, options: Options) -> str:
    return "".join(f"{count:5}  {name}\n" for name, count in counts(report))


@reporter("statistics", "json")
def as_json(report: Report, options: Options) -> str:
    found = [(*name.partition(" ")[::2], count) for name, count in counts(report)]
    entries = [{"code": code, "name": name, "count": count} for code, name, count in found]
    return json.dumps({"statistics": entries}, ensure_ascii=False) + "\n"
