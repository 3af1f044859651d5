"""Model graphs in JSON: how the recorder keeps what the real Keras built, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kerascount.diagnostics import Location
from kerascount.graph import Call, Connection, GraphWeight, LayerNode, ModelGraph, TensorInfo
from kerascount.values.dims import Symbolic
from kerascount.values.shape import Shapes, from_python
from kerascount.values.weight import Weight
from kerascount.versions import KERAS_3, Generation

GOLDEN = Path(__file__).parent / "golden"
# The arguments of `summary()` with which each table is recorded.
VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"expand_nested": True},
    {"expand_nested": True, "show_trainable": True},
    {"line_length": 60},
    {"line_length": 120},
)


def heading(arguments: dict[str, Any]) -> str:
    """The line before each table of a golden file."""
    return f"summary({', '.join(f'{key}={value}' for key, value in arguments.items())})\n"


def tables(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The tables of a golden file, each with its arguments."""
    text = path.read_text(encoding="utf-8")
    present = [arguments for arguments in VARIANTS if heading(arguments) in text]
    for arguments, following in zip(present, [*present[1:], None], strict=True):
        rest = text[text.index(heading(arguments)) + len(heading(arguments)) :]
        yield arguments, rest if following is None else rest[: rest.index(heading(following))]


def load(path: Path, generation: Generation = KERAS_3) -> ModelGraph:
    facts = json.loads(path.read_text(encoding="utf-8"))
    weights = {key: _weight(value) for key, value in facts["weights"].items()}
    optimizer = facts["optimizer"]
    return ModelGraph(
        name=facts["name"],
        class_name=facts["class_name"],
        variable=None,
        place=Location("program.py", 1, 1, 1, 1),
        generation=generation,
        built=facts["built"],
        inputs=(TensorInfo("x", None, "float32"),),
        outputs=(),
        layers=tuple(_node(node, weights) for node in facts["layers"]),
        weights=tuple(weights[key] for key in facts["model_weights"]),
        is_sequential=facts["is_sequential"],
        is_functional=facts["is_functional"],
        optimizer_weights=None if optimizer is None else tuple(weights[key] for key in optimizer),
    )


def _weight(facts: dict[str, Any]) -> GraphWeight:
    return GraphWeight(Weight(facts["name"], tuple(facts["shape"]), True, facts["dtype"]), facts["trainable"])


def _node(facts: dict[str, Any], weights: dict[str, GraphWeight]) -> LayerNode:
    return LayerNode(
        name=facts["name"],
        class_name=facts["class_name"],
        place=Location("program.py", 1, 1, 1, 1),
        output_shape=_shapes(facts["output_shape"]),
        weights=tuple(weights[key] for key in facts["weights"]),
        built=facts["built"],
        trainable=facts["trainable"],
        shapes_differ=facts["shapes_differ"],
        calls=tuple(Call(tuple(Connection(*source) for source in call), None) for call in facts["calls"]),
        layers=tuple(_node(child, weights) for child in facts["layers"]),
        is_model=facts["is_model"],
        is_functional=facts["is_functional"],
        is_operation=facts["is_operation"],
    )


def _shapes(value: Any) -> Shapes | None:
    """A list of sizes is a shape, a list of lists several."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: _required(shape) for key, shape in value.items()}
    if any(isinstance(item, (list, dict)) for item in value):
        return [_required(item) for item in value]
    return tuple(Symbolic.named(size) if isinstance(size, str) else from_python(size) for size in value)


def _required(value: Any) -> Shapes:
    shapes = _shapes(value)
    assert shapes is not None
    return shapes
