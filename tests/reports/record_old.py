"""Record the tables of versions of Keras that no longer run: `python -m tests.reports.record_old 2.3 layer_utils.py`.

The second argument is `keras/utils/layer_utils.py` of that version. Its `print_summary` runs here, over stand-ins
that have what the recorded tf_keras models had.
"""

from __future__ import annotations

import ast
import json
import math
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.reports.graphs import GOLDEN, VARIANTS, heading

CASES = (
    "sequential",
    "linear",
    "branched",
    "shared",
    "several_shapes",
    "several_outputs",
    "nested",
    "frozen",
    "long_names",
)
NEEDED = {"print_summary", "count_total_params", "get_layer_index_bound_by_layer_name"}


class Layer:
    """What the functions ask of a layer or model."""

    def __init__(self, facts: dict[str, Any], weights: dict[str, Weight], as_list: bool) -> None:
        self.__dict__.update({key: facts[key] for key in ("name", "built")}, trainable=facts.get("trainable", True))
        self.facts = facts
        self._is_graph_network = facts["is_functional"]
        self.own = [weights[key] for key in facts.get("weights_of") or facts["weights"]]
        self.trainable_weights = [item for item in self.own if item.trainable]
        self.non_trainable_weights = [item for item in self.own if not item.trainable]
        self._inbound_nodes: list[SimpleNamespace] = []
        self.inbound_nodes = self._inbound_nodes
        self.as_list = as_list and facts["class_name"] == "InputLayer"
        if facts["layers"]:
            self.layers = [make(child, weights, as_list) for child in facts["layers"]]

    @property
    def output_shape(self) -> Any:
        if self.facts["shapes_differ"]:
            raise AttributeError
        shape = tuples(self.facts["output_shape"])
        return [shape] if self.as_list else shape

    def count_params(self) -> int:
        return sum(map(count, self.own))

    def _check_trainable_weights_consistency(self) -> None: ...


class Model(Layer): ...


def make(facts: dict[str, Any], weights: dict[str, Weight], as_list: bool) -> Layer:
    base = Model if facts["layers"] else Layer
    kind: type[Layer] = type(facts["class_name"], (base,), {})
    return kind(facts, weights, as_list)


class Weight:
    def __init__(self, facts: dict[str, Any]) -> None:
        self.size = math.prod(facts["shape"])
        self.trainable = facts["trainable"]


def tuples(value: Any) -> Any:
    nested = any(isinstance(item, list) for item in value)
    return [tuples(item) for item in value] if nested else tuple(value)


def count(weight: Weight) -> int:
    return weight.size


def model_of(facts: dict[str, Any], as_list: bool) -> Any:
    whole = {**facts, "weights_of": facts["model_weights"], "shapes_differ": False}
    weights = {key: Weight(value) for key, value in facts["weights"].items()}
    model: Any = make(whole, weights, as_list)
    by_name = {layer.name: layer for layer in model.layers}
    for layer in model.layers:
        for call in layer.facts["calls"]:
            node = SimpleNamespace(
                inbound_layers=[by_name.get(name, SimpleNamespace(name=name)) for name, _, _ in call],
                node_indices=[index for _, index, _ in call],
                tensor_indices=[index for _, _, index in call],
                keras_inputs=call,
            )
            node.iterate_inbound = lambda node=node: zip(
                node.inbound_layers, node.node_indices, node.tensor_indices, node.keras_inputs, strict=True
            )
            layer._inbound_nodes.append(node)
    model.nodes_by_depth = model._nodes_by_depth = by_depth(model)
    return model


def by_depth(model: Any) -> dict[int, list[Any]]:
    nodes = [node for layer in model.layers for node in layer._inbound_nodes]
    parents = {
        id(node): [
            layer._inbound_nodes[index]
            for layer, index in zip(node.inbound_layers, node.node_indices, strict=True)
            if layer in model.layers
        ]
        for node in nodes
    }

    def depth(node: Any) -> int:
        children = [other for other in nodes if any(parent is node for parent in parents[id(other)])]
        return max((depth(child) + 1 for child in children), default=0)

    found: dict[int, list[Any]] = {}
    for node in nodes:
        found.setdefault(depth(node), []).append(node)
    return found


def functions(source: str, lines: list[str]) -> dict[str, Any]:
    """The functions of that version, printing into `lines`."""
    tree = ast.parse(source)
    tree.body = [item for item in tree.body if isinstance(item, ast.FunctionDef) and item.name in NEEDED]
    scope: dict[str, Any] = {
        "print": lines.append,
        "io_utils": SimpleNamespace(print_msg=lines.append),
        "np": SimpleNamespace(sum=sum),
        "K": SimpleNamespace(count_params=count),
        "tf": SimpleNamespace(nest=SimpleNamespace(flatten=list)),
        "count_params": lambda weights: sum(map(count, weights)),
        "Model": Model,
        "Sequential": Model,
    }
    exec(compile(tree, "layer_utils.py", "exec"), scope)
    return scope


def printed(version: str, source: str, facts: dict[str, Any], arguments: dict[str, Any]) -> str:
    lines: list[str] = []
    print_summary = functions(source, lines)["print_summary"]
    model = model_of(facts, as_list=tuple(map(int, version.split("."))) >= (2, 4))
    first = model.layers if version.startswith("1.") else model
    print_summary(first, **arguments)
    return "".join(line + "\n" for line in lines)


def main(version: str, path: str) -> None:
    source = Path(path).read_text(encoding="utf-8")
    folder = GOLDEN / version
    folder.mkdir(parents=True, exist_ok=True)
    known = [variant for variant in VARIANTS if all(f"{key}=" in source for key in variant)]
    for name in CASES:
        facts = json.loads((GOLDEN / "tf_keras" / f"{name}.json").read_text(encoding="utf-8"))
        tables = [heading(arguments) + printed(version, source, facts, arguments) for arguments in known]
        (folder / f"{name}.txt").write_text("".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
