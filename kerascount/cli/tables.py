"""What `summary` and `explain` have in common: they print the models."""

from __future__ import annotations

import sys
from typing import Any

import click

from kerascount.cli.analysing import Asked, analyzed
from kerascount.cli.printing import columns, exit_code, rendered, write


def show(kind: str, output_format: str, **options: Any) -> None:
    from kerascount.reports import Options

    asked = Asked(
        options,
        macs=kind == "explain" or output_format == "json" or options.get("macs", False),
        summaries=output_format != "json",
        derivations=kind == "explain",
    )
    report = analyzed(asked)
    text = rendered(kind, output_format, report, Options(columns=columns(), **options))
    write(text)
    if not text:
        click.echo("No Keras models found.", err=True)
    sys.exit(exit_code(report))
