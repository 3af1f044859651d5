"""What is noted of a program: each note becomes a finding, with its fix where there is one."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from kerascount.diagnostics import Diagnostic, Fix, Severity
from kerascount.modernize.changes import Change, Editor


@dataclass(frozen=True, slots=True)
class Note:
    """What the target does not have, at this node."""

    code: str
    node: cst.CSTNode
    message: str
    subject: str = ""
    help: str = ""
    title: str = ""  # of the fix
    changes: tuple[Change, ...] = ()
    safe: bool = True
    imports: tuple[int, ...] = ()  # the import statements that the fix needs changed, by their identity
    severity: Severity = Severity.ERROR

    def diagnostic(self, editor: Editor, needed: tuple[Change, ...], *, sure: bool) -> Diagnostic:
        """The finding; `needed` are the changes of the imports. Keras refuses only what it is sure to come to."""
        place = editor.source.location(self.node)
        changes = (*self.changes, *needed)
        fix = Fix(self.title, editor.edits(changes), self.safe) if changes else None
        return Diagnostic(
            self.code,
            self.severity if sure else Severity.WARNING,
            self.message,
            place,
            self.help,
            subject=self.subject,
            line=editor.source.line(place.line),
            fix=fix,
        )
