"""Record what the real Keras makes of calls of `keras.applications`.

    python -m tests.models.record_applications keras > tests/models/applications_keras3.json
    python -m tests.models.record_applications tf_keras > tests/models/applications_tf_keras.json

With a call behind the package, its layers are printed in full, to see where they differ from ours. tf_keras takes
hours; lines on the standard error tell how far it is.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any

from kerascount.models.applications import FAMILY_OF
from tests.models.application_calls import calls

os.environ.setdefault("KERAS_BACKEND", "jax")
Rows = list[list[Any]]


class Judge:
    """An installed Keras that neither draws initial weights nor downloads trained ones."""

    def __init__(self, package: str) -> None:
        self.keras = importlib.import_module(package)
        self.scope = {name: getattr(self.keras.applications, name) for name in FAMILY_OF}
        self.scope.update(Input=self.keras.Input, ReLU=self.keras.layers.ReLU)
        self.is_keras_3 = hasattr(self.keras, "ops")
        self.keras.Model.load_weights = lambda *args, **kwargs: None
        getattr(self, "spare_keras_3" if self.is_keras_3 else "spare_tf_keras")(package)

    def spare_keras_3(self, package: str) -> None:
        import numpy as np

        backend = importlib.import_module(f"{package}.src.backend")
        importlib.import_module(f"{package}.src.utils.file_utils").get_file = lambda *args, **kwargs: "weights.h5"

        def initialize(variable: Any, initializer: Any) -> None:
            variable._value = np.broadcast_to(np.float32(0), variable._shape)

        backend.Variable._initialize_with_initializer = initialize

    def spare_tf_keras(self, package: str) -> None:
        import tensorflow as tf

        importlib.import_module(f"{package}.src.utils.data_utils").get_file = lambda *args, **kwargs: "weights.h5"
        initializers = importlib.import_module(f"{package}.src.initializers.initializers")
        for name in ("VarianceScaling", "RandomUniform", "TruncatedNormal", "RandomNormal"):
            getattr(initializers, name).__call__ = lambda self, shape, dtype=None, **kwargs: tf.zeros(shape, dtype)

    def __call__(self, call: str) -> dict[str, Any]:
        """The name and the layers of the model that a call makes, or the error that it raises."""
        self.keras.backend.clear_session()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model = eval(call, dict(self.scope))
            return {"model": model.name, "rows": self.rows(model)}
        except Exception as error:
            return {"error": type(error).__name__, "message": str(error)}

    def rows(self, model: Any) -> Rows:
        return [self.row(layer) for layer in (model.operations if self.is_keras_3 else model.layers)]

    def row(self, layer: Any) -> list[Any]:
        node = layer._inbound_nodes[-1]
        outputs = node.output_tensors if self.is_keras_3 else _flat(node.outputs)
        inputs = node.input_tensors if self.is_keras_3 else node.keras_inputs
        return [
            layer.name,
            type(layer).__name__,
            [list(x.shape) for x in outputs],
            [_weight(w) for w in getattr(layer, "weights", ())],
            [(x._keras_history.operation if self.is_keras_3 else x._keras_history.layer).name for x in inputs],
        ]


def _flat(outputs: Any) -> Sequence[Any]:
    return outputs if isinstance(outputs, (list, tuple)) else [outputs]


def _weight(weight: Any) -> list[Any]:
    name = weight.name.rpartition("/")[2].partition(":")[0]
    return [name, list(weight.shape), weight.trainable]


def digest(made: dict[str, Any]) -> str:
    """A line for a model: its name, how many layers and parameters it has, and a digest of all its rows."""
    if "error" in made:
        return str(made["error"])
    sizes = [(_size(shape), trainable) for row in made["rows"] for _, shape, trainable in row[3]]
    total, trained = sum(size for size, _ in sizes), sum(size for size, trainable in sizes if trainable)
    code = hashlib.sha256(json.dumps(made["rows"]).encode()).hexdigest()[:12]
    return f"{made['model']}: {len(made['rows'])} layers, {total} parameters, {trained} trainable, {code}"


def _size(shape: Sequence[int]) -> int:
    size = 1
    for length in shape:
        size *= length
    return size


def main(package: str, *wanted: str) -> None:
    judge = Judge(package)
    if wanted:
        json.dump({call: judge(call) for call in wanted}, sys.stdout, indent=1)
        return
    facts = {}
    for call in calls(sorted(FAMILY_OF), brief=not judge.is_keras_3):
        facts[call] = digest(judge(call))
        sys.stderr.write(f"{call}\t{facts[call]}\n")
    json.dump({"version": judge.keras.__version__, "calls": facts}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
