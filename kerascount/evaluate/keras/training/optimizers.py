"""What an optimizer keeps beside the weights: the `Optimizer params` of a summary printed after training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# The variables that each optimizer keeps for a trainable weight (Keras 3.15.1).
SLOTS: Final[Mapping[str, int]] = {
    "adam": 2, "adamw": 2, "adamax": 2, "adadelta": 2, "ftrl": 2, "lamb": 2,
    "rmsprop": 1, "adagrad": 1, "lion": 1, "sgd": 0,
}  # fmt: skip


def slots(optimizer: Any) -> int | None:
    """How many variables it keeps for each trainable weight; None where that is not known."""
    if isinstance(optimizer, str):
        return SLOTS.get(optimizer.lower())
    name = str(getattr(optimizer, "name", "")).rpartition(".")[2].lower()
    kwargs = getattr(optimizer, "kwargs", {})
    if name not in SLOTS or not _plain_rate(optimizer):
        return None
    extra = sum(bool(kwargs.get(option)) for option in ("amsgrad", "centered"))
    return SLOTS[name] + extra + (name in ("sgd", "rmsprop") and bool(kwargs.get("momentum")))


def _plain_rate(optimizer: Any) -> bool:
    """Whether the learning rate is a number, which the optimizer keeps, and not a schedule."""
    given = [*getattr(optimizer, "args", ())[:1], *getattr(optimizer, "kwargs", {}).values()]
    return all(isinstance(value, (int, float, str, bool, type(None))) for value in given)
