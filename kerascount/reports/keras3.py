"""The table of Keras 3: boxes, sizes in memory, the parameters of the optimizer."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.graph import LayerNode, ModelGraph, params
from kerascount.reports import boxes
from kerascount.reports.boxes import Column
from kerascount.reports.registry import Options
from kerascount.reports.rows import (
    CHAIN_HEADER,
    GRAPH_HEADER,
    Side,
    at_least,
    column_ends,
    connections,
    count_text,
    is_chain,
    label,
    nested,
    split,
    uncounted,
)
from kerascount.values.shape import Shape, Shapes, ShapeTuple, flat_shapes, shape_text

UNITS = ("B", "KB", "MB", "GB", "TB", "PB")
# Width and ends of the columns, without and with connections; 3.0 had its own.
Measures = tuple[int, tuple[float, ...]]
CHAIN: Measures = (88, (0.45, 0.80, 1.0))
GRAPH: Measures = (108, (0.3, 0.56, 0.74, 1.0))
CHAIN_3_0: Measures = (84, (0.45, 0.84, 1.0))
GRAPH_3_0: Measures = (108, (0.3, 0.56, 0.70, 1.0))
ALIGN = {"Param #": "right", "Trainable": "center"}


def table(model: ModelGraph, options: Options) -> Iterator[str]:
    chain = is_chain(model)
    width, columns = _columns(model, options, chain)
    rows = nested(model.layers) if options.expand_nested else ((node, 0) for node in model.layers)
    fields = [_fields(node, level, model, options, chain) for node, level in rows]
    yield from boxes.wrap(f'Model: "{model.name}"', options.columns, fold=True)
    for line in boxes.table(columns, fields, width):
        yield boxes.crop(line, options.columns)
    for line in _totals(model):
        yield from boxes.wrap(line, options.columns, fold=True)


def _columns(model: ModelGraph, options: Options, chain: bool) -> tuple[int, list[Column]]:
    first = model.generation.version < (3, 1)
    default, fractions = (CHAIN_3_0 if first else CHAIN) if chain else (GRAPH_3_0 if first else GRAPH)
    titles: tuple[str, ...] = CHAIN_HEADER if chain else GRAPH_HEADER
    if options.show_trainable:
        default += 12
        fractions = (*(fraction * 0.90 for fraction in fractions), 1.0)
        titles = (*titles, "Trainable")
    width = options.line_length or min(default, options.columns - 4)
    ends = column_ends(fractions, width)
    sizes = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    if min(sizes) < 4:
        raise ValueError("Insufficient console width to print summary.")
    columns = [Column(title, size, ALIGN.get(title, "left")) for title, size in zip(titles, sizes, strict=True)]
    return width, columns


def _fields(node: LayerNode, level: int, model: ModelGraph, options: Options, chain: bool) -> list[str]:
    prefix = "   " * level + "└ " if level else ""
    fields = [prefix + label(node), _shape(node, model), _count(node)]
    if not chain:
        # The calls inside a nested model are not of this model.
        fields.append(", ".join([] if level else connections(node)) or "-")
    if options.show_trainable:
        fields.append(("Y" if node.trainable else "N") if node.weights else "-")
    return fields


def _shape(node: LayerNode, model: ModelGraph) -> str:
    """The outputs of a call as a flat list; where only the build tells them, in their own structure."""
    if node.output_shape is None or (not node.calls and model.generation.version < (3, 4)):
        return "?"
    shapes = list(flat_shapes(node.output_shape))
    if len(shapes) == 1:
        return _sizes(shapes[0])
    if node.is_model and not node.calls:
        return f"({', '.join(map(shape_text, shapes))})"  # which states its shapes as one
    return _structure([*shapes] if node.calls else node.output_shape)


def _structure(shapes: Shapes) -> str:
    if isinstance(shapes, tuple):
        return _sizes(shapes)
    if isinstance(shapes, list):
        inner = ", ".join(map(_structure, shapes))
        return f"({inner})" if isinstance(shapes, ShapeTuple) else f"[{inner}]"
    return "{" + ", ".join(f"{key}: {_structure(shape)}" for key, shape in shapes.items()) + "}"


def _sizes(shape: Shape) -> str:
    """`(None, 10)`; Keras joins the sizes itself and writes one alone without Python's comma: `(None)`."""
    return shape_text(shape).replace(",)", ")")


def _count(node: LayerNode) -> str:
    if uncounted(node):
        return "?"
    if not node.built:
        return "0 (unbuilt)"
    return count_text(params(node.weights))


def _totals(model: ModelGraph) -> Iterator[str]:
    trainable, others = split(model.weights)
    sides = {"Trainable": trainable, "Non-trainable": others}
    if model.optimizer_weights is not None:
        sides["Optimizer"] = Side.of(model.optimizer_weights)
    total = sum(sides.values(), Side(0, 0))
    for title, side in {"Total": total, **sides}.items():
        yield f" {title} params: {at_least(model)}{count_text(side.count)} ({side.memory(UNITS)})"
