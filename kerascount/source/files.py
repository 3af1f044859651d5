"""One source file: its text, its syntax tree, and where the nodes of the tree stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import libcst as cst

from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.source.disk import Disk
from kerascount.source.document import read_text
from kerascount.source.errors import Unreadable
from kerascount.source.layout import Layout, Section
from kerascount.source.lines import NEWLINE
from kerascount.source.look import may_build_models
from kerascount.source.parse import parse
from kerascount.source.pieces import read_tree
from kerascount.source.positions import Positions


class SourceFile:
    """A file that was read and parsed."""

    def __init__(
        self,
        path: str,
        text: str,
        layout: Layout | None = None,
        notes: tuple[Diagnostic, ...] = (),
        *,
        shared: bool = False,
        disk: Disk | None = None,
    ) -> None:
        """Parse `text`; where it is `shared`, with the nodes of others. Raises `Unreadable`."""
        self.path = path
        self.text = text.lstrip("\f")  # the tree forgets these, which would move everything behind them
        self._tree = read_tree(self.text, path, shared=shared)
        self.module = self._tree.module
        self.layout = layout or Layout()
        self.notes = notes  # what is said about the file before it is evaluated
        self.disk = disk or Disk()  # asked for what the program imports

    @cached_property
    def _positions(self) -> Positions:
        """Worked out when first asked for: most of a program is never talked about."""
        return Positions(self._tree, self.text, self.path)

    def location(self, node: cst.CSTNode) -> Location:
        return self.layout.place(self._positions.location(node))

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """The offsets of a node in the text."""
        return self._positions.span(node)

    def place(self, start: int, end: int) -> Location:
        """The location of what stands between these offsets."""
        return self.layout.place(self._positions.place(start, end))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, each with the margin that it has in the document."""
        lines = enumerate(NEWLINE.split(self.text), 1)
        return tuple(self.layout.margin(number) + line for number, line in lines)

    def line(self, number: int) -> str:
        """A line of the text, counted from 1 as in locations."""
        return self.lines[number - 1]

    def mark(self, node: cst.CSTNode) -> int:
        """What tells a node from others with the same text, in all runs of the program."""
        return id(node)

    def find(self, node: cst.CSTNode) -> Location | None:
        """The location of a node that may belong to another file."""
        return self.location(node) if node in self._positions else None

    @property
    def is_interactive(self) -> bool:
        """Whether it is run by IPython, which goes on with the next cell after an exception."""
        return bool(self.layout.sections) or "get_ipython" in self.text

    def parts(self) -> Iterator[list[cst.CSTNode]]:
        """The statements that run together: all of a program, those of each section of a document."""
        if len(self.layout.sections) < 2:
            yield list(self.module.body)
            return
        parts: dict[Section | None, list[cst.CSTNode]] = {}
        for node, line in zip(self.module.body, self._positions.lines_of_statements(), strict=True):
            parts.setdefault(self.layout.section(line), []).append(node)
        yield from parts.values()


def parsed(data: bytes, path: str, *, look_first: bool = False) -> SourceFile | None:
    """The file with this content. Raises `Unreadable`; with `look_first`, None where nothing in it builds models."""
    if look_first and not may_build_models(data):
        return None
    text, layout = read_text(data, path)
    return _document(path, layout) if layout else _program(path, text)


def _program(path: str, text: str) -> SourceFile:
    """A program; one that is written for IPython may have its magics in it."""
    try:
        return SourceFile(path, text, shared=True)
    except Unreadable as refusal:
        if refusal.is_limit or not (layout := _without_magics(text)):
            raise
        try:
            return SourceFile(path, layout.program(), layout, shared=True)
        except Unreadable:
            pass
        raise


def _without_magics(text: str) -> Layout | None:
    from kerascount.source.ipython import section

    lines = NEWLINE.split(text.lstrip("\f"))
    made = section(lines, 1)
    return Layout([made]) if any(map(str.__ne__, lines, made.lines)) else None


def _document(path: str, layout: Layout) -> SourceFile:
    """The program of a document, without the sections that are no Python."""
    try:
        return SourceFile(path, layout.program(), layout, shared=True)
    except Unreadable as refusal:
        if refusal.is_limit:
            raise
        checked = [_checked(section, layout, path) for section in layout.sections]
    layout = Layout([section for section, _ in checked])
    return SourceFile(path, layout.program(), layout, tuple(note for _, note in checked if note), shared=True)


def _checked(section: Section, layout: Layout, path: str) -> tuple[Section, Diagnostic | None]:
    """The section, or an empty one and what is said about it."""
    try:
        parse(section.text + "\n", path)
        return section, None
    except Unreadable as refusal:
        found = refusal.diagnostic
    above = section.first - 1
    place = replace(found.location, line=found.location.line + above, end_line=found.location.end_line + above)
    message = f"{'cell' if section.cell else 'block'} is left out: it {found.message}"
    note = Diagnostic("KC908", Severity.INFO, message, layout.place(place), found.help)
    return replace(section, lines=("",) * len(section.lines), is_open=True), note
