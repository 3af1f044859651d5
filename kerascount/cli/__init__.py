"""The command line: what is asked for, where it is printed, and the exit code."""

from __future__ import annotations

import gc
import io
import sys

from kerascount.cli.check import check
from kerascount.cli.explain import explain
from kerascount.cli.group import commands
from kerascount.cli.layers import layers
from kerascount.cli.rule import rule
from kerascount.cli.summary import summary

for command in (summary, explain, check, rule, layers):
    commands.add_command(command)


def main(prog_name: str | None = None) -> None:
    """The program. Output is UTF-8 whatever the locale: tables and paths need it."""
    gc.set_threshold(100_000, 20, 20)  # trees and graphs are many small objects that live on: a quarter of the time
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    commands(prog_name=prog_name)
