"""What stayed unresolved, by cause."""

from __future__ import annotations

import json

from kerascount.graph import FileReport, Report
from kerascount.reports import Options, render
from tests.reports.models import dense, sequential

HUB = "tensorflow_hub.KerasLayer() is not followed"


def report() -> Report:
    first = dense("dense", 3, 4, line=2, unknown=HUB)
    other = dense("dense", 3, 4, line=9, unknown="reads a file")
    models = [
        sequential(first),
        sequential(other),
        sequential(dense("dense", 3, 4, line=5, unknown=HUB)),
        sequential(dense("dense", 3, 4)),
    ]
    return Report((FileReport("train.py", tuple(models)),))


def test_the_most_frequent_cause_stands_first() -> None:
    assert render("why", "text", report(), Options()) == (
        f"    2  {HUB}\n         train.py:2 and 1 more\n"
        "    1  reads a file\n         train.py:9\n"
        "1 of 4 models resolved\n"
    )


def test_json_has_all_places() -> None:
    causes = json.loads(render("why", "json", report(), Options()))["causes"]
    assert causes == [
        {"why": HUB, "models": 2, "places": ["train.py:2", "train.py:5"]},
        {"why": "reads a file", "models": 1, "places": ["train.py:9"]},
    ]
