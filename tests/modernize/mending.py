"""A program after all fixes, and the models that it builds."""

from __future__ import annotations

from typing import Any

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.fixing import Fixed, fix
from kerascount.graph import FileReport, ModelGraph
from kerascount.pipeline import analyze_data, analyze_source
from kerascount.versions import parse_version

PATH = "program.py"


def lint(data: bytes, path: str, keras: str = "3") -> FileReport:
    return analyze_data(data, path, Config(parse_version(keras)), lint=True)


def mended(data: bytes, path: str = PATH, *, keras: str = "3", unsafe: bool = True) -> Fixed:
    return fix(lint(data, path, keras), data, lambda data, path: lint(data, path, keras), unsafe=unsafe)


def mend(program: str, *, keras: str = "3", unsafe: bool = True) -> str:
    return mended(program.encode(), keras=keras, unsafe=unsafe).after.decode()


def found(program: str, keras: str = "3") -> list[tuple[int, str]]:
    """The lines and codes of the errors."""
    items = lint(program.encode(), PATH, keras).diagnostics
    return sorted((item.location.line, item.code) for item in items if item.severity is Severity.ERROR)


def models(program: str, keras: str) -> list[Any]:
    """The layers of all models with their shapes and weights. Names and classes are those of each Keras."""
    report = analyze_source(program, PATH, Config(parse_version(keras)))
    return [_rows(model) for model in report.models]


def _rows(model: ModelGraph) -> list[tuple[str, list[str]]]:
    layers = [layer for layer in model.layers if layer.class_name != "InputLayer"]
    return [(str(layer.output_shape), sorted(str(w.weight.shape) for w in layer.weights)) for layer in layers]
