"""Record the public names of an installed Keras: `python record_public.py keras > public_3.txt`.

A line holds a module or a class and its names. Classes are recorded as `dir()` of an object shows them.
With TensorFlow, `python record_public.py tensorflow > public_3_tensorflow.txt` records what only that package has.
"""

from __future__ import annotations

import importlib
import os
import sys
import types
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")


def public(package: str) -> dict[str, list[str]]:
    keras = importlib.import_module(package)
    found: dict[str, list[str]] = {}
    _walk("keras", keras, package, found)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    found["class Sequential"] = _names(model)
    found["class Functional"] = _names(keras.Model(model.inputs, model.outputs))
    found["class Layer"] = _names(keras.layers.Layer())
    found["class KerasTensor"] = [*_names(keras.Input((2,))), "_keras_history", "_keras_shape"]
    return found


def of_tensorflow() -> dict[str, list[str]]:
    """The names that `tensorflow.keras` has beside those of Keras 3."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    own: dict[str, list[str]] = {}
    theirs: dict[str, list[str]] = {}
    _walk("keras", importlib.import_module("keras"), "keras", own)
    _walk("keras", importlib.import_module("keras._tf_keras.keras"), "keras._tf_keras", theirs)
    more = {owner: [name for name in names if name not in own.get(owner, ())] for owner, names in theirs.items()}
    return {owner: names for owner, names in more.items() if names}


def _walk(name: str, module: Any, package: str, found: dict[str, list[str]]) -> None:
    found[name] = _names(module)
    for member in found[name]:
        value = getattr(module, member)
        if isinstance(value, types.ModuleType) and value.__name__.startswith(package) and ".src" not in value.__name__:
            if name.count(".") < 4 and f"{name}.{member}" not in found:
                _walk(f"{name}.{member}", value, package, found)


def _names(value: Any) -> list[str]:
    return sorted(name for name in dir(value) if not name.startswith("_"))


if __name__ == "__main__":
    for owner, names in (of_tensorflow() if sys.argv[1] == "tensorflow" else public(sys.argv[1])).items():
        sys.stdout.write(f"{owner}: {' '.join(names)}\n")
