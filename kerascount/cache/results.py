"""What was found in a file, until the file, what its imports find, the settings or kerascount itself change."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from kerascount.cache.forms import DIAGNOSTIC, LIST, TEXT, TEXTS, TRUTH, several
from kerascount.cache.store import Store, usual_folder
from kerascount.cache.version import version
from kerascount.config import Config
from kerascount.graph import FileReport
from kerascount.source.discover import Input
from kerascount.source.disk import QUESTIONS, Answer, Disk, Question, digest
from kerascount.source.document import read_text
from kerascount.source.lines import NEWLINE

NOT_KEPT: Final = ("KC901", "KC999")  # what a limit has cut, perhaps of time, and what comes of a defect of ours
DIAGNOSTICS: Final = several(DIAGNOSTIC)


def usual_cache(*, lint: bool) -> Cache | None:
    """The cache in its usual folder; None where the system has no place for it."""
    folder = usual_folder()
    return Cache(folder, lint=lint) if folder else None


class Cache:
    """The results that are kept in one folder, those of `lint` or the others.

    `trouble` says why nothing can be kept there, once that was tried.
    """

    def __init__(self, folder: str, *, lint: bool) -> None:
        self.folder = folder
        self.trouble = ""
        self._lint = lint
        self._store = Store(folder)
        self._disk = Disk()

    def find(self, found: Input, config: Config, data: bytes) -> FileReport | None:
        """What was found in this input when it had this content, where that still holds."""
        try:
            content = self._store.read(self._name(found, config, data))
            return None if content is None else self._report(content, found, data)
        except (OSError, ValueError, RecursionError):
            return None  # the entry is none of ours, or we are not installed as files

    def keep(
        self, found: Input, config: Config, data: bytes, report: FileReport, looked: Mapping[Question, Answer]
    ) -> None:
        """Keep what was found in an input with this content, together with what its imports found."""
        if self.trouble or any(item.code in NOT_KEPT for item in report.diagnostics):
            return
        is_plain = report.lines and report.lines == _lines(found, data)
        lines = None if is_plain else TEXTS.write(report.lines)
        try:
            written = [report.failed, DIAGNOSTICS.write(report.diagnostics), lines, _models(report), _by_answer(looked)]
            content = json.dumps(written, separators=(",", ":"))
            self._store.write(self._name(found, config, data), content.encode())
        except (ValueError, RecursionError):
            pass  # it has something in it, such as a number of thousands of digits, that cannot be written
        except OSError as error:
            self.trouble = error.strerror or str(error)

    def _report(self, content: bytes, found: Input, data: bytes) -> FileReport | None:
        """The report that an entry holds, where the disk still gives the answers that led to it."""
        failed, diagnostics, lines, models, looked = LIST.read(json.loads(content))
        if any(self._disk.ask(*question) != answer for question, answer in _answers(looked)):
            return None
        at_end, shown = _read_models(models)
        return FileReport(
            found.path,
            models=at_end,
            diagnostics=DIAGNOSTICS.read(diagnostics),
            failed=TRUTH.read(failed),
            summaries=shown,
            lines=_lines(found, data) if lines is None else TEXTS.read(lines),
        )

    @cached_property
    def _basis(self) -> str:
        """What all results depend on; a run without programs for Keras does not ask."""
        return f"{version(self._store)}\n{os.getcwd()}"

    def _name(self, found: Input, config: Config, data: bytes) -> str:
        """What the entry is called: a digest of all that is known before the program is read."""
        asked = f"{self._basis}\n{self._lint}\n{config!r}\n{found.path!r}\n{found.named}"
        return digest(asked.encode("utf-8", "surrogatepass"), data)


def _lines(found: Input, data: bytes) -> tuple[str, ...]:
    """The lines of a file that is nothing but a program, which need not be kept."""
    text, layout = read_text(data, found.path)
    return () if layout else tuple(NEWLINE.split(text.lstrip("\f")))


def _models(report: FileReport) -> Any:
    """Models and summaries; None where there are none, for which nothing needs to be imported."""
    if not report.models and not report.summaries:
        return None
    from kerascount.cache.graphs import models

    return models().write((report.models, report.summaries))


def _read_models(written: Any) -> Any:
    if written is None:
        return (), ()
    from kerascount.cache.graphs import models

    at_end, shown = models().read(written)
    return at_end, shown


def _by_answer(looked: Mapping[Question, Answer]) -> list[Any]:
    """Most is looked for and not there: `[question, answer, [path, …]]` names that once."""
    groups: dict[tuple[str, Answer], list[str]] = {}
    for (question, path), answer in looked.items():
        groups.setdefault((question, answer), []).append(path)
    return [[question, answer, paths] for (question, answer), paths in groups.items()]


def _answers(looked: Any) -> Iterator[tuple[Question, Answer]]:
    for group in LIST.read(looked):
        question, answer, paths = LIST.read(group)
        if TEXT.read(question) not in QUESTIONS:
            raise ValueError(f"nobody asks {question!r}")
        yield from (((question, path), answer) for path in TEXTS.read(paths))
