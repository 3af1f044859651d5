"""What the real Keras prints for a program: `python -m tests.keras_prints samples/mnist_convnet.py`.

With TF_USE_LEGACY_KERAS=1, in an environment that has tf_keras, that is Keras 2: by the name of `keras` as well as by
that of `tf.keras`. Training is left out, and data and weights are zeros: random ones take long.
"""

from __future__ import annotations

import importlib
import os
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch


def tables(path: Path) -> list[str]:
    """The summaries that the program prints, as in a fresh process whose output is no terminal."""
    keras = installed()
    keras.backend.clear_session()
    printed: list[str] = []
    with stand_ins(keras, printed), patch.object(sys, "argv", [path.name]):
        runpy.run_path(str(path), run_name="__main__")
    return printed


def installed() -> Any:
    if not os.environ.get("TF_USE_LEGACY_KERAS"):
        return importlib.import_module("keras")
    keras = importlib.import_module("tensorflow").keras
    sys.modules["keras"] = keras
    for part in ("backend", "datasets", "layers", "models", "utils"):
        sys.modules[f"keras.{part}"] = getattr(keras, part)
    return keras


@contextmanager
def stand_ins(keras: Any, printed: list[str]) -> Iterator[None]:
    original = keras.Model.summary

    def summary(model: Any, *args: Any, **options: Any) -> None:
        lines: list[str] = []
        original(model, *args, print_fn=lambda line, line_break=True: lines.append(line), **options)
        printed.append("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))

    with (
        patch.dict(os.environ, COLUMNS="80"),
        patch.object(keras.Model, "summary", summary),
        patch.object(keras.Model, "fit", lambda *_, **__: None),
        patch.object(keras.datasets.mnist, "load_data", lambda: (digits(60000), digits(10000))),
        patch.object(keras.initializers.VarianceScaling, "__call__", keras.initializers.Zeros.__call__),
        patch.object(keras.initializers.Orthogonal, "__call__", keras.initializers.Zeros.__call__),
    ):
        yield


def digits(count: int) -> tuple[Any, Any]:
    import numpy as np

    return np.zeros((count, 28, 28), "uint8"), np.zeros(count, "uint8")


if __name__ == "__main__":
    sys.stdout.write("\n".join(tables(Path(sys.argv[1]))))
