"""The table of Keras 1: four columns, whatever the model; no name of the model."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.graph import LayerNode, ModelGraph, params
from kerascount.reports.keras2 import cut_fields, old_shape
from kerascount.reports.registry import Options
from kerascount.reports.rows import (
    GRAPH_HEADER,
    at_least,
    column_ends,
    connections,
    count_text,
    cut_row,
    cut_rows,
    split,
    uncounted,
)
from kerascount.values.dims import Dim

FRACTIONS = (0.33, 0.55, 0.67, 1.0)


def table(model: ModelGraph, options: Options) -> Iterator[str]:
    width = options.line_length or 100
    ends = column_ends(FRACTIONS, width)
    spaced = model.generation.version >= (1, 1)
    yield "_" * width
    yield cut_row(GRAPH_HEADER, ends, spaced=spaced)
    yield "=" * width
    for index, node in enumerate(model.layers):
        fields = cut_fields(node, old_shape(node, model), _count(node), ends)
        yield from cut_rows(fields, connections(node), ends, spaced=spaced)
        yield ("=" if index == len(model.layers) - 1 else "_") * width
    yield from _totals(model)
    yield "_" * width


def _count(node: LayerNode) -> str:
    return "?" if uncounted(node) else count_text(params(node.weights), separator="")


def _totals(model: ModelGraph) -> Iterator[str]:
    trainable, others = split(model.weights)
    total, limit = (trainable + others).count, at_least(model)
    if model.generation.version < (1, 2):
        if model.generation.version < (1, 1):
            total = _sum_of_rows(model)
        yield f"Total params: {limit}{count_text(total, separator='')}"
        return
    yield f"Total params: {limit}{count_text(total)}"
    yield f"Trainable params: {limit}{count_text(trainable.count)}"
    yield f"Non-trainable params: {limit}{count_text(others.count)}"


def _sum_of_rows(model: ModelGraph) -> Dim:
    """Keras 1.0 added up the column; a layer shared with a nested model counted twice."""
    total: Dim = 0
    for node in model.layers:
        total = total + params(node.weights)
    return total
