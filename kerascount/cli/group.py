"""The group that the commands belong to."""

from __future__ import annotations

from typing import Any

import click

from kerascount import __version__
from kerascount.cli.printing import INTERRUPTED


class Interruptible(click.Group):
    """Commands that Ctrl-C ends as a shell expects it."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            context.exit(INTERRUPTED)


@click.group(cls=Interruptible, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Show what the Keras models in Python source look like, without running it.

    PATH is a program, a notebook, a Markdown document, a saved model (.json, .keras, .h5), a folder (its programs and
    notebooks at any depth), or - for standard input.

    \b
    Exit codes: 0  all went well
                1  `check` found something
                2  an input could not be analysed
              130  it was interrupted
    """
