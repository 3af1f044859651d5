"""Which files the arguments of the command line mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Final

from kerascount.diagnostics import Location, Severity
from kerascount.source.disk import MOST_BYTES
from kerascount.source.errors import Unreadable
from kerascount.values.record import record

STDIN: Final = "-"
MOST_BYTES_OF_NOTEBOOKS: Final = 32 << 20  # which hold pictures as well
PROGRAMS: Final = (".py", ".ipynb")  # what a folder stands for; other documents and saved models are named
OPEN_ALREADY: Final = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")  # pipes that the shell connected
# Folders that hold other people's code or none; hidden folders are skipped as well.
SKIPPED: Final = frozenset({"__pycache__", "__pypackages__", "node_modules", "site-packages", "venv", "virtualenv"})


@record
class Input:
    """One input as the reports name it, or the reason why it is none."""

    path: str
    named: bool = True  # named on the command line, not found in a folder
    refusal: Unreadable | None = None
    is_stdin: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it can be read more than once, by any process."""
        return not (self.is_stdin or self.refusal or self.path.startswith(OPEN_ALREADY))

    def read(self) -> bytes:
        """Its bytes. Raises `Unreadable`."""
        most = MOST_BYTES_OF_NOTEBOOKS if self.path.endswith(".ipynb") else MOST_BYTES
        with self.open() as file:
            try:
                data = file.read(most + 1)
            except OSError as error:
                raise _cannot_read(self.path, error) from None
        if len(data) > most:
            message = f"analysis limit reached: a file of more than {most >> 20} MB is not read"
            severity = Severity.ERROR if self.named else Severity.INFO
            raise Unreadable("KC901", message, Location(self.path), severity=severity)
        return data

    def open(self) -> IO[bytes]:
        """The file, if it is one: devices and pipes have no end, or none that comes. Raises `Unreadable`."""
        if self.refusal:
            raise self.refusal
        try:
            if self.is_stdin:
                return sys.stdin.buffer
            if not os.path.isfile(self.path) and not self.path.startswith(OPEN_ALREADY):
                os.stat(self.path)  # a dangling link says so itself
                raise Unreadable("KC904", "cannot be read: it is no file", Location(self.path))
            return open(self.path, "rb")
        except OSError as error:
            raise _cannot_read(self.path, error) from None


LeavesOut = Callable[..., bool]


def leaves_none(path: str, *, folder: bool = False) -> bool:
    return False


def discover(arguments: Sequence[str], stdin_name: str = STDIN, leaves_out: LeavesOut = leaves_none) -> Iterator[Input]:
    """The inputs that files, folders and `-` stand for, in the order of the arguments, each once.

    Files and folders in a folder that `leaves_out` tells of are none of them.
    """
    seen: set[str] = set()
    for argument in arguments:
        for found in [_standard_input(stdin_name)] if argument == STDIN else _expand(argument, leaves_out):
            key = STDIN if found.is_stdin else os.path.abspath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def _standard_input(name: str) -> Input:
    closed = Unreadable("KC904", "cannot be read: standard input is closed", Location(name))
    return Input(name, refusal=closed if sys.stdin is None else None, is_stdin=True)


def _expand(argument: str, leaves_out: LeavesOut) -> Iterator[Input]:
    if os.path.isfile(argument):
        yield Input(argument)
    elif os.path.isdir(argument):
        yield from _files_in(argument, leaves_out)
    elif os.path.lexists(argument):
        yield Input(argument)  # a device, a pipe or a dangling link: reading it tells
    else:
        yield Input(argument, refusal=Unreadable("KC905", "no such file or folder", Location(argument)))


def _files_in(folder: str, leaves_out: LeavesOut) -> Iterator[Input]:
    """Its programs and notebooks at any depth, the files of a folder before those of the folders in it."""
    refused: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(
            name
            for name in folders
            if not _is_skipped(root, name) and not leaves_out(os.path.join(root, name), folder=True)
        )
        for name in sorted(name for name in files if name.endswith(PROGRAMS) and not name.startswith(".")):
            path = os.path.join(root, name).removeprefix(f".{os.sep}")
            if (os.path.isfile(path) or os.path.islink(path)) and not leaves_out(path):
                yield Input(path, named=False)
    for error in refused:
        path = str(error.filename or folder)
        yield Input(path, refusal=_cannot_read(path, error))


def _is_skipped(root: str, name: str) -> bool:
    """Whether a folder is hidden, known to hold other code, or a virtual environment of any name."""
    return name.startswith(".") or name in SKIPPED or os.path.exists(os.path.join(root, name, "pyvenv.cfg"))


def _cannot_read(path: str, error: OSError) -> Unreadable:
    return Unreadable("KC904", f"cannot be read: {error.strerror or error}", Location(path))
