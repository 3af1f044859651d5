"""Generators: bodies that run up to a `yield`, and go on from there when the next item is asked for.

What a body has reached is on the stack of the evaluator, so that it runs in a thread of its own. Only one of these
threads runs at a time: whoever asks for an item waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import Endless, ProgramError
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

MAX_YIELDS: Final = 10_000
MAX_WAITING: Final = 40  # generators that are neither done nor given up
STACK_BYTES: Final = 128 << 20  # address space only


class Abandoned(BaseException):
    """Ends the thread of a generator that nobody asks any more."""


class Generator(Iterator[Any]):
    """One call of a generator function; its body is given the generator, and gives its items to it."""

    def __init__(self, ev: Evaluator, body: Callable[[Generator], Any]) -> None:
        self.ev = ev
        self.body = body
        self.thread: threading.Thread | None = None
        self.is_done = False
        self.is_lost = False
        self.is_asked = False  # whether its body runs now, perhaps up to another generator that it asks
        self.count = 0
        self.sent: Any = None
        self.thrown: BaseException | None = None  # what is raised at the `yield` where the body waits
        self.raised: BaseException | None = None  # what came out of the body
        self.item: Any = None  # what the body gave last; in the end, what it returned
        self.own = Position(0, 0, 0, (), (), None, None)

    def __next__(self) -> Any:
        return self.resume()

    def resume(self, sent: Any = None, thrown: BaseException | None = None) -> Any:
        """The next item, after what is sent or raised at the `yield` where the body waits.

        Raises:
            StopIteration: the body returned; its value is what it returned.
        """
        if self.is_lost:
            raise Undetermined("too many generators run at once")
        if self.is_asked:
            raise ProgramError("ValueError", "generator already executing")
        if self.is_done or self.thread is None and thrown is not None:
            self.is_done = True
            raise thrown or StopIteration
        outer = Position.of(self.ev)
        self.sent, self.thrown = sent, thrown
        self._switch(outer)
        self.own = Position.of(self.ev).beyond(outer)
        outer.restore(self.ev)
        if self.raised is not None:
            raise self.raised
        if self.is_done:
            raise StopIteration(self.item)
        return self.item

    def _switch(self, outer: Position) -> None:
        """Let the body run until it gives something or ends."""
        if self.thread is None:
            self._start()
        outer.plus(self.own).restore(self.ev)
        self.is_asked = True
        self.turn.release()
        self.back.acquire()
        self.is_asked = False

    def _start(self) -> None:
        waiting = self.ev.waiting = [other for other in self.ev.waiting if not other.is_done]
        if len(waiting) >= MAX_WAITING:
            self._make_room(waiting)
        self.turn, self.back = threading.Semaphore(0), threading.Semaphore(0)
        size = threading.stack_size(STACK_BYTES)
        try:
            self.thread = threading.Thread(target=self._run, daemon=True)
            self.thread.start()
        except RuntimeError:
            self.is_lost = True
            raise Undetermined("too many generators run at once") from None
        finally:
            threading.stack_size(size)
        waiting.append(self)

    def _make_room(self, waiting: list[Generator]) -> None:
        """Give up the one that has waited longest."""
        idle = next((other for other in waiting if not other.is_asked), None)
        if idle is None:
            self.is_lost = True
            raise Undetermined("too many generators run at once")
        waiting.remove(idle)
        idle.abandon()

    def _run(self) -> None:
        self.turn.acquire()
        try:
            if self.thrown is None:
                self.item = self.body(self)
        except Abandoned:
            return
        except Endless:
            self.raised = Undetermined("a generator without a known end")
        except BaseException as error:
            self.raised = error
        finally:
            self.is_done = True
            self.back.release()

    def give(self, item: Any) -> Any:
        """Hand over an item, in the thread of the body; what is sent back, once the next one is asked for."""
        self.count += 1
        if self.count > MAX_YIELDS:
            raise Endless
        self.item = item
        self.back.release()
        self.turn.acquire()
        if self.thrown is not None:
            raise self.thrown
        return self.sent

    def abandon(self) -> None:
        """Whoever asks for more gets to know that nothing is known of it."""
        if self.thread is not None and not self.is_done:
            self.thrown = Abandoned()
            self.turn.release()
            self.back.acquire()
        self.is_lost = True

    def finish(self) -> Any:
        """Run to the end, as `await` does; what the body returns."""
        while True:
            try:
                self.resume()
            except StopIteration as end:
                return end.value

    def close(self) -> None:
        """`generator.close()`."""
        if self.thread is None or self.is_done:
            self.is_done = True
            return
        try:
            self.resume(thrown=ProgramError("GeneratorExit", ""))
        except StopIteration:
            return
        except ProgramError as error:
            if error.kind != "GeneratorExit":
                raise
            return
        raise ProgramError("RuntimeError", "generator ignored GeneratorExit")


class Position:
    """Where the evaluator stands: what calls, `try` statements and conditions it is inside of."""

    def __init__(
        self, depth: int, trying: int, unsure: int, calls: tuple[Any, ...], handling: tuple[Any, ...], frame: Any,
        place: Any,
    ) -> None:  # fmt: skip
        self.depth, self.trying, self.unsure = depth, trying, unsure
        self.calls, self.handling = calls, handling
        self.frame, self.place = frame, place

    @classmethod
    def of(cls, ev: Evaluator) -> Position:
        return cls(ev.depth, ev.trying, ev.unsure, tuple(ev.calls), tuple(ev.handling), ev.frame, ev.session.place)

    def restore(self, ev: Evaluator) -> None:
        ev.depth, ev.trying, ev.unsure = self.depth, self.trying, self.unsure
        ev.calls, ev.handling = list(self.calls), list(self.handling)
        ev.frame, ev.session.place = self.frame, self.place

    def beyond(self, outer: Position) -> Position:
        """What a body is inside of by itself."""
        return Position(
            self.depth - outer.depth, self.trying - outer.trying, self.unsure - outer.unsure,
            self.calls[len(outer.calls) :], self.handling[len(outer.handling) :], self.frame, self.place,
        )  # fmt: skip

    def plus(self, own: Position) -> Position:
        return Position(
            self.depth + own.depth, self.trying + own.trying, self.unsure + own.unsure,
            self.calls + own.calls, self.handling + own.handling, own.frame or self.frame, own.place or self.place,
        )  # fmt: skip
