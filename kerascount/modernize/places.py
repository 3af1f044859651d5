"""From the places of a program that was changed to those of the program as it is."""

from __future__ import annotations

from dataclasses import replace

from kerascount.diagnostics import Diagnostic, Location
from kerascount.modernize.changes import Mended
from kerascount.source.files import SourceFile
from kerascount.source.lines import Lines


class Places:
    """Where the findings about a mended program stand before it is."""

    def __init__(self, source: SourceFile, mended: Mended) -> None:
        self.source = source
        self.mended = mended
        self.lines = Lines(mended.text, source.path)

    def of(self, item: Diagnostic) -> Diagnostic:
        location = self._location(item.location)
        calls = tuple(map(self._location, item.calls))
        notes = tuple(replace(note, location=self._location(note.location)) for note in item.notes)
        here = location.path == self.source.path
        line = self.source.line(location.line) if here else item.line
        return replace(item, location=location, calls=calls, notes=notes, line=line)

    def _location(self, location: Location) -> Location:
        if location.path != self.source.path or self.source.layout.sections:
            return location
        start = self.lines.offset(location.line, location.column)
        end = self.lines.offset(location.end_line, location.end_column)
        return self.source.place(self.mended.offset_before(start), self.mended.offset_before(end))
