"""The register of formats: what is asked for (`summary`, `explain`, `check`) and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from kerascount.graph import Report
from kerascount.reports.harmless import harmless
from kerascount.values.record import record


@record
class Options:
    """How to print; the first three are the arguments of `model.summary()`, the last four are for findings."""

    line_length: int | None = None
    expand_nested: bool = False
    show_trainable: bool = False
    macs: bool = False  # a line with the multiply-accumulates under the table
    columns: int = 80  # of the terminal; Keras 3 makes its table fit, and without a terminal it assumes 80
    color: bool = False  # the output is a terminal
    show_fixes: bool = False  # what each fix would change
    quiet: bool = False  # without the line that counts the findings
    folder: str = ""  # where the program runs; formats that want relative paths have those from there


Reporter = Callable[[Report, Options], str]
REPORTERS: Final[dict[tuple[str, str], Reporter]] = {}


def reporter(kind: str, output_format: str) -> Callable[[Reporter], Reporter]:
    """Register a function as the writer of one kind of report in one format."""

    def register(function: Reporter) -> Reporter:
        REPORTERS[kind, output_format] = function
        return function

    return register


def render(kind: str, output_format: str, report: Report, options: Options) -> str:
    """The report as text that ends in a newline, or nothing.

    Raises:
        ValueError: the line length leaves no room for the columns, where Keras 3 refuses it too.
    """
    for module in (output_format, kind):  # a run wants one of many
        if (kind, output_format) not in REPORTERS:
            import_module(f"{__package__}.{module}")
    return harmless(REPORTERS[kind, output_format](report, options), output_format, color=options.color)
