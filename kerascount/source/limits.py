"""Texts that are not parsed since that would take too long, or too much memory."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from kerascount.diagnostics import Location
from kerascount.source.lines import NEWLINE, Lines
from kerascount.source.parse import COMMENT, DEPTH_CHANGE, NOT_BRACKETS, STRING, TOKEN
from kerascount.source.size import limit_reached, refuse_length

MAX_MARKS: Final = 250_000  # commas, brackets and operators, whose nodes take more than those of names
MAX_ELIF: Final = 5_000  # each is nested in the one before
MAX_COST: Final = 1_000_000  # of what follows together; the parser needs a microsecond for each of them
FREE_DEPTH: Final = 12  # of brackets; the time of those further inside grows with their depth
FREE_CHAIN: Final = 20  # operators, calls and subscripts in a row; the time of further ones grows with their number
PER_LEVEL: Final = 8
PER_CALL: Final = 2
PER_PREFIX: Final = 6  # an operator behind another one, which takes much memory as well
# Inside brackets, patterns of `match` are tried again and again: each level takes four times as long as the one above.
PER_PATTERN: Final = 3
SHORTEST_CHAIN: Final = 150  # characters of operators and brackets; less needs no closer look
NOT_CHAINED: Final = bytes(byte for byte in range(256) if byte not in b"+-*/%|&^<>@~.()[],;=")
CHAIN: Final = re.compile(rb"[^,;=]{%d}" % SHORTEST_CHAIN)
PATTERN: Final = re.compile(r"^[ \t]*case\b[^\n]*[\[({]", re.MULTILINE)
WORDS: Final = ("not ", "lambda", "else ")
MANY_WORDS: Final = 100
CHAINED: Final = frozenset([*"+-*/%|&^<>@~.", *"not lambda if else await".split()])
SEPARATE: Final = frozenset([*",;=", "and", "or"])


def refuse_costly(text: str, path: str) -> None:
    """Raises `Unreadable` for a program that is too long, or nests brackets and operators so far that parsing would be.

    For nearly all programs a quick look tells that they do not.
    """
    refuse_length(text, path)
    data = text.encode("utf-8", "replace")
    deepest = max(accumulate(map(DEPTH_CHANGE.__getitem__, data.translate(None, NOT_BRACKETS))), default=0)
    marks = data.translate(None, NOT_CHAINED)
    if len(marks) > MAX_MARKS and len(_shown(text).translate(None, NOT_CHAINED)) > MAX_MARKS:
        raise limit_reached(f"more than {MAX_MARKS:,} commas, brackets and operators are not parsed", Location(path))
    if text.count("elif") > MAX_ELIF:
        raise limit_reached(f"more than {MAX_ELIF:,} of elif are not followed", Location(path))
    words = sum(map(text.count, WORDS))
    if deepest > FREE_DEPTH or words > MANY_WORDS or CHAIN.search(marks) or PATTERN.search(text):
        offset = _costly(text)
        if offset is not None:
            message = "brackets or operators are nested so far that parsing would take too long"
            place = Lines(text, path).location(offset, offset + 1)
            raise limit_reached(message, place, NEWLINE.split(text)[place.line - 1])


def _shown(text: str) -> bytes:
    """A program without its comments and strings, whose characters stand for nothing."""
    return re.sub(rf"{COMMENT}|{STRING}", "", text, flags=re.DOTALL).encode("utf-8", "replace")


def _costly(text: str) -> int | None:
    """The offset at which it has become too much."""
    chains, cost, end, pattern, is_operator = [0], 0, 0, False, False
    for token in re.finditer(TOKEN, text, re.DOTALL):
        depth, word = len(chains), token[0]
        if depth == 1 and text.find("\n", end, token.start()) >= 0:
            chains[0], pattern = 0, False
        end, was_operator, is_operator = token.end(), is_operator, word in CHAINED
        if token.lastgroup == "open":
            chains[-1] += 1
            cost += PER_CALL * max(0, chains[-1] - FREE_CHAIN) + PER_LEVEL * max(0, depth - FREE_DEPTH)
            cost += PER_PATTERN * 4 ** min(depth, 9) if pattern else 0
            chains.append(0)
        elif token.lastgroup == "close":
            chains = chains[:-1] or [0]
        elif word in SEPARATE:
            chains[-1] = 0
        elif word in CHAINED:
            chains[-1] += 1
            cost += (PER_PREFIX if was_operator else 1) * max(0, chains[-1] - FREE_CHAIN)
        elif word == "case" and depth == 1:
            pattern = True
        if cost > MAX_COST:
            return token.start()
    return None
