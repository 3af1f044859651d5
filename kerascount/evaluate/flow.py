"""What ends a block of statements early."""

from __future__ import annotations

from typing import Any

from kerascount.values.record import record


@record
class Returned:
    value: Any


class _Jump:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


BREAK = _Jump("break")
CONTINUE = _Jump("continue")
