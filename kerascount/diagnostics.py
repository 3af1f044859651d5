"""Findings: where something is, how serious it is, and what is said about it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A stretch of one file; lines and columns count from 1, the end is exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Severity(enum.Enum):
    ERROR = "error"  # Keras must raise
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `calls` are the calls through which the program came there, outermost first."""

    code: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    calls: tuple[Location, ...] = ()

    @property
    def order(self) -> tuple[Location, str, str]:
        return self.location, self.code, self.message
