"""New text for cells of a notebook, written into its JSON: everything else in the file stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

TOKEN: Final = re.compile(r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<mark>[{}\[\],:])|(?P<other>[^\s{}\[\],:"]+))')
STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
LINE: Final = re.compile(r".*?(?:\r\n?|\n)|.+\Z", re.DOTALL)
Path = tuple[object, ...]


def rewritten(data: bytes, changes: Mapping[int, Callable[[str], str]]) -> bytes:
    """The notebook with other text in the cells of these numbers, which count from 1 among all cells."""
    text = data.decode("utf-8")
    pieces: list[str] = []
    behind = 0
    for number, start, end in _sources(text):
        if number in changes:
            pieces += (text[behind:start], _rewritten(text[start:end], changes[number], text.isascii()))
            behind = end
    return "".join([*pieces, text[behind:]]).encode("utf-8")


def _rewritten(value: str, change: Callable[[str], str], ascii_only: bool) -> str:
    """The JSON of a cell's source, a string or a list of lines, after a change of its text."""
    literals = [match.group() for match in STRING.finditer(value)]
    lines = [json.loads(literal) for literal in literals]
    new = change("".join(lines))
    if value.startswith('"'):
        return json.dumps(new, ensure_ascii=ascii_only)
    written = dict(zip(lines, literals, strict=True))  # what stays is written as it was
    found = [written.get(line) or json.dumps(line, ensure_ascii=ascii_only) for line in LINE.findall(new)]
    matches = list(STRING.finditer(value))
    between = value[matches[0].end() : matches[1].start()] if len(matches) > 1 else ", "
    return value[: matches[0].start()] + between.join(found) + value[matches[-1].end() :]


def _sources(text: str) -> Iterator[tuple[int, int, int]]:
    """The number of each cell, and the offsets between which its source stands."""
    number, start = 0, -1
    for path, begins, offset in _values(text):
        place = path[2:] if path[:1] == ("worksheets",) else path
        if place[:1] != ("cells",):
            continue
        if len(place) == 2 and begins:
            number += 1
        elif len(place) == 3 and place[2] in ("source", "input"):
            if not begins:
                yield number, start, offset
            start = offset


def _values(text: str) -> Iterator[tuple[Path, bool, int]]:
    """Where each value of a JSON text begins and ends, with the keys and indices that lead to it."""
    path: list[object] = []
    for match in TOKEN.finditer(text):
        token, start = match[0].lstrip(), match.end() - len(match[0].lstrip())
        if token in ("{", "["):
            yield tuple(path), True, start
            path.append(0 if token == "[" else None)
        elif token in ("}", "]"):
            path.pop()
            yield tuple(path), False, match.end()
        elif token == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
        elif token != ":":
            if path and path[-1] is None and match["string"]:
                path[-1] = json.loads(token)
                continue
            yield tuple(path), True, start
            yield tuple(path), False, match.end()
