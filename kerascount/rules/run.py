"""All rules over the models of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kerascount.diagnostics import Diagnostic, Severity
from kerascount.graph import ModelGraph
from kerascount.rules.registry import Finding, Rule, rules


def findings(models: Iterable[ModelGraph]) -> list[Diagnostic]:
    """What the rules have against these models, each finding once: a function may build a model many times.

    What only one outcome of an unknown condition leads to is no more than a note.
    """
    found: dict[tuple[object, ...], Diagnostic] = {}
    for model in models:
        for item in _of_model(model):
            key = item.code, item.location, item.text
            if key not in found or found[key].severity is Severity.INFO:
                found[key] = item
    return list(found.values())


def _of_model(model: ModelGraph) -> Iterator[Diagnostic]:
    for rule in rules():
        if rule.check is not None:
            for item in rule.check(model):
                yield _diagnostic(rule, item, Severity.INFO if model.condition else rule.severity)


def _diagnostic(rule: Rule, item: Finding, severity: Severity) -> Diagnostic:
    return Diagnostic(
        rule.code, severity, item.message, item.at, item.help, subject=item.subject, notes=item.notes, fix=item.fix
    )
