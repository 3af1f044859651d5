"""JAX inside a program: functions that `keras.ops` and NumPy have too, and keys of random numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from kerascount.evaluate.objects import StandIn
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import standardize_shape

KEY: Final = "a key of random numbers"
# What makes arrays of values that the program spells out, and the types of these.
MAKING: Final = frozenset("array asarray zeros ones full empty arange linspace eye float32 float16 int32 int64".split())


def alias(name: str) -> str | None:
    """The name under which a function of `jax.numpy` or `jax.nn` is known elsewhere, if it is."""
    owner, _, tail = name.rpartition(".")
    if owner == "jax.numpy" and tail in MAKING:
        return f"numpy.{tail}"
    return f"keras.ops.{tail}" if owner in ("jax.numpy", "jax.nn") else None


def with_more_arguments(known: StandIn) -> StandIn:
    """The function of JAX that is known as one of `keras.ops` or NumPy, which take fewer arguments."""

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return known.function(*args, **kwargs)
        except Invalid as refusal:
            if refusal.error != "TypeError":
                raise
            raise Undetermined(f"is called in a way that is not followed: {refusal.message}") from None

    return StandIn(known.name, call)


def find(name: str) -> StandIn | None:
    """What `jax.random.…` is bound to; None where it has no model."""
    made = RANDOM.get(name)
    return StandIn(name, made) if made else None


def _key(*args: Any, **kwargs: Any) -> Unknown:
    return Unknown(KEY)


def _split(key: Any, num: Any = 2) -> list[Unknown] | Unknown:
    return [Unknown(KEY) for _ in range(num)] if isinstance(num, int) else Unknown(KEY)


def _filled(first: int, /, *args: Any, shape: Any = None, **kwargs: Any) -> Tensor | Unknown:
    """An array of a shape that stands at position `first` of the arguments."""
    shape = args[first] if shape is None and len(args) > first else shape
    if isinstance(shape, Unknown) or not isinstance(shape, (tuple, list, type(None))):
        return Unknown("a shape that is not known")
    return Tensor(standardize_shape(shape or ()))


RANDOM: Final[Mapping[str, Callable[..., Any]]] = {
    **{f"jax.random.{name}": _key for name in ("PRNGKey", "key", "fold_in")},
    "jax.random.split": _split,
    **{f"jax.random.{name}": partial(_filled, 1) for name in ("normal", "uniform", "bernoulli")},
    "jax.random.truncated_normal": partial(_filled, 3),
}
