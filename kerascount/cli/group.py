"""The group that the commands belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import click

from kerascount import __version__
from kerascount.cli.printing import INTERRUPTED

NAMES: Final = ("check", "clean", "explain", "layers", "rule", "summary")  # each in the module of its name


class Commands(Mapping[str, click.Command]):
    """The commands by name. Each is imported when it is asked for, which is quicker to start."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in NAMES:
            raise KeyError(name)
        command: click.Command = getattr(import_module(f"kerascount.cli.{name}"), name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


class Interruptible(click.Group):
    """Commands that Ctrl-C ends as a shell expects it."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            context.exit(INTERRUPTED)


@click.group(cls=Interruptible, commands=Commands(), context_settings={"help_option_names": ["-h", "--help"]})
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
