"""The table of all layers: what each is called, its weights and its output, as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from kerascount.values.dims import Free
from kerascount.values.record import record
from kerascount.values.shape import Shape
from kerascount.values.weight import Weight

TITLES: Final = {"1": "Keras 1", "2": "Keras 2", "tf_keras": "tf_keras", "3": "Keras 3"}


@record
class Entry:
    """A layer: its names by line of Keras, its required arguments, and what it makes of these inputs."""

    name: str
    section: str
    lines: Mapping[str, tuple[str, ...]]
    arguments: tuple[str, ...]
    weights: tuple[Weight, ...]
    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    unknown: str  # why weights and output are not known


def text(entries: Sequence[Entry]) -> str:
    return "\n".join("".join(f"{line}\n" for line in _block(entry)) for entry in entries)


def _block(entry: Entry) -> Iterator[str]:
    yield _call(entry)
    yield f"    {', '.join(_line(line, names, entry) for line, names in entry.lines.items())}"
    if entry.unknown:
        yield f"    ?  {entry.unknown}"
        return
    yield f"    {_shapes(entry.inputs)} → {_shapes(entry.outputs)}"
    yield from (f"    {_weight(weight)}" for weight in entry.weights)


def _weight(weight: Weight) -> str:
    return str(weight) if weight.trainable else f"{weight}, not trainable"


def _call(entry: Entry) -> str:
    return f"{entry.name}({', '.join(entry.arguments)})"


def _line(line: str, names: Sequence[str], entry: Entry) -> str:
    others = [name for name in names if name != entry.name]
    return TITLES[line] + (f" (also {', '.join(others)})" if others else "")


def markdown(entries: Sequence[Entry]) -> str:
    """A table for each section."""
    return "\n".join("".join(f"{line}\n" for line in _section(title, entries)) for title in _sections(entries))


def _sections(entries: Sequence[Entry]) -> list[str]:
    return list(dict.fromkeys(entry.section for entry in entries))


def _section(title: str, entries: Sequence[Entry]) -> Iterator[str]:
    yield from (f"## {title.capitalize()}", "", "| layer | in | weights | output |", "|---|---|---|---|")
    for entry in entries:
        if entry.section == title:
            lines = ", ".join(_line(line, names, entry) for line, names in entry.lines.items())
            weights = "<br>".join(map(_weight, entry.weights)) or ("?" if entry.unknown else "")
            output = f"? {entry.unknown}" if entry.unknown else f"{_shapes(entry.inputs)} → {_shapes(entry.outputs)}"
            yield f"| `{_call(entry)}` | {lines} | {weights} | {output} |"


def as_json(entries: Sequence[Entry]) -> str:
    return json.dumps([_object(entry) for entry in entries], ensure_ascii=False) + "\n"


def _object(entry: Entry) -> dict[str, object]:
    return {
        "name": entry.name,
        "section": entry.section,
        "names": {line: list(names) for line, names in entry.lines.items()},
        "required_arguments": list(entry.arguments),
        "weights": None if entry.unknown else [_weight_object(weight) for weight in entry.weights],
        "inputs": [_sizes(shape) for shape in entry.inputs],
        "outputs": [_sizes(shape) for shape in entry.outputs],
        "unknown": entry.unknown or None,
    }


def _weight_object(weight: Weight) -> dict[str, object]:
    return {"name": weight.name, "shape": list(map(str, weight.shape)), "trainable": weight.trainable}


def _shapes(shapes: Sequence[Shape]) -> str:
    return ", ".join(f"({', '.join(_sizes(shape))})" for shape in shapes)


def _sizes(shape: Shape) -> list[str]:
    """The open first axis is the batch."""
    return ["batch" if not axis and isinstance(size, Free) else str(size) for axis, size in enumerate(shape)]


FORMATS: Final[Mapping[str, Callable[[Sequence[Entry]], str]]] = {
    "text": text,
    "markdown": markdown,
    "json": as_json,
}
