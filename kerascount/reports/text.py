"""Plain text for a terminal: the summaries of all models, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport, LayerNode, ModelGraph, Report
from kerascount.reports import keras1, keras2, keras3, tf_keras
from kerascount.reports.registry import Options, reporter
from kerascount.reports.rows import formulas, label, nested
from kerascount.versions import Table

TABLES: Final[dict[Table, Callable[[ModelGraph, Options], Iterator[str]]]] = {
    Table.KERAS_1: keras1.table,
    Table.KERAS_2: keras2.table,
    Table.WRAPPED: tf_keras.table,
    Table.KERAS_3: keras3.table,
}


@reporter("summary", "text")
def summary(report: Report, options: Options) -> str:
    """The tables as `model.summary()` prints them; where there are several, each under its place."""
    return by_model(report, lambda model: [*_table(model, options), *unresolved(model)])


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
            titled = several or model.condition
            blocks.append([*([place(model, file.path)] if titled else []), *body(model)])
        blocks.append([line for item in in_order(file) for line in finding(item)])
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def place(model: ModelGraph, path: str) -> str:
    """`train.py:15: encoder`, with the outcome of a condition where there is one."""
    condition = f", where {model.condition}" if model.condition else ""
    return f"{path}:{model.location.line}: {model.variable or model.name}{condition}"


def in_order(file: FileReport) -> list[Diagnostic]:
    return sorted(file.diagnostics, key=lambda item: item.order)


def finding(item: Diagnostic) -> Iterator[str]:
    """`train.py:12:9: error KC101 …`, then the calls that led there, innermost first, and the help."""
    first, *rest = item.message.splitlines() or [""]
    yield f"{position(item.location)}: {item.severity.value} {item.code} {first}"
    for line in rest:
        yield f"    {line}"
    for call in reversed(item.calls):
        yield f"    called from {position(call)}"
    for index, line in enumerate(item.help.splitlines()):
        yield ("    help: " if not index else "          ") + line


def position(location: Location) -> str:
    return f"{location.path}:{location.line}:{location.column}"


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
