"""One expression on arrays, by our stand-ins and in the real NumPy: do the two agree?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy

from kerascount.evaluate.numpy.arrays import DType, LibraryObject
from kerascount.evaluate.numpy.methods import ARRAY_ATTRIBUTES, ARRAY_METHODS
from kerascount.evaluate.python.modules import tables_of_data
from kerascount.ops.indexing import get_item
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import to_python

Specification = tuple[Any, ...]  # (2, 3), or (2, 3, "uint8"): a dtype may end it


@dataclass(frozen=True)
class Outcome:
    """What became of an expression: shapes, types and numbers, or the class of the exception."""

    result: Any = None
    error: str = ""


class Namespace:
    """`np.random.rand` as the entry "numpy.random.rand" of the tables."""

    def __init__(self, prefix: str = "numpy.") -> None:
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        full = self._prefix + name
        known = (tables.STAND_INS[full] for tables in tables_of_data(full) if full in tables.STAND_INS)
        return next(known, Namespace(f"{full}."))


class Array:
    """A Tensor with the methods and attributes that the evaluator gives it."""

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor

    def __getattr__(self, name: str) -> Any:
        if name in ARRAY_ATTRIBUTES:
            return _wrapped(ARRAY_ATTRIBUTES[name](self.tensor))
        return _Calls(partial(ARRAY_METHODS[name], self.tensor))

    def __getitem__(self, key: Any) -> Any:
        return _wrapped(get_item(self.tensor, _unwrapped(key)))


def ours(expression: str, arrays: dict[str, Specification]) -> Outcome:
    names = {name: Array(Tensor(*_split(given))) for name, given in arrays.items()}
    try:
        return Outcome(_described(eval(expression, {"np": _Calls(Namespace()), **names})))
    except Invalid as refusal:
        return Outcome(error=refusal.error)
    except Undetermined:
        return Outcome("undetermined")


class _Methods:
    """The methods of an object such as a generator of random numbers."""

    def __init__(self, found: LibraryObject) -> None:
        self.found = found

    def __getattr__(self, name: str) -> Any:
        return _Calls(self.found.attribute(name))


class _Calls:
    """Takes the wrapping off arguments, and puts it on results."""

    def __init__(self, found: Any) -> None:
        self.found = found

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.found, name)
        return _Calls(value) if callable(value) or isinstance(value, Namespace) else value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _wrapped(self.found(*_unwrapped(args), **{key: _unwrapped(value) for key, value in kwargs.items()}))


def theirs(expression: str, arrays: dict[str, Specification]) -> Outcome:
    """The expression in the real NumPy."""
    names = {name: numpy.zeros(*_split(given)) for name, given in arrays.items()}
    try:
        return Outcome(_described(eval(expression, {"np": numpy, **names})))
    except Exception as error:
        return Outcome(error=type(error).__name__)


def agree(expression: str, **arrays: Specification) -> None:
    """Fail where the two differ; one number out of unknown values agrees with any."""
    real, said = theirs(expression, arrays), ours(expression, arrays)
    if said.result == "undetermined" or _is_number(said.result):
        said = real if not real.error and _is_number(real.result) else said
    assert said == real, f"{expression} on {arrays}: NumPy {real}, we {said}"


def _is_number(described: Any) -> bool:
    return isinstance(described, (int, float)) or isinstance(described, tuple) and described[:1] == ((),)


def _split(given: Specification) -> tuple[tuple[int, ...], str]:
    return (given[:-1], given[-1]) if given and isinstance(given[-1], str) else (given, "float64")


def _wrapped(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_wrapped(item) for item in value)
    if isinstance(value, LibraryObject):
        return _Methods(value)
    return Array(value) if isinstance(value, Tensor) else value


def _unwrapped(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_unwrapped(item) for item in value)
    if isinstance(value, _Calls):
        return value.found
    return value.tensor if isinstance(value, Array) else value


def _described(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_described(item) for item in value)
    if isinstance(value, Array):
        return tuple(to_python(size) for size in value.tensor.dims()), value.tensor.dtype
    if isinstance(value, (DType, numpy.dtype)):
        return value.name
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return (tuple(value.shape), str(value.dtype)) if value.ndim or value.dtype.kind == "f" else value.item()
    return value
