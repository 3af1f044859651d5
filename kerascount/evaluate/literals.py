"""Literals of the source, read without `eval`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, Final

ESCAPE = r"(?s)\\(\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]+\}|.)"
SIMPLE: Final = {
    "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"',
    "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r\n": "",
}  # fmt: skip
MAX_DIGITS = 3_000  # Python itself refuses longer decimal literals


@lru_cache(maxsize=1024)
def number(text: str) -> Any:
    """The value of a numeric literal; Raises `ValueError` for one that is too long."""
    text = text.replace("_", "").lower()
    if len(text) > MAX_DIGITS:
        raise ValueError("the number is too large")
    if text.endswith("j"):
        return complex(0, float(text[:-1]))
    if text.startswith(("0x", "0o", "0b")):
        return int(text, 0)
    if any(character in text for character in ".e"):
        return float(text)
    return int(text)


@lru_cache(maxsize=1024)
def string_value(literal: str) -> str | bytes:
    """The value of a string literal with its prefix and quotes."""
    start = min(index for quote in "'\"" if (index := literal.find(quote)) >= 0)
    prefix, rest = literal[:start].lower(), literal[start:]
    quotes = 3 if rest[:3] in ('"""', "'''") and len(rest) >= 6 else 1
    body = rest[quotes:-quotes]
    if "r" not in prefix:
        body = unescaped(body)
    return body.encode("latin-1", "replace") if "b" in prefix else body


def unescaped(text: str) -> str:
    """The text with its escapes read."""
    return re.sub(ESCAPE, _unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code in SIMPLE:
        return SIMPLE[code]
    if code[0] in "01234567":
        return chr(int(code, 8))
    if code[0] in "xuU" and len(code) > 1:
        value = int(code[1:], 16)
        return chr(value) if value < 0x110000 else "\ufffd"
    if code[0] == "N" and len(code) > 1:
        try:
            return unicodedata.lookup(code[2:-1])
        except KeyError:
            return "\ufffd"
    return "\\" + code
