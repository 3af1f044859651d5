"""A bar on the terminal for runs that take more than a moment."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from types import TracebackType

MOMENT: Final = 1.0  # seconds that may pass without a word


class Progress:
    """Told after each file how many of how many are done. It writes to standard error, where that is a terminal."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None and monotonic() - self._began > MOMENT and sys.stderr.isatty():
            self._bar = click.progressbar(length=total, label="Analysing", show_pos=True, file=sys.stderr)
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.render_finish()
