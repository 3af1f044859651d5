"""From a source file to the report of what its program builds."""

from __future__ import annotations

from collections.abc import Mapping

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Severity
from kerascount.evaluate import expressions, statements
from kerascount.evaluate.errors import LimitReached, ProgramError, ProgramExit
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.libraries import Libraries
from kerascount.evaluate.objects import Frame, Module
from kerascount.evaluate.project import Project
from kerascount.graph import FileReport
from kerascount.models.freeze import freeze
from kerascount.models.session import Session
from kerascount.source.files import SourceFile

HANDLERS = (expressions, statements)  # importing them registers the handlers
MAX_RUNS = 6


def evaluate_file(source: SourceFile, config: Config) -> FileReport:
    """Run the program and report its models and where Keras would raise.

    Where a condition is not known, the program is run again with the other outcome, a few times at most.
    """
    run = Run(source, config, {})
    models = [freeze(model) for model in run.session.models]
    return FileReport(source.path, tuple(models), tuple(run.diagnostics))


class Run:
    """One run of a program under fixed outcomes of the conditions that are not known."""

    def __init__(self, source: SourceFile, config: Config, fixed: Mapping[tuple[str, int], bool]) -> None:
        from kerascount.evaluate.generation import generation_of

        self.session = Session(generation_of(source, config.keras))
        self.project = Project(source, config)
        libraries = Libraries(self.session)
        self.ev = Evaluator(self.session, libraries, dict(config.defines), fixed, self.find_module)
        libraries.ev = libraries.keras.ev = self.ev
        self.diagnostics: list[Diagnostic] = []
        module = Module("__main__", source)
        self.execute(module)

    def execute(self, module: Module) -> None:
        frame = Frame(module, module.names)
        try:
            self.ev.execute(module.file.module.body, frame)
        except ProgramError as error:
            self.diagnostics.append(_finding(error))
        except ProgramExit:
            pass
        except LimitReached as limit:
            self.diagnostics.append(_limit(limit, module))

    def find_module(self, name: str, importer: Module, level: int) -> Module | None:
        """The module of the program that an import names, evaluated; None where it is none of the program's."""
        found = self.project.find(name, importer, level)
        if found is None or found.evaluated:
            return found.module if found else None
        found.evaluated = True
        frame = Frame(found.module, found.module.names)
        self.ev.execute(found.module.file.module.body, frame)
        return found.module


def _finding(error: ProgramError) -> Diagnostic:
    assert error.site is not None, "errors get their place where they are raised"
    cause = error.cause
    return Diagnostic(
        code=cause.code if cause else "KC120",
        severity=Severity.ERROR if error.certain else Severity.WARNING,
        message=f"{error.kind}: {error.message}",
        location=error.site.location,
        help=cause.help if cause else "",
        calls=tuple(site.location for site in error.calls),
    )


def _limit(limit: LimitReached, module: Module) -> Diagnostic:
    location = module.file.location(module.file.module)
    return Diagnostic("KC906", Severity.WARNING, f"analysis limit reached: {limit}", location)
