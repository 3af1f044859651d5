"""`kerascount rule`."""

from __future__ import annotations

import click

from kerascount.cli.options import output_format
from kerascount.cli.printing import write


@click.command()
@click.argument("codes", metavar="CODE...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All rules.")
@output_format("text", "markdown", "json")
def rule(codes: tuple[str, ...], every: bool, output_format: str) -> None:
    """Explain rules, by their codes or names."""
    from kerascount.reports.rules import FORMATS, named
    from kerascount.rules import rules

    if bool(codes) is every:
        raise click.UsageError("Name rules, or ask for --all.")
    try:
        found = rules() if every else named(codes)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    write(FORMATS[output_format](found))
