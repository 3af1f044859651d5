"""`keras.random`: shapes of random values."""

from __future__ import annotations

from typing import Any, Final

from kerascount.evaluate.keras.tensorflow import TensorFunction
from kerascount.evaluate.objects import LibraryObject, StandIn
from kerascount.models.session import Session

ROWS: Final[dict[str, str]] = {
    **dict.fromkeys(("normal", "truncated_normal"), "filled shape mean: stddev: dtype seed:"),
    "uniform": "filled shape minval: maxval: dtype seed:",
    "randint": "integers shape minval: maxval: dtype seed:",
    "gamma": "filled shape alpha: dtype seed:",
    "beta": "filled shape alpha: beta: dtype seed:",
    "binomial": "filled shape counts: probabilities: dtype seed:",
    "categorical": "random_choice logits num_samples dtype: seed:",
    "dropout": "same inputs:x rate: noise_shape: seed:",
    "shuffle": "same x axis: seed:",
}


def find(session: Session, name: str) -> Any:
    """What `keras.random.…` is bound to; None where it has no model."""
    tail = name.removeprefix("keras.random.")
    if tail == "SeedGenerator":
        return StandIn(name, lambda *args, **kwargs: LibraryObject(name, args, kwargs))
    row = ROWS.get(tail)
    return StandIn(name, TensorFunction(name, row)) if row is not None else None
