"""Writes which names the modules of Keras 1 and 2 had that tf.keras 2 and Keras 3 have not.

`python -m tests.record_old_names FOLDER...`, with the unpacked sources of keras 1.2.2, 2.0.9, 2.1.6, 2.2.4 and 2.3.1.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kerascount.evaluate.keras.names import public
from kerascount.modernize.names import RECORD
from kerascount.versions import Api

BACKENDS = ("keras.backend.tensorflow_backend", "keras.backend.common")


def main(folders: list[str]) -> None:
    lines = []
    for module, today in public(Api.KERAS_3).items():
        modules = (module, *(BACKENDS if module == "keras.backend" else ()))
        found = {name for folder in folders for part in modules for name in names(Path(folder), part)}
        gone = found - today - public(Api.TF_KERAS).get(module, frozenset())
        if gone:
            lines.append(f"{module}: {' '.join(sorted(gone))}\n")
    RECORD.write_text("".join(lines), encoding="utf-8")


@cache
def names(folder: Path, module: str) -> frozenset[str]:
    """What a module binds at its top, and the modules in it."""
    path = folder.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.is_file():
        return frozenset()
    package = module if path.is_dir() else module.rpartition(".")[0]
    found = set(_bound(ast.parse(file.read_text(encoding="utf-8")).body, folder, package))
    if path.is_dir():
        found.update(item.stem for item in path.iterdir() if item.suffix == ".py" or (item / "__init__.py").is_file())
    return frozenset(name for name in found if not name.startswith("_"))


def _bound(body: Iterable[ast.stmt], folder: Path, package: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield from _imported(node, folder, package)
        elif isinstance(node, (ast.If, ast.Try)):
            yield from _bound([*node.body, *node.orelse], folder, package)


def _imported(node: ast.ImportFrom, folder: Path, package: str) -> Iterator[str]:
    parts = package.split(".")
    module = ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])
    for alias in node.names:
        yield from names(folder, module) if alias.name == "*" else (alias.asname or alias.name,)


if __name__ == "__main__":
    main(sys.argv[1:])
