"""The whole pipeline: arguments in, report out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from kerascount.cache.results import Cache
from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport, Report
from kerascount.parallel import each, untold
from kerascount.source.discover import Input, discover
from kerascount.source.errors import Unreadable
from kerascount.source.look import may_build_models
from kerascount.source.saved import is_saved_model


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
    cache: Cache | None = None,
) -> Report:
    """What the programs in these files and folders build, and where Keras would raise.

    `-` is standard input. With `lint`, the rules judge the models, and the report holds what is selected of the
    findings alone. What goes wrong is a finding of the file. At most `jobs` processes share the work; None: one for
    each core. `progress` is told how many files of how many are done. What `cache`, which is for the same `lint`, has
    of a file is not worked out again, and what is, is kept there.

    Raises:
        BadSettings: a file of settings cannot be used.
    """
    inputs = discover(paths, settings.stdin_name, settings.leaves_out)
    tasks = [(found, settings.at(found.path)) for found in inputs]
    known = [_known(task, cache) if cache else None for task in tasks]
    left = [task for task, report in zip(tasks, known, strict=True) if report is None]

    def told(done: int, total: int) -> None:
        progress(len(tasks) - total + done, len(tasks))

    work = partial(_analyze_input, lint=lint, cache=cache)
    made = each(work, left, jobs, stays=_stays, lost=_lost, progress=told)
    if cache:
        cache.trouble = next((trouble for _, trouble in made if trouble), "")
    reports = (report for report, _ in made)
    return Report(tuple(report or next(reports) for report in known))


def _known(task: Task, cache: Cache) -> FileReport | None:
    """What can be said of an input without parsing it, for which neither libcst nor other processes are needed."""
    found, config = task
    if not found.is_kept or is_saved_model(found.path):
        return None
    try:
        data = found.read()
        if found.named or config.follow or may_build_models(data):
            return cache.find(found, config, data)
    except Unreadable as refusal:
        return FileReport(found.path, diagnostics=(refusal.diagnostic,), failed=refusal.failed)
    except Exception:
        return None  # a defect of ours, of which its analysis will tell
    return FileReport(found.path)


def _analyze_input(task: Task, lint: bool, cache: Cache | None) -> tuple[FileReport, str]:
    """The report on one input, and why it could not be kept."""
    from kerascount.pipeline import analyze_input  # libcst comes with it

    return analyze_input(*task, lint=lint, cache=cache), cache.trouble if cache else ""


def _stays(task: Task) -> bool:
    found, _ = task
    return not found.is_kept


def _lost(task: Task, how: str) -> tuple[FileReport, str]:
    found, _ = task
    message = f"the process that analysed this file died ({how})"
    help = "the other files are analysed all the same; where memory ran out, fewer --jobs need less"
    why = Diagnostic("KC998", Severity.ERROR, message, Location(found.path), help)
    return FileReport(found.path, diagnostics=(why,), failed=True), ""
