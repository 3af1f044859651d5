"""What the user asks for, beside the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Final

from kerascount.diagnostics import Severity
from kerascount.values.record import result
from kerascount.versions import Generation


@result
class Selection:
    """Which findings are shown, by the beginnings of their codes: "KC1", "KC301". The longest one that fits decides."""

    select: tuple[str, ...] = ()  # only these; none: errors and warnings of all rules
    extend_select: tuple[str, ...] = ()  # these as well
    ignore: tuple[str, ...] = ()  # but not these

    def shows(self, code: str, severity: Severity) -> bool:
        chosen = _longest(code, (*self.select, *self.extend_select))
        ignored = _longest(code, self.ignore)
        if ignored and ignored >= chosen:
            return False
        return bool(chosen) or severity is not Severity.INFO and not self.select


EVERYTHING: Final = Selection()
MAX_STEPS: Final = 400_000
TIMEOUT: Final = 30.0


def _longest(code: str, beginnings: Iterable[str]) -> int:
    return max((len(start) for start in beginnings if code.startswith(start)), default=0)


@result
class Config:
    """The settings of one analysis."""

    keras: Generation | None = None  # None: what each program's imports tell
    # Values for expressions that only a run can tell, by the text of the expression: {"X.shape[1]": 30}.
    defines: Mapping[str, Any] = field(default_factory=dict)
    follow: tuple[str, ...] = ()  # files and folders in which imports find their source
    stdin_name: str = "-"  # what standard input is called: in reports, and to tell notebooks from programs
    selection: Selection = EVERYTHING
    macs: bool = True  # whether multiply-accumulates are counted
    summaries: bool = True  # whether models are kept as they are at each `summary()` of the program
    derivations: bool = True  # whether it is told how output shapes come about
    # Where the analysis of a program ends: after so many steps of each run of it, and after so many seconds of the
    # processor in all. What was found until then is reported, with a finding (KC901) that says so.
    max_steps: int | None = None  # None: MAX_STEPS, or as many as the length of the program asks for
    timeout: float = TIMEOUT

    def at(self, path: str) -> Config:
        """The settings for one file: the same for all. `settings.Settings` has files of settings beside it."""
        return self

    def leaves_out(self, path: str, *, folder: bool = False) -> bool:
        """Whether a file or folder is none of those that a folder stands for."""
        return False
