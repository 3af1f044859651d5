"""The modules of the program: found relative to the file, or under the folders that --follow names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kerascount.config import Config
from kerascount.evaluate.objects import Module
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile

# Libraries that we have models for: their own source is never followed, but for what is written on top of layers.
MODELLED = frozenset(["keras", "numpy", "tensorflow", "tf_keras", "pandas", "sklearn", "scipy", "jax", "torch"])
ON_TOP = ("keras.applications", "keras.src.applications", "tensorflow.python.keras.applications")


def may_follow(name: str) -> bool:
    """Whether an import is looked for under the folders that --follow names."""
    return name.partition(".")[0] not in MODELLED or name.startswith(ON_TOP)


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
        self.roots = [Path(root) for root in config.follow]
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
        for root in self.roots if may_follow(name) else ():
            found = self._load(root, name)
            if found is not None:
                return found
        return None

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
                return self._read(path, name)
        return None

    def _read(self, path: Path, name: str) -> Found | None:
        try:
            source = parsed(path, path.stat().st_mtime_ns)
        except (OSError, Unreadable):
            self.modules[path] = None
            return None
        module = Module(str(path), source)
        self.places[module.name] = path
        found = self.modules[path] = Found(module, path)
        return found
