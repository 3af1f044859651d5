"""What every table shows of a model, whatever its style: rows, counts, connections, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kerascount.graph import GraphWeight, LayerNode, ModelGraph, params
from kerascount.values.dims import Dim, Symbolic
from kerascount.values.record import record
from kerascount.values.shape import Shape, flat_shapes, shapes_text

CHAIN_HEADER: Final = ("Layer (type)", "Output Shape", "Param #")
GRAPH_HEADER: Final = (*CHAIN_HEADER, "Connected to")

# `keras.src.utils.dtype_utils.DTYPE_TO_SIZE`
BITS: Final = {
    **{f"{kind}{bits}": bits for kind in ("int", "uint", "float") for bits in (8, 16, 32, 64)},
    "bfloat16": 16,
    "bool": 1,
    "complex64": 64,
    "complex128": 128,
}


@record
class Side:
    """The weights on one line under the table: all of them, or one side of the trainable split."""

    count: Dim
    bits: Dim

    @classmethod
    def of(cls, weights: Iterable[GraphWeight]) -> Side:
        bits: Dim = 0
        distinct = list(dict.fromkeys(weights))
        for item in distinct:
            bits = bits + item.size * BITS[item.weight.dtype]
        return cls(params(distinct), bits)

    def __add__(self, other: Side) -> Side:
        return Side(self.count + other.count, self.bits + other.bits)

    def memory(self, units: Sequence[str]) -> str:
        """`12.25 KB`; a formula stays in bytes."""
        if not isinstance(self.bits, int):
            return f"{self.bits // 8} {units[0]}"
        size = self.bits / 8
        for unit in units:
            if size < 1024 or unit == units[-1]:
                break
            size /= 1024
        return f"{size:.2f} {unit}"


def split(weights: Sequence[GraphWeight]) -> tuple[Side, Side]:
    """The trainable weights and the others."""
    return Side.of(item for item in weights if item.trainable), Side.of(item for item in weights if not item.trainable)


def is_chain(model: ModelGraph) -> bool:
    """Whether the table has no `Connected to` column: one call after the other, each layer once.

    Keras finds this out by the depths of the nodes: one node in each, with one input. That holds
    where one call begins the model and none has two inputs or feeds two others.
    """
    if not model.is_functional:
        return True
    called = [node for node in model.layers if node.calls]  # tf.keras lists layers beside the graph as well
    if any(len(node.calls) != 1 or len(node.calls[0].inbound) > 1 for node in called):
        return False
    sources = [node.calls[0].inbound[0].layer for node in called if node.calls[0].inbound]
    return len(set(sources)) == len(sources) == len(called) - 1


def connections(node: LayerNode) -> list[str]:
    """`["conv2d_1[0][0]", …]`, over all calls inside the model."""
    return [f"{x.layer}[{x.node_index}][{x.tensor_index}]" for call in node.calls for x in call.inbound]


def label(node: LayerNode) -> str:
    return f"{node.name} ({node.class_name})"


def nested(nodes: Iterable[LayerNode], level: int = 0) -> Iterator[tuple[LayerNode, int]]:
    """The rows of a table that expands nested models, each with its depth."""
    for node in nodes:
        yield node, level
        if node.is_model:
            yield from nested(node.layers, level + 1)


def uncounted(node: LayerNode) -> bool:
    """Whether some of its weights are not known."""
    return bool(node.unknown and not node.built) or any(map(uncounted, node.layers))


def counted(model: ModelGraph) -> bool:
    """Whether the totals are known: what could not be resolved is the shape of some layers at most."""
    if model.complete:
        return True
    return any(node.unknown for node in model.layers) and not any(map(uncounted, model.layers))


def count_text(count: Dim, *, separator: str = ",") -> str:
    """`9,050,378`, or a formula."""
    return f"{count:{separator}}" if isinstance(count, int) else str(count)


def at_least(model: ModelGraph) -> str:
    """What stands before a total that leaves something out."""
    return "" if counted(model) else "at least "


def macs_line(model: ModelGraph) -> str:
    """`MACs: 4,089,184 (for one sample)`; with the reason where their number is not known."""
    if model.macs is None:
        return "MACs: ? (no call of the model is known)"
    if model.macs.unknown:
        return f"MACs: ? ({model.macs.unknown})"
    return f"MACs: {count_text(model.macs.count)} (for one sample)"


def formulas(node: LayerNode) -> list[str]:
    """What the row of a layer states in expressions of the source: its shape, its count."""
    count, found = params(node.weights), []
    if node.output_shape is not None and any(map(_is_symbolic, flat_shapes(node.output_shape))):
        found.append(shapes_text(node.output_shape))
    if isinstance(count, Symbolic):
        found.append(str(count))
    return found


def _is_symbolic(shape: Shape) -> bool:
    return any(isinstance(size, Symbolic) for size in shape)


def shortened(text: str, room: int, node: LayerNode) -> str:
    """A formula that does not fit must not look like another one; all else is cut as Keras cuts it."""
    return text[: room - 1] + "…" if text in formulas(node) and len(text) > room else text


def cut_row(fields: Sequence[str], positions: Sequence[int], *, spaced: bool = True) -> str:
    """One line in which every field is cut at the end of its column, as Keras printed up to 2.6.

    `spaced` keeps one space before each column; up to 1.1.1 a long field touched the next.
    """
    line = ""
    for index, (text, end) in enumerate(zip(fields, positions, strict=True)):
        if index and spaced:
            line = line[:-1] + " "
        line = (line + text)[:end].ljust(end)
    return line


def cut_rows(
    fields: Sequence[str], sources: Sequence[str], ends: Sequence[int], *, spaced: bool = True
) -> Iterator[str]:
    """A layer with its connections, of which each but the first has a line of its own."""
    first, *others = sources or [""]
    yield cut_row([*fields, first], ends, spaced=spaced)
    for source in others:
        yield cut_row(["", "", "", source], ends, spaced=spaced)


def column_ends(fractions: Sequence[float], width: int) -> list[int]:
    return [int(fraction * width) for fraction in fractions]
