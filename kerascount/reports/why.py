"""What stayed unresolved and why: the first cause of each model, the most frequent cause first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from kerascount.diagnostics import Location
from kerascount.graph import ModelGraph, Report
from kerascount.reports.registry import Options, reporter
from kerascount.values.record import record


@record
class Cause:
    why: str
    models: int  # that it leaves unresolved
    places: tuple[str, ...]  # of the layers where it shows first: "train.py:12"


def causes(report: Report) -> list[Cause]:
    found = [_first(model) for file in report.files for model in file.shown if not model.complete]
    counts = Counter(why for why, _ in found)
    return [Cause(why, count, tuple(_places(found, why))) for why, count in counts.most_common()]


def _first(model: ModelGraph) -> tuple[str, Location]:
    node = next((node for node in model.layers if node.unknown), None)
    return (model.reason, model.location) if node is None else (node.unknown, node.location)


def _places(found: list[tuple[str, Location]], why: str) -> Iterator[str]:
    yield from dict.fromkeys(f"{place.path}:{place.where}" for other, place in found if other == why)


@reporter("why", "text")
def text(report: Report, options: Options) -> str:
    lines = []
    for cause in causes(report):
        more = f" and {len(cause.places) - 1} more" if len(cause.places) > 1 else ""
        lines.append(f"{cause.models:5}  {cause.why}\n         {cause.places[0]}{more}\n")
    return "".join(lines) + _verdict(report)


def _verdict(report: Report) -> str:
    models = [model for file in report.files for model in file.shown]
    resolved = sum(model.complete for model in models)
    return f"{resolved} of {len(models)} model{'s' if len(models) != 1 else ''} resolved\n"


@reporter("why", "json")
def as_json(report: Report, options: Options) -> str:
    document = [{"why": item.why, "models": item.models, "places": item.places} for item in causes(report)]
    return json.dumps({"causes": document}, ensure_ascii=False) + "\n"
