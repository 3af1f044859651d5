"""The pipeline of one input: its bytes in, the report on it out."""

from __future__ import annotations

from collections.abc import Mapping
from time import process_time
from typing import TYPE_CHECKING

import libcst as cst

from kerascount.cache.results import Cache
from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport, settled
from kerascount.source.discover import Input
from kerascount.source.disk import Answer, Question
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile, parsed
from kerascount.source.saved import is_saved_model, read_saved_model
from kerascount.source.stack import on_deep_stack
from kerascount.values.record import replace

if TYPE_CHECKING:
    from kerascount.evaluate.budget import Limits


def analyze_source(text: str, path: str, config: Config, *, lint: bool = False) -> FileReport:
    """What this program builds, which is called `path` in the findings; its ending tells notebooks and Markdown."""
    return analyze_data(text.encode("utf-8", "surrogatepass"), path, config, lint=lint)


def analyze_data(data: bytes, path: str, config: Config, *, lint: bool = False) -> FileReport:
    """The same for the content of one file, whatever kind of document its path says that it is."""

    def run() -> FileReport:
        try:
            source = parsed(data, path)
        except Unreadable as refusal:
            return _unreadable(path, refusal)
        return _evaluate(source, config, lint) if source else FileReport(path)

    return on_deep_stack(run)


def analyze_input(found: Input, config: Config, *, lint: bool = False, cache: Cache | None = None) -> FileReport:
    """The same for an input of the command line, whose findings `cache` is given to keep."""
    try:
        if is_saved_model(found.path):
            return _evaluate_saved(found, config)
        data = found.read()
    except Unreadable as refusal:
        return _unreadable(found.path, refusal)
    except Exception as error:
        return _internal_error(error, Location(found.path))
    began = process_time()
    report, looked = _analyze(data, found, config, lint=lint)
    took_all = process_time() - began > config.timeout  # another run may come further
    if cache and found.is_kept and not took_all:
        cache.keep(found, config, data, report, looked)
    return report


def _analyze(data: bytes, found: Input, config: Config, *, lint: bool) -> tuple[FileReport, Mapping[Question, Answer]]:
    """The report on this content of an input, and what was asked of the disk for it."""
    try:
        source = parsed(data, found.path, look_first=not (found.named or config.follow))
    except Unreadable as refusal:
        return _unreadable(found.path, refusal), {}
    except Exception as error:
        return _internal_error(error, Location(found.path)), {}
    if source is None:
        return FileReport(found.path), {}
    return _evaluate(source, config, lint, named=found.named), source.disk.answers


def _unreadable(path: str, refusal: Unreadable) -> FileReport:
    return FileReport(path, diagnostics=(refusal.diagnostic,), failed=refusal.failed)


def _evaluate_saved(found: Input, config: Config) -> FileReport:
    from kerascount.evaluate.saved import evaluate_saved  # not needed for programs

    return evaluate_saved(read_saved_model(found), config)


def _evaluate(source: SourceFile, config: Config, lint: bool, *, named: bool = True) -> FileReport:
    from kerascount.evaluate.budget import Limits  # not needed where no file may build a model
    from kerascount.evaluate.program import evaluate_file

    limits = Limits.of(len(source.text), config)
    try:
        report = evaluate_file(source, config, named=named, limits=limits)
        report = replace(report, diagnostics=(*source.notes, *report.diagnostics))
        return _linted(report, source, config, limits) if lint else settled(report)
    except Exception as error:
        try:
            place = _place(error, source)
        except RecursionError:
            place = Location(source.path)
        return _internal_error(error, place)


def _linted(report: FileReport, source: SourceFile, config: Config, limits: Limits) -> FileReport:
    """What the rules have against the models, and what else is found, but for what is silenced or not selected."""
    from kerascount.ignores import silenced  # not needed where the models are shown

    if config.keras is not None:
        from kerascount.modernize import modernized  # not needed where nobody says which Keras is meant

        report = modernized(report, source, config, limits)
    found = [*report.diagnostics, *_judged(report, source, config)]
    left = silenced(found, source, config.selection)
    shown = tuple(item for item in left if config.selection.shows(item.code, item.severity))
    return replace(report, models=(), summaries=(), diagnostics=shown, lines=source.lines if shown else ())


def _judged(report: FileReport, source: SourceFile, config: Config) -> list[Diagnostic]:
    """What the rules have against the models; what stands in another file is a finding of that one."""
    from kerascount.rules import findings

    found = findings(report.models, config.selection.shows)
    return [replace(item, line=source.line(item.location.line)) for item in found if item.location.path == source.path]


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
    return _failed(place.path, Diagnostic("KC999", Severity.ERROR, message, place, help))


def _failed(path: str, why: Diagnostic) -> FileReport:
    return FileReport(path, diagnostics=(why,), failed=True)
