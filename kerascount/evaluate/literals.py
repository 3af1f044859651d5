"""Literals of the source, read without `eval`."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

ESCAPE = re.compile(r"\\(\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]+\}|.)", re.DOTALL)
SIMPLE: Final = {
    "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"',
    "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r\n": "",
}  # fmt: skip
MAX_DIGITS = 4000  # Python itself refuses longer decimal literals


def number(text: str) -> Any:
    """The value of a numeric literal."""
    text = text.replace("_", "").lower()
    if text.endswith("j"):
        return complex(0, float(text[:-1]))
    if text.startswith(("0x", "0o", "0b")):
        return int(text, 0)
    if any(character in text for character in ".e"):
        return float(text)
    return int(text[:MAX_DIGITS])


def string_value(literal: str) -> str | bytes:
    """The value of a string literal with its prefix and quotes."""
    start = min(index for quote in "'\"" if (index := literal.find(quote)) >= 0)
    prefix, rest = literal[:start].lower(), literal[start:]
    quotes = 3 if rest[:3] in ('"""', "'''") and len(rest) >= 6 else 1
    body = rest[quotes:-quotes]
    if "\\" in body and "r" not in prefix:
        body = ESCAPE.sub(_unescape, body)
    return body.encode("latin-1", "replace") if "b" in prefix else body


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


def formatted(value: Any, spec: str = "", conversion: str = "") -> str | None:
    """What an f-string makes of a plain value; None where the value or its format is not plain."""
    if not isinstance(value, (str, int, float, bool, type(None), bytes)) and not _plain_container(value):
        return None
    if conversion in ("r", "a"):
        value = repr(value)
    if not spec:
        return str(value)
    if any(len(digits) > 4 for digits in re.findall(r"\d+", spec)):
        return None
    try:
        return format(value, spec)
    except (ValueError, TypeError):
        return None


def _plain_container(value: Any, depth: int = 0) -> bool:
    if depth > 5 or not isinstance(value, (list, tuple, dict)) or len(value) > 1000:
        return False
    items = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    return all(
        isinstance(item, (str, int, float, bool, type(None), bytes)) or _plain_container(item, depth + 1)
        for item in items
    )
