"""From a source file to the report of what its program builds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.evaluate import expressions, statements
from kerascount.evaluate.budget import Limits
from kerascount.evaluate.entry_points import Entry, entries
from kerascount.evaluate.errors import LimitReached, ProgramError, ProgramExit
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.findings import finding
from kerascount.evaluate.generation import alternatives, generation_of
from kerascount.evaluate.libraries import Libraries
from kerascount.evaluate.objects import Frame, Module
from kerascount.evaluate.outcomes import Key, Other, Outcomes, merged, outcome
from kerascount.evaluate.project import Found, Project
from kerascount.evaluate.remarks import unreached
from kerascount.graph import FileReport, ModelGraph
from kerascount.models.freeze import freeze
from kerascount.models.model import ModelObject
from kerascount.models.session import Session
from kerascount.source.files import SourceFile
from kerascount.values.objects import Unknown
from kerascount.values.record import replace
from kerascount.versions import Api, Generation

HANDLERS = (expressions, statements)  # importing them registers the handlers
IPYTHON = ("get_ipython", "display", "In", "Out", "_", "__", "exit", "quit")  # names that are there in every cell
# Findings that one Keras may have and another not: arguments, names, and where things are imported from.
OF_VERSIONS = ("KC102", "KC104", "KC105", "KC111", "KC118", "KC119")
OF_KERAS_3 = (*OF_VERSIONS, "KC202", "KC203", "KC204")  # an older one takes lists for arrays, broadcasts labels …


def evaluate_file(
    source: SourceFile, config: Config, *, named: bool = True, limits: Limits | None = None
) -> FileReport:
    """Run the program and report its models and where Keras would raise; less of it in a file that nobody named.

    Where nobody said which Keras is meant, and the one that its text speaks for refuses it, another one may have been:
    the findings are then no more than notes.
    """
    generation = generation_of(source, config.keras)
    limits = limits or Limits.of(len(source.text), config)
    report = evaluate_as(generation, source, config, named=named, limits=limits)
    if config.keras is None and _errors(report) and all(_is_of_a_version(item, generation) for item in _errors(report)):
        for other in alternatives(generation, source.text):
            again = evaluate_as(other, source, config, named=named, limits=limits)
            if not _errors(again) and not limits.are_over:
                doubts = [_doubt(item, generation, other) for item in _errors(report)]
                return replace(again, diagnostics=(*again.diagnostics, *doubts))
    return report


def _is_of_a_version(item: Diagnostic, generation: Generation) -> bool:
    """Whether another Keras may take what this one refuses; a name that is nearly one is a slip in any."""
    codes = OF_KERAS_3 if generation.api is Api.KERAS_3 else OF_VERSIONS
    return item.code in codes and not (item.code == "KC119" and "did you mean" in item.help)


def _errors(report: FileReport) -> list[Diagnostic]:
    return [item for item in report.diagnostics if item.severity is Severity.ERROR]


def _doubt(item: Diagnostic, generation: Generation, other: Generation) -> Diagnostic:
    read_as = f"{other.title} may take it, which the program is read as; --keras {generation.option} makes it an error"
    return replace(item, severity=Severity.INFO, help="\n".join(filter(None, (item.help, read_as))))


def evaluate_as(
    generation: Generation,
    source: SourceFile,
    config: Config,
    evaluator: type[Evaluator] = Evaluator,
    *,
    named: bool = True,
    limits: Limits | None = None,
) -> FileReport:
    """The same for one Keras.

    Where a condition is not known, the program is run again with the other outcome, a few times at most: what is
    built under one outcome only is marked with it, and only what is raised under both is an error.
    """
    limits = limits or Limits.of(len(source.text), config)
    outcomes = Outcomes(lambda fixed: Run(generation, source, config, fixed, evaluator, limits), limits)
    try:
        report = _reported(source.path, outcomes, named)
        if config.selection.shows("KC323", Severity.INFO):
            return replace(report, diagnostics=(*report.diagnostics, *unreached(outcomes.first.session)))
        return report
    finally:
        outcomes.close()


def _reported(path: str, outcomes: Outcomes, named: bool) -> FileReport:
    first, flipped = outcomes.first, list(outcomes.flipped())
    findings = [*_judged(outcomes), *_elsewhere(outcomes, flipped)]
    went_on = [(key, run) for key, run in flipped if not run.gave_up and (first.limit or not run.limit)]
    ends = {id(run): [freeze(model) for model in run.session.models] for run in (first, *(run for _, run in went_on))}
    models = _merged(first, went_on, lambda run: ends[id(run)])
    summaries = _merged(first, went_on, lambda run: _shown(run.session.models, ends[id(run)]))
    first.session.keeps_summaries = True  # of what a function builds, what it prints is judged
    entered = list(entries(first.ev, first.main, named=named))
    for entry in entered:
        built = _built(entry)
        models += built
        summaries += built
        findings += [finding(error, _severity_in_entry(error, first.main)) for error in entry.errors]
    findings += [*first.ev.remarks, *_left_out(path, sum(entry.left_out for entry in entered), named), *_end(first)]
    return FileReport(path, tuple(models), tuple(findings), summaries=tuple(summaries))


def _severity_in_entry(error: ProgramError, module: Module) -> Severity:
    """What cells of a notebook and magics call is not seen, nor with which values of the names around it."""
    return Severity.INFO if module.file.is_interactive else _severity(error)


def _shown(models: Sequence[ModelObject], ends: Sequence[ModelGraph]) -> list[ModelGraph]:
    """Each model at its summaries; as it is at the end where it has none."""
    return [graph for model, end in zip(models, ends, strict=True) for graph in model.printed or [end]]


def _merged(
    first: Run, flipped: Sequence[tuple[Key, Run]], models_of: Callable[[Run], list[ModelGraph]]
) -> list[ModelGraph]:
    others = [Other(key, first.ev.decisions.taken[key], models_of(run)) for key, run in flipped]
    return merged(models_of(first), others)


def _built(entry: Entry) -> list[ModelGraph]:
    def graphs(models: Sequence[ModelObject]) -> list[ModelGraph]:
        return [replace(graph, entry=entry.title) for model in models for graph in model.printed or [freeze(model)]]

    return merged(graphs(entry.models), [Other(key, value, graphs(models)) for key, value, models in entry.others])


def _judged(outcomes: Outcomes) -> Iterator[Diagnostic]:
    """The findings of the first run; an error that other outcomes avoid is none.

    Nor is an `assert`: what the program believes of itself is not what Keras refuses.
    """
    for error in outcomes.first.errors:
        severity = _severity(error)
        certain = severity is Severity.ERROR and outcomes.all_raise(error)
        yield finding(error, severity if certain else Severity.INFO)


def _elsewhere(outcomes: Outcomes, flipped: Sequence[tuple[Key, Run]]) -> Iterator[Diagnostic]:
    """What Keras refuses under the other outcome of a condition alone."""
    seen = {_mark(error) for error in outcomes.first.errors}
    for key, run in flipped:
        for error in run.errors:
            if error.cause is not None and _mark(error) not in seen:
                seen.add(_mark(error))
                where = outcome(key, not outcomes.first.ev.decisions.taken[key])
                found = finding(error, Severity.INFO)
                yield replace(found, help="\n".join(filter(None, (found.help, f"only where {where}"))))


def _severity(error: ProgramError) -> Severity:
    return Severity.ERROR if error.certain and error.kind != "AssertionError" else Severity.INFO


class Run:
    """One run of a program under fixed outcomes of the conditions that are not known."""

    def __init__(
        self,
        generation: Generation,
        source: SourceFile,
        config: Config,
        fixed: Mapping[Key, bool],
        evaluator: type[Evaluator] = Evaluator,
        limits: Limits | None = None,
    ) -> None:
        self.session = Session(generation, counts_macs=config.macs, keeps_summaries=config.summaries)
        self.project = Project(source, config)
        libraries = Libraries(self.session)
        self.ev = evaluator(self.session, libraries, dict(config.defines), fixed, self.find_module, limits)
        libraries.ev = libraries.keras.ev = self.ev
        self.errors: list[ProgramError] = self.ev.reported
        self.limit: LimitReached | None = None  # what ended it before its end
        self.gave_up = False  # whether the program ended itself: the outcome is a refusal to run
        self.main = Module("__main__", source)
        self.project.begin(self.main)
        self.execute(self.main)

    def execute(self, module: Module) -> None:
        frame = Frame(module, module.names)
        if module.file.is_interactive:
            module.names.update(dict.fromkeys(IPYTHON, Unknown("belongs to IPython")))
        if module.file.layout.is_open:
            self.ev.open_modules.add(module.name)
        try:
            for part in module.file.parts():
                self._execute_part(part, frame)
        except ProgramExit:
            self.gave_up = True
        except LimitReached as limit:
            self.limit = limit

    def _execute_part(self, part: Sequence[Any], frame: Frame) -> None:
        """Run what runs together. After an exception, names of later parts may come from what was not run."""
        try:
            self.ev.execute(part, frame)
        except ProgramError as error:
            if error.kind == "SystemExit":
                raise ProgramExit from None
            self.errors.append(error)
            self.gave_up = error.cause is None and error.kind != "NameError" and bool(self.ev.decisions.fixed)
            self.ev.open_modules.add(frame.module.name)

    def error_like(self, error: ProgramError) -> ProgramError | None:
        """What this run raises at the same place."""
        return self._errors_by_mark.get(_mark(error))

    @cached_property
    def _errors_by_mark(self) -> dict[tuple[str, int], ProgramError]:
        """The first error at each place, once the run is over."""
        return {_mark(error): error for error in reversed(self.errors)}

    def find_module(self, name: str, importer: Module, level: int) -> Module | None:
        """The module of the program that an import names, evaluated; None where it is none of the program's."""
        found = self.project.find(name, importer, level)
        if found is None or found.evaluated:
            return found.module if found else None
        for module in (*self.project.packages_around(found), found):
            self._evaluate_once(module)
        return found.module

    def _evaluate_once(self, found: Found) -> None:
        if found.evaluated:
            return
        found.evaluated = True
        self.project.add_to_package(found)
        self.ev.running.add(found.module.name)
        try:
            self.ev.execute(found.module.file.module.body, Frame(found.module, found.module.names))
        finally:
            self.ev.running.discard(found.module.name)


def _left_out(path: str, count: int, named: bool) -> Iterator[Diagnostic]:
    if count:
        what = f"{count} functions or classes" if count > 1 else "1 function or class"
        message = f"{what} that nothing calls {'are' if count > 1 else 'is'} not entered"
        help = "--max-steps N allows for more" if named else "name the file itself to see what they build"
        yield Diagnostic("KC912", Severity.INFO, message, Location(path), help)


def _mark(error: ProgramError) -> tuple[str, int]:
    assert error.site is not None, "errors get their place where they are raised"
    return error.site.mark


def _end(run: Run) -> Iterator[Diagnostic]:
    """What ended the run, or else the functions that it was entered for after that."""
    limit = run.limit or run.ev.limits.overrun()
    if limit:
        file = run.main.file
        message = f"analysis limit reached: {limit}"
        yield Diagnostic("KC901", Severity.WARNING, message, file.location(file.module), limit.help)
