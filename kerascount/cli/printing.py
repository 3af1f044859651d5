"""Where the report goes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from kerascount.graph import Report
    from kerascount.reports import Options

FOUND: Final = 1  # `check` found something
FAILED: Final = 2  # an input could not be analysed, or the command line is wrong
INTERRUPTED: Final = 130  # 128 and the number of SIGINT


def columns() -> int:
    """How wide the terminal is; 80 where the output goes to none, as Keras 3 assumes."""
    if not sys.stdout.isatty():
        return 80
    from shutil import get_terminal_size  # slow to import

    return get_terminal_size().columns


def rendered(kind: str, output_format: str, report: Report, options: Options) -> str:
    """The report as text. Ends the program where it cannot be printed."""
    from kerascount.reports import render

    try:
        return render(kind, output_format, report, options)
    except ValueError as error:  # a line length without room for the columns
        raise click.UsageError(str(error)) from None
    except Exception as error:
        click.echo(f"kerascount: internal error while printing: {type(error).__name__}: {error}", err=True)
        sys.exit(FAILED)


def write(text: str) -> None:
    """Print it. Where its reader has seen enough, as `| head` has, that is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is flushed at the end
        if not isinstance(error, BrokenPipeError):
            click.echo(f"kerascount: cannot write the report: {error.strerror}", err=True)
            sys.exit(FAILED)


def exit_code(report: Report, *, findings: bool = False) -> int:
    """What the program ends with; with `findings`, whether there is any more than a note."""
    from kerascount.diagnostics import Severity

    if any(file.failed for file in report.files):
        return FAILED
    found = (item for file in report.files for item in file.diagnostics if item.severity is not Severity.INFO)
    return FOUND if findings and any(found) else 0
