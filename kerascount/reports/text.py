"""Plain text for a terminal: the summaries of all models, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport, LayerNode, ModelGraph, Report
from kerascount.reports import keras1, keras2, keras3, tf_keras
from kerascount.reports.registry import Options, reporter
from kerascount.reports.rows import formulas, label, macs_line, nested
from kerascount.versions import Table

TABLES: Final[dict[Table, Callable[[ModelGraph, Options], Iterator[str]]]] = {
    Table.KERAS_1: keras1.table,
    Table.KERAS_2: keras2.table,
    Table.WRAPPED: tf_keras.table,
    Table.KERAS_3: keras3.table,
}
MAX_CALLS: Final = 8  # that a finding shows


@reporter("summary", "text")
def summary(report: Report, options: Options) -> str:
    """The tables as `model.summary()` prints them; where there are several, each under its place."""
    return by_model(report, lambda model: [*_table(model, options), *_macs(model, options), *unresolved(model)])


def _macs(model: ModelGraph, options: Options) -> list[str]:
    return [macs_line(model)] if options.macs else []


def _table(model: ModelGraph, options: Options) -> list[str]:
    style = model.generation.table
    lines = list(TABLES[style](model, options))
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
    if model.unknown:
        yield f"Not resolved: {model.unknown}"


@reporter("check", "text")
def check(report: Report, options: Options) -> str:
    findings = [item for file in report.files for item in in_order(file)]
    lines = [line for item in findings for line in finding(item)]
    return "".join(f"{line}\n" for line in [*lines, _verdict(report, findings)])


def by_model(report: Report, body: Callable[[ModelGraph], Iterable[str]]) -> str:
    """A block for every model, and one for the findings of each file, with blank lines between."""
    several = sum(len(file.shown) for file in report.files) > 1
    blocks: list[list[str]] = []
    for file in report.files:
        for model in file.shown:
            titled = several or model.condition or model.entry
            blocks.append([*([place(model, file.path)] if titled else []), *body(model)])
        blocks.append([line for item in in_order(file) for line in finding(item)])
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def place(model: ModelGraph, path: str) -> str:
    """`train.py:15: encoder`, with the function that the program never calls, and the outcome of a condition."""
    condition = f", where {model.condition}" if model.condition else ""
    entry = f", in {model.entry}" if model.entry else ""
    return f"{path}:{model.location.where}: {model.variable or model.name}{entry}{condition}"


def in_order(file: FileReport) -> list[Diagnostic]:
    return sorted(file.diagnostics, key=lambda item: item.order)


def finding(item: Diagnostic) -> Iterator[str]:
    """`train.py:12:9: error KC101 …`, the line, the calls that led there, innermost first, notes and help."""
    first, *rest = item.text.splitlines() or [""]
    yield f"{position(item.location)}: {item.severity.value} {item.code} {first}"
    for line in rest:
        yield f"    {line}"
    yield from _excerpt(item)
    for call in _shortened(item.calls):
        yield f"    called from {position(call)}" if call else "    …"
    for note in item.notes:
        yield f"    note: {note.text} at {position(note.location)}"
    for index, line in enumerate(item.help.splitlines()):
        yield ("    help: " if not index else "          ") + line


def _excerpt(item: Diagnostic) -> Iterator[str]:
    """The line of the source, and below it a mark under what is meant, as far as it stands on that line."""
    place, line = item.location, item.line.rstrip()
    if not line:
        return
    end = place.end_column if place.end_line == place.line else len(line) + 1
    shift = len(line) - len(line.lstrip())
    number = str(place.lines[0])
    yield f"    {number} | {line.lstrip()}"
    before = "".join("\t" if character == "\t" else " " for character in line[shift : place.column - 1])
    yield f"    {' ' * len(number)} | {before}{'^' * max(end - place.column, 1)}"


def _shortened(calls: Sequence[Location]) -> list[Location | None]:
    """The calls from the innermost one, None for the middle of many."""
    inwards: list[Location | None] = list(reversed(calls))
    return inwards if len(inwards) <= MAX_CALLS else [*inwards[: MAX_CALLS - 1], None, inwards[-1]]


def position(location: Location) -> str:
    return f"{location.path}:{location.where}:{location.column}"


def _verdict(report: Report, findings: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning in 3 files`."""
    counts = Counter(item.severity for item in findings)
    parts = [number(counts[severity], NOUNS[severity]) for severity in Severity if counts[severity]]
    failed = sum(file.failed for file in report.files)
    where = f"in {number(len(report.files), 'file')}"
    if failed:
        where += f", of which {failed} could not be analysed"
    return f"{', '.join(parts) or 'No findings'} {where}"


NOUNS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count != 1 else "")
