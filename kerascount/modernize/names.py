"""Where the names of older lines of Keras are in Keras 3."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from kerascount.evaluate.keras.names import canonical, certainly_missing, public
from kerascount.layers.catalogue import find_layer
from kerascount.versions import Api

# What a path begins with, and what is there today; the private parts of packages are left to those who use them.
ROOTS: Final = {
    "tensorflow.contrib.keras.api.keras": "tensorflow.keras",
    "tensorflow.contrib.keras.python.keras": "tensorflow.keras",
    "tensorflow.contrib.keras": "tensorflow.keras",
    "tensorflow_core.python.keras": "tensorflow.keras",
    "tensorflow_core.keras": "tensorflow.keras",
    "tensorflow.keras": "tensorflow.keras",
    "keras": "keras",
}
PRIVATE: Final = ("keras.src", "keras.api", "keras._")
# Modules whose names are found in another one, where that has them.
MODULES: Final = (
    (r"keras\.layers\.experimental\.preprocessing", "keras.layers"),
    (r"keras\.layers\.\w+(?:\.\w+)?", "keras.layers"),
    (r"keras\.(?:engine|legacy)(?:\.\w+)?", "keras.layers"),
    (r"keras\.(?:engine|legacy)(?:\.\w+)?", "keras.models"),
    (r"keras\.(?:engine|legacy)(?:\.\w+)?", "keras"),
    (r"keras\.(?:engine|legacy)(?:\.\w+)?", "keras.utils"),
    (r"keras\.utils\.\w+", "keras.utils"),
    (r"keras\.objectives", "keras.losses"),
    (r"keras\.optimizers\.(?!legacy)\w+", "keras.optimizers"),
    (r"keras\.preprocessing\.\w+", "keras.utils"),
    (r"keras\.backend\.\w+_backend", "keras.backend"),
    (r"keras\.(models|losses|metrics|callbacks|regularizers|constraints|initializers|activations)\.\w+", r"keras.\1"),
)  # fmt: skip
# Names that are called differently today and mean the same.
RENAMED: Final = {
    "keras.regularizers.activity_l1": "keras.regularizers.l1",
    "keras.regularizers.activity_l2": "keras.regularizers.l2",
    "keras.regularizers.activity_l1l2": "keras.regularizers.l1_l2",
    "keras.regularizers.l1l2": "keras.regularizers.l1_l2",
    "keras.constraints.maxnorm": "keras.constraints.max_norm",
    "keras.constraints.nonneg": "keras.constraints.non_neg",
    "keras.constraints.unitnorm": "keras.constraints.unit_norm",
    "keras.losses.mse": "keras.losses.mean_squared_error",
    "keras.losses.mae": "keras.losses.mean_absolute_error",
    "keras.losses.mape": "keras.losses.mean_absolute_percentage_error",
    "keras.losses.msle": "keras.losses.mean_squared_logarithmic_error",
    "keras.losses.kullback_leibler_divergence": "keras.losses.kl_divergence",
    "keras.losses.kld": "keras.losses.kl_divergence",
    "keras.losses.logcosh": "keras.losses.log_cosh",
    "keras.metrics.mse": "keras.metrics.mean_squared_error",
    "keras.metrics.mae": "keras.metrics.mean_absolute_error",
    "keras.utils.plot": "keras.utils.plot_model",
    "keras.initializers.normal": "keras.initializers.random_normal",
    "keras.initializers.one": "keras.initializers.ones",
    "keras.initializers.uniform": "keras.initializers.random_uniform",
    "keras.initializers.zero": "keras.initializers.zeros",
    "keras.optimizers.sgd": "keras.optimizers.SGD",
    "keras.optimizers.rmsprop": "keras.optimizers.RMSprop",
    "keras.optimizers.adagrad": "keras.optimizers.Adagrad",
    "keras.optimizers.adadelta": "keras.optimizers.Adadelta",
    "keras.optimizers.adam": "keras.optimizers.Adam",
    "keras.optimizers.adamax": "keras.optimizers.Adamax",
    "keras.optimizers.nadam": "keras.optimizers.Nadam",
}
# Modules that once were there, those inside of packages included.
ONCE_MODULES: Final = re.compile(
    r"keras\.(?:(?:layers|engine|legacy|utils|preprocessing|optimizers|backend|wrappers|applications|datasets)\.[\w.]+"
    r"|engine|legacy|objectives|initializations|wrappers)"
)
# What the modules of Keras 1.2.2 to 2.3.1 had beside the names of tf.keras, as recorded from their sources.
RECORD: Final = Path(__file__).with_name("once.txt")


def split(name: str) -> tuple[str, str] | None:
    """What a name of Keras begins with today, and the rest under `keras`; None for what is none, or private."""
    for root in ROOTS:
        if name == root or name.startswith(root + "."):
            plain = "keras" + name[len(root) :]
            return None if plain.startswith(PRIVATE) else (ROOTS[root], plain)
    return None


def is_there(name: str, root: str) -> bool:
    """Whether Keras 3 has a module or a name of a module."""
    owner, _, tail = name.rpartition(".")
    if name in public(Api.KERAS_3) or not owner:
        return True
    if tail.startswith("_"):
        return True
    if root == "tensorflow.keras" and not certainly_missing("tensorflow.keras" + owner[5:], tail, Api.KERAS_3):
        return owner in public(Api.KERAS_3) or owner == "keras.preprocessing.text"
    return tail in public(Api.KERAS_3).get(owner, ())


@cache
def today(name: str, root: str) -> str:
    """Where a name, or a module, that Keras 3 does not have there is in it; nothing where it has none such."""
    if name in RENAMED:
        return RENAMED[name]
    owner, _, tail = name.rpartition(".")
    for old, new in MODULES:
        match = re.fullmatch(old, owner)
        if match and (found := _in_module(match.expand(new), tail, root)):
            return found
    home = canonical(name)
    return home if home != name and is_there(home, root) else ""


def _in_module(module: str, tail: str, root: str) -> str:
    name = f"{module}.{tail}"
    if name in RENAMED:
        return RENAMED[name]
    return name if tail in public(Api.KERAS_3).get(module, ()) else ""


def module_today(name: str) -> str:
    """The module that has today what this one had: of a module that was split up, nothing."""
    for old, new in MODULES:
        match = re.fullmatch(old, name)
        if match and not name.startswith(("keras.engine", "keras.legacy")) and match.expand(new) != name:
            return match.expand(new)
    return ""


def existed(name: str) -> bool:
    """Whether an older Keras had a name, as far as that is known: the rest may be slips of the pen."""
    owner, _, tail = name.rpartition(".")
    if owner not in public(Api.KERAS_3):
        return bool(ONCE_MODULES.fullmatch(owner))
    if owner == "keras.layers" and any(find_layer(tail, api) for api in (Api.TF_KERAS, Api.KERAS_2, Api.KERAS_1)):
        return True
    return tail in public(Api.TF_KERAS).get(owner, ()) or tail in once().get(owner, ())


@cache
def once() -> dict[str, frozenset[str]]:
    """What modules had that neither tf.keras nor Keras 3 has there."""
    pairs = (line.partition(": ") for line in RECORD.read_text(encoding="utf-8").splitlines())
    return {owner: frozenset(names.split()) for owner, _, names in pairs}
