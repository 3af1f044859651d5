"""The tables against those that the real Keras printed, to the letter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kerascount.graph import FileReport, Report
from kerascount.reports import Options, render
from kerascount.versions import parse_version
from tests.reports.graphs import GOLDEN, load, tables

# The folders of recorded tables; one that holds no graphs of its own shows those of tf_keras.
VERSIONS = {"keras3": "3.15", "tf_keras": "2.15"} | {folder.name: folder.name for folder in GOLDEN.glob("[12].*")}
RECORDED = [
    pytest.param(version, path, arguments, table, id=f"{folder}-{path.stem}-{'-'.join(arguments) or 'plain'}{index}")
    for folder, version in VERSIONS.items()
    for path in sorted((GOLDEN / folder).glob("*.txt"))
    for index, (arguments, table) in enumerate(tables(path))
]


def ours(version: str, path: Path, arguments: dict[str, Any]) -> str:
    facts = path.with_suffix(".json")
    if not facts.exists():
        facts = GOLDEN / "tf_keras" / facts.name
    model = load(facts, parse_version(version))
    return render("summary", "text", Report((FileReport("program.py", (model,)),)), Options(**arguments))


@pytest.mark.parametrize(("version", "path", "arguments", "table"), RECORDED)
def test_table_is_that_of_keras(version: str, path: Path, arguments: dict[str, Any], table: str) -> None:
    assert ours(version, path, arguments) == table


@pytest.mark.parametrize("table", [pytest.param(item.values[3], id=item.id) for item in RECORDED if not item.values[2]])
def test_column_adds_up_to_the_total(table: str) -> None:
    """In plain tables: where nested models are expanded, their rows repeat what their layers count."""
    total = re.search(r"Total params: ([\d,]+)", table)
    assert total
    assert sum(column(table)) == int(total[1].replace(",", "")) - optimizer(table)


def column(table: str) -> list[int]:
    """The numbers under `Param #`."""
    head = next(line for line in table.splitlines() if "Param #" in line)
    cells = [cell(line, head).replace(",", "").split(" ")[0] for line in body(table)]
    return [int(text) for text in cells if text.isdecimal()]


def cell(line: str, head: str) -> str:
    """What stands under `Param #`: between the bars of a box, else from where the title begins."""
    if "┃" in head:
        return line.split("│")[3].strip() if "│" in line else ""
    return line[head.index("Param #") :]


def body(table: str) -> list[str]:
    lines = table.splitlines()
    head = next(index for index, line in enumerate(lines) if "Param #" in line)
    foot = next(index for index, line in enumerate(lines) if "Total params" in line)
    return lines[head + 1 : foot]


def optimizer(table: str) -> int:
    found = re.search(r"Optimizer params: ([\d,]+)", table)
    return int(found[1].replace(",", "")) if found else 0
