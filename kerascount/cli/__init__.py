"""The command line: what is asked for, where it is printed, and the exit code."""

from __future__ import annotations

import gc
import io
import sys


def main(prog_name: str | None = None) -> None:
    """The program. Output is UTF-8 whatever the locale: tables and paths need it."""
    gc.set_threshold(100_000, 20, 20)  # trees and graphs are many small objects that live on: a quarter of the time
    from kerascount.cli.group import commands  # after that: libraries too consist of many objects

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        commands(prog_name=prog_name)
    finally:
        gc.freeze()  # else the end looks through all objects once more: a tenth of the time of a small script
