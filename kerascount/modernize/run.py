"""From an old program to the findings about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Severity
from kerascount.evaluate.budget import Limits
from kerascount.evaluate.generation import alternatives, generation_of
from kerascount.evaluate.program import OF_VERSIONS, evaluate_as, evaluate_file
from kerascount.graph import FileReport
from kerascount.modernize.changes import Change, Editor, Mended
from kerascount.modernize.places import Places
from kerascount.modernize.survey import Survey, surveyor
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_1, KERAS_2, TF_KERAS, Api, Generation

REFUSALS: Final = (*OF_VERSIONS, "KC103")  # what another Keras may take


def modernized(report: FileReport, source: SourceFile, config: Config, limits: Limits) -> FileReport:
    """The report with what the Keras that is asked for no longer has, where the program is for an older one.

    The program is run as the Keras that it was written for, so that one thing which is gone does not hide the next;
    what is left to find after all fixes is found in the program as they make it.
    """
    target = config.keras
    if target is None or target.api is Api.KERAS_2:  # which takes the words of Keras 1
        return report
    run = _as_written(report, source, config, target, limits)
    if run is None:
        return report
    from kerascount.modernize.program import Notes  # not needed for most programs

    own, old, survey = run
    beginnings = {model.layers[0].location for model in old.models if model.hidden_input and model.layers}
    notes = Notes(source, survey, beginnings, own.api, target.api).all()
    if not notes:
        return report
    editor = Editor(source)
    found = [note.diagnostic(editor, needed, sure=survey.is_sure(note.node)) for note, needed in notes]
    changes = [change for note, needed in notes for change in (*note.changes, *needed)]
    later = _later(report, source, config, changes, limits)
    told = (*source.notes, *found)
    kept = [item for item in later if item not in told and not any(_covers(other, item) for other in found)]
    return replace(old, diagnostics=(*told, *kept))


def _as_written(
    report: FileReport, source: SourceFile, config: Config, target: Generation, limits: Limits
) -> tuple[Generation, FileReport, Survey] | None:
    """The program run as the Keras that it was written for, which is the first that takes it; None for the target.

    Where nothing in the text speaks for an older Keras, one must take it as a whole.
    """
    runs = []
    for own in _candidates(report, source, target):
        survey = Survey()
        old = evaluate_as(own, source, config, surveyor(survey), limits=limits)
        runs.append((own, old, survey))
        if not _refusals(survey):
            break
    best = min(runs, key=lambda run: _refusals(run[2]), default=None)
    unmarked = generation_of(source, None).api >= target.api
    return None if best is None or unmarked and _refusals(best[2]) else best


def _candidates(report: FileReport, source: SourceFile, target: Generation) -> list[Generation]:
    inferred = generation_of(source, None)
    if inferred.api >= target.api:
        refused = any(item.severity is Severity.ERROR and item.code in REFUSALS for item in report.diagnostics)
        older = [TF_KERAS, KERAS_2, KERAS_1] if refused else []
    else:
        older = [inferred, *alternatives(inferred, source.text)]
    return [own for own in older if own.api < target.api]


def _refusals(survey: Survey) -> int:
    """How much another Keras may take."""
    return sum(code in REFUSALS for code, _ in survey.refused)


def _later(
    report: FileReport, source: SourceFile, config: Config, changes: Sequence[Change], limits: Limits
) -> list[Diagnostic]:
    """What is found in the program once it is mended, at the places where it stands now."""
    mended = Mended(source.text, changes)
    if source.layout.sections and mended.text.count("\n") != source.text.count("\n"):
        return list(report.diagnostics)  # the cells would begin at other lines
    try:
        mended_file = SourceFile(source.path, mended.text, source.layout, disk=source.disk)
        again = evaluate_file(mended_file, config, limits=limits)
    except Unreadable:
        return list(report.diagnostics)
    places = Places(source, mended)
    return [places.of(item) for item in again.diagnostics]


def _covers(finding: Diagnostic, item: Diagnostic) -> bool:
    """Whether a finding stands where another one does, which is of the same thing or of what an unsure fix made."""
    same_file = item.location.path == finding.location.path
    unsure = finding.fix is not None and not finding.fix.safe
    return (
        same_file
        and finding.location.line <= item.location.line <= finding.location.end_line
        and (item.code in REFUSALS or unsure)
    )
