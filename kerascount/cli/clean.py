"""`kerascount clean`."""

from __future__ import annotations

import click

from kerascount.cli.printing import write


@click.command()
def clean() -> None:
    """Remove the results that are kept for later runs."""
    from kerascount.cache.store import Store, usual_folder

    folder = usual_folder()
    count, size = Store(folder).clear() if folder else (0, 0)
    what = f"{count} {'entry' if count == 1 else 'entries'} ({size / 1024:,.0f} KB)" if count else "nothing"
    write(f"Removed {what} from {folder}.\n" if folder else "There is no cache.\n")
