"""A name for each finding that stays the same while lines move above it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from kerascount.diagnostics import Diagnostic
from kerascount.graph import Report
from kerascount.reports.findings import all_findings, relative
from kerascount.reports.registry import Options


def with_fingerprints(report: Report, options: Options) -> Iterator[tuple[Diagnostic, str]]:
    """Every finding with its name: made of its rule, its file, and its line of the source without the margin.

    Equal ones are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for _, item in all_findings(report):
        known = item.code, relative(item.location.path, options), item.line.strip() or item.text
        seen[known] += 1
        name = "\0".join([*known, str(seen[known])])
        yield item, hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
