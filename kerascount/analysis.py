"""The whole pipeline: arguments in, report out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

import libcst as cst

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport, Report, settled
from kerascount.ignores import silenced
from kerascount.parallel import each, untold
from kerascount.source.discover import OPEN_ALREADY, Input, discover
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile, load, parsed
from kerascount.source.saved import is_saved_model, read_saved_model
from kerascount.source.stack import on_deep_stack


class Configured(Protocol):
    """A `Config`, or `settings.Settings`, which reads files of settings beside it."""

    @property
    def stdin_name(self) -> str: ...

    def at(self, path: str) -> Config: ...

    def leaves_out(self, path: str, *, folder: bool = False) -> bool: ...


Task = tuple[Input, Config]


def analyze(
    paths: Sequence[str],
    settings: Configured,
    *,
    lint: bool = False,
    jobs: int | None = 1,
    progress: Callable[[int, int], None] = untold,
) -> Report:
    """What the programs in these files and folders build, and where Keras would raise.

    `-` is standard input. With `lint`, the rules judge the models, and the report holds what is selected of the
    findings alone. What goes wrong is a finding of the file. At most `jobs` processes share the work; None: one for
    each core. `progress` is told how many files of how many are done.

    Raises:
        BadSettings: a file of settings cannot be used.
    """
    inputs = discover(paths, settings.stdin_name, settings.leaves_out)
    tasks = [(found, settings.at(found.path)) for found in inputs]
    work = partial(_analyze_input, lint=lint)
    return Report(tuple(each(work, tasks, jobs, stays=_stays, lost=_lost, progress=progress)))


def _stays(task: Task) -> bool:
    """Whether an input is nothing that another process could read."""
    found, _ = task
    return found.is_stdin or found.refusal is not None or found.path.startswith(OPEN_ALREADY)


def _lost(task: Task, how: str) -> FileReport:
    found, _ = task
    message = f"the process that analysed this file died ({how})"
    help = "the other files are analysed all the same; where memory ran out, fewer --jobs need less"
    return _failed(found.path, Diagnostic("KC998", Severity.ERROR, message, Location(found.path), help))


def analyze_source(text: str, path: str, config: Config, *, lint: bool = False) -> FileReport:
    """The same for a text, which is called `path` in the findings; its ending tells notebooks and Markdown."""
    return analyze_data(text.encode("utf-8", "surrogatepass"), path, config, lint=lint)


def analyze_data(data: bytes, path: str, config: Config, *, lint: bool = False) -> FileReport:
    """The same for the content of one file, whatever kind of document its path says that it is."""

    def run() -> FileReport:
        try:
            source = parsed(data, path)
        except Unreadable as refusal:
            return FileReport(path, diagnostics=(refusal.diagnostic,), failed=refusal.failed)
        return _evaluate(source, config, lint) if source else FileReport(path)

    return on_deep_stack(run)


def _analyze_input(task: Task, lint: bool) -> FileReport:
    found, config = task
    try:
        if is_saved_model(found.path):
            return _evaluate_saved(found, config)
        source = load(found, look_first=not config.follow)
    except Unreadable as refusal:
        return FileReport(found.path, diagnostics=(refusal.diagnostic,), failed=refusal.failed)
    except Exception as error:
        return _internal_error(error, Location(found.path))
    return _evaluate(source, config, lint, named=found.named) if source else FileReport(found.path)


def _evaluate_saved(found: Input, config: Config) -> FileReport:
    from kerascount.evaluate.saved import evaluate_saved  # not needed for programs

    return evaluate_saved(read_saved_model(found), config)


def _evaluate(source: SourceFile, config: Config, lint: bool, *, named: bool = True) -> FileReport:
    from kerascount.evaluate.program import evaluate_file  # not needed where no file may build a model

    try:
        report = evaluate_file(source, config, named=named)
        report = replace(report, diagnostics=(*source.notes, *report.diagnostics))
        return _linted(report, source, config) if lint else settled(report)
    except Exception as error:
        return _internal_error(error, _place(error, source))


def _linted(report: FileReport, source: SourceFile, config: Config) -> FileReport:
    """What the rules have against the models, and what else is found, but for what is silenced or not selected."""
    if config.keras is not None:
        from kerascount.modernize import modernized  # not needed where nobody says which Keras is meant

        report = modernized(report, source, config)
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
