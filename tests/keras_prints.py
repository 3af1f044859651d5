"""What the real Keras prints for a program: `python -m tests.keras_prints samples/mnist_convnet.py`.

In an environment with tf_keras, TF_USE_LEGACY_KERAS=1 makes it the `tf.keras` of the program. Training is left out, and
data sets are zeros of their true shapes.
"""

from __future__ import annotations

import importlib
import os
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

DATA = {"mnist": (28, 28), "cifar10": (32, 32, 3)}


def tables(path: Path) -> list[str]:
    """The summaries that the program prints, as in a fresh process whose output is no terminal."""
    keras = installed()
    keras.backend.clear_session()
    printed: list[str] = []
    with stand_ins(keras, printed), patch.object(sys, "argv", [path.name]):
        runpy.run_path(str(path), run_name="__main__")
    return printed


def installed() -> ModuleType:
    return importlib.import_module("tf_keras" if os.environ.get("TF_USE_LEGACY_KERAS") else "keras")


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
        patch.object(keras.datasets.mnist, "load_data", lambda: zeros(DATA["mnist"])),
        patch.object(keras.datasets.cifar10, "load_data", lambda: zeros(DATA["cifar10"])),
    ):
        yield


def zeros(shape: tuple[int, ...]) -> Any:
    import numpy as np

    return (np.zeros((60000, *shape), "uint8"), np.zeros(60000, "uint8")), (
        np.zeros((10000, *shape), "uint8"),
        np.zeros(10000, "uint8"),
    )


if __name__ == "__main__":
    print("\n".join(tables(Path(sys.argv[1]))), end="")
