"""`os.path` and `pathlib`: paths are texts; nothing is looked up on this machine."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import MISSING
from kerascount.evaluate.python.calling import on_plain, refuse_unknown, stand_in
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

# What can be told of a path without looking at the files.
PARTS: Final = frozenset("name stem suffix suffixes parent parents parts anchor root drive".split())
LONGEST: Final = 2_000  # characters; parents of a longer one would take much memory
METHODS: Final = frozenset(
    "joinpath with_suffix with_name with_stem as_posix is_absolute relative_to is_relative_to "
    "__str__ __fspath__ __truediv__".split()
)


def path(ev: Evaluator, *parts: Any) -> PurePosixPath:
    refuse_unknown(*parts)
    refuse_long(*parts)
    return PurePosixPath(*parts)


def refuse_long(*parts: Any) -> None:
    """Raises `Undetermined` for parts of a path that is too long."""
    if sum(len(str(part)) for part in parts if isinstance(part, (str, PurePosixPath))) > LONGEST:
        raise Undetermined("a path that is too long")


def path_attribute(value: PurePosixPath, name: str) -> Any:
    if name in PARTS:
        found = getattr(value, name)
        return list(found) if name == "parents" else found
    if name in METHODS and hasattr(value, name):
        return stand_in(name, partial(_method, value, name))
    if name in ("resolve", "absolute", "expanduser"):
        return stand_in(name, lambda *args, **options: value)
    if name.startswith("__"):
        return MISSING
    raise Undetermined(f"{name} of a path looks at the files")


def _method(value: PurePosixPath, name: str, *args: Any) -> Any:
    refuse_long(value, *args)
    return getattr(value, name)(*args)


def text(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of `os.path` on texts and paths."""

    def compute(ev: Evaluator, *parts: Any) -> Any:
        refuse_long(*parts)
        return on_plain(function)(ev, *(str(part) if isinstance(part, PurePosixPath) else part for part in parts))

    return compute


def looks(ev: Evaluator, *args: Any, **kwargs: Any) -> Any:
    raise Undetermined("depends on the files")


NAMES: Final = (
    "join", "basename", "dirname", "split", "splitext", "normpath", "isabs", "commonprefix", "normcase",
)  # fmt: skip
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{f"os.path.{name}": text(getattr(posixpath, name)) for name in NAMES},
    "os.path.abspath": text(lambda value: value),
    "os.path.realpath": text(lambda value: value),
    "os.path.expanduser": text(lambda value: value),
    "os.fspath": text(lambda value: value),
    "pathlib.Path": path,
    "pathlib.PurePath": path,
    "pathlib.PosixPath": path,
    "pathlib.PurePosixPath": path,
    **{f"os.path.{name}": looks for name in ("exists", "isfile", "isdir", "getsize", "getmtime")},
}
CONSTANTS: Final[Mapping[str, Any]] = {"os.sep": "/", "os.linesep": "\n", "os.pathsep": ":", "os.path.sep": "/"}
