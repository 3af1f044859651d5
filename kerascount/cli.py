"""The command line: what is asked for, where it is printed, and the exit code."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from kerascount import __version__
from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.versions import Generation, parse_version

if TYPE_CHECKING:
    from kerascount.graph import Report

FOUND: Final = 1  # `check` found something
FAILED: Final = 2  # an input could not be analysed, or the command line is wrong
Command = TypeVar("Command", bound=Callable[..., Any])


def main(prog_name: str | None = None) -> None:
    """The program. Output is UTF-8 whatever the locale: tables and paths need it."""
    gc.set_threshold(50_000, 20, 20)  # trees and graphs are many small objects that live on: a quarter of the time
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    commands(prog_name=prog_name)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Show what the Keras models in Python source look like, without running it.

    PATH is a program, a notebook, a Markdown document, a saved model (.json, .keras, .h5), a folder (its programs and
    notebooks at any depth), or - for standard input.

    \b
    Exit codes: 0  all went well
                1  `check` found something
                2  an input could not be analysed
    """


def _generation(context: click.Context, parameter: click.Parameter, value: str | None) -> Generation | None:
    try:
        return parse_version(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _defines(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, Any]:
    from kerascount.definitions import parse_definition

    try:
        return dict(parse_definition(value) for value in values)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


ANALYSIS: Final = (
    click.argument("paths", metavar="PATH...", nargs=-1, required=True),
    click.option(
        "--format", "output_format", type=click.Choice(["text", "json"]), default="text", help="How to print it."
    ),
    click.option(
        "-D",
        "defines",
        metavar="NAME=VALUE",
        multiple=True,
        callback=_defines,
        help='A value that only a run can tell, such as -D classes=10 or -D "X.shape[1]=30". Repeatable.',
    ),
    click.option(
        "--keras",
        metavar="VERSION",
        callback=_generation,
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
        metavar="NAME",
        default="-",
        help="What standard input is called: NAME.ipynb for a notebook, NAME.md, NAME.json …",
    ),
)
TABLE: Final = (
    click.option("--expand-nested", is_flag=True, help="Show the layers of nested models."),
    click.option("--show-trainable", is_flag=True, help="Add the column that says which layers train."),
    click.option("--line-length", type=click.IntRange(min=1), metavar="N", help="The width of the table."),
)
MACS: Final = click.option("--macs", is_flag=True, help="Add the multiply-accumulates for one sample.")


def _with(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@commands.command(short_help="Print what model.summary() would print.")
@_with(*ANALYSIS, *TABLE, MACS)
@click.option("--why", is_flag=True, help="Instead of the tables, list what stayed unresolved, and its causes.")
def summary(why: bool, **options: Any) -> None:
    """Print the table that model.summary() would print, for every model."""
    _run("why" if why else "summary", **options)


@commands.command()
@_with(*ANALYSIS, *TABLE)
def explain(**options: Any) -> None:
    """Print the table with where every shape and number comes from."""
    _run("explain", **options)


@commands.command()
@_with(*ANALYSIS)
def check(**options: Any) -> None:
    """Report where Keras would raise while building the models."""
    _run("check", **options)


@commands.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How to print it.",
)
def layers(names: tuple[str, ...], output_format: str) -> None:
    """List the layers that are known, or those named: where they are found, their weights and output."""
    from kerascount.reference import entries
    from kerascount.reports.reference import FORMATS

    try:
        found = list(entries(names))
    except KeyError as name:
        raise click.UsageError(f"No layer is called {name}.") from None
    _write(FORMATS[output_format](found))


def _run(
    kind: str,
    paths: tuple[str, ...],
    output_format: str,
    defines: dict[str, Any],
    keras: Generation | None,
    follow: tuple[str, ...],
    stdin_filename: str,
    **table: Any,
) -> None:
    from kerascount.analysis import analyze
    from kerascount.reports import Options, render

    report = analyze(paths, Config(keras, defines, follow, stdin_filename), lint=kind == "check")
    try:
        text = render(kind, output_format, report, Options(columns=_columns(), **table))
    except ValueError as error:  # a line length without room for the columns
        raise click.UsageError(str(error)) from None
    except Exception as error:
        click.echo(f"kerascount: internal error while printing: {type(error).__name__}: {error}", err=True)
        sys.exit(FAILED)
    _write(text)
    if not text:
        click.echo("No Keras models found.", err=True)
    sys.exit(_exit_code(report, findings=kind == "check"))


def _columns() -> int:
    """How wide the terminal is; 80 where the output goes to none, as Keras 3 assumes."""
    if not sys.stdout.isatty():
        return 80
    from shutil import get_terminal_size  # slow to import

    return get_terminal_size().columns


def _exit_code(report: Report, *, findings: bool) -> int:
    if any(file.failed for file in report.files):
        return FAILED
    found = (item for file in report.files for item in file.diagnostics if item.severity is not Severity.INFO)
    return FOUND if findings and any(found) else 0


def _write(text: str) -> None:
    """Print the report. Where its reader has seen enough, as `| head` has, that is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is flushed at the end
        if not isinstance(error, BrokenPipeError):
            click.echo(f"kerascount: cannot write the report: {error.strerror}", err=True)
            sys.exit(FAILED)
