"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from kerascount.config import MAX_STEPS, TIMEOUT
from kerascount.versions import Generation, parse_version

Command = TypeVar("Command", bound=Callable[..., Any])


def generation(context: click.Context, parameter: click.Parameter, value: str | None) -> Generation | None:
    try:
        return parse_version(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def defines(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, Any]:
    if not values:
        return {}
    from kerascount.definitions import parse_definition  # libcst comes with it

    try:
        return dict(parse_definition(value) for value in values)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


PATHS: Final = click.argument("paths", metavar="PATH...", nargs=-1, required=True)
ANALYSIS: Final = (
    click.option(
        "-D",
        "defines",
        metavar="NAME=VALUE",
        multiple=True,
        callback=defines,
        help='A value that only a run can tell, such as -D classes=10 or -D "X.shape[1]=30". Repeatable.',
    ),
    click.option(
        "--keras",
        metavar="VERSION",
        callback=generation,
        help="The Keras that is meant: 3, 2 (tf_keras), 2.3, 1 …  Without it, what the imports tell, else 3.",
    ),
    click.option(
        "--follow",
        metavar="PATH",
        multiple=True,
        type=click.Path(exists=True),
        help="A folder in which imports find their source. Repeatable.",
    ),
    click.option(
        "--stdin-filename",
        "stdin_name",
        metavar="NAME",
        default="-",
        help="What standard input is called: NAME.ipynb for a notebook, NAME.md, NAME.json …",
    ),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="Settings from this file, and from none that lies nearer to a program.",
    ),
    click.option("--isolated", is_flag=True, help="Read no settings from files."),
    click.option(
        "--max-steps",
        type=click.IntRange(min=1),
        metavar="N",
        help=f"Where the analysis of a file ends that computes much. By default after {MAX_STEPS:,} steps; of programs "
        "that are very long, later.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=TIMEOUT,
        help=f"The same in time of the processor, if it comes first. By default {TIMEOUT:g} seconds.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="How many processes share the work, where there is enough. By default one for each core.",
    ),
    click.option("--no-cache", is_flag=True, help="Neither take results from earlier runs nor keep them."),
)
TABLE: Final = (
    click.option("--expand-nested", is_flag=True, help="Show the layers of nested models."),
    click.option("--show-trainable", is_flag=True, help="Add the column that says which layers train."),
    click.option("--line-length", type=click.IntRange(min=1), metavar="N", help="The width of the table."),
)


def output_format(*formats: str) -> Callable[[Command], Command]:
    return click.option(
        "--format", "output_format", type=click.Choice(formats), default=formats[0], help="How to print it."
    )


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """All these options, in this order."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add
