"""The statements of a program, parsed piece by piece: programs that are read together have many of them in common.

A piece is parsed alone, so that its nodes depend on nothing but its text: it is parsed once for all programs, and where
its nodes stand in it is worked out once. What pieces there are need not be known for sure: where one of them does not
parse, the text is parsed as a whole.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import Any, Final

import libcst as cst

from kerascount.source.errors import Unreadable
from kerascount.source.limits import refuse_costly
from kerascount.source.offsets import Span, nodes_in, spans_of
from kerascount.source.parse import COMMENT, STRING, parse

# What begins at the left margin, and what may hide a margin.
MARGIN: Final = re.compile(
    rf"{COMMENT}|{STRING}|^(?!(?:else|elif|except|finally)\b)[^\s)\]}}]", re.MULTILINE | re.DOTALL
)
HIDING: Final = re.compile(rf"{COMMENT}|{STRING}", re.DOTALL)  # brackets that are none
NOTHING: Final = re.compile(rf"(?:\s|{COMMENT})*")
MAX_SHARED: Final = 100_000  # characters of pieces that are kept, whose nodes take about 15 MB


class Piece:
    """Some statements of a module, and where the nodes stand in their text. It is never changed."""

    def __init__(self, module: cst.Module) -> None:
        self.module = module

    @cached_property
    def nodes(self) -> list[int]:
        """The identities of its nodes, but for brackets, commas and blanks."""
        return [id(node) for statement in self.module.body for node in nodes_in(statement)]

    @cached_property
    def spans(self) -> dict[int, Span]:
        """From where to where the nodes stand that have a record of it, by their identity."""
        return spans_of(self.module)


class Tree:
    """The syntax tree of a text, as pieces and where they begin."""

    def __init__(self, text: str, pieces: list[tuple[int, Piece]]) -> None:
        self.pieces = pieces
        newline: Any = re.search(r"\r\n?|\n", text)
        body = [statement for _, piece in pieces for statement in piece.module.body]
        self.module = cst.Module(body, default_newline=newline[0] if newline else "\n")


def read_tree(text: str, path: str, *, shared: bool = False) -> Tree:
    """The syntax tree of a program; one that is `shared` has nodes that it has in common with other programs.

    No two statements of one program have nodes in common. Programs that are evaluated together must not either: the
    modules that a program imports are not shared.

    Raises:
        Unreadable: it does not parse.
    """
    refuse_costly(text, path)
    try:
        return Tree(text, list(_pieces(text, path, shared)))
    except Unreadable:
        return Tree(text, [(0, Piece(parse(text, path)))])


def _pieces(text: str, path: str, shared: bool) -> Iterator[tuple[int, Piece]]:
    counts: Counter[str] = Counter()  # how often the program has each of its pieces
    begin = _begins(text)
    if not begin or not NOTHING.fullmatch(text, 0, begin[0]):
        yield 0, Piece(parse(text, path))
        return
    for start, end in pairwise([*begin, len(text)]):
        own = _without_comments_behind(text[start:end])
        counts[own] += 1
        found = SHELF.take(own, counts[own]) if shared else None
        piece = found or Piece(parse(own, path))
        if shared:
            SHELF.put(own, counts[own], piece)
        yield start, piece


def _without_comments_behind(text: str) -> str:
    """A piece without the comments at the margin that lead to the next one."""
    lines = text.split("\n")
    while lines[-1].startswith("#") or not lines[-1].strip():
        lines.pop()
    return "\n".join(lines) + "\n"


def _begins(text: str) -> list[int]:
    """The offsets at which pieces begin: as many of the statements as can be told apart by their looks."""
    margins = [match.start() for match in MARGIN.finditer(text) if text[match.start()] != "#"]
    margins = [start for start in margins if not start or text[start - 1] == "\n"]
    begins: list[int] = []
    opened, ended = 0, True
    for start, end in pairwise([*margins, len(text)]):
        if ended:
            begins.append(start)
        opened = _opened(text[start:end]) + (0 if ended else opened)
        ended = opened <= 0 and text[start] != "@" and not text[start:end].rstrip("\r\n").endswith("\\")
    return begins


def _opened(text: str) -> int:
    """How many brackets are left open."""
    shown = HIDING.sub("", text)
    return sum(map(shown.count, "([{")) - sum(map(shown.count, ")]}"))


class Shelf:
    """The pieces that were used last."""

    def __init__(self) -> None:
        self._pieces: OrderedDict[tuple[str, int], Piece] = OrderedDict()
        self._size = 0  # characters
        self._lock = Lock()

    def take(self, text: str, number: int) -> Piece | None:
        """Remove and return the piece with this text that a program uses for the one of this number."""
        with self._lock:
            piece = self._pieces.pop((text, number), None)
            self._size -= len(text) if piece else 0
            return piece

    def put(self, text: str, number: int, piece: Piece) -> None:
        with self._lock:
            replaced = self._pieces.pop((text, number), None)
            self._pieces[text, number] = piece
            self._size += 0 if replaced else len(text)
            while self._size > MAX_SHARED:
                (oldest, _), _ = self._pieces.popitem(last=False)
                self._size -= len(oldest)


SHELF: Final = Shelf()
