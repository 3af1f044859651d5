"""The table of standalone Keras 2 and of tf.keras up to 2.6: long names are cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kerascount.graph import LayerNode, ModelGraph, params
from kerascount.reports.registry import Options
from kerascount.reports.rows import (
    CHAIN_HEADER,
    GRAPH_HEADER,
    at_least,
    column_ends,
    connections,
    count_text,
    cut_row,
    cut_rows,
    is_chain,
    label,
    shortened,
    split,
    uncounted,
)
from kerascount.values.shape import shapes_text
from kerascount.versions import Api, Generation

# Width and ends of the columns, without and with connections.
CHAIN = (65, (0.45, 0.85, 1.0))
GRAPH = (98, (0.33, 0.55, 0.67, 1.0))


def table(model: ModelGraph, options: Options) -> Iterator[str]:
    chain = is_chain(model)
    default, fractions = CHAIN if chain else GRAPH
    width = options.line_length or default
    ends = column_ends(fractions, width)
    if names_model(model.generation):
        yield f'Model: "{model.name}"'
    yield "_" * width
    yield cut_row(CHAIN_HEADER if chain else GRAPH_HEADER, ends)
    yield "=" * width
    for index, node in enumerate(model.layers):
        yield from _row(node, model, ends, chain)
        yield ("=" if index == len(model.layers) - 1 else "_") * width
    yield from totals(model)
    yield "_" * width


def names_model(generation: Generation) -> bool:
    """Whether the table has the line `Model: "sequential"`; the standalone package adopted it from tf.keras."""
    return generation.version >= ((2, 0) if generation.api is Api.TF_KERAS else (2, 3))


def _row(node: LayerNode, model: ModelGraph, ends: Sequence[int], chain: bool) -> Iterator[str]:
    fields = cut_fields(node, old_shape(node, model), old_count(node), ends)
    if chain:
        yield cut_row(fields, ends)
    else:
        yield from cut_rows(fields, connections(node), ends)


def cut_fields(node: LayerNode, shape: str, count: str, ends: Sequence[int]) -> list[str]:
    """The cells of a row, of which long ones will be cut."""
    rooms = ends[1] - ends[0] - 1, ends[2] - ends[1] - (1 if len(ends) > 3 else 0)
    return [label(node), shortened(shape, rooms[0], node), shortened(count, rooms[1], node)]


def old_shape(node: LayerNode, model: ModelGraph) -> str:
    """`layer.output_shape` as it was before Keras 3: one for all calls, which must agree."""
    if node.shapes_differ or (model.built and not node.calls and not node.unknown and not tells_own_shape(node, model)):
        return "multiple"
    if node.output_shape is None:
        return "?"
    # The InputLayer of tf.keras keeps its shape in a list.
    as_list = node.class_name == "InputLayer" and model.generation.api is Api.TF_KERAS
    return shapes_text([node.output_shape] if as_list else node.output_shape)


def tells_own_shape(node: LayerNode, model: ModelGraph) -> bool:
    """Whether a model inside is shown with its own outputs, wherever it is called."""
    return node.is_model and node.output_shape is not None and model.generation.api is Api.TF_KERAS


def old_count(node: LayerNode) -> str:
    if uncounted(node):
        return "?"
    if not node.built and not node.is_functional:
        return "0 (unused)"
    return count_text(params(node.weights), separator="")


def totals(model: ModelGraph) -> Iterator[str]:
    trainable, others = split(model.weights)
    limit = at_least(model)
    yield f"Total params: {limit}{count_text((trainable + others).count)}"
    yield f"Trainable params: {limit}{count_text(trainable.count)}"
    yield f"Non-trainable params: {limit}{count_text(others.count)}"
