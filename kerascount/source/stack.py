"""Room for deeply nested programs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")
STACK_BYTES: Final = 512 << 20  # address space only; pages that are not reached cost nothing
RECURSION_LIMIT: Final = 20_000  # in Python, where going deeper is an exception that can be caught


def on_deep_stack(work: Callable[[], T]) -> T:
    """The result of `work`, run where nesting overflows the stack much later than in the main thread."""
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            failure.append(error)

    _run_in_thread(run)
    if failure:
        raise failure[0]
    return outcome[0]


def _run_in_thread(run: Callable[[], None]) -> None:
    limit = sys.getrecursionlimit()
    size = threading.stack_size(STACK_BYTES)
    try:
        sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
        thread = threading.Thread(target=run, daemon=True)  # so that Ctrl-C ends the process
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
