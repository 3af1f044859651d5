"""The same work on many items, shared among processes where it takes long."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Final, TypeVar

from kerascount.source.stack import on_deep_stack

T = TypeVar("T")
R = TypeVar("R")
PATIENCE: Final = 0.5  # seconds without workers: what takes less gains nothing, and it loads what workers then share


def each(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int | None,
    *,
    stays: Callable[[T], bool],
    lost: Callable[[T, str], R],
) -> list[R]:
    """The results of `work` for these items, in their order.

    Work that takes longer than a moment is shared among `jobs` processes, by default one for each core. An item that
    `stays` is worked on here. One whose process dies gives `lost(item, how)`.
    """
    most = usable_cores() if jobs is None else jobs
    results: dict[int, R] = {}

    def begin() -> None:
        until = monotonic() + PATIENCE
        for index, item in enumerate(items):
            if most == 1 or stays(item) or monotonic() < until:
                results[index] = work(item)

    def finish() -> None:
        for index in left:
            if index not in results:
                results[index] = work(items[index])

    on_deep_stack(begin)
    left = {index: item for index, item in enumerate(items) if index not in results}
    if left:
        from kerascount.workers import Crew  # not needed where there is little to do

        results.update(Crew(work, left, lost).run(most))
        on_deep_stack(finish)  # what is left where processes cannot be started
    return [results[index] for index in range(len(items))]


def usable_cores() -> int:
    """How many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
