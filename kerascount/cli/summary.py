"""`kerascount summary`."""

from __future__ import annotations

from typing import Any

import click

from kerascount.cli.options import ANALYSIS, PATHS, TABLE, output_format, together
from kerascount.cli.tables import show


@click.command(short_help="Print what model.summary() would print.")
@together(PATHS, output_format("text", "json"), *ANALYSIS, *TABLE)
@click.option("--macs", is_flag=True, help="Add the multiply-accumulates for one sample.")
@click.option("--why", is_flag=True, help="Instead of the tables, list what stayed unresolved, and its causes.")
def summary(why: bool, **options: Any) -> None:
    """Print the table that model.summary() would print, for every model."""
    show("why" if why else "summary", **options)
