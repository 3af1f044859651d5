"""From the options to the report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kerascount.cli.printing import FAILED
from kerascount.cli.progress import Progress
from kerascount.config import Config

if TYPE_CHECKING:
    from kerascount.graph import Report


def analyzed(
    paths: tuple[str, ...], asked: Config, file: str | None, *, isolated: bool, jobs: int | None, lint: bool = False
) -> Report:
    """The report on these inputs, with the settings of files. Ends the program where those cannot be used."""
    from kerascount.analysis import analyze
    from kerascount.settings import BadSettings, Settings

    try:
        with Progress() as progress:
            return analyze(paths, Settings(asked, file, isolated=isolated), lint=lint, jobs=jobs, progress=progress)
    except BadSettings as error:
        click.echo(f"kerascount: {error}", err=True)
        sys.exit(FAILED)
