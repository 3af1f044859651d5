"""Processes that share work, any of which may die.

Workers are told of their items through a pipe of their own and answer one by one, so that it is known at which item a
worker died. They end when the other end of their pipe is closed, also where that is because this process was killed.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, TypeVar

from kerascount.source.stack import on_deep_stack

T = TypeVar("T")
R = TypeVar("R")
MOST_AT_ONCE: Final = 16  # items given to a worker: enough that telling it costs next to nothing
SHARES: Final = 4  # of what is left, a worker is given this part of what falls to it, so that all end together
SECONDS_TO_DIE: Final = 5.0


@dataclass
class _Worker:
    process: BaseProcess
    given: list[int] = field(default_factory=list)  # the items that it has not answered yet, in its order
    busy: bool = True  # it will say something: about an item, or first that it is there


class Crew(Generic[T, R]):
    """Workers, the items that wait for them, and the results so far."""

    def __init__(
        self,
        work: Callable[[T], R],
        items: dict[int, T],
        lost: Callable[[T, str], R],
        keep: Callable[[int, R], None],
    ) -> None:
        self._work = work
        self._keep = keep  # told of each result and the number of its item
        self._items = items
        self._lost = lost
        self._waiting = list(reversed(items))  # the next one last
        self._workers: dict[Connection, _Worker] = {}

    def run(self, jobs: int) -> None:
        """Work on the items; on those for which there was no process not."""
        share = SHARES * jobs
        try:
            for _ in range(min(jobs, len(self._waiting))):
                self._start()
            while any(worker.busy for worker in self._workers.values()):
                for connection in wait(list(self._workers)):
                    self._hear(connection, share)  # type: ignore[arg-type]
        finally:
            for connection in list(self._workers):
                self._end(connection)

    def _start(self) -> None:
        """Start a worker, if the system has room for one."""
        context = _context()
        ours, theirs = context.Pipe()
        inherited = [*self._workers, ours] if context.get_start_method() == "fork" else []
        process = context.Process(target=_serve, args=(theirs, self._work, inherited), daemon=True)
        try:
            with _uninterrupted():
                process.start()
                self._workers[ours] = _Worker(process)
        except OSError:
            ours.close()
        theirs.close()

    def _hear(self, connection: Connection, share: int) -> None:
        """Take an answer from a worker, and give it more where it has nothing left to do."""
        worker = self._workers[connection]
        try:
            answer = connection.recv()
        except (EOFError, OSError):
            self._bury(connection)
            return
        if worker.given:
            self._keep(worker.given.pop(0), answer)
        if not worker.given:
            count = min(max(1, len(self._waiting) // share), MOST_AT_ONCE, len(self._waiting))
            worker.given = [self._waiting.pop() for _ in range(count)]
            worker.busy = bool(count)
            with suppress(OSError):  # it died meanwhile, which is heard next
                connection.send([self._items[index] for index in worker.given])

    def _bury(self, connection: Connection) -> None:
        """A worker died: at the first item that it has not answered, or before it was given any."""
        self._workers[connection].process.join(SECONDS_TO_DIE)
        worker = self._end(connection)
        if worker.given:
            at, *untouched = worker.given
            self._keep(at, self._lost(self._items[at], _ending(worker.process)))
            self._waiting.extend(reversed(untouched))
            self._start()

    def _end(self, connection: Connection) -> _Worker:
        worker = self._workers.pop(connection)
        connection.close()
        worker.process.kill()
        worker.process.join()
        return worker


def _context() -> Any:
    """Forked processes have everything loaded; but with other threads around, forking is not safe."""
    can_fork = sys.platform == "linux" and threading.active_count() == 1
    return get_context("fork" if can_fork else "spawn")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C goes to all processes of a terminal; those started in here leave it to this one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, work: Callable[[T], R], inherited: Sequence[Connection]) -> None:
    """What a worker does: answer that it is there, then for each item that it is given."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # looking through what is shared would copy it
    for other in inherited:
        other.close()

    def answer() -> None:
        connection.send(None)
        while True:
            for item in connection.recv():
                connection.send(work(item))

    with suppress(EOFError, OSError):  # nobody listens any more
        on_deep_stack(answer)


def _ending(process: BaseProcess) -> str:
    """How a process ended: "SIGKILL", "exit code 1"."""
    code = process.exitcode or 0
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
