"""What `summary` and `explain` have in common: they print the models."""

from __future__ import annotations

import sys
from typing import Any

import click

from kerascount.cli.analysing import analyzed
from kerascount.cli.printing import columns, exit_code, rendered, write
from kerascount.config import Config
from kerascount.versions import Generation


def show(
    kind: str,
    paths: tuple[str, ...],
    output_format: str,
    defines: dict[str, Any],
    keras: Generation | None,
    follow: tuple[str, ...],
    stdin_filename: str,
    config: str | None,
    isolated: bool,
    jobs: int | None,
    **table: Any,
) -> None:
    from kerascount.reports import Options

    macs = kind == "explain" or output_format == "json" or table.get("macs", False)
    asked = Config(keras, defines, follow, stdin_filename, macs=macs)
    report = analyzed(paths, asked, config, isolated=isolated, jobs=jobs)
    text = rendered(kind, output_format, report, Options(columns=columns(), **table))
    write(text)
    if not text:
        click.echo("No Keras models found.", err=True)
    sys.exit(exit_code(report))
