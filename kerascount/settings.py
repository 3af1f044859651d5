"""Settings in files: `[tool.kerascount]` of a pyproject.toml, or a kerascount.toml. The nearest one holds."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kerascount.config import EVERYTHING, Config, Selection
from kerascount.values.nearest import did_you_mean
from kerascount.versions import Generation, parse_version

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

OWN: Final = "kerascount.toml"
SHARED: Final = "pyproject.toml"
TABLE: Final = rb"(?m)^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*[\"']?kerascount"
MOST_BYTES: Final = 1 << 20  # of a file of settings
# Patterns of strangers are matched by trying: one with more stars, or on a longer path, might take for ever.
MOST_STARS: Final = 3
MOST_PATTERNS: Final = 2_000
LONGEST_PATH: Final = 400


class BadSettings(Exception):
    """A file of settings that cannot be used: `path:line: what is wrong`."""


@dataclass(eq=False, repr=False)  # quicker to define than all that a dataclass may be
class FileSettings:
    """What one file of settings says; its patterns are relative to its folder."""

    folder: Path
    selection: Selection = EVERYTHING
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    keras: Generation | None = None
    defines: Mapping[str, Any] = field(default_factory=dict)
    follow: tuple[str, ...] = ()

    def ignored_in(self, path: str) -> tuple[str, ...]:
        """The codes that are not shown for this file."""
        return tuple(
            code
            for spec, codes in self._per_file
            if (relative := _relative(path, self.folder)) and spec.match_file(relative)
            for code in codes
        )

    @cached_property
    def _per_file(self) -> list[tuple[GitIgnoreSpec, tuple[str, ...]]]:
        return [(_spec([pattern]), codes) for pattern, codes in self.per_file_ignores.items()]

    @cached_property
    def excluded(self) -> GitIgnoreSpec:
        return _spec(self.exclude)


class Settings:
    """What the command line asks for, and for each file what the nearest file of settings adds.

    Raises `BadSettings` where such a file cannot be used.
    """

    def __init__(self, asked: Config, file: str | None = None, *, isolated: bool = False) -> None:
        self.asked = asked
        self.stdin_name = asked.stdin_name
        self._isolated = isolated
        self._fixed = read(Path(file)) if file else None
        self._by_folder: dict[str, FileSettings | None] = {}
        self._ignored: dict[str, tuple[tuple[str, GitIgnoreSpec], ...]] = {}

    def at(self, path: str) -> Config:
        found = self._nearest(os.path.dirname(os.path.abspath(path)))
        if found is None:
            return self.asked
        asked, own = self.asked, found.selection
        selection = Selection(
            asked.selection.select or own.select,
            (*own.extend_select, *asked.selection.extend_select),
            (*own.ignore, *found.ignored_in(path), *asked.selection.ignore),
        )
        return replace(
            asked,
            keras=asked.keras or found.keras,
            defines={**found.defines, **asked.defines},
            follow=(*asked.follow, *found.follow),
            selection=selection,
        )

    def leaves_out(self, path: str, *, folder: bool = False) -> bool:
        """Whether `exclude` or a .gitignore says that a file or folder is none of those that a folder stands for."""
        if self._isolated:
            return False
        path = os.path.abspath(path)
        above = os.path.dirname(path)
        found = self._nearest(above)
        if found and found.exclude and found.excluded.match_file(_relative(path, found.folder) + "/" * folder):
            return True
        return self._is_git_ignored(path, above, folder)

    def _nearest(self, folder: str) -> FileSettings | None:
        if self._isolated or self._fixed:
            return self._fixed
        if folder not in self._by_folder:
            parent = os.path.dirname(folder)
            own = _in_folder(folder)
            self._by_folder[folder] = own or (self._nearest(parent) if parent != folder else None)
        return self._by_folder[folder]

    def _is_git_ignored(self, path: str, above: str, folder: bool) -> bool:
        """What the .gitignore files of the repository say, of which the nearest that knows the path decides."""
        for place, spec in self._gitignores(above):
            verdict = spec.check_file(_relative(path, Path(place)) + "/" * folder).include
            if verdict is not None:
                return verdict
        return False

    def _gitignores(self, folder: str) -> tuple[tuple[str, GitIgnoreSpec], ...]:
        """The .gitignore files that speak of what lies in a folder, each with its own folder, the nearest first."""
        if folder not in self._ignored:
            spec = _gitignore(folder)
            own = ((folder, spec),) if spec else ()
            parent = os.path.dirname(folder)
            ends = parent == folder or os.path.exists(os.path.join(folder, ".git"))
            self._ignored[folder] = own if ends else (*own, *self._gitignores(parent))
        return self._ignored[folder]


def _gitignore(folder: str) -> GitIgnoreSpec | None:
    try:
        text = _bytes(Path(folder, ".gitignore")).decode("utf-8", "replace")
    except OSError:
        return None
    return _spec(text.splitlines()) if text.strip() and _in_repository(folder) else None


def _in_repository(folder: str) -> bool:
    while not os.path.exists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return False
    return True


def _spec(patterns: Any) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # not needed where nothing is left out

    return GitIgnoreSpec.from_lines(item for item in list(patterns)[:MOST_PATTERNS] if _is_usable(item))


def _is_usable(pattern: str) -> bool:
    """Whether it is a pattern, and one that is matched in no time."""
    from pathspec import GitIgnoreSpec

    if len(pattern) > LONGEST_PATH or len(re.findall(r"\*+", pattern)) > MOST_STARS:
        return False
    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True


def _relative(path: str, folder: Path) -> str:
    """The path from that folder; nothing where it is too long to be matched."""
    found = os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")
    return found if len(found) <= LONGEST_PATH else ""


# --- reading


def _in_folder(folder: str) -> FileSettings | None:
    """The settings that lie in this folder, the tool's own file before the one that tools share."""
    for name in (OWN, SHARED):
        path = Path(folder, name)
        try:
            if path.is_file() and (name == OWN or re.search(TABLE, _bytes(path))):
                return read(path)
        except OSError as error:
            raise BadSettings(f"{path}: {error}") from None
    return None


def _bytes(path: Path) -> bytes:
    """The content of a file. Raises `OSError`, also where it is no file or too large."""
    if path.exists() and not path.is_file():
        raise OSError("is no file")  # of a pipe, nothing might come
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(f"has more than {MOST_BYTES >> 20} MB")
    return data


def read(path: Path) -> FileSettings:
    """The settings of one file. Raises `BadSettings`."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        text = _bytes(path).decode("utf-8-sig")
        document = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise BadSettings(f"{path}: {error}") from None
    table = document if path.name != SHARED else _table(_table(document, "tool", path), "kerascount", path)
    return _checked(table, path, text)


def _table(document: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    found = document.get(name, {})
    if not isinstance(found, dict):
        raise BadSettings(f"{path}: {name} must be a table, not {found!r}")
    return found


def _checked(table: Any, path: Path, text: str) -> FileSettings:
    given: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            raise BadSettings(f"{_place(path, text, key)}: there is no setting {key!r}{_hint(key)}")
        try:
            given[key] = KEYS[key](value)
        except ValueError as error:
            raise BadSettings(f"{_place(path, text, key)}: {key} {error}") from None
    return FileSettings(
        path.absolute().parent,
        Selection(given.get("select", ()), given.get("extend-select", ()), given.get("ignore", ())),
        given.get("per-file-ignores", {}),
        given.get("exclude", ()),
        given.get("keras-version"),
        given.get("define", {}),
        tuple(str(path.absolute().parent / folder) for folder in given.get("follow", ())),
    )


def _place(path: Path, text: str, key: str) -> str:
    """`path:line` of a key."""
    pattern = re.compile(rf"^\s*\[?([^\]=]*\.)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    lines = (number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line))
    number = next(lines, None)
    return f"{path}:{number}" if number else str(path)


def _hint(key: str) -> str:
    help = did_you_mean(key, KEYS)
    return f"; {help}" if help else f"; there are {', '.join(KEYS)}"


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"must be a list of strings, not {value!r}")
    return tuple(value)


def _codes(value: Any) -> tuple[str, ...]:
    from kerascount.rules import known

    found = _strings(value)
    for code in found:
        if not known(code):
            raise ValueError(f"names {code!r}, and no rule has a code that begins so")
    return found


def _by_pattern(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table of patterns and codes, not {value!r}")
    return {pattern: _codes(codes) for pattern, codes in value.items()}


def _version(value: Any) -> Generation:
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise ValueError(f"must be a version, not {value!r}")
    return parse_version(str(value))


def _definitions(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table of names and values, not {value!r}")
    return value


KEYS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "select": _codes,
    "extend-select": _codes,
    "ignore": _codes,
    "per-file-ignores": _by_pattern,
    "exclude": _strings,
    "follow": _strings,
    "keras-version": _version,
    "define": _definitions,
}
