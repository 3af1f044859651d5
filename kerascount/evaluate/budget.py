"""What a program and its calls may cost.

A call that computes too long is given up, and the program goes on without its result. Steps come first, since they are
the same in every run; time is the net below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from time import process_time
from typing import Any, Final

from kerascount.config import MAX_STEPS, Config
from kerascount.evaluate.errors import LimitReached, Spent
from kerascount.evaluate.objects import Function, Site, add_rest

MAX_IDLE_STEPS: Final = 60_000  # of a call in which no layer and no operation is made
CHECKED_EVERY: Final = 2_000  # steps
STEPS_OF_LENGTH: Final = 1.5  # for each character of a program: about two for each of its nodes


class Limits:
    """What all runs of one program together may cost: steps of each run, and time from now on."""

    __slots__ = ("seconds", "steps", "until")

    def __init__(self, steps: int = MAX_STEPS, seconds: float = inf) -> None:
        self.steps = steps
        self.seconds = seconds
        self.until = process_time() + seconds  # of all threads: generators have their own

    @staticmethod
    def of(length: int, config: Config) -> Limits:
        """Those of a program of so many characters."""
        return Limits(config.max_steps or max(MAX_STEPS, int(STEPS_OF_LENGTH * length)), config.timeout)

    @property
    def are_over(self) -> bool:
        return process_time() > self.until

    def overrun(self) -> LimitReached | None:
        """What is said where the time is over."""
        if self.are_over:
            return LimitReached(f"more than {self.seconds:g} seconds", "--timeout SECONDS allows for more")
        return None

    def too_many_steps(self) -> LimitReached:
        return LimitReached(f"more than {self.steps:,} steps", "--max-steps N allows for more")


class Call:
    """A call that runs: where it stands, and what had been done and made before."""

    __slots__ = ("began", "function", "made", "site")

    def __init__(self, site: Site, function: Function, began: int, made: int) -> None:
        self.site = site
        self.function = function
        self.began = began
        self.made = made


def share(most: int, left: int) -> int:
    """What one part of a program may cost: always less than what is left, so that the program can go on."""
    return min(most, left >> 2)


def refuse_idle(calls: Sequence[Call], steps: int, last: int, made: int) -> None:
    """Give up the innermost call that computes for too long; of a recursion, the one that began it.

    Raises:
        Spent: this call is left, up to where it stands.
    """
    idle = [
        call for call in calls if call.made == made and steps - call.began > share(MAX_IDLE_STEPS, last - call.began)
    ]
    if idle:
        raise Spent(next(call for call in idle if call.function is idle[-1].function))


def forgive(calls: Sequence[Call], steps: int) -> None:
    """Calls do not answer for the steps of one inside them that was given up."""
    for call in calls:
        call.began += steps


def forget_held(names: dict[str, Any], owner: Any, why: str) -> None:
    """What a call that was given up may have changed is not known: containers that it was given or that `self` has."""
    for value in (*names.values(), *getattr(owner, "attributes", {}).values()):
        if isinstance(value, (list, dict, set)):
            add_rest(value, why)
