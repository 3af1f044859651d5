"""What our evaluator makes of an expression behind a few statements."""

from __future__ import annotations

from typing import Any

from kerascount.config import Config
from kerascount.evaluate.objects import Module
from kerascount.evaluate.program import Run
from kerascount.source.files import SourceFile
from kerascount.values.objects import Tensor
from kerascount.versions import KERAS_3


class _Kept(Run):
    """A run that keeps its module."""

    def execute(self, module: Module) -> None:
        super().execute(module)
        self.names = module.names


def value_of(preamble: str, expression: str) -> Any:
    run = _Kept(KERAS_3, SourceFile("program.py", f"{preamble}\nfound = {expression}\n"), Config(), {})
    assert not run.errors
    return run.names["found"]


def text(structure: Any) -> str:
    """`((None, 28) float32, () int64)`; sizes that are not known are None."""
    if isinstance(structure, dict):
        return "{" + ", ".join(f"{key}: {text(structure[key])}" for key in sorted(structure)) + "}"
    if isinstance(structure, (tuple, list)):
        return "(" + ", ".join(map(text, structure)) + ")"
    if not isinstance(structure, Tensor):
        return repr(structure)
    return f"{tuple(size if isinstance(size, int) else None for size in structure.dims())} {structure.dtype}"
