"""The table of tf.keras 2.7 to 2.15 and of tf_keras: long cells wrap; sizes in memory from 2.13."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kerascount.graph import LayerNode, ModelGraph
from kerascount.reports.keras2 import CHAIN, GRAPH, old_count, old_shape, totals
from kerascount.reports.registry import Options
from kerascount.reports.rows import (
    CHAIN_HEADER,
    GRAPH_HEADER,
    at_least,
    column_ends,
    connections,
    count_text,
    is_chain,
    label,
    split,
)
from kerascount.values.record import record

UNITS = ("Byte", "KB", "MB", "GB", "TB", "PB")
GRAPH_FROM_2_13 = (98, (0.3, 0.6, 0.70, 1.0))
BREAKS = ("),", "},", "],", "',")  # a cell breaks after these first


@record
class Layout:
    """What the lines of one table have in common."""

    model: ModelGraph
    options: Options
    chain: bool
    width: int
    ends: tuple[int, ...]
    aligned: bool  # 2.13 made the cells one narrower, so that columns begin in line


def layout(model: ModelGraph, options: Options) -> Layout:
    chain, aligned = is_chain(model), model.generation.version >= (2, 13)
    default, fractions = CHAIN if chain else GRAPH_FROM_2_13 if aligned else GRAPH
    width = options.line_length or default
    ends = column_ends(fractions, width)
    if options.show_trainable:
        width += 11
        ends.append(width)
    return Layout(model, options, chain, width, tuple(ends), aligned)


def table(model: ModelGraph, options: Options) -> Iterator[str]:
    shared = layout(model, options)
    header = CHAIN_HEADER if shared.chain else GRAPH_HEADER
    yield f'Model: "{model.name}"'
    yield "_" * shared.width
    yield from row([*header, "Trainable"] if options.show_trainable else header, shared)
    yield "=" * shared.width
    for node in model.layers:
        yield from _layer(node, shared)
    yield "=" * shared.width
    yield from _sized_totals(model) if shared.aligned else totals(model)
    yield "_" * shared.width


def _layer(node: LayerNode, shared: Layout, level: int = 0, last: bool = False) -> Iterator[str]:
    yield from row(_fields(node, shared, level), shared, level)
    if shared.options.expand_nested and node.is_model and node.layers:
        yield _rule("¯", shared, level + 1)
        for child in node.layers:
            yield from _layer(child, shared, level + 1, child is node.layers[-1])
        yield _rule("¯", shared, level)
    elif not last:
        yield _rule(" ", shared, level)


def _rule(character: str, shared: Layout, level: int) -> str:
    return "|" * level + character * (shared.width - 2 * level) + "|" * level


def _fields(node: LayerNode, shared: Layout, level: int) -> list[str]:
    fields = [label(node), old_shape(node, shared.model), old_count(node)]
    if not shared.chain:
        # The calls inside a nested model are not of this model.
        fields.append(str([] if level else connections(node)))
    if shared.options.show_trainable:
        fields.append("Y" if node.trainable else "N")
    return fields


def row(fields: Sequence[str], shared: Layout, level: int = 0) -> Iterator[str]:
    """One row, on as many lines as its longest cell takes."""
    left = list(fields)
    while any(left):
        line = ""
        for column, end in enumerate(shared.ends):
            start = shared.ends[column - 1] if column else 0
            piece, left[column] = _fitting(left[column], _room(column, start, end, shared, level))
            line += ("|" * level + " " if not column else "") + piece + "  " * (column < len(shared.ends) - 1)
            line += " " * (end - len(line) - _inset(column, shared, level))
        yield line + "|" * level


def _room(column: int, start: int, end: int, shared: Layout, level: int) -> int:
    """How much of a cell fits into a line."""
    room = end - start
    if column < len(shared.ends) - 1:
        room -= 2
        if shared.aligned:
            room -= 1 + (level if column == 0 else 0)
    return max(room, 1)  # Keras never ends where there is no room


def _inset(column: int, shared: Layout, level: int) -> int:
    """How far the column ends before its place, for the bars of nested models."""
    return level if column == len(shared.ends) - 1 or not shared.aligned else 0


def _fitting(text: str, room: int) -> tuple[str, str]:
    """The part of a cell for this line, and the rest."""
    found = [text[:room].find(mark) for mark in BREAKS]
    cut = min((at + 2 for at in found if at >= 0), default=room)
    return text[:cut], text[cut:]


def _sized_totals(model: ModelGraph) -> Iterator[str]:
    trainable, others = split(model.weights)
    limit = at_least(model)
    for title, side in (("Total", trainable + others), ("Trainable", trainable), ("Non-trainable", others)):
        yield f"{title} params: {limit}{count_text(side.count, separator='')} ({side.memory(UNITS)})"
