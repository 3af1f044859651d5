"""Text to syntax tree. Whatever a parser may do about bad input becomes one finding with its place."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

import libcst as cst

from kerascount.diagnostics import Location
from kerascount.source.errors import Unreadable
from kerascount.source.lines import NEWLINE, Lines

MAX_BRACKETS: Final = 200  # the nesting at which Python itself gives up, well before the parser's stack ends
NOT_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"([{}])")
DEPTH_CHANGE: Final = {byte: 1 if byte in b"([{" else -1 for byte in b"([{}])"}
COMMENT: Final = r"#[^\r\n]*"
STRING: Final = r'"""(?:[^\\]|\\.)*?"""|' + r"'''(?:[^\\]|\\.)*?'''|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'"
TOKEN: Final = rf"(?P<blank>{COMMENT}|\\\r?\n)|(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<other>{STRING}|\w+|[^\w\s])"
PLACE: Final = r"parser error: error at (\d+):(\d+): expected (.*)"
PYTHON_2: Final = r"\s*(?:print|exec)\s+[^\s(=.,]|\s*raise\s+\w+\s*,|\s*except\s+[\w.]+\s*,|.*\d[lL]\b|.*<>|.*`"


def parse(text: str, path: str) -> cst.Module:
    """The syntax tree of a file. Raises `Unreadable`."""
    if _may_nest_too_deeply(text) and (offset := _too_deep(text)) is not None:
        raise _refusal(text, f"more than {MAX_BRACKETS} brackets inside each other", offset, offset + 1, path)
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        what, start, end = _explain(text, error.message)
        raise _refusal(text, what, start, end, path) from None
    except Exception as error:
        raise Unreadable("KC900", f"does not parse: {error}", Location(path)) from None


def _refusal(text: str, what: str, start: int, end: int, path: str) -> Unreadable:
    location = Lines(text, path).location(start, end)
    line = NEWLINE.split(text)[location.line - 1]
    python_2 = "the file looks like Python 2: convert it first, for example with 2to3"
    help = python_2 if re.match(PYTHON_2, line) else _left_open(text, start)
    return Unreadable("KC900", f"does not parse: {what}", location, help, line=line)


def _left_open(text: str, offset: int) -> str:
    """What is refused in a line may come of a bracket that a line before it leaves open."""
    opened = []
    for token in re.compile(TOKEN, re.DOTALL).finditer(text, 0, offset):
        if token.lastgroup == "open":
            opened.append(token)
        elif token.lastgroup == "close" and opened:
            opened.pop()
    above = len(NEWLINE.split(text[opened[-1].start() : offset])) - 1 if opened else 0
    return f"{opened[-1][0]!r} is left open {above} line{'s' * (above > 1)} above" if above else ""


def _may_nest_too_deeply(text: str) -> bool:
    """Whether brackets nest too deeply, those in strings and comments counted as well: fast, and nearly always no."""
    brackets = text.encode("utf-8", "replace").translate(None, NOT_BRACKETS)
    return max(accumulate(map(DEPTH_CHANGE.__getitem__, brackets)), default=0) > MAX_BRACKETS


def _too_deep(text: str) -> int | None:
    """The offset of the first bracket that nests too deeply."""
    depth = 0
    for token in re.finditer(TOKEN, text, re.DOTALL):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth > MAX_BRACKETS:
            return token.start()
    return None


def _explain(text: str, message: str) -> tuple[str, int, int]:
    """What the parser says in a reader's words, and from where to where it applies."""
    if not (place := re.match(PLACE, message)):
        return message.removeprefix("tokenizer error: "), *_refused_line(text, message)
    line, column, expected = int(place[1]), int(place[2]), place[3]
    offset = Lines(text, "").offset(line, column + 1)
    if column and not text[offset - column : offset].strip():
        return "unexpected indentation", offset, offset + 1
    start, end = _token_before(text, offset)
    token = text[start:end] if end - start < 40 else text[start : start + 36] + "…"
    if expected == "INDENT":
        return "an indented block is expected", start, end
    ended = offset >= len(text) and "NEWLINE" not in expected  # else the last token is the one that is refused
    return f"the file ends too early, after {token!r}" if ended else f"unexpected {token!r}", start, end


def _token_before(text: str, offset: int) -> tuple[int, int]:
    """The token that ends at or before an offset: the parser names the place behind the one it refuses."""
    span = (0, 0)
    for token in re.compile(TOKEN, re.DOTALL).finditer(text, 0, offset):
        if token.lastgroup != "blank":
            span = token.span()
    return span


def _refused_line(text: str, message: str) -> tuple[int, int]:
    """The first line with which the tokenizer raises its error; it does not say where."""
    ends = [*Lines(text, "").starts[1:], len(text)]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        if _message(text[: ends[middle]]) == message:
            high = middle
        else:
            low = middle + 1
    start = ends[low - 1] if low else 0
    line = text[start : ends[low]]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())


def _message(text: str) -> str:
    try:
        cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        return error.message
    return ""
