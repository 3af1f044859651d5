"""A folder of entries, which several processes may use at a time and in which anything may be damaged.

An entry is written beside its place and moved there as a whole: who reads meanwhile finds it or the one from before,
and a writer that is killed leaves nothing half done. It begins with a digest of its name and content, which tells
damage and what was never ours. It is not forced onto the disk: one that a power cut spoils is no entry.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from kerascount.source.disk import digest

MOST_BYTES: Final = 128 << 20
SHELVES: Final = 256  # folders that the entries are spread over, by the first two digits of their names
SHARE: Final = MOST_BYTES // SHELVES  # what one of them may hold
SHELF: Final = r"[0-9a-f]{2}"
ENTRY: Final = r"[0-9a-f]{38}\.json"
PARTIAL: Final = rf"{ENTRY}\.\d+-[0-9a-f]+"  # an entry that is being written, or whose writer was killed
HOUR: Final = 60 * 60.0
LARGE: Final = 4096  # bytes; less takes no less room on a disk when it is compressed
MOST_CONTENT: Final = 64 << 20  # bytes of an entry before it is compressed
COMPRESSED: Final = b"x"  # as zlib begins, and neither JSON nor a digest does
# They tell backups and git to leave the folder out.
MARKS: Final = {
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by kerascount. See https://bford.info/cachedir/\n",
    ".gitignore": b"*\n",
}
READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe is not waited for
WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def usual_folder() -> str | None:
    """KERASCOUNT_CACHE_DIR, else a folder among the caches of the system; None where that has no place for them."""
    if own := os.environ.get("KERASCOUNT_CACHE_DIR"):
        return os.path.abspath(os.path.expanduser(own))
    shared = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(shared):  # the specification says to ignore it then
        shared = os.path.expanduser(_shared_folder())
    name = os.path.join("kerascount", "Cache") if sys.platform == "win32" else "kerascount"
    return os.path.join(shared, name) if os.path.isabs(shared) else None


def _shared_folder() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or r"~\AppData\Local"
    return "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"


class Store:
    """The entries of one folder, which need not exist yet. Their names are digests."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._tidied: set[str] = set()  # the shelves on which this process has made room

    def read(self, name: str) -> bytes | None:
        """The content of an entry; None where there is none, or one that is damaged."""
        path = self._path(name)
        try:
            data = _read(path)
        except OSError:
            return None
        seal, content = data[: len(name)], data[len(name) :]
        if seal != _seal(name, content):
            return None
        with suppress(OSError):
            if os.stat(path).st_mtime < time.time() - HOUR:
                os.utime(path)  # those go first that were not read for longest
        return _expanded(content)

    def write(self, name: str, content: bytes) -> None:
        """Add or replace an entry, unless it is too large to be kept. Raises `OSError`."""
        kept = _compressed(content)
        data, shelf = _seal(name, kept) + kept, name[:2]
        if len(data) > SHARE or len(content) > MOST_CONTENT:
            return
        try:
            _write(self._path(name), data)
        except FileNotFoundError:
            self._make(shelf)
            _write(self._path(name), data)
        if shelf not in self._tidied:
            self._tidied.add(shelf)
            _tidy(os.path.join(self.folder, shelf))

    def clear(self) -> tuple[int, int]:
        """Remove all entries, and the folder if nothing else is in it: how many there were, and their bytes."""
        shelves = [os.path.join(self.folder, name) for name in _names(self.folder, SHELF)]
        own = [shelf for shelf in shelves if not os.path.islink(shelf)]
        removed = [_remove(entry) for shelf in own for entry in _entries(shelf, rf"{ENTRY}|{PARTIAL}")]
        for shelf in own:
            with suppress(OSError):  # something else is in it
                os.rmdir(shelf)
        self._unmake()
        return sum(size > 0 for size in removed), sum(removed)

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, name[:2], f"{name[2:]}.json")

    def _make(self, shelf: str) -> None:
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        if not os.listdir(self.folder):  # a folder with other things in it is not ours to mark
            for name, content in MARKS.items():
                _write(os.path.join(self.folder, name), content)
        os.makedirs(os.path.join(self.folder, shelf), exist_ok=True)

    def _unmake(self) -> None:
        """Remove the folder, if only our marks are left in it."""
        with suppress(OSError):
            paths = {name: os.path.join(self.folder, name) for name in os.listdir(self.folder)}
            if all(name in MARKS and _read(path) == MARKS[name] for name, path in paths.items()):
                for path in paths.values():
                    os.unlink(path)
                os.rmdir(self.folder)


def _seal(name: str, content: bytes) -> bytes:
    return digest(name.encode(), content).encode()


def _compressed(content: bytes) -> bytes:
    """A thirtieth of its size, where it is large: models consist of words that come again and again."""
    if len(content) <= LARGE:
        return content
    import zlib  # not needed for what most programs give

    return zlib.compress(content, 1)


def _expanded(content: bytes) -> bytes | None:
    if not content.startswith(COMPRESSED):
        return content
    import zlib

    try:
        return zlib.decompressobj().decompress(content, MOST_CONTENT)
    except zlib.error:
        return None


def _read(path: str) -> bytes:
    with open(os.open(path, READ), "rb", buffering=0) as file:
        return file.read(SHARE) or b""


def _write(path: str, data: bytes) -> None:
    """Put a file there as a whole, also in the place of another."""
    partial = f"{path}.{os.getpid()}-{os.urandom(4).hex()}"
    try:
        with open(os.open(partial, WRITE, 0o600), "wb") as file:
            file.write(data)
        os.replace(partial, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(partial)
        if not (sys.platform == "win32" and isinstance(error, PermissionError)):  # somebody reads the other one
            raise


class _Entry(NamedTuple):
    changed: float
    size: int
    path: str


def _names(folder: str, pattern: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if re.fullmatch(pattern, name)]
    except OSError:
        return []


def _entries(folder: str, pattern: str) -> Iterator[_Entry]:
    for name in _names(folder, pattern):
        path = os.path.join(folder, name)
        with suppress(OSError):  # another process removed it
            stat = os.lstat(path)
            yield _Entry(stat.st_mtime, stat.st_size, path)


def _remove(entry: _Entry) -> int:
    """How many bytes that frees."""
    try:
        os.unlink(entry.path)
    except OSError:
        return 0
    return entry.size


def _tidy(shelf: str) -> None:
    """Remove the oldest entries beyond the share of a shelf, and what is left of writers that were killed."""
    for entry in _entries(shelf, PARTIAL):
        if entry.changed < time.time() - HOUR:
            _remove(entry)
    known = sorted(_entries(shelf, ENTRY))
    excess = sum(entry.size for entry in known) - SHARE
    for entry in known:
        if excess > 0:
            excess -= _remove(entry)
