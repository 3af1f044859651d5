"""The patterns of `match`: whether a value fits, and which names that binds."""

from __future__ import annotations

from typing import Any

import libcst as cst

from kerascount.evaluate.assignment import bind_name
from kerascount.evaluate.attributes import find_attribute
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.expressions import compare
from kerascount.evaluate.objects import MISSING, Class, Frame, Instance
from kerascount.evaluate.truth import identical
from kerascount.values.objects import Tensor, Unknown

Verdict = bool | None
OF_THEMSELVES = (bool, bytes, dict, float, frozenset, int, list, set, str, tuple)  # `case int(n)` binds the value


def fits(ev: Evaluator, pattern: Any, subject: Any, frame: Frame) -> Verdict:
    """Whether a subject matches a pattern; None where that cannot be known."""
    if isinstance(pattern, cst.MatchAs):
        return _fits_as(ev, pattern, subject, frame)
    if isinstance(pattern, cst.MatchOr):
        return _any(fits(ev, item.pattern, subject, frame) for item in pattern.patterns)
    if isinstance(subject, (Unknown, Tensor)):
        return None
    if isinstance(pattern, cst.MatchValue):
        verdict = compare(ev, cst.Equal(), subject, ev.eval(pattern.value, frame), pattern, frame)
        return verdict if isinstance(verdict, bool) else None
    if isinstance(pattern, cst.MatchSingleton):
        return identical(subject, ev.eval(pattern.value, frame))
    if isinstance(pattern, (cst.MatchTuple, cst.MatchList)):
        return _fits_sequence(ev, pattern.patterns, subject, frame)
    if isinstance(pattern, cst.MatchMapping):
        return _fits_mapping(ev, pattern, subject, frame)
    return _fits_class(ev, pattern, subject, frame) if isinstance(pattern, cst.MatchClass) else None


def _any(verdicts: Any) -> Verdict:
    sure: Verdict = False
    for verdict in verdicts:
        if verdict:
            return True
        sure = None if verdict is None else sure
    return sure


def _all(verdicts: Any) -> Verdict:
    sure: Verdict = True
    for verdict in verdicts:
        if verdict is False:
            return False
        sure = None if verdict is None else sure
    return sure


def _fits_as(ev: Evaluator, pattern: cst.MatchAs, subject: Any, frame: Frame) -> Verdict:
    verdict = True if pattern.pattern is None else fits(ev, pattern.pattern, subject, frame)
    if verdict and pattern.name is not None:
        bind_name(ev, pattern.name.value, subject, frame)
    return verdict


def _fits_sequence(ev: Evaluator, patterns: Any, subject: Any, frame: Frame) -> Verdict:
    if not isinstance(subject, (list, tuple, range)):
        return False
    stars = [index for index, item in enumerate(patterns) if isinstance(item, cst.MatchStar)]
    least = len(patterns) - len(stars)
    if len(subject) < least or not stars and len(subject) > least:
        return False
    items = list(subject)
    if stars:
        start, end = stars[0], len(items) - (len(patterns) - stars[0] - 1)
        name = patterns[start].name
        if name is not None:
            bind_name(ev, name.value, items[start:end], frame)
        patterns = [item for item in patterns if not isinstance(item, cst.MatchStar)]
        items = items[:start] + items[end:]
    return _all(fits(ev, item.value, value, frame) for item, value in zip(patterns, items, strict=True))


def _fits_mapping(ev: Evaluator, pattern: cst.MatchMapping, subject: Any, frame: Frame) -> Verdict:
    if not isinstance(subject, dict):
        return False
    rest = dict(subject)
    verdicts = []
    for element in pattern.elements:
        key = ev.eval(element.key, frame)
        if key not in subject:
            return False
        verdicts.append(fits(ev, element.pattern, rest.pop(key, None), frame))
    if pattern.rest is not None:
        bind_name(ev, pattern.rest.value, rest, frame)
    return _all(verdicts)


def _fits_class(ev: Evaluator, pattern: cst.MatchClass, subject: Any, frame: Frame) -> Verdict:
    kind = ev.eval(pattern.cls, frame)
    verdict = ev.libraries.is_instance(subject, kind)
    if not verdict:
        return verdict
    positions = [item.value for item in pattern.patterns]
    if positions and kind in OF_THEMSELVES:
        return fits(ev, positions[0], subject, frame)
    names = kind.find("__match_args__") if isinstance(kind, Class) else MISSING
    if positions and not isinstance(names, (list, tuple)):
        return None
    named = dict(zip(names or (), positions, strict=False))
    named.update((item.key.value, item.pattern) for item in pattern.kwds)
    if named and not isinstance(subject, Instance):
        return None
    return _all(_fits_attribute(ev, name, item, subject, frame) for name, item in named.items())


def _fits_attribute(ev: Evaluator, name: str, pattern: Any, subject: Any, frame: Frame) -> Verdict:
    value = find_attribute(ev, subject, name, pattern, frame)
    return False if value is MISSING else fits(ev, pattern, value, frame)
