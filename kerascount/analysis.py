"""The whole pipeline: arguments in, report out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import libcst as cst

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport, Report
from kerascount.source.discover import Input, discover
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile, load
from kerascount.source.saved import is_saved_model, read_saved_model
from kerascount.source.stack import on_deep_stack


def analyze(paths: Sequence[str], config: Config, *, lint: bool = False) -> Report:
    """What the programs in these files and folders build, and where Keras would raise.

    `-` is standard input. With `lint`, the rules judge the models. Nothing raises: what goes wrong is a finding of the
    file.
    """
    return on_deep_stack(
        lambda: Report(tuple(_analyze_input(found, config, lint) for found in discover(paths, config.stdin_name)))
    )


def analyze_source(text: str, path: str, config: Config, *, lint: bool = False) -> FileReport:
    """The same for the text of one program, which is called `path` in the findings."""

    def run() -> FileReport:
        try:
            return _evaluate(SourceFile(path, text), config, lint)
        except Unreadable as refusal:
            return FileReport(path, diagnostics=(refusal.diagnostic,), failed=refusal.failed)

    return on_deep_stack(run)


def _analyze_input(found: Input, config: Config, lint: bool) -> FileReport:
    try:
        if is_saved_model(found.path):
            return _evaluate_saved(found, config)
        source = load(found, look_first=not config.follow)
    except Unreadable as refusal:
        return FileReport(found.path, diagnostics=(refusal.diagnostic,), failed=refusal.failed)
    except Exception as error:
        return _internal_error(error, Location(found.path))
    return _evaluate(source, config, lint) if source else FileReport(found.path)


def _evaluate_saved(found: Input, config: Config) -> FileReport:
    from kerascount.evaluate.saved import evaluate_saved  # not needed for programs

    return evaluate_saved(read_saved_model(found), config)


def _evaluate(source: SourceFile, config: Config, lint: bool) -> FileReport:
    from kerascount.evaluate.program import evaluate_file  # not needed where no file may build a model

    try:
        report = evaluate_file(source, config)
        judged = _judged(report, source) if lint else []
        return replace(report, diagnostics=(*source.notes, *report.diagnostics, *judged))
    except Exception as error:
        return _internal_error(error, _place(error, source))


def _judged(report: FileReport, source: SourceFile) -> list[Diagnostic]:
    """What the rules have against the models; what stands in another file is a finding of that one."""
    from kerascount.rules import findings

    found = (item for item in findings(report.models) if item.location.path == source.path)
    return [replace(item, line=source.line(item.location.line)) for item in found]


def _place(error: Exception, source: SourceFile) -> Location:
    """The innermost node of the program that was being worked on when the error came up."""
    place = Location(source.path)
    trace = error.__traceback__
    while trace:
        for value in trace.tb_frame.f_locals.values():
            if isinstance(value, cst.CSTNode) and (location := source.find(value)):
                place = location
        trace = trace.tb_next
    return place


def _internal_error(error: Exception, place: Location) -> FileReport:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" ({trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno})" if trace else ""
    message = f"internal error: {type(error).__name__}: {error}{where}"
    help = "this is a defect of kerascount, not of the program; the other files are analysed all the same"
    return FileReport(place.path, diagnostics=(Diagnostic("KC999", Severity.ERROR, message, place, help),), failed=True)
