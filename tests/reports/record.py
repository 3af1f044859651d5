"""Record what the real Keras prints: `python -m tests.reports.record keras`, in an environment with keras or tf_keras.

For each model it keeps what Keras built (`<case>.json`) and the tables (`<case>.txt`), under `golden/`.
The tables are those of an output that is no terminal.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from typing import Any

from tests.reports.cases import CASES, KERAS_3_ONLY
from tests.reports.graphs import GOLDEN, VARIANTS, heading


class Recorder:
    """The facts of one model, from the live object."""

    def __init__(self, keras: Any, model: Any) -> None:
        self.keras, self.model = keras, model
        self.weights: dict[str, dict[str, Any]] = {}
        self.is_keras_3 = keras.__name__ == "keras"

    def facts(self) -> dict[str, Any]:
        model = self.model
        functional = self.is_functional(model)
        nodes = [node for depth in model._nodes_by_depth.values() for node in depth] if functional else None
        rows = model._operations if functional and self.is_keras_3 else model.layers
        optimizer = getattr(model, "optimizer", None)
        optimizer = optimizer.variables if self.is_keras_3 and optimizer and optimizer.built else None
        return {
            "name": model.name,
            "class_name": type(model).__name__,
            "built": bool(model.built),
            "is_sequential": isinstance(model, self.keras.Sequential),
            "is_functional": functional,
            "layers": [self.row(row, nodes) for row in rows],
            "model_weights": self.keys(model, model.weights),
            "optimizer": None if optimizer is None else self.keys(model, optimizer),
            "weights": self.weights,
        }

    def is_functional(self, model: Any) -> bool:
        return hasattr(model, "_nodes_by_depth") and not isinstance(model, self.keras.Sequential)

    def row(self, row: Any, nodes: list[Any] | None) -> dict[str, Any]:
        calls = [node for node in row._inbound_nodes if nodes is None or node in nodes]
        is_model = isinstance(row, self.keras.Model)
        is_layer = isinstance(row, self.keras.layers.Layer)
        return {
            "name": row.name,
            "class_name": type(row).__name__,
            "output_shape": self.shape(row),
            "weights": self.keys(row, row.weights) if is_layer else [],
            "built": bool(row.built) if is_layer else True,
            "trainable": bool(row.trainable) if is_layer else True,
            "shapes_differ": len({str(self.outputs(node)) for node in row._inbound_nodes}) > 1,
            "calls": [self.sources(node) for node in calls],
            "layers": [self.row(child, None) for child in row.layers] if is_model else [],
            "is_model": is_model,
            "is_functional": is_model and self.is_functional(row),
            "is_operation": not is_layer,
        }

    def outputs(self, node: Any) -> Any:
        if self.is_keras_3:
            shapes = [list(tensor.shape) for tensor in node.output_tensors]
            return shapes[0] if len(shapes) == 1 else shapes
        return plain(node.output_shapes)

    def shape(self, row: Any) -> Any:
        if row._inbound_nodes:
            shape = self.outputs(row._inbound_nodes[-1])
            return shape[0] if type(row).__name__ == "InputLayer" and not self.is_keras_3 else shape
        if self.is_keras_3 and row._build_shapes_dict:
            return plain(row.compute_output_shape(**row._build_shapes_dict))
        return None

    def sources(self, node: Any) -> list[Any]:
        if self.is_keras_3:
            history = [tensor._keras_history for tensor in node.input_tensors]
            return [[item.operation.name, item.node_index, item.tensor_index] for item in history]
        return [[layer.name, index, tensor] for layer, index, tensor, _ in node.iterate_inbound()]

    def keys(self, owner: Any, weights: list[Any]) -> list[str]:
        """The weights under a key for each; which of them train is asked of their owner."""
        trainable = {id(weight) for weight in getattr(owner, "trainable_weights", [])}
        for weight in weights:
            facts = {
                "name": weight.name,
                "shape": [int(size) for size in weight.shape],
                "dtype": str(weight.dtype.name if hasattr(weight.dtype, "name") else weight.dtype),
                "trainable": id(weight) in trainable,
            }
            self.weights[str(id(weight))] = facts
        return [str(id(weight)) for weight in weights]


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def renumbered(text: str, ids: list[str]) -> str:
    """Addresses differ from run to run: the weights are numbered."""
    for number, key in enumerate(ids):
        text = text.replace(f'"{key}"', f'"w{number}"')
    return text


def printed(model: Any, **arguments: Any) -> str:
    lines: list[str] = []
    with contextlib.redirect_stdout(io.StringIO()):
        model.summary(print_fn=lambda line, line_break=True: lines.append(line), **arguments)
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def main(package: str) -> None:
    os.environ["COLUMNS"] = "80"  # what both Keras and rich assume without a terminal
    keras = __import__(package)
    folder = GOLDEN / ("keras3" if package == "keras" else "tf_keras")
    folder.mkdir(parents=True, exist_ok=True)
    for name, build in CASES.items():
        if package == "tf_keras" and name in KERAS_3_ONLY:
            continue
        keras.backend.clear_session()
        model = build(keras)
        recorder = Recorder(keras, model)
        text = json.dumps(recorder.facts(), indent=1, ensure_ascii=False) + "\n"
        (folder / f"{name}.json").write_text(renumbered(text, list(recorder.weights)), encoding="utf-8")
        tables = [heading(arguments) + printed(model, **arguments) for arguments in VARIANTS]
        (folder / f"{name}.txt").write_text("".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
