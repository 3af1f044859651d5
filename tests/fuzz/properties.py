"""What holds for every input: no crash, no hang, and the same report each time, however it comes about."""

from __future__ import annotations

import time
from pathlib import Path

from kerascount.analysis import analyze
from kerascount.cache.results import Cache
from kerascount.config import Config, Selection
from kerascount.graph import Report
from kerascount.pipeline import analyze_data
from kerascount.reports import Options, render
from kerascount.versions import KERAS_3

EVERYTHING = Selection(("KC",))
CONFIGS = (Config(selection=EVERYTHING), Config(KERAS_3, selection=EVERYTHING))
MOST_SECONDS = 30.0  # of the processor: ten times what the largest of these inputs take on a busy machine
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")


def holds(data: bytes, path: str = "program.py", *, formats: tuple[str, ...] = FORMATS) -> None:
    """Check and summarize an input twice, and write the reports."""
    for config in CONFIGS:
        for lint in (True, False):
            assert _written(data, path, config, formats, lint=lint) == _written(data, path, config, formats, lint=lint)


def _written(data: bytes, path: str, config: Config, formats: tuple[str, ...], *, lint: bool) -> list[str]:
    start = time.process_time()
    file = analyze_data(data, path, config, lint=lint)
    took = time.process_time() - start
    assert took < MOST_SECONDS, f"takes {took:.1f} s"
    assert [item.text for item in file.diagnostics if item.code == "KC999"] == []
    report = Report((file,))
    if lint:
        return [render("check", name, report, Options()) for name in formats]
    tables = Options(expand_nested=True, show_trainable=True)
    return [render(kind, name, report, tables) for kind in ("summary", "explain") for name in ("text", "json")]


def agree(folder: Path, cached: Path) -> None:
    """One process, two, a cold cache and a warm one give the same report on the programs of a folder."""
    reports = [
        analyze([str(folder)], CONFIGS[0], lint=True),
        analyze([str(folder)], CONFIGS[0], lint=True, jobs=2),
        analyze([str(folder)], CONFIGS[0], lint=True, cache=Cache(str(cached), lint=True)),
        analyze([str(folder)], CONFIGS[0], lint=True, cache=Cache(str(cached), lint=True)),
    ]
    first, *others = [render("check", "json", report, Options()) for report in reports]
    assert others == [first] * 3
