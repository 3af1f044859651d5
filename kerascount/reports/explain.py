"""`explain`: the summary with, under each layer, where its output shape and its parameters come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kerascount.graph import GraphWeight, LayerNode, ModelGraph, Report, params
from kerascount.reports.registry import Options, reporter
from kerascount.reports.rows import (
    GRAPH_HEADER,
    at_least,
    connections,
    count_text,
    is_chain,
    label,
    macs_line,
    split,
    uncounted,
)
from kerascount.reports.text import by_model, unresolved
from kerascount.values.macs import Macs
from kerascount.values.shape import shapes_text

INDENT = "    "
MOST_PRODUCTS = 9


@reporter("explain", "text")
def explain(report: Report, options: Options) -> str:
    return by_model(report, lambda model: [*_table(model), *unresolved(model)])


def _table(model: ModelGraph) -> Iterator[str]:
    chain = is_chain(model)
    blocks = list(_blocks(model.layers, chain))
    header = ["Line", *GRAPH_HEADER[: 3 if chain else 4]]
    widths = [max(map(len, column)) for column in zip(header, *(fields for fields, _ in blocks), strict=True)]
    yield f'Model: "{model.name}" ({model.class_name})'
    yield _row(header, widths)
    for fields, details in blocks:
        yield ""
        yield _row(fields, widths)
        for detail in details:
            yield " " * (widths[0] + 2) + detail
    yield ""
    yield from _totals(model)


def _row(fields: Sequence[str], widths: Sequence[int]) -> str:
    """Numbers stand at the right of their columns."""
    cells = [
        text.rjust(width) if index in (0, 3) else text.ljust(width)
        for index, (text, width) in enumerate(zip(fields, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _blocks(nodes: Sequence[LayerNode], chain: bool, level: int = 0) -> Iterator[tuple[list[str], list[str]]]:
    """The row of each layer and the lines under it, then the layers inside, deeper."""
    for node in nodes:
        line = node.location.where if node.location.path else ""
        shape = "?" if node.output_shape is None else shapes_text(node.output_shape)
        fields = [line, INDENT * level + label(node), shape, _count(node)]
        if not chain:
            fields.append("" if level else ", ".join(connections(node)))
        yield fields, [INDENT * (level + 1) + detail for detail in _details(node)]
        yield from _blocks(node.layers, chain, level + 1)


def _count(node: LayerNode) -> str:
    return "?" if uncounted(node) else count_text(params(node.weights))


def _details(node: LayerNode) -> Iterator[str]:
    if node.derivation:
        yield from node.derivation
    elif node.input_shape is not None and node.output_shape is not None:
        yield f"{shapes_text(node.input_shape)} → {shapes_text(node.output_shape)}"
    if node.unknown:
        yield f"not resolved: {node.unknown}"
    elif not node.built:
        yield "not built: it has no weights yet"
    if node.weights and not uncounted(node):
        yield f"{_sum(node)} = {_count(node)}{_fixed(node.weights)}"
    if node.macs is not None and node.macs.products:
        yield f"MACs: {_products(node.macs)}"


def _sum(node: LayerNode) -> str:
    """`kernel 5×5×3×32 + bias 32`; of the layers inside, which have rows of their own, only the counts."""
    inner = [child for child in node.layers if child.weights]
    own = len(node.weights) - sum(len(child.weights) for child in inner)
    if own < 0:  # layers inside share weights: each counts once
        return " + ".join(str(item.weight) for item in node.weights)
    parts = [str(item.weight) for item in node.weights[:own]]
    return " + ".join([*parts, *map(_inner, inner)])


def _products(macs: Macs) -> str:
    """`26×26×3×3×1×32 = 194,688`; of many calls only their sum."""
    if any(item.unknown for item in macs.products):
        return f"? ({macs.unknown})"
    text = " + ".join(map(str, macs.products)) if len(macs.products) <= MOST_PRODUCTS else "all calls"
    return f"{text}, which {macs.unknown}" if macs.unknown else f"{text} = {count_text(macs.count)}"


def _inner(node: LayerNode) -> str:
    count = count_text(params(node.weights))
    return f"{node.name} ({count})" if " " in count else f"{node.name} {count}"


def _fixed(weights: Sequence[GraphWeight]) -> str:
    fixed = params(weights, trainable=False)
    if all(not item.trainable for item in weights):
        return ", not trainable"
    return f", {count_text(fixed)} of them not trainable" if any(not item.trainable for item in weights) else ""


def _totals(model: ModelGraph) -> Iterator[str]:
    trainable, others = split(model.weights)
    for title, side in (("Total", trainable + others), ("Trainable", trainable), ("Non-trainable", others)):
        yield f"{title} params: {at_least(model)}{count_text(side.count)}"
    if model.macs is not None:
        yield macs_line(model)
