"""Seconds of the processor that a command takes on a folder, and the bare parse of its files; start-up excluded.

python benchmarks/folder.py {summary|check} FOLDER [--parse-first]
"""

from __future__ import annotations

import contextlib
import gc
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import libcst as cst

import kerascount.evaluate.program  # start-up is not what is measured
from kerascount.cli import main as kerascount

USUAL = gc.get_threshold()  # kerascount has its own


def seconds(work: Callable[[], object]) -> float:
    gc.set_threshold(*USUAL)
    start = time.process_time()
    work()
    return time.process_time() - start


def main(kind: str, folder: str, parse_first: bool) -> None:
    def command() -> None:
        # The seconds of other processes are not counted.
        sys.argv = ["kerascount", kind, folder, "--no-cache", "--jobs", "1"]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            kerascount()

    def parse() -> None:
        for path in sorted(Path(folder).glob("*.py")):
            cst.parse_module(path.read_bytes())

    cst.parse_module("")  # loads the parser
    if parse_first:
        theirs, ours = seconds(parse), seconds(command)
    else:
        ours, theirs = seconds(command), seconds(parse)
    print(ours, theirs)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--parse-first" in sys.argv)
