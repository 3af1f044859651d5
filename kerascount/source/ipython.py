"""What IPython reads in a cell that is no Python: magics, shell commands, questions, prompts.

Lines are replaced one by one, so that every statement stays at its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kerascount.source.layout import Section

# Cell magics whose text is another language, or Python that is not run here.
FOREIGN: Final = frozenset(
    "! HTML R SVG ai bash bigquery cmd cpp css cu cuda cython file fortran html javascript js julia latex markdown "
    "perl pip powershell pypy python python2 python3 ruby script sh shell skip sql svg sx system writefile".split()
)
# Magics that bind no names. All others may.
HARMLESS: Final = frozenset(
    "! HTML SVG alias autoreload bash capture cat cd clear cmd colors conda config cp cpaste css debug dirs "
    "env file hist history html javascript js latex load_ext logstart logstop ls lsmagic magic man markdown "
    "matplotlib memit mkdir more mprun mv notebook page pastebin pdb perl pfile pinfo pip popd powershell "
    "precision prun psearch psource pushd pwd pycat quickref rehashx reload_ext rerun rm rmdir ruby save "
    "script set_env sh shell skip svg sx system tb tensorboard tensorflow_version time timeit uv who who_ls "
    "whos writefile xmode".split()
)
RUN_IN_PLACE: Final = r"[ \t]*%(?:time|prun)\b(?:[ \t]+-\w+)*[ \t]+(?=[^\s-])"  # what follows is Python
AUTOMAGIC: Final = r"(?:pip3?|conda|mamba|uv|ls|cd|cat|mkdir|rm|mv|cp|apt|apt-get|wget|git) +[\w./~-]+(?! *[=(.,\[])"
TARGETS: Final = r"[ \t]*[A-Za-z_*][\w., \t*]*(?:\[[^\]#]*\][\w., \t]*)*"
ASSIGNED: Final = re.compile(rf"({TARGETS}=[ \t]*)(?:![^=]|%)")
STATEMENT: Final = re.compile(
    rf"(?P<indent>[ \t]*)(?:(?P<magic>%{{1,2}})[ \t]*(?P<name>\w*)|!|\?|[,;/][ \t]*\w|{AUTOMAGIC})"
)
QUESTION: Final = re.compile(r"[^#'\"]*[\w*\])]\?\??[ \t]*;?[ \t]*$")
PROMPT: Final = re.compile(r"[ \t]*(?:>>>|\.\.\.|In \[\d*\]:|\.{3,}:)(?: |$)")
TOKEN: Final = re.compile(r"#.*|\\.|\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[(\[{]|[)\]}]")
LONG_STRING: Final = {quotes: re.compile(rf"(?:[^\\]|\\.)*?{quotes}") for quotes in ('"""', "'''")}


def section(text: Sequence[str], first: int, cell: int = 0) -> Section:
    """The Python of a cell, given by its lines."""
    lines, shifts = _without_margin(text)
    begin = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[begin].startswith("%%"):
        return _cell_magic(lines, shifts, begin, first, cell)
    return _Reader(lines, shifts).section(first, cell)


def _without_margin(text: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines without prompts, or without the indentation of the first one."""
    head = next((line for line in text if line.strip()), "")
    if PROMPT.match(head):
        cuts = [match.end() if (match := PROMPT.match(line)) else len(line) for line in text]
    else:
        margin = head[: len(head) - len(head.lstrip(" \t"))]
        cuts = [len(margin) if margin and line.startswith(margin) else 0 for line in text]
    return [line[cut:] for line, cut in zip(text, cuts, strict=True)], cuts


def _cell_magic(lines: list[str], shifts: list[int], begin: int, first: int, cell: int) -> Section:
    name, _, arguments = lines[begin].removeprefix("%%").partition(" ")
    is_open = name not in HARMLESS or (bool(arguments.strip()) and name in ("capture", "bash", "sh", "script", "!"))
    if name in FOREIGN or name.startswith("script"):
        return Section(first, ("",) * len(lines), tuple(shifts), cell, is_open)
    lines[begin] = ""
    return _Reader(lines, shifts, is_open).section(first, cell)


class _Reader:
    """Goes through the lines of a cell and knows where statements begin."""

    def __init__(self, lines: list[str], shifts: list[int], is_open: bool = False) -> None:
        self.lines = lines
        self.shifts = shifts
        self.is_open = is_open
        self.depth = 0  # of brackets
        self.quotes = ""  # those of the string that goes on
        self.continues = False  # whether the line before ends in a backslash

    def section(self, first: int, cell: int) -> Section:
        index = 0
        while index < len(self.lines):
            begins = not (self.depth > 0 or self.quotes or self.continues)
            index = self._replaced(index) if begins and self._is_foreign(self.lines[index]) else self._scanned(index)
        return Section(first, tuple(self.lines), tuple(self.shifts), cell, self.is_open)

    def _is_foreign(self, line: str) -> bool:
        return any(pattern.match(line) for pattern in (STATEMENT, ASSIGNED, QUESTION))

    def _replaced(self, index: int) -> int:
        """Put Python in place of a line that is none, and nothing in place of those that continue it."""
        line = self.lines[index]
        if run := re.match(RUN_IN_PLACE, line):
            indent = line[: len(line) - len(line.lstrip())]
            self.shifts[index] += run.end() - len(indent)
            self.lines[index] = indent + line[run.end() :]
            return self._scanned(index)
        self.lines[index] = self._python_for(line)
        while line.endswith("\\") and index + 1 < len(self.lines):
            index += 1
            line, self.lines[index] = self.lines[index], ""
        return index + 1

    def _python_for(self, line: str) -> str:
        if assigned := ASSIGNED.match(line):
            return assigned[1] + "get_ipython()"
        found = STATEMENT.match(line)
        if found and found["magic"] and found["name"] not in HARMLESS:
            self.is_open = True
        return (found["indent"] if found else line[: len(line) - len(line.lstrip())]) + "pass"

    def _scanned(self, index: int) -> int:
        """Go over a line of Python."""
        line, position = self.lines[index], 0
        self.continues = False
        while position < len(line):
            if self.quotes:
                end = LONG_STRING[self.quotes].match(line, position)
                self.quotes, position = ("", end.end()) if end else (self.quotes, len(line))
            elif token := TOKEN.search(line, position):
                self._count(token[0])
                position = token.end()
            else:
                break
        self.continues = not self.quotes and line.endswith("\\")
        return index + 1

    def _count(self, token: str) -> None:
        if token in LONG_STRING:
            self.quotes = token
        elif token in "([{":
            self.depth += 1
        elif token in ")]}":
            self.depth -= 1
