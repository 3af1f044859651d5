"""What the imports of a program look for on the disk.

Questions are kept with their answers: what was made of a program holds as long as they are the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

try:
    from _blake2 import blake2b
except ImportError:  # hashlib has the same function, and loads OpenSSL first: 5 ms of the start
    from hashlib import blake2b

if TYPE_CHECKING:
    from pathlib import Path

Answer = bool | str
Question = tuple[str, str]  # a key of QUESTIONS, a path


class Disk:
    """Whoever asks it twice is told the same."""

    __slots__ = ("_contents", "answers")

    def __init__(self) -> None:
        self.answers: dict[Question, Answer] = {}
        self._contents: dict[Path, bytes] = {}

    def is_file(self, path: Path) -> bool:
        return bool(self.ask("is_file", str(path)))

    def exists(self, path: Path) -> bool:
        return bool(self.ask("exists", str(path)))

    def holds_programs(self, folder: Path) -> bool:
        return bool(self.ask("holds_programs", str(folder)))

    def read(self, path: Path) -> bytes:
        """The content of a file. Raises `OSError`."""
        if path not in self._contents:
            self.answers["content", str(path)] = UNREADABLE
            self._contents[path] = data = _read(path)
            self.answers["content", str(path)] = digest(data)
        return self._contents[path]

    def ask(self, question: str, path: str) -> Answer:
        key = question, path
        if key not in self.answers:
            self.answers[key] = QUESTIONS[question](path)
        return self.answers[key]


def digest(*parts: bytes) -> str:
    """What differs for other bytes, and for other bounds between them."""
    state = blake2b(digest_size=20)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.hexdigest()


def _read(path: Path | str) -> bytes:
    with open(path, "rb") as file:
        return file.read(MOST_BYTES + 1)  # one that has more is refused by its length


def _holds_programs(folder: str) -> bool:
    try:
        return any(name.endswith(".py") for name in os.listdir(folder))
    except OSError:
        return False


def _content(path: str) -> str:
    if not os.path.isfile(path):  # reading a pipe may have no end
        return UNREADABLE
    try:
        return digest(_read(path))
    except OSError:
        return UNREADABLE


UNREADABLE: Final = ""
MOST_BYTES: Final = 4 << 20  # of a program
QUESTIONS: Final[Mapping[str, Callable[[str], Answer]]] = {
    "is_file": os.path.isfile,
    "exists": os.path.exists,
    "holds_programs": _holds_programs,
    "content": _content,
}
