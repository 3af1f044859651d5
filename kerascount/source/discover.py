"""Which files the arguments of the command line mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kerascount.diagnostics import Location
from kerascount.source.errors import Unreadable

STDIN: Final = "-"
# Folders that hold other people's code or none; hidden folders are skipped as well.
SKIPPED: Final = frozenset({"__pycache__", "__pypackages__", "node_modules", "site-packages", "venv", "virtualenv"})


@dataclass(frozen=True, slots=True)
class Input:
    """One input as the reports name it, or the reason why it is none."""

    path: str
    named: bool = True  # named on the command line, not found in a folder
    refusal: Unreadable | None = None

    def read(self) -> bytes:
        """Its bytes. Raises `Unreadable`."""
        if self.refusal:
            raise self.refusal
        try:
            with sys.stdin.buffer if self.path == STDIN else open(self.path, "rb") as file:
                return file.read()
        except OSError as error:
            raise _cannot_read(self.path, error) from None


def discover(arguments: Sequence[str]) -> Iterator[Input]:
    """The inputs that files, folders and `-` stand for, in the order of the arguments, each once."""
    seen: set[str] = set()
    for argument in arguments:
        for found in _expand(argument):
            key = STDIN if found.path == STDIN else os.path.abspath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def _expand(argument: str) -> Iterator[Input]:
    if argument == STDIN and sys.stdin is None:
        yield Input(
            argument, refusal=Unreadable("KC904", "cannot be read: standard input is closed", Location(argument))
        )
    elif argument == STDIN or os.path.isfile(argument):
        yield Input(argument)
    elif os.path.isdir(argument):
        yield from _files_in(argument)
    elif os.path.lexists(argument):
        yield Input(argument)  # a device, a pipe or a dangling link: reading it tells
    else:
        yield Input(argument, refusal=Unreadable("KC905", "no such file or folder", Location(argument)))


def _files_in(folder: str) -> Iterator[Input]:
    """Its Python files at any depth, the files of a folder before those of the folders in it."""
    refused: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not _is_skipped(root, name))
        for name in sorted(_python_files(files)):
            yield Input(os.path.join(root, name), named=False)
    for error in refused:
        path = str(error.filename or folder)
        yield Input(path, refusal=_cannot_read(path, error))


def _python_files(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name.endswith(".py") and not name.startswith("."))


def _is_skipped(root: str, name: str) -> bool:
    """Whether a folder is hidden, known to hold other code, or a virtual environment of any name."""
    return name.startswith(".") or name in SKIPPED or os.path.exists(os.path.join(root, name, "pyvenv.cfg"))


def _cannot_read(path: str, error: OSError) -> Unreadable:
    return Unreadable("KC904", f"cannot be read: {error.strerror or error}", Location(path))
