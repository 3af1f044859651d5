"""`kerascount explain`."""

from __future__ import annotations

from typing import Any

import click

from kerascount.cli.options import ANALYSIS, PATHS, TABLE, output_format, together
from kerascount.cli.tables import show


@click.command()
@together(PATHS, output_format("text", "json"), *ANALYSIS, *TABLE)
def explain(**options: Any) -> None:
    """Print the table with where every shape and number comes from."""
    show("explain", **options)
