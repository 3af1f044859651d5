"""`kerascount check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from kerascount.cli.analysing import Asked, analyzed
from kerascount.cli.fixes import FIXES, mended, show_all, write_all
from kerascount.cli.options import ANALYSIS, PATHS, together
from kerascount.cli.output import OUTPUT, show
from kerascount.cli.printing import FAILED, exit_code
from kerascount.config import Selection

if TYPE_CHECKING:
    from kerascount.graph import Report


def codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select KC1,KC301`: beginnings of codes. Raises where no rule's code begins so."""
    if not values:
        return ()
    from kerascount.rules import known

    found = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    for code in found:
        if not known(code):
            raise click.BadParameter(f"no rule has a code that begins with {code!r}")
    return found


SELECTION = (
    click.option("--select", metavar="CODES", multiple=True, callback=codes, help="Only these rules: KC1,KC301."),
    click.option("--extend-select", metavar="CODES", multiple=True, callback=codes, help="These rules as well."),
    click.option("--ignore", metavar="CODES", multiple=True, callback=codes, help="Not these rules."),
)
BASELINE = (
    click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="Leave out the findings that this file lists.",
    ),
    click.option("--write-baseline", metavar="FILE", type=click.Path(), help="List the findings in this file."),
)
EXIT_ZERO = click.option("--exit-zero", is_flag=True, help="Exit with 0 also where something is found.")


@click.command()
@together(PATHS, *OUTPUT, EXIT_ZERO, *FIXES, *SELECTION, *BASELINE, *ANALYSIS)
def check(
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: str | None,
    write_baseline: str | None,
    exit_zero: bool,
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    **options: Any,
) -> None:
    """Report where Keras would raise, and what a reviewer would object to.

    Errors are what Keras must refuse, warnings what is certainly not meant; notes are shown for the rules that are
    selected by code. `kerascount rule CODE` explains a finding.
    """
    asked = Asked(options, selection=Selection(select, extend_select, ignore), macs=False, summaries=False)
    report = analyzed(asked, lint=True)
    if fix or diff:
        found = mended(report, asked.settings(), unsafe=unsafe_fixes)
        if diff:
            show_all(found)
        report = write_all(report, found)
    if baseline or write_baseline:
        report = _beyond(baseline, write_baseline, report)
    show(report, **options)
    sys.exit(exit_code(report, findings=not exit_zero))


def _beyond(baseline: str | None, write_baseline: str | None, report: Report) -> Report:
    """The report without the findings that are listed; ends the program where it is to list them."""
    from kerascount.baseline import BaselineError, read, without, write

    try:
        report = without(report, read(baseline)) if baseline else report
        if write_baseline:
            write(report, write_baseline)
            click.echo(f"The findings are listed in {write_baseline}.", err=True)
            sys.exit(exit_code(report))
    except BaselineError as error:
        click.echo(f"kerascount: {error}", err=True)
        sys.exit(FAILED)
    return report
