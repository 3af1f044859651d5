"""The modules of the program: those of its own project, and those under the folders that --follow names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from kerascount.config import Config
from kerascount.evaluate.objects import MODELLED, Module
from kerascount.source.disk import Disk
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile

# The source of modelled libraries is not followed, but for what is written on top of layers.
ON_TOP = ("keras.applications", "keras.src.applications", "tensorflow.python.keras.applications")


INSTALLED: Final = ("site-packages", "dist-packages")
ROOT_MARKS: Final = (".git", "pyproject.toml", "setup.py", "setup.cfg")


def may_follow(name: str) -> bool:
    """Whether an import is looked for under the folders that --follow names."""
    return name.partition(".")[0] not in MODELLED or name.startswith(ON_TOP)


def is_own(name: str) -> bool:
    """Whether an import may mean a module of the project."""
    top = name.partition(".")[0]
    return top not in MODELLED and top not in sys.stdlib_module_names


def roots_of(path: Path, disk: Disk) -> Iterator[tuple[Path, str]]:
    """The folders in which a file's absolute imports find its project, each with the one package meant, if it is one.

    Its own folder, the one that its package lies in, and the root of the project with its `src`. Beside an installed
    package lie strangers.
    """
    folder = path.absolute().parent
    yield folder, ""
    package = ""
    while disk.is_file(folder / "__init__.py"):
        folder, package = folder.parent, folder.name
    yield folder, package
    for above in () if folder.name in INSTALLED else (folder, *folder.parents):
        if any(disk.exists(above / mark) for mark in ROOT_MARKS):
            yield from ((above, ""), (above / "src", ""))
            return


def called_by(path: Path, disk: Disk) -> str:
    """The name of a module with those of the packages around it."""
    folder, name = path.parent, path.stem
    while disk.is_file(folder / "__init__.py"):
        folder, name = folder.parent, f"{folder.name}.{name}"
    return name.removesuffix(".__init__")


def names_of_module(called: str, path: Path) -> dict[str, Any]:
    """What a module that is imported under this name knows of itself."""
    if path.name != "__init__.py":
        return {"__name__": called, "__package__": called.rpartition(".")[0]}
    return {"__name__": called, "__package__": called, "__path__": [str(path.parent)]}


@lru_cache(maxsize=64)
def parsed(path: Path, data: bytes) -> SourceFile:
    """The file with this content: every run of a program asks for it, and other programs as well."""
    from kerascount.source.decode import decode

    return SourceFile(str(path), decode(data, str(path)))


class Found:
    """A module of the program; `evaluated` from when its evaluation began, so that cycles end."""

    def __init__(self, module: Module, path: Path) -> None:
        self.module = module
        self.path = path
        self.evaluated = False


def _place_of(found: Found) -> Path:
    """Where a module lies; for a package its folder."""
    return found.path.parent if found.path.name == "__init__.py" else found.path


class Project:
    """Where imports of one run resolve to source."""

    def __init__(self, source: SourceFile, config: Config) -> None:
        self.followed = [Path(root) for root in config.follow]
        self.path = source.path
        self.disk = source.disk
        self.modules: dict[Path, Found | None] = {}
        self.places: dict[str, Path] = {"__main__": Path(source.path)}

    @cached_property
    def own(self) -> list[tuple[Path, str]]:
        """The folders of its project; most programs import nothing of theirs."""
        return [] if self.path == "-" else list(dict.fromkeys(roots_of(Path(self.path), self.disk)))

    def find(self, name: str, importer: Module, level: int) -> Found | None:
        """The module that `import name` (from `importer`, with `level` dots) means, if it is the program's."""
        base = self.places.get(importer.name)
        if level and base is not None:
            folder = base.parent
            for _ in range(level - 1):
                folder = folder.parent
            return self._load(folder, name, "")
        roots = list(self.followed) if may_follow(name) else []
        if is_own(name):
            top = name.partition(".")[0]
            roots += [root for root, package in self.own if package in ("", top)]
        itself = base.absolute() if base is not None else None  # a module may be called like the library that it wraps
        loaded = (self._load(root, name, name) for root in roots)
        return next((found for found in loaded if found is not None and found.path != itself), None)

    def begin(self, main: Module) -> None:
        """The file may be a package: then it is imported, not run, and its modules belong to it."""
        path = self.places[main.name]
        if path.name == "__init__.py":
            self.modules[path] = found = Found(main, path)
            found.evaluated = True
            main.names.update(names_of_module(called_by(path.absolute(), self.disk), path))

    def packages_around(self, found: Found) -> list[Found]:
        """The packages that a module lies in, the outermost first, as Python runs them before it."""
        around: list[Found] = []
        folder, called = _place_of(found).parent, str(found.module.names.get("__name__", ""))
        while "." in called:
            called = called.rpartition(".")[0]
            path = folder / "__init__.py"
            package = self.modules.get(path)
            if package is None and self.disk.is_file(path) and may_follow(called):
                package = self._read(path, called)
            around = [package, *around] if package else around
            folder = folder.parent
        return around

    def add_to_package(self, found: Found) -> None:
        """A package has its modules as attributes once they are imported."""
        place = _place_of(found)
        package = self.modules.get(place.parent / "__init__.py")
        if package is not None:
            package.module.names.setdefault(place.stem, found.module)

    def _load(self, root: Path, name: str, called: str) -> Found | None:
        target = root.joinpath(*name.split(".")) if name else root
        for path in (target.with_suffix(".py") if name else target / "__init__.py", target / "__init__.py"):
            if path in self.modules:
                return self.modules[path]
            if self.disk.is_file(path):
                return self._read(path, called or called_by(path, self.disk))
        return self._namespace(target) if name and self.disk.holds_programs(target) else None

    def _namespace(self, folder: Path) -> Found:
        """A folder of modules that is a package without an `__init__.py`."""
        module = Module(str(folder), SourceFile(str(folder), ""))
        return self._add(Found(module, folder / "__init__.py"))

    def _add(self, found: Found) -> Found:
        """Keep a module; if it is a package, of which modules were imported before, it has them."""
        self.modules[found.path] = found
        if found.path.name == "__init__.py":
            folder = found.path.parent
            for item in [item for item in self.modules.values() if item and _place_of(item).parent == folder]:
                self.add_to_package(item)
        return found

    def _read(self, path: Path, called: str) -> Found | None:
        try:
            source = parsed(path, self.disk.read(path))
        except (OSError, Unreadable):
            self.modules[path] = None
            return None
        module = Module(str(path), source)
        module.names.update(names_of_module(called, path))
        self.places[module.name] = path
        return self._add(Found(module, path))
