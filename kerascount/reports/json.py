"""The JSON document that `schema.json` beside this module describes; for `check` it has no models."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Final

from kerascount.diagnostics import Diagnostic, Edit, Fix, Location
from kerascount.graph import FileReport, GraphWeight, LayerNode, ModelGraph, Report, TensorInfo, params
from kerascount.reports.findings import in_order, notes, rule_of
from kerascount.reports.registry import Options, reporter
from kerascount.reports.rows import counted, uncounted
from kerascount.values.dims import Dim, Symbolic
from kerascount.values.macs import Macs
from kerascount.values.shape import Shapes, to_python
from kerascount.versions import Api

VERSION: Final = 1


@reporter("summary", "json")
@reporter("explain", "json")
def summary(report: Report, options: Options) -> str:
    return _text([{**_file(file), "models": [_model(model) for model in file.models]} for file in report.files])


@reporter("check", "json")
def check(report: Report, options: Options) -> str:
    return _text([_file(file) for file in report.files])


def _text(files: list[dict[str, Any]]) -> str:
    return json.dumps({"version": VERSION, "files": files}, ensure_ascii=False) + "\n"


def _file(file: FileReport) -> dict[str, Any]:
    return {"path": file.path, "models": [], "diagnostics": [_diagnostic(item) for item in in_order(file)]}


def _model(model: ModelGraph) -> dict[str, Any]:
    rows = {node.name for node in model.layers}
    return {
        "name": model.name,
        "class": model.class_name,
        "variable": model.variable,
        "line": model.location.line,
        "column": model.location.column,
        **_in_cell(model.location),
        "built": model.built,
        "complete": model.complete,
        "unknown": model.unknown,
        "entry": model.entry,
        "condition": model.condition,
        "inputs": [_tensor(tensor) for tensor in model.inputs],
        "outputs": [_tensor(tensor) for tensor in model.outputs],
        "layers": [_layer(node, rows, model) for node in model.layers],
        **_counts(model.weights, "total_params", known=counted(model)),
        "macs": _macs(model.macs),
    }


def _tensor(tensor: TensorInfo) -> dict[str, Any]:
    return {"name": tensor.name, "shape": shape_value(tensor.shape), "dtype": tensor.dtype}


def _layer(node: LayerNode, rows: Collection[str], model: ModelGraph) -> dict[str, Any]:
    sources = dict.fromkeys(source.layer for call in node.calls for source in call.inbound)
    return {
        "name": node.name,
        "class": node.class_name,
        "line": node.location.line,
        **_in_cell(node.location),
        "output_shape": None if several_shapes(node, model) else shape_value(node.output_shape),
        **_counts(node.weights, "params", known=not uncounted(node)),
        "macs": _macs(node.macs),
        "weights": [_weight(item) for item in node.weights],
        "inbound": [name for name in sources if name in rows],
    }


def _counts(weights: Sequence[GraphWeight], total: str, *, known: bool) -> dict[str, Any]:
    counts = {
        total: params(weights),
        "trainable_params": params(weights, trainable=True),
        "non_trainable_params": params(weights, trainable=False),
    }
    return {key: _dim(count) if known else None for key, count in counts.items()}


def _macs(macs: Macs | None) -> object:
    return None if macs is None else _dim(macs.count)


def _weight(item: GraphWeight) -> dict[str, Any]:
    weight = item.weight
    shape = [_dim(size) for size in weight.shape]
    return {"name": weight.name, "shape": shape, "dtype": weight.dtype, "trainable": item.trainable}


def several_shapes(node: LayerNode, model: ModelGraph) -> bool:
    """Whether the calls of a layer disagree, for which Keras had no shape to tell before version 3."""
    return node.shapes_differ and model.generation.api is not Api.KERAS_3


def shape_value(shapes: Shapes | None) -> Any:
    """A shape as a list of int | null | string; several as a list or object of such; null where not known."""
    if isinstance(shapes, dict):
        return {key: shape_value(shape) for key, shape in shapes.items()}
    if isinstance(shapes, list):
        return shape_value(shapes[0]) if len(shapes) == 1 else [shape_value(shape) for shape in shapes]
    return None if shapes is None else [_dim(size) for size in shapes]


def _dim(size: Dim) -> object:
    return str(size) if isinstance(size, Symbolic) else to_python(size)


def _in_cell(place: Location) -> dict[str, int]:
    """The same place as a notebook shows it; nothing for other files."""
    return {"cell": place.cell, "cell_line": place.lines[0]} if place.cell else {}


def _diagnostic(item: Diagnostic) -> dict[str, Any]:
    place, rule = item.location, rule_of(item)
    return {
        "code": item.code,
        "name": rule.name if rule else "",
        "severity": item.severity.value,
        "message": item.message,
        "error": item.error,
        "subject": item.subject,
        "text": item.text,
        **_stretch(place),
        "help": item.help,
        "notes": [{"text": note.text, **_place(note.location)} for note in notes(item)],
        "calls": [_place(call) for call in item.calls],
        "fix": _fix(item.fix) if item.fix else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"path": edit.location.path, **_stretch(edit.location), "text": edit.text}


def _stretch(place: Location) -> dict[str, int]:
    end = {"end_line": place.end_line, "end_column": place.end_column}
    return {"line": place.line, "column": place.column, **end, **_in_cell(place)}


def _place(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column, **_in_cell(place)}
