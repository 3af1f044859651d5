"""Plain text for a terminal: the summaries of all models, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Final

from kerascount.diagnostics import Diagnostic, Fix, Severity
from kerascount.graph import FileReport, LayerNode, ModelGraph, Report
from kerascount.reports.findings import all_findings, details, in_order, position, title
from kerascount.reports.registry import Options, reporter
from kerascount.reports.rows import formulas, label, macs_line, nested
from kerascount.reports.terminal import Painter, blank, painter, printable, width
from kerascount.versions import Table

TABLES: Final = {  # the modules, of which most programs need one
    Table.KERAS_1: "keras1",
    Table.KERAS_2: "keras2",
    Table.WRAPPED: "tf_keras",
    Table.KERAS_3: "keras3",
}
COLORS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
SIGNS: Final = {"-": "red", "+": "green"}  # before what a fix takes away and what it puts there


@reporter("summary", "text")
def summary(report: Report, options: Options) -> str:
    """The tables as `model.summary()` prints them; where there are several, each under its place."""
    return by_model(report, lambda model: [*_table(model, options), *_macs(model, options), *unresolved(model)])


def _macs(model: ModelGraph, options: Options) -> list[str]:
    return [macs_line(model)] if options.macs else []


def _table(model: ModelGraph, options: Options) -> list[str]:
    style = model.generation.table
    lines = list(import_module(f"{__package__}.{TABLES[style]}").table(model, options))
    if style is Table.WRAPPED:  # which cuts nothing
        return lines
    rows = "\n".join(line for line in lines if "params: " not in line)
    shown = (node for node, level in nested(model.layers) if not level or options.expand_nested)
    return [*lines, *(_in_full(node) for node in shown if _is_cut(node, rows, style))]


def _is_cut(node: LayerNode, rows: str, style: Table) -> bool:
    """Whether the rows of the table had no room for its formulas. Keras 3 cuts words, its forerunners cells."""
    pieces = [piece for text in formulas(node) for piece in (text.split() if style is Table.KERAS_3 else [text])]
    return any(piece not in rows for piece in pieces)


def _in_full(node: LayerNode) -> str:
    return "  ".join(["In full:", label(node), *formulas(node)])


def unresolved(model: ModelGraph) -> Iterator[str]:
    """The line under a table that is not complete."""
    if not model.complete:
        yield f"Not resolved: {model.unknown}"


@reporter("check", "text")
def check(report: Report, options: Options) -> str:
    paint = painter(options.color)
    lines = [
        line
        for file, item in all_findings(report)
        for line in finding(item, paint, title(item), file if options.show_fixes else None)
    ]
    return "".join(f"{line}\n" for line in [*lines, *([] if options.quiet else [_verdict(report)])])


def by_model(report: Report, body: Callable[[ModelGraph], Iterable[str]]) -> str:
    """A block for every model, and one for the findings of each file, with blank lines between."""
    several = sum(len(file.shown) for file in report.files) > 1
    blocks: list[list[str]] = []
    for file in report.files:
        for model in file.shown:
            titled = several or model.condition or model.entry
            blocks.append([*([place(model, file.path)] if titled else []), *body(model)])
        blocks.append([line for item in in_order(file) for line in finding(item, painter(False), item.code)])
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def place(model: ModelGraph, path: str) -> str:
    """`train.py:15: encoder`, with the function that the program never calls, and the outcome of a condition."""
    condition = f", where {model.condition}" if model.condition else ""
    entry = f", in {model.entry}" if model.entry else ""
    return f"{path}:{model.location.where}: {model.variable or model.name}{entry}{condition}"


def finding(item: Diagnostic, paint: Painter, code: str, file: FileReport | None = None) -> Iterator[str]:
    """`train.py:12:9: error KC101 …`, the line, the calls that led there, innermost first, notes and help.

    With its file also what its fix would change.
    """
    color = COLORS[item.severity]
    first, *rest = printable(item.text).split("\n")
    severity = paint(f"{item.severity.value} {code}", color)
    yield f"{paint(printable(position(item.location)), 'bold')}: {severity}: {first}"
    yield from (f"    {line}" for line in rest)
    yield from _excerpt(item, paint, color)
    for detail in details(item):
        yield from _indented(printable(detail), paint)
    if item.fix and file:
        yield from _fix(item.fix, file, paint)


def _indented(detail: str, paint: Painter) -> Iterator[str]:
    """Its further lines stand under the text of the first."""
    first, *rest = detail.split("\n")
    word, colon, text = first.partition(": ")
    yield f"    {paint(word, 'cyan')}{colon}{text}" if colon and word.isalpha() else f"    {first}"
    yield from (" " * 10 + line for line in rest)


def _excerpt(item: Diagnostic, paint: Painter, color: str) -> Iterator[str]:
    """The line of the source, and below it a mark under what is meant, as far as it stands on that line."""
    place, line = item.location, item.line.rstrip()
    if not line:
        return
    end = place.end_column if place.end_line == place.line else len(line) + 1
    shift = len(line) - len(line.lstrip())
    number, bar = str(place.lines[0]), paint("|", "blue")
    yield f"    {paint(number, 'blue')} {bar} {printable(line.lstrip())}"
    before, meant = printable(line[shift : place.column - 1]), printable(line[place.column - 1 : end - 1])
    mark = paint("^" * max(width(meant), 1), color)
    yield f"    {' ' * len(number)} {bar} {blank(before)}{mark}"


def _fix(fix: Fix, file: FileReport, paint: Painter) -> Iterator[str]:
    """`fix: rename nb_filter to filters`, and the lines before and after it."""
    from kerascount.reports.fixes import as_one, changed  # seldom needed

    yield f"    {paint('fix', 'cyan')}: {printable(fix.title)}{'' if fix.safe else ' (unsafe)'}"
    edit = as_one(fix, file)
    for number, sign, line in changed(edit, file.lines) if edit else ():
        yield f"    {paint(str(number), 'blue')} " + paint(f"{sign} {printable(line)}", SIGNS[sign])


def _verdict(report: Report) -> str:
    """`2 errors, 1 warning (1 fixable with --fix) in 3 files`."""
    findings = [item for _, item in all_findings(report)]
    counts = Counter(item.severity for item in findings)
    parts = [number(counts[severity], NOUNS[severity]) for severity in Severity if counts[severity]]
    found = ", ".join(parts) or "No findings"
    if fixable := sum(bool(item.fix and item.fix.safe) for item in findings):
        found += f" ({fixable} fixable with --fix)"
    failed = sum(file.failed for file in report.files)
    return f"{found} in {number(len(report.files), 'file')}" + (
        f", of which {failed} could not be analysed" if failed else ""
    )


NOUNS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count != 1 else "")
