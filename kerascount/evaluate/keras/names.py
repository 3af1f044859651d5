"""The names of keras and tf.keras: where each was and is, and which exist."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from kerascount.versions import Api

# Packages that are, or were, Keras.
ROOTS: Final = (
    "tensorflow.compat.v1.keras",
    "tensorflow.compat.v2.keras",
    "tensorflow.contrib.keras.api.keras",
    "tensorflow.contrib.keras.python.keras",
    "tensorflow.contrib.keras",
    "tensorflow.python.keras.api._v2.keras",
    "tensorflow.python.keras.api._v1.keras",
    "tensorflow.python.keras",
    "tensorflow.keras",
    "tensorflow_core.python.keras",
    "tensorflow_core.keras",
    "tf_keras",
    "keras.api._v2.keras",
    "keras.api._v1.keras",
    "keras.src",
    "keras.api",
    "keras",
)
# `keras.layers.core.Dense`, `keras.engine.training.Model`: modules inside that users import from.
INNER: Final = (
    r"^keras\.(?:engine|legacy)(?:\.\w+)*\.(?=[A-Z]\w*$)"
    r"|^keras\.(layers|utils|models|preprocessing|callbacks|losses|optimizers|metrics|applications)(?:\.\w+)+\.(?=[A-Z]\w*$)"
    r"|^keras\.(utils)\.(?:np_utils|vis_utils|data_utils|layer_utils|generic_utils)\.(?=\w+$)"
)
# `tf.compat.v1.concat` is what programs for TensorFlow 1 know as `tf.concat`.
OF_TENSORFLOW: Final = r"^(?:tf|tensorflow)\.(?:compat\.v[12]\.)?"
TOP: Final = {"Layer": "keras.layers.Layer", "InputSpec": "keras.layers.InputSpec", "Model": "keras.Model"}
SAME: Final = {
    "keras.models.Model": "keras.Model",
    "keras.models.Sequential": "keras.Sequential",
    "keras.layers.Input": "keras.Input",
    "keras.Layer": "keras.layers.Layer",
    "keras.InputSpec": "keras.layers.InputSpec",
    "keras.models.Input": "keras.Input",
    "keras.engine.get_source_inputs": "keras.utils.get_source_inputs",
    "keras.engine.network.get_source_inputs": "keras.utils.get_source_inputs",
    "keras.engine.topology.get_source_inputs": "keras.utils.get_source_inputs",
    "keras.ops.operation_utils.get_source_inputs": "keras.utils.get_source_inputs",
}


@cache
def canonical(name: str) -> str:
    """`tensorflow.python.keras.layers.core.Dense` → `keras.layers.Dense`; other libraries unchanged."""
    for root in ROOTS:
        if name == root or name.startswith(root + "."):
            name = "keras" + name[len(root) :]
            break
    else:
        return re.sub(OF_TENSORFLOW, "tensorflow.", name + ".")[:-1] if name.startswith("t") else name
    match = re.match(INNER, name) if name.count(".") > 2 or name.startswith(("keras.engine", "keras.legacy")) else None
    if match:
        owner, tail = match[1] or match[2], name[match.end() :]
        if owner is None:
            name = TOP.get(tail, f"keras.layers.{tail}" if tail not in ("Sequential", "Input") else f"keras.{tail}")
        elif not (owner == "applications" or name.startswith("keras.layers.experimental")):
            name = f"keras.{owner}.{tail}"
    return SAME.get(name, name)


@cache
def public(api: Api) -> dict[str, frozenset[str]]:
    """The public names of each module and class, as recorded from the real package."""
    return _recorded("public_3.txt" if api is Api.KERAS_3 else "public_2.txt")


@cache
def _recorded(file: str) -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    pairs = (line.partition(": ") for line in text.splitlines())
    return {owner: frozenset(names.split()) for owner, _, names in pairs}


def certainly_missing(owner: str, name: str, api: Api) -> bool:
    """Whether a module, as the program names it, certainly has no such name. Only Keras 3 is recorded in full.

    `tensorflow.keras` has a few names of Keras 2 that `keras` has no longer.
    """
    if api is not Api.KERAS_3 or name.startswith("_"):
        return False
    module = canonical(owner)
    if owner.startswith(("tensorflow", "tf.")) and name in _recorded("public_3_tensorflow.txt").get(module, ()):
        return False
    return name not in public(api).get(module, {name})
