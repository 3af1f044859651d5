"""Why an input could not be analysed."""

from __future__ import annotations

from kerascount.diagnostics import Diagnostic, Location, Severity


class Unreadable(Exception):
    """An input that gives no syntax tree, with the finding that says why. `info` where there is nothing wrong."""

    def __init__(
        self,
        code: str,
        message: str,
        location: Location,
        help: str = "",
        severity: Severity = Severity.ERROR,
        line: str = "",
    ) -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, severity, message, location, help, line=line)

    @property
    def is_limit(self) -> bool:
        """Whether it is too large, or would take too long."""
        return self.diagnostic.code == "KC901"

    @property
    def failed(self) -> bool:
        return self.diagnostic.severity is Severity.ERROR
