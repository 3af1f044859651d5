"""One call on Keras tensors, by our description and in the real Keras: do the two agree?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

from kerascount.ops.catalogue import OPS
from kerascount.values.dims import FREE
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import to_python

Specification = tuple[Any, ...]  # (None, 3), or (None, 3, "int32"): a dtype may end it


@dataclass(frozen=True)
class Outcome:
    """What became of a call: shapes and types of its tensors, or the class of the exception."""

    result: Any = None
    error: str = ""


UNDETERMINED = Outcome("undetermined")


class Namespace:
    """`ops.image.resize` as the entry "image.resize" of OPS."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        found = OPS.get(self._prefix + name)
        return Namespace(f"{self._prefix}{name}.") if found is None else found


def ours(expression: str, tensors: dict[str, Specification]) -> Outcome:
    names = {name: _tensor(*_split(given)) for name, given in tensors.items()}
    try:
        return Outcome(_described(eval(expression, {"ops": Namespace(), **names})))
    except Invalid as refusal:
        return Outcome(error=refusal.error)
    except Undetermined:
        return UNDETERMINED


def theirs(expression: str, tensors: dict[str, Specification]) -> Outcome:
    """The call in the real Keras."""
    import keras

    names = {name: keras.KerasTensor(*_split(given)) for name, given in tensors.items()}
    try:
        return Outcome(_described(eval(expression, {"ops": keras.ops, **names})))
    except Exception as error:
        return Outcome(error=type(error).__name__)


def agree(expression: str, **tensors: Specification) -> None:
    """Fail where the two differ. Of a refusal only the fact is compared: its class may name a detail."""
    said, real = ours(expression, tensors), theirs(expression, tensors)
    if said is not UNDETERMINED:
        same = bool(said.error) == bool(real.error) and said.result == real.result
        assert same, f"{expression} on {tensors}: Keras {real}, we {said}"


def _split(given: Specification) -> tuple[tuple[Any, ...], str]:
    return (given[:-1], given[-1]) if given and isinstance(given[-1], str) else (given, "float32")


def _tensor(shape: tuple[Any, ...], dtype: str) -> Tensor:
    return Tensor(tuple(FREE if size is None else size for size in shape), dtype, history="a node")


def _described(value: Any) -> Any:
    """Shapes and types in place of tensors; lists and tuples stay what they are."""
    if isinstance(value, (list, tuple)):
        return type(value)(_described(one) for one in value)
    if isinstance(value, Tensor):
        return tuple(to_python(size) for size in value.dims()), value.dtype
    if hasattr(value, "shape"):
        return tuple(value.shape), str(value.dtype)
    return value
