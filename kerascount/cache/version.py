"""What tells this kerascount from any other, the one of a minute ago in a checkout included."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.machinery import PathFinder

import kerascount
from kerascount.cache.store import Store
from kerascount.source.disk import digest


def version(store: Store) -> str:
    """The versions of kerascount, of its source and of what it runs on."""
    return f"{kerascount.__version__} {_source(store)} {sys.implementation.cache_tag} {sys.version_info} {sys.platform}"


def _source(store: Store) -> str:
    """A digest of our files and the version of the parser.

    To read them would take a tenth of the time of a warm run, so that it is an entry itself, under what is quick to ask
    about files. Where they are only installed anew, as in every job of a CI service, it is the same, and results hold.
    """
    paths = sorted([*_files(os.path.dirname(kerascount.__file__)), *_parser()])
    name = digest(*(_stamp(path) for path in paths))
    kept = store.read(name)
    if kept is None:
        kept = digest(*(_content(path) for path in paths)).encode()
        with suppress(OSError):  # that nothing can be kept is told with the results
            store.write(name, kept)
    return kept.decode()


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                yield entry.path
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _files(entry.path)


def _parser() -> Iterator[str]:
    """The file that names the version of libcst, which is not imported for that."""
    found = PathFinder.find_spec("libcst")
    if found is not None and found.origin:
        path = os.path.join(os.path.dirname(found.origin), "_version.py")
        yield path if os.path.isfile(path) else found.origin


def _stamp(path: str) -> bytes:
    state = os.stat(path)
    return os.fsencode(f"{path} {state.st_size} {state.st_mtime_ns}")


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
