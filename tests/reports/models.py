"""Small graphs for what no real Keras can print: formulas, gaps, findings."""

from __future__ import annotations

from typing import Any

from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import Call, Connection, FileReport, GraphWeight, LayerNode, ModelGraph, Report, TensorInfo
from kerascount.values.dims import FREE, Symbolic
from kerascount.values.shape import Shape
from kerascount.values.weight import Weight
from kerascount.versions import KERAS_3

WIDTH = Symbolic.named("X.shape[1]")


def at(line: int, column: int = 1) -> Location:
    return Location("train.py", line, column, line, column + 5)


def dense(name: str, inputs: Any, units: Any, *, line: int = 2, trainable: bool = True, **more: Any) -> LayerNode:
    weights = (Weight("kernel", (inputs, units), dtype="float32"), Weight("bias", (units,), dtype="float32"))
    facts = {
        "name": name,
        "class_name": "Dense",
        "place": at(line),
        "output_shape": (FREE, units),
        "weights": tuple(GraphWeight(weight, trainable) for weight in weights),
        "built": True,
        "trainable": trainable,
        "input_shape": (FREE, inputs),
        "calls": (Call((), (FREE, units)),),
    }
    return LayerNode(**{**facts, **more})


def lambda_of_unknown_shape(line: int = 3) -> LayerNode:
    facts = {"output_shape": None, "weights": (), "built": True, "trainable": True, "unknown": "depends on sys.argv"}
    return LayerNode(name="lambda", class_name="Lambda", place=at(line), **facts)


def sequential(*layers: LayerNode, **more: Any) -> ModelGraph:
    facts = {
        "name": "sequential",
        "class_name": "Sequential",
        "variable": "model",
        "place": at(1, 9),
        "generation": KERAS_3,
        "built": True,
        "inputs": (TensorInfo("x", (FREE, WIDTH), "float32"),),
        "outputs": (),
        "layers": layers,
        "weights": tuple(weight for layer in layers for weight in layer.weights),
        "is_sequential": True,
    }
    return ModelGraph(**{**facts, **more})


def source(name: str, shape: Shape) -> LayerNode:
    facts = {"weights": (), "built": True, "trainable": True, "calls": (Call((), shape),)}
    return LayerNode(name=name, class_name="InputLayer", place=at(1), output_shape=shape, **facts)


def call(*names: str) -> Call:
    return Call(tuple(Connection(name, 0, 0) for name in names), None)


def report(*models: ModelGraph, diagnostics: tuple[Diagnostic, ...] = (), failed: bool = False) -> Report:
    return Report((FileReport("train.py", models, diagnostics, failed),))


REFUSED = Diagnostic(
    "KC101",
    Severity.ERROR,
    'Input 0 of layer "dense" is incompatible:\nexpected axis -1 to have value 4',
    at(12, 9),
    help="reshape the input",
    calls=(at(30), at(21, 5)),
)
EARLIER = Diagnostic("KC200", Severity.WARNING, "never trained", at(4))
