"""How `check` says what it found."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import click

from kerascount.cli.options import output_format
from kerascount.cli.printing import FAILED, columns, rendered, write

if TYPE_CHECKING:
    from kerascount.graph import Report

FORMATS: Final = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")
COUNTED: Final = ("text", "json")  # the formats of --statistics
OUTPUT: Final = (
    output_format(*FORMATS),
    click.option("-o", "--output-file", metavar="FILE", type=click.Path(), help="Write it to this file."),
    click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them."),
    click.option("--show-fixes", is_flag=True, help="Show what the fixes of findings would change."),
    click.option("-q", "--quiet", is_flag=True, help="Show findings alone, without their number."),
)


def show(
    report: Report, output_format: str, output_file: str | None, statistics: bool, show_fixes: bool, quiet: bool
) -> None:
    """Print the findings, or write them to a file."""
    from kerascount.reports import Options

    if statistics and output_format not in COUNTED:
        raise click.UsageError(f"--statistics goes with --format {' or '.join(COUNTED)}, not with {output_format}.")
    options = Options(
        columns=columns(),
        color=not output_file and is_colored(),
        show_fixes=show_fixes,
        quiet=quiet,
        folder=os.getcwd(),
    )
    text = rendered("statistics" if statistics else "check", output_format, report, options)
    if output_file:
        _save(text, output_file)
    else:
        write(text)


def is_colored() -> bool:
    """As no-color.org and force-color.org have it; without their variables, where the output is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _save(text: str, path: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        click.echo(f"kerascount: cannot write {path}: {error.strerror}", err=True)
        sys.exit(FAILED)
