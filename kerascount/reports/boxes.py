"""Tables in boxes, as the library `rich` lays them out for Keras 3."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kerascount.values.record import record

# Left edge, filling, divider and right edge of: the top, the head, the rule below it, a row, the rule
# between rows, the bottom.
HEAVY_HEAD: Final = ("┏━┳┓", "┃ ┃┃", "┡━╇┩", "│ ││", "├─┼┤", "└─┴┘")

WORD: Final = re.compile(r"\s*\S+\s*")
Cells = Sequence[str]


@record
class Column:
    """A column of fixed width; `align` is "left", "right" or "center"."""

    title: str
    width: int
    align: str


def table(columns: Sequence[Column], rows: Sequence[Cells], width: int) -> Iterator[str]:
    top, head, head_rule, body, rule, bottom = HEAVY_HEAD
    widths = cell_widths([column.width for column in columns], width)
    yield _line(top, [top[1] * room for room in widths])
    yield from _row(head, columns, [column.title for column in columns], widths, from_bottom=True)
    yield _line(head_rule, [head_rule[1] * room for room in widths])
    for index, cells in enumerate(rows):
        if index:
            yield _line(rule, [rule[1] * room for room in widths])
        yield from _row(body, columns, cells, widths)
    yield _line(bottom, [bottom[1] * room for room in widths])


def cell_widths(widths: Sequence[int], width: int) -> list[int]:
    """The widths of the cells with a space on both sides; what the edges take is shared evenly."""
    padded = [size + 2 for size in widths]
    excess = sum(padded) + len(padded) + 1 - width
    result = []
    for index, size in enumerate(padded):
        taken = min(size, round(excess / (len(padded) - index)))
        result.append(size - taken)
        excess -= taken
    return result


def _line(box: str, cells: Sequence[str]) -> str:
    return box[0] + box[2].join(cells) + box[3]


def _row(
    box: str, columns: Sequence[Column], cells: Cells, widths: Sequence[int], *, from_bottom: bool = False
) -> Iterator[str]:
    """A row is as high as its highest cell; the words of the head stand at its bottom."""
    wrapped = [
        [_aligned(line, room - 2, column.align) for line in wrap(text, room - 2)]
        for column, text, room in zip(columns, cells, widths, strict=True)
    ]
    height = max(map(len, wrapped))
    for lines, room in zip(wrapped, widths, strict=True):
        blank = [" " * (room - 2)] * (height - len(lines))
        lines[:] = blank + lines if from_bottom else lines + blank
    for pieces in zip(*wrapped, strict=True):
        yield _line(box, [f" {piece} " for piece in pieces])


def _aligned(line: str, width: int, align: str) -> str:
    if align != "left":
        line = line.rstrip()
    if cell_length(line) > width:
        line = crop(line, width - 1) + "…"
    room = width - cell_length(line)
    before = {"left": 0, "center": room // 2, "right": room}[align]
    return " " * before + line + " " * (room - before)


def wrap(text: str, width: int, *, fold: bool = False) -> list[str]:
    """The text on lines of at most `width`; a word that is longer stays whole, or is folded."""
    breaks = [0, *_breaks(text, width, fold), len(text)]
    return [_stripped(text[start:end], width) for start, end in pairwise(breaks)]


def _breaks(text: str, width: int, fold: bool) -> Iterator[int]:
    """Where new lines begin."""
    used = 0
    for match in WORD.finditer(text):
        word, start = match.group(), match.start()
        length = cell_length(word.rstrip())
        if length <= width - used:
            used += cell_length(word)
            continue
        if start:
            yield start
        if fold and length > width:
            while cell_length(word) > width:
                piece = crop(word, width)
                start, word = start + len(piece), word[len(piece) :]
                yield start
        used = cell_length(word)


def _stripped(line: str, width: int) -> str:
    """The line without the spaces at its end that do not fit."""
    excess = max(len(line) - width, 0)
    spaces = len(line) - len(line.rstrip())
    return line[: len(line) - min(excess, spaces)]


def crop(text: str, width: int) -> str:
    """As much of the text as fits."""
    while cell_length(text) > width:
        text = text[:-1]
    return text


def cell_length(text: str) -> int:
    """The number of cells that a terminal needs, two for a wide character."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text)
