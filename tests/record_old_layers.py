"""Records the names of `keras.layers` in Keras 1 and standalone Keras 2, from unpacked source packages.

python -m tests.record_old_layers Keras-1.2.2 Keras-2.3.1 > kerascount/old_layers.txt
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path


def names(package: Path) -> Iterator[str]:
    """The classes, and other names of them, in the modules that `keras.layers` imports all of."""
    folder = package / "keras" / "layers"
    for node in ast.parse((folder / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = folder if node.level == 1 else folder.parent
            path = base / f"{(node.module or '').replace('.', '/')}.py"
            yield from (alias.asname or alias.name for alias in node.names if alias.name != "*")
            if path.exists() and node.names[0].name == "*":
                yield from own_names(path)


def own_names(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        line = folder.rpartition("-")[2][0]
        found = sorted({name for name in names(Path(folder)) if name[0].isupper()})
        sys.stdout.write(f"{line}: {' '.join(found)}\n")
