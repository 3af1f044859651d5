"""What the user asks for, beside the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kerascount.versions import Generation


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one analysis."""

    keras: Generation | None = None  # None: what each program's imports tell
    # Values for expressions that only a run can tell, by the text of the expression: {"X.shape[1]": 30}.
    defines: Mapping[str, Any] = field(default_factory=dict)
    follow: tuple[str, ...] = ()  # files and folders in which imports find their source
    stdin_name: str = "-"  # what standard input is called: in reports, and to tell notebooks from programs
