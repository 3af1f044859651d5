"""The weights of a layer object, with the flag that `trainable` switches."""

from __future__ import annotations

from kerascount.values.weight import Weight


class WeightObject:
    """One variable of a layer. `declared` is what `add_weight(trainable=…)` said; `trainable` is now."""

    __slots__ = ("declared", "trainable", "weight")

    def __init__(self, weight: Weight, dtype: str, layer_trainable: bool = True) -> None:
        self.weight = weight.typed(dtype)
        self.declared = weight.trainable
        self.trainable = weight.trainable and layer_trainable
