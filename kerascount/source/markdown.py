"""Markdown documents: their fenced blocks of Python as one program, at the lines of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kerascount.source.ipython import section
from kerascount.source.layout import Layout, Section
from kerascount.source.lines import NEWLINE

FENCE: Final = re.compile(r"(?P<margin>[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
PYTHON: Final = frozenset("python py python3 py3 ipython ipython3 pycon python-console pyconsole doctest".split())
WORD: Final = re.compile(r"\{?[ \t]*(?:code-cell|code-block|code)?[ \t:}]*[ \t]*\.?(?:language-)?([\w+-]*)")


def read_markdown(text: str) -> Layout:
    """The blocks of Python, each at the lines of the document at which it stands."""
    return Layout([_section(*block) for block in _blocks(NEWLINE.split(text))])


def _section(first: int, margin: int, lines: Sequence[str]) -> Section:
    """A block; names that the prose speaks of may be used in it, and so may such that only readers have."""
    cuts = [min(margin, len(line) - len(line.lstrip(" \t>"))) for line in lines]
    made = section([line[cut:] for line, cut in zip(lines, cuts, strict=True)], first)
    return replace(made, shifts=tuple(map(int.__add__, made.shifts, cuts)), is_open=True)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int, Sequence[str]]]:
    """The first line, the width of the margin and the lines of every fenced block of Python."""
    index = 0
    while index < len(lines):
        opening = FENCE.match(lines[index])
        index += 1
        if not opening or (opening["fence"][0] == "`" and "`" in opening["info"]):
            continue
        end = _end(lines, index, opening["fence"])
        if _is_python(opening["info"], lines[index:end]):
            yield index + 1, len(opening["margin"]), lines[index:end]
        index = end + 1


def _end(lines: Sequence[str], start: int, fence: str) -> int:
    """The line that closes a block: a fence that is as long at least, and nothing else."""
    for index in range(start, len(lines)):
        line = lines[index].strip(" \t>")
        if len(line) >= len(fence) and not line.strip(fence[0]):
            return index
    return len(lines)


def _is_python(info: str, lines: Sequence[str]) -> bool:
    """Whether a block is Python by its language, or by its prompts where it names none."""
    word = WORD.match(info.strip())
    if word and word[1]:
        return word[1].lower() in PYTHON
    head = next((line for line in lines if line.strip()), "")
    return head.lstrip(" \t>") != head.lstrip(" \t") and ">>> " in head
