"""One source file: its text, its syntax tree, and where the nodes of the tree stand."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from kerascount.diagnostics import Location, Severity
from kerascount.source.decode import decode
from kerascount.source.discover import Input
from kerascount.source.errors import Unreadable
from kerascount.source.look import may_build_models
from kerascount.source.parse import parse
from kerascount.source.positions import Positions


class SourceFile:
    """A file that was read and parsed."""

    def __init__(self, path: str, text: str) -> None:
        """Parse `text`. Raises `Unreadable`."""
        self.path = path
        self.text = text.lstrip("\f")  # the tree forgets these, which would move everything behind them
        self.module: cst.Module = parse(self.text, path)

    @cached_property
    def _positions(self) -> Positions:
        """Worked out when first asked for: most of a program is never talked about."""
        return Positions(self.module, self.text, self.path)

    def location(self, node: cst.CSTNode) -> Location:
        return self._positions.location(node)

    def find(self, node: cst.CSTNode) -> Location | None:
        """The location of a node that may belong to another file."""
        return self.location(node) if node in self._positions else None


def load(found: Input, *, look_first: bool = False) -> SourceFile | None:
    """The parsed file. Raises `Unreadable`.

    With `look_first`, a file that was only found in a folder gives None where nothing in it builds models.
    """
    data = found.read()
    if found.path.endswith(".ipynb"):
        help = f"save it as a program first: jupyter nbconvert --to script {found.path}"
        raise Unreadable("KC907", "is a notebook, of which the cells are not read", Location(found.path), help)
    text = decode(data, found.path)
    if not text.strip():
        raise Unreadable("KC902", "is empty", Location(found.path), severity=Severity.INFO)
    if look_first and not found.named and not may_build_models(data):
        return None
    return SourceFile(found.path, text)
