"""Seconds that the summary of a folder and the bare parse of its files take, once each, start-up excluded."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import libcst as cst

import kerascount.evaluate.program  # noqa: F401  # start-up is not what is measured
from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.reports import Options, render


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(folder: str, order: list[str]) -> None:
    def summarise() -> str:
        return render("summary", "text", analyze([folder], Config()), Options())

    def parse() -> list[cst.Module]:
        return [cst.parse_module(path.read_bytes()) for path in sorted(Path(folder).glob("*.py"))]

    cst.parse_module("")  # loads the parser
    if order:
        theirs, ours = seconds(parse), seconds(summarise)
    else:
        ours, theirs = seconds(summarise), seconds(parse)
    print(ours, theirs)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
