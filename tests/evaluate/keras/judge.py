"""A small program, evaluated by us and run by the real Keras: do the models and the exceptions agree?"""

from __future__ import annotations

import os
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.graph import LayerNode, ModelGraph
from kerascount.values.shape import Shapes, to_python
from kerascount.versions import parse_version

Row = tuple[str, str, Any, Any]  # name, class, output shape, number of parameters


@dataclass
class Outcome:
    """The models by the variables that hold them, and the line and the class of the exception."""

    models: dict[str, tuple[str, tuple[Row, ...]]] = field(default_factory=dict)
    error: tuple[int, str] | None = None


def ours(source: str, folder: Path, keras: str = "3") -> Outcome:
    path = folder / "program.py"
    path.write_text(dedent(source), encoding="utf-8")
    (report,) = analyze([str(path)], Config(parse_version(keras))).files
    errors = [item for item in report.diagnostics if item.severity is Severity.ERROR]
    error = (errors[0].location.line, errors[0].message.partition(":")[0]) if errors else None
    models = {model.variable: (model.name, tuple(map(_row, model.layers))) for model in report.models}
    return Outcome({key: value for key, value in models.items() if key}, error)


def _row(layer: LayerNode | ModelGraph) -> Row:
    shape = layer.output_shape if isinstance(layer, LayerNode) else None
    return layer.name, layer.class_name, _shape(shape), sum(weight.weight.size for weight in layer.weights)


def _shape(shape: Shapes | None) -> Any:
    if isinstance(shape, tuple):
        return tuple(to_python(size) for size in shape)
    if isinstance(shape, list):
        return [_shape(item) for item in shape]
    return {key: _shape(item) for key, item in shape.items()} if isinstance(shape, dict) else None


def real(source: str) -> Outcome:
    """By Keras 3 in this process, whose automatic names are started anew."""
    import keras

    keras.backend.clear_session()
    names: dict[str, Any] = {}
    error = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(dedent(source), "program", "exec"), names)
        except Exception as raised:
            lines = [frame.lineno or 0 for frame in traceback.extract_tb(raised.__traceback__)]
            files = [frame.filename for frame in traceback.extract_tb(raised.__traceback__)]
            error = (lines[files.index("program")], type(raised).__name__)
    models = {
        name: (value.name, tuple(map(_real_row, _operations(value))))
        for name, value in names.items()
        if isinstance(value, keras.Model) and value.built and not name.startswith("_")
    }
    return Outcome(models, error)


def _operations(model: Any) -> Any:
    return model.operations if hasattr(model, "operations") else model.layers


def _real_row(layer: Any) -> Row:
    output = layer.output
    shape = [tuple(item.shape) for item in output] if isinstance(output, (list, tuple)) else tuple(output.shape)
    return layer.name, type(layer).__name__, shape, layer.count_params() if hasattr(layer, "count_params") else 0
