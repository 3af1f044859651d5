"""What a call may cost: one that computes too long is given up, and the program goes on without its result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kerascount.evaluate.errors import Spent
from kerascount.evaluate.objects import Function, Site, add_rest

MAX_IDLE_STEPS: Final = 60_000  # of a call in which no layer and no operation is made
CHECKED_EVERY: Final = 2_000  # steps


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
