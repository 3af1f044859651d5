"""Bytes to text, as Python itself reads a source file (PEP 263)."""

from __future__ import annotations

import re
import tokenize
from encodings.aliases import aliases
from io import BytesIO
from typing import Final

from kerascount.diagnostics import Location
from kerascount.source.errors import Unreadable

COOKIE: Final = re.compile(rb"\A(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
# Python imports a module for an encoding that it is asked for. These are of texts, and take no longer than they must.
ENCODINGS: Final = frozenset({"utf_8_sig", *aliases, *aliases.values()})


def decode(data: bytes, path: str) -> str:
    """The text of a file without its byte order mark, newlines kept as they are. Raises `Unreadable`."""
    if b"\0" in data:
        raise Unreadable(
            "KC903", "is binary: source code cannot contain null bytes", _place(data, data.index(b"\0"), path)
        )
    encoding = _encoding(data, path)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"is not {encoding}: {error.reason} (byte 0x{data[error.start]:02x})"
        help = "name the encoding in the first line, such as `# -*- coding: latin-1 -*-`"
        raise Unreadable("KC906", message, _place(data, error.start, path), help) from None
    except (LookupError, ValueError) as error:
        raise Unreadable("KC906", f"cannot be decoded: {error}", Location(path)) from None


def encode(text: str, data: bytes, path: str) -> bytes:
    """A text as the file with this content has it."""
    return text.encode(_encoding(data, path))


def _encoding(data: bytes, path: str) -> str:
    if cookie := COOKIE.match(data):
        named = cookie[1].decode("ascii", "replace").lower().replace("-", "_")
        if named not in ENCODINGS and not named.startswith(("utf_8", "latin_1")):
            raise Unreadable("KC906", f"cannot be decoded: unknown encoding: {cookie[1].decode()}", Location(path))
    try:
        return tokenize.detect_encoding(BytesIO(data).readline)[0]
    except SyntaxError as error:
        reason = str(error.msg)
        if reason.startswith("invalid or missing"):
            return "utf-8"  # decoding it will tell the place
        raise Unreadable("KC906", f"cannot be decoded: {reason}", Location(path)) from None


def _place(data: bytes, offset: int, path: str) -> Location:
    """The place of one byte, its column counted in characters as far as the line can be read."""
    line = data.count(b"\n", 0, offset) + 1
    before = data[data.rfind(b"\n", 0, offset) + 1 : offset]
    column = len(before.decode("utf-8", "replace")) + 1
    return Location(path, line, column, line, column + 1)
