"""What callbacks of the program leave behind: their methods run for every batch, and are not followed."""

from __future__ import annotations

from typing import Any

from kerascount.evaluate.objects import Instance, add_rest
from kerascount.models.tree import flatten
from kerascount.values.objects import Unknown

WHY = "a callback may set it while the model is trained"


def forget(callbacks: Any) -> None:
    """Values that callbacks keep are not known after training."""
    for callback in flatten(callbacks):
        if isinstance(callback, Instance):
            for name, value in callback.attributes.items():
                if isinstance(value, (list, dict, set)):
                    add_rest(value, WHY)
                elif value is None or isinstance(value, (bool, int, float, str)):
                    callback.attributes[name] = Unknown(WHY, name)
