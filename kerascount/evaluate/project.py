"""The modules of the program: those of its own project, and those under the folders that --follow names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from kerascount.config import Config
from kerascount.evaluate.objects import Module
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile

# Libraries that we have models for: their own source is never followed, but for what is written on top of layers.
MODELLED = frozenset(["keras", "numpy", "tensorflow", "tf_keras", "pandas", "sklearn", "scipy", "jax", "torch"])
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


def roots_of(path: Path) -> Iterator[tuple[Path, str]]:
    """The folders in which a file's absolute imports find its project, each with the one package meant, if it is one.

    Its own folder, the one that its package lies in, and the root of the project with its `src`. Beside an installed
    package lie strangers.
    """
    folder = path.absolute().parent
    yield folder, ""
    package = ""
    while (folder / "__init__.py").is_file():
        folder, package = folder.parent, folder.name
    yield folder, package
    for above in () if folder.name in INSTALLED else (folder, *folder.parents):
        if any((above / mark).exists() for mark in ROOT_MARKS):
            yield from ((above, ""), (above / "src", ""))
            return


@lru_cache(maxsize=512)
def parsed(path: Path, changed: int) -> SourceFile:
    """The file as it was when it was last changed: every run of a program asks for it, and other programs as well."""
    from kerascount.source.decode import decode

    return SourceFile(str(path), decode(path.read_bytes(), str(path)))


class Found:
    """A module of the program; `evaluated` from when its evaluation began, so that cycles end."""

    def __init__(self, module: Module, path: Path) -> None:
        self.module = module
        self.path = path
        self.evaluated = False


class Project:
    """Where imports of one run resolve to source."""

    def __init__(self, source: SourceFile, config: Config) -> None:
        self.followed = [Path(root) for root in config.follow]
        self.own = [] if source.path == "-" else list(dict.fromkeys(roots_of(Path(source.path))))
        self.modules: dict[Path, Found | None] = {}
        self.places: dict[str, Path] = {"__main__": Path(source.path)}

    def find(self, name: str, importer: Module, level: int) -> Found | None:
        """The module that `import name` (from `importer`, with `level` dots) means, if it is the program's."""
        base = self.places.get(importer.name)
        if level and base is not None:
            folder = base.parent
            for _ in range(level - 1):
                folder = folder.parent
            return self._load(folder, name)
        roots = list(self.followed) if may_follow(name) else []
        if is_own(name):
            top = name.partition(".")[0]
            roots += [root for root, package in self.own if package in ("", top)]
        return next((found for root in roots if (found := self._load(root, name)) is not None), None)

    def add_to_package(self, found: Found) -> None:
        """A package has its modules as attributes once they are imported."""
        path = found.path.parent if found.path.name == "__init__.py" else found.path
        package = self.modules.get(path.parent / "__init__.py")
        if package is not None:
            package.module.names.setdefault(path.stem, found.module)

    def _load(self, root: Path, name: str) -> Found | None:
        target = root.joinpath(*name.split(".")) if name else root
        for path in (target.with_suffix(".py") if name else target / "__init__.py", target / "__init__.py"):
            if path in self.modules:
                return self.modules[path]
            if path.is_file():
                return self._read(path)
        return self._namespace(target) if name and target.is_dir() and any(target.glob("*.py")) else None

    def _namespace(self, folder: Path) -> Found:
        """A folder of modules that is a package without an `__init__.py`."""
        module = Module(str(folder), SourceFile(str(folder), ""))
        inside = [item for path, item in self.modules.items() if path.parent == folder and item is not None]
        found = self.modules[folder / "__init__.py"] = Found(module, folder / "__init__.py")
        for item in inside:
            self.add_to_package(item)
        return found

    def _read(self, path: Path) -> Found | None:
        try:
            source = parsed(path, path.stat().st_mtime_ns)
        except (OSError, Unreadable):
            self.modules[path] = None
            return None
        module = Module(str(path), source)
        self.places[module.name] = path
        found = self.modules[path] = Found(module, path)
        return found
