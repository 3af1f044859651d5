"""The same work on many items, shared among processes where it takes long."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from math import inf
from time import monotonic
from typing import Final, TypeVar

from kerascount.source.stack import on_deep_stack

T = TypeVar("T")
R = TypeVar("R")
PATIENCE: Final = 0.3  # seconds without workers: what takes less gains nothing, and it loads what workers then share


def untold(done: int, total: int) -> None:
    """The progress of which nobody wants to know."""


def each(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int | None,
    *,
    stays: Callable[[T], bool],
    lost: Callable[[T, str], R],
    progress: Callable[[int, int], None] = untold,
) -> list[R]:
    """The results of `work` for these items, in their order.

    Work that takes longer than a moment is shared among `jobs` processes, by default one for each core. An item that
    `stays` is worked on here. One whose process dies gives `lost(item, how)`. `progress` is told after each item how
    many of how many are done.
    """
    results: dict[int, R] = {}

    def keep(index: int, result: R) -> None:
        results[index] = result
        progress(len(results), len(items))

    most = usable_cores() if jobs is None else jobs
    until = monotonic() + PATIENCE if most > 1 else inf
    _here(work, dict(enumerate(items)), keep, lambda item: monotonic() < until or stays(item))
    left = {index: item for index, item in enumerate(items) if index not in results}
    if left:
        from kerascount.workers import Crew  # not needed where there is little to do

        Crew(work, left, lost, keep).run(most)
        left = {index: item for index, item in left.items() if index not in results}
        _here(work, left, keep, lambda item: True)  # where the system has no room for processes
    return [results[index] for index in range(len(items))]


def _here(
    work: Callable[[T], R], items: Mapping[int, T], keep: Callable[[int, R], None], is_meant: Callable[[T], bool]
) -> None:
    def run() -> None:
        for index, item in items.items():
            if is_meant(item):
                keep(index, work(item))

    on_deep_stack(run)


def usable_cores() -> int:
    """How many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
