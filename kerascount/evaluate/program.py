"""From a source file to the report of what its program builds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.evaluate import expressions, statements
from kerascount.evaluate.errors import LimitReached, ProgramError, ProgramExit
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.libraries import Libraries
from kerascount.evaluate.objects import Frame, Module
from kerascount.evaluate.project import Project
from kerascount.graph import FileReport, ModelGraph, params
from kerascount.models.freeze import freeze
from kerascount.models.model import ModelObject
from kerascount.models.session import Session
from kerascount.source.files import SourceFile

HANDLERS = (expressions, statements)  # importing them registers the handlers
MAX_RUNS = 6
Key = tuple[str, int]  # a condition: its text and its line


def evaluate_file(source: SourceFile, config: Config) -> FileReport:
    """Run the program and report its models and where Keras would raise.

    Where a condition is not known, the program is run again with the other outcome, a few times at most: what is
    built under one outcome only is marked with it, and only what is raised under both is an error.
    """
    first = Run(source, config, {})
    taken = first.ev.decisions.taken
    others = [(key, Run(source, config, {key: not taken[key]})) for key in list(taken)[: MAX_RUNS - 1]]
    went_on = [(key, run) for key, run in others if not run.gave_up]
    models = merged(first, went_on, lambda run: [freeze(model) for model in run.session.models])
    summaries = merged(first, went_on, lambda run: [graph for model in run.session.models for graph in shown(model)])
    return FileReport(source.path, tuple(models), tuple(_judged(first, others)), summaries=tuple(summaries))


def shown(model: ModelObject) -> list[ModelGraph]:
    """The model at each of its summaries; at the end where it has none."""
    return model.printed or [freeze(model)]


def merged(
    first: Run, others: Sequence[tuple[Key, Run]], models_of: Callable[[Run], list[ModelGraph]]
) -> list[ModelGraph]:
    """The models of all outcomes, those that depend on one marked with it."""
    found = {fingerprint(model): model for model in models_of(first)}
    for key, run in others:
        theirs = {fingerprint(model): model for model in models_of(run)}
        for mark in [mark for mark in found if mark not in theirs and not found[mark].condition]:
            found[mark] = replace(found[mark], condition=_outcome(key, first.ev.decisions.taken[key]))
        for mark, model in theirs.items():
            found.setdefault(mark, replace(model, condition=_outcome(key, not first.ev.decisions.taken[key])))
    return list(found.values())


def fingerprint(model: ModelGraph) -> tuple[Any, ...]:
    """What makes two models of two runs the same to a reader."""
    rows = tuple((row.name, row.class_name, str(row.output_shape), str(params(row.weights))) for row in model.layers)
    trainable = str(params(model.weights, trainable=True))
    return model.location, model.name, model.class_name, trainable, model.optimizer_weights is None, rows


def _outcome(key: Key, value: bool) -> str:
    return key[0] if value else f"not ({key[0]})"


def _judged(first: Run, others: Sequence[tuple[Key, Run]]) -> Iterator[Diagnostic]:
    """The findings of the first run; an error that another outcome avoids is none."""
    by_key = dict(others)
    for error in first.errors:
        elsewhere = [by_key.get(key) for key in error.decided]
        certain = error.certain and all(
            run is not None and (run.gave_up or run.raises_like(error)) for run in elsewhere
        )
        yield _finding(error, Severity.ERROR if certain else Severity.INFO)
    yield from first.limits


class Run:
    """One run of a program under fixed outcomes of the conditions that are not known."""

    def __init__(self, source: SourceFile, config: Config, fixed: Mapping[Key, bool]) -> None:
        from kerascount.evaluate.generation import generation_of

        self.session = Session(generation_of(source, config.keras))
        self.project = Project(source, config)
        libraries = Libraries(self.session)
        self.ev = Evaluator(self.session, libraries, dict(config.defines), fixed, self.find_module)
        libraries.ev = libraries.keras.ev = self.ev
        self.errors: list[ProgramError] = self.ev.reported
        self.limits: list[Diagnostic] = []
        self.gave_up = False  # whether the program ended itself: the outcome is a refusal to run
        self.execute(Module("__main__", source))

    def execute(self, module: Module) -> None:
        frame = Frame(module, module.names)
        try:
            self.ev.execute(module.file.module.body, frame)
        except ProgramError as error:
            self.errors.append(error)
            self.gave_up = error.cause is None and error.kind != "NameError" and bool(self.ev.decisions.fixed)
        except ProgramExit:
            self.gave_up = True
        except LimitReached as limit:
            self.limits.append(_limit(limit, module))

    def raises_like(self, error: ProgramError) -> bool:
        """Whether this run raises at the same place."""
        return any(_place(other) == _place(error) for other in self.errors)

    def find_module(self, name: str, importer: Module, level: int) -> Module | None:
        """The module of the program that an import names, evaluated; None where it is none of the program's."""
        found = self.project.find(name, importer, level)
        if found is None or found.evaluated:
            return found.module if found else None
        found.evaluated = True
        self.project.add_to_package(found)
        self.ev.running.add(found.module.name)
        try:
            self.ev.execute(found.module.file.module.body, Frame(found.module, found.module.names))
        finally:
            self.ev.running.discard(found.module.name)
        return found.module


def _place(error: ProgramError) -> Location:
    assert error.site is not None, "errors get their place where they are raised"
    return error.site.location


def _finding(error: ProgramError, severity: Severity) -> Diagnostic:
    cause = error.cause
    return Diagnostic(
        code=cause.code if cause else "KC120",
        severity=severity,
        message=f"{error.kind}: {error.message}",
        location=_place(error),
        help=cause.help if cause else "",
        calls=tuple(site.location for site in error.calls),
    )


def _limit(limit: LimitReached, module: Module) -> Diagnostic:
    location = module.file.location(module.file.module)
    return Diagnostic("KC906", Severity.WARNING, f"analysis limit reached: {limit}", location)
