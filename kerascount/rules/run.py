"""All rules over the models of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from kerascount.diagnostics import Diagnostic, Severity
from kerascount.graph import ModelGraph
from kerascount.rules.registry import Check, Finding, Rule, judges
from kerascount.rules.view import ModelView
from kerascount.values.outcomes import Undetermined


def findings(models: Iterable[ModelGraph], shows: Callable[[str, Severity], bool]) -> list[Diagnostic]:
    """What the rules have against these models, each finding once: a function may build a model many times.

    Rules of which nothing is shown are not asked. What only one outcome of an unknown condition leads to is no more
    than a note.
    """
    asked = [(rule, check) for rule, check in judges() if shows(rule.code, rule.severity)]
    found: dict[tuple[object, ...], Diagnostic] = {}
    for model in models:
        for item in _of_model(model, asked):
            key = item.code, item.location, item.text
            if key not in found or found[key].severity is Severity.INFO:
                found[key] = item
    return list(found.values())


def _of_model(model: ModelGraph, asked: Iterable[tuple[Rule, Check]]) -> Iterator[Diagnostic]:
    view = ModelView(model)
    for rule, check in asked:
        severity = Severity.INFO if model.condition else rule.severity
        with suppress(Undetermined):  # what depends on a size that is not known is not said
            for item in check(view):
                yield _diagnostic(rule, item, severity)


def _diagnostic(rule: Rule, item: Finding, severity: Severity) -> Diagnostic:
    return Diagnostic(
        rule.code, severity, item.message, item.at, item.help, subject=item.subject, notes=item.notes, fix=item.fix
    )
