"""Both outcomes of conditions that are not known: what is built under one of them, and what is raised under all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.budget import Limits
from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import Site
from kerascount.graph import ModelGraph, params
from kerascount.values.record import record, replace

if TYPE_CHECKING:
    from kerascount.evaluate.program import Run

MAX_FLIPPED: Final = 5  # conditions whose other outcome is tried
MAX_RUNS: Final = 33  # all outcomes of five conditions together, where that is what it takes to know of an error
MOST_STEPS: Final = 1.5  # of all runs, as a multiple of what one may take: as long as another one fits in, it is made
Key = tuple[str, int]  # a condition: its text, and which of its text it is


class Outcomes:
    """The runs of one program, each made once."""

    def __init__(self, make: Callable[[Mapping[Key, bool]], Run], limits: Limits) -> None:
        self.make = make
        self.limits = limits
        self.defaults: dict[Key, bool] = {}
        self.runs: dict[frozenset[tuple[Key, bool]], Run] = {}
        self.steps = 0
        self.first = self._run({})

    def under(self, fixed: Mapping[Key, bool]) -> Run | None:
        """The run under these outcomes; None where it would take too long."""
        unusual = frozenset(item for item in fixed.items() if self.defaults.get(item[0]) is not item[1])
        if unusual in self.runs:
            return self.runs[unusual]
        too_long = self.steps + self.first.ev.steps > MOST_STEPS * self.limits.steps
        if len(self.runs) >= MAX_RUNS or too_long or self.limits.are_over:
            return None
        return self._run(dict(unusual))

    def _run(self, fixed: dict[Key, bool]) -> Run:
        run = self.runs[frozenset(fixed.items())] = self.make(fixed)
        for key, value in run.ev.decisions.taken.items():
            self.defaults.setdefault(key, value if key not in fixed else not value)
        self.steps += run.ev.steps
        return run

    def close(self) -> None:
        for run in self.runs.values():
            run.ev.close()

    def flipped(self) -> Iterator[tuple[Key, Run]]:
        """The runs in which one condition turns out the other way."""
        for key, value in list(self.first.ev.decisions.taken.items())[:MAX_FLIPPED]:
            run = self.under({key: not value})
            if run is not None:
                yield key, run

    def all_raise(self, error: ProgramError) -> bool:
        """Whether no outcome of the conditions that come before it gets the program past an error of the first run.

        A run that ends itself refuses to go on: that is no way past it either.
        """
        waiting = [(self.first, 0)]
        while waiting:
            run, settled = waiting.pop()
            again = run.error_like(error)
            if again is None and not run.gave_up:
                return False
            taken = run.ev.decisions.taken
            decided = again.decided if again is not None else tuple(taken)
            for index in range(settled, len(decided)):
                before = {key: taken[key] for key in decided[:index]}
                other = self.under({**before, decided[index]: not taken[decided[index]]})
                if other is None:
                    return False
                waiting.append((other, index + 1))
        return True


@record
class Other:
    """What is built where one condition turns out the other way."""

    key: Key
    value: bool  # the outcome that all else was built under
    models: Sequence[ModelGraph]


def merged(models: Sequence[ModelGraph], others: Sequence[Other]) -> list[ModelGraph]:
    """The models of all outcomes, those that depend on one marked with it."""
    found = {fingerprint(model): model for model in models}
    for other in others:
        theirs = {fingerprint(model): model for model in other.models}
        for mark in [mark for mark in found if mark not in theirs and not found[mark].condition]:
            found[mark] = replace(found[mark], condition=outcome(other.key, other.value))
        for mark, model in theirs.items():
            found.setdefault(mark, replace(model, condition=outcome(other.key, not other.value)))
    return list(found.values())


def fingerprint(model: ModelGraph) -> tuple[Any, ...]:
    """What makes two models of two runs the same to a reader."""
    rows = tuple((row.name, row.class_name, str(row.output_shape), str(params(row.weights))) for row in model.layers)
    trainable = str(params(model.weights, trainable=True))
    return _mark(model), model.name, model.class_name, trainable, model.optimizer_weights is None, rows


def _mark(model: ModelGraph) -> object:
    return model.place.mark if isinstance(model.place, Site) else model.location


def outcome(key: Key, value: bool) -> str:
    return key[0] if value else f"not ({key[0]})"
