"""Record what the constructors of an installed Keras 3 take: `python record_constructors.py > constructors_3.txt`.

A line holds a class and its arguments; `?` marks those with a default, `**` that any keyword is taken.
"""

from __future__ import annotations

import importlib
import inspect
import os
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

MODULES = (
    "keras.callbacks", "keras.constraints", "keras.initializers", "keras.losses", "keras.metrics", "keras.optimizers",
    "keras.optimizers.schedules", "keras.regularizers",
)  # fmt: skip


def constructors() -> Iterator[tuple[str, list[str]]]:
    from kerascount.evaluate.keras.names import canonical

    for module in MODULES:
        found = importlib.import_module(module)
        for name in sorted(dir(found)):
            value = getattr(found, name)
            if inspect.isclass(value):
                yield canonical(f"{module}.{name}"), list(_arguments(value))


def _arguments(cls: Any) -> Iterator[str]:
    import keras

    for item in list(inspect.signature(cls.__init__).parameters.values())[1:]:
        if item.kind is item.VAR_POSITIONAL:
            continue
        if item.kind is item.VAR_KEYWORD:
            # An optimizer takes more keywords only to refuse them, but for the old `decay`.
            yield "decay?" if issubclass(cls, keras.optimizers.Optimizer) else "**"
        else:
            yield item.name + ("" if item.default is item.empty else "?")


if __name__ == "__main__":
    for owner, names in constructors():
        print(f"{owner}: {' '.join(names)}".rstrip())  # noqa: T201
