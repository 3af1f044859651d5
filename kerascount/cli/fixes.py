"""`kerascount check --fix` and `--diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from kerascount.cli.printing import FAILED, FOUND, write

if TYPE_CHECKING:
    from kerascount.fixing import Fixed
    from kerascount.graph import Report
    from kerascount.settings import Settings

FIXES = (
    click.option("--fix", "fix", is_flag=True, help="Mend what can be mended safely, and report the rest."),
    click.option("--diff", "diff", is_flag=True, help="Show what --fix would change, and change nothing."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="With --fix or --diff, mend also what may build other models than before."
    ),
)


def mended(report: Report, settings: Settings, *, unsafe: bool) -> list[Fixed]:
    """The files in which something was mended, not yet written."""
    from pathlib import Path  # slow to import

    from kerascount.fixing import fix
    from kerascount.pipeline import analyze_data

    found = []
    for old in report.files:
        if any(item.fix for item in old.diagnostics) and Path(old.path).is_file():
            data = Path(old.path).read_bytes()
            made = fix(
                old, data, lambda data, path: analyze_data(data, path, settings.at(path), lint=True), unsafe=unsafe
            )
            found += [made] if made.is_changed else []
    return found


def write_all(report: Report, found: list[Fixed]) -> Report:
    """Write the files; the report on what is left. Ends the program where one cannot be written."""
    from dataclasses import replace

    from kerascount.fixing import write as write_file

    for made in found:
        try:
            write_file(made)
        except OSError as error:
            click.echo(f"kerascount: cannot write {made.path}: {error.strerror}", err=True)
            sys.exit(FAILED)
    if found:
        count = sum(made.fixes for made in found)
        click.echo(f"Fixed {count} finding{'s' * (count != 1)} in {_files(len(found))}.", err=True)
    now = {made.path: made.report for made in found}
    return replace(report, files=tuple(now.get(file.path, file) for file in report.files))


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"


def show_all(found: list[Fixed]) -> NoReturn:
    """Print the changes, and end the program."""
    from kerascount.fixing import diff

    for made in found:
        write(diff(made))
    if found:
        click.echo(f"{_files(len(found))} would be changed.", err=True)
    sys.exit(FOUND if found else 0)
