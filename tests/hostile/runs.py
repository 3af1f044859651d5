"""Analyses hostile inputs, each in a process of its own, and tells what that took."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kerascount.analysis import analyze
from kerascount.cli import output  # what all processes share is loaded once
from kerascount.config import Config, Selection
from kerascount.evaluate import program
from kerascount.reports import Options, render
from tests.hostile import inputs

LOADED = (output, program)
MOST_SECONDS = 60  # of the processor, after which a process is killed
MOST_MEMORY = 4 << 30  # of addresses, most of which are of the stack and never touched
QUICK_STEPS = 40_000
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")


class Taken(NamedTuple):
    """What the analysis of one input took, and what came of it."""

    name: str
    seconds: float  # of the processor
    megabytes: float  # at its peak, above what the process had before
    signal: int  # that ended it; 0 if none did
    models: list[str | None]  # the variables that hold them
    codes: list[str]
    messages: list[str]


def report_on(path: Path, *, quick: bool = False) -> dict[str, Any]:
    """Check the file, summarize it, and write all reports; with `quick`, without the rules, and in fewer steps."""
    everything = Config(selection=Selection(("KC",)), macs=False, max_steps=QUICK_STEPS if quick else None)
    summary = analyze([str(path)], everything)
    checked = summary if quick else analyze([str(path)], everything, lint=True)
    for name in FORMATS:
        render("check", name, checked, Options(columns=80, color=False, folder=str(path.parent)))
    for kind in ("summary", "explain"):
        render(kind, "text", summary, Options(columns=80))
    return {
        "models": [model.variable for file in summary.files for model in file.models],
        "codes": [item.code for file in checked.files for item in file.diagnostics],
        "messages": [item.text for file in checked.files for item in file.diagnostics],
    }


def measured(name: str, work: Callable[[], dict[str, Any]]) -> Taken:
    """What `work` takes, done by a child of this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _work(work, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read()
    _, status, used = os.wait4(child, 0)
    found = json.loads(said) if said else {"models": [], "codes": [], "messages": []}
    memory = max(0, used.ru_maxrss - before) / 1024
    return Taken(name, used.ru_utime + used.ru_stime, memory, os.WTERMSIG(status), **found)


def _work(work: Callable[[], dict[str, Any]], writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        os.write(writing, json.dumps(work()).encode())
    except BaseException as error:
        os.write(writing, json.dumps({"models": [], "codes": ["crash"], "messages": [repr(error)[:999]]}).encode())
    os._exit(0)


def all_of(folder: Path, wanted: Callable[[str], bool], *, quick: bool = False) -> Iterator[Taken]:
    """What the hostile inputs take, which are written into this folder."""
    for name, content in (*inputs.programs(), *inputs.files()):
        if wanted(name):
            path = folder / name
            path.write_bytes(content())
            yield measured(name, lambda path=path: report_on(path, quick=quick))
            path.unlink()


def main() -> None:
    """`python -m tests.hostile.runs FOLDER PART PARTS`: every so many of them, a line of JSON each."""
    folder, part, parts = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    every = [name for name, _ in (*inputs.programs(), *inputs.files())]
    mine = set(every[part::parts])
    for taken in all_of(folder, mine.__contains__, quick=True):
        print(json.dumps(taken._asdict()), flush=True)


if __name__ == "__main__":
    main()
