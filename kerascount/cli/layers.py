"""`kerascount layers`."""

from __future__ import annotations

import click

from kerascount.cli.options import output_format
from kerascount.cli.printing import write


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@output_format("text", "markdown", "json")
def layers(names: tuple[str, ...], output_format: str) -> None:
    """List the layers that are known, or those named: where they are found, their weights and output."""
    from kerascount.reference import entries
    from kerascount.reports.reference import FORMATS

    try:
        found = list(entries(names))
    except KeyError as name:
        raise click.UsageError(f"No layer is called {name}.") from None
    write(FORMATS[output_format](found))
