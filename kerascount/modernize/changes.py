"""Changes to the text of a program, made where its nodes stand: the rest stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import libcst as cst

from kerascount.diagnostics import Edit
from kerascount.source.files import SourceFile

BLANK: Final = cst.Module([])
COMMA: Final = re.compile(r"\s*,")
REST_OF_LINE: Final = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Text that takes the place of a stretch of the program, by offsets."""

    start: int
    end: int
    text: str


class Editor:
    """Makes the changes of one program."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.text = source.text

    def value_span(self, arg: cst.Arg) -> tuple[int, int]:
        """The offsets of what an argument gives, brackets around it included."""
        start, end = self.source.span(arg)
        if arg.keyword is None:
            return start, end
        return self.source.span(arg.keyword)[1] + len(BLANK.code_for_node(arg.equal)), end  # type: ignore[arg-type]

    def value(self, arg: cst.Arg) -> str:
        start, end = self.value_span(arg)
        return self.text[start:end]

    def replace(self, node: cst.CSTNode, text: str) -> Change:
        return Change(*self.source.span(node), text)

    def replace_value(self, arg: cst.Arg, text: str) -> Change:
        return Change(*self.value_span(arg), text)

    def before(self, node: cst.CSTNode, text: str) -> Change:
        start, _ = self.source.span(node)
        return Change(start, start, text)

    def after(self, node: cst.CSTNode, text: str) -> Change:
        _, end = self.source.span(node)
        return Change(end, end, text)

    def between(self, first: cst.CSTNode, last: cst.CSTNode, text: str) -> Change:
        """What stands from the beginning of one node to the end of another."""
        return Change(self.source.span(first)[0], self.source.span(last)[1], text)

    def without(self, items: Sequence[cst.CSTNode], gone: Collection[int]) -> Iterator[Change]:
        """A comma-separated list without the items at these indices; comments between them stay."""
        spans = [self.source.span(item) for item in items]
        if any("#" in self.text[before[1] : after[0]] for before, after in pairwise(spans)):
            yield from self._one_by_one(spans, gone)
            return
        first = next((index for index in range(len(items)) if index not in gone), len(items))
        if first == len(items):
            yield Change(spans[0][0], self._behind_comma(spans[-1][1]), "")
        elif first:
            yield Change(spans[0][0], spans[first][0], "")
        for index in sorted(index for index in gone if index > first):
            yield Change(spans[index - 1][1], spans[index][1], "")

    def _one_by_one(self, spans: Sequence[tuple[int, int]], gone: Collection[int]) -> Iterator[Change]:
        for index in sorted(gone):
            start, end = spans[index][0], self._behind_comma(spans[index][1])
            yield self.line_of(start, end) or Change(start, end, "")

    def _behind_comma(self, end: int) -> int:
        comma = COMMA.match(self.text, end)
        return comma.end() if comma else end

    def indentation(self, offset: int) -> str | None:
        """What stands before an offset in its line; None where that is more than blanks."""
        before = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        return before if not before.strip() else None

    @property
    def newline(self) -> str:
        return self.source.module.default_newline

    def line_of(self, start: int, end: int) -> Change | None:
        """The whole line of what stands between these offsets; None where it shares it with something else."""
        indentation, rest = self.indentation(start), REST_OF_LINE.match(self.text, end)
        return Change(start - len(indentation), rest.end(), "") if indentation is not None and rest else None

    def edits(self, changes: Iterable[Change]) -> tuple[Edit, ...]:
        return tuple(Edit(self.source.place(change.start, change.end), change.text) for change in sorted(set(changes)))


class Mended:
    """A text after its changes."""

    def __init__(self, text: str, changes: Iterable[Change]) -> None:
        self.before = text
        self.changes: list[Change] = []
        for change in sorted(set(changes)):
            if not self.changes or change.start >= self.changes[-1].end:
                self.changes.append(change)

    @property
    def text(self) -> str:
        pieces: list[str] = []
        behind = 0
        for change in self.changes:
            pieces += (self.before[behind : change.start], change.text)
            behind = change.end
        return "".join([*pieces, self.before[behind:]])

    def offset_before(self, offset: int) -> int:
        """Where the text had what stands at this offset now; what is new stands where its change begins."""
        old = new = 0
        for change in self.changes:
            if offset < new + change.start - old:
                break
            new += change.start - old + len(change.text)
            if offset < new:
                return change.start
            old = change.end
        return old + offset - new
