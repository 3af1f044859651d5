"""Nested structures of tensors, flattened in the order of `keras.tree`: dicts by sorted key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Undetermined


def flatten(structure: Any) -> Iterator[Any]:
    if isinstance(structure, (list, tuple)):
        for item in structure:
            yield from flatten(item)
    elif isinstance(structure, dict):
        for key in _sorted(structure):
            yield from flatten(structure[key])
    elif isinstance(structure, slice):  # of `x[:, :n]`, where n may be a tensor
        yield from flatten((structure.start, structure.stop, structure.step))
    else:
        yield structure


def map_structure(function: Callable[[Any], Any], structure: Any) -> Any:
    if isinstance(structure, (list, tuple)):
        made = [map_structure(function, item) for item in structure]
        return tuple(made) if isinstance(structure, tuple) else made
    if isinstance(structure, dict):
        return {key: map_structure(function, value) for key, value in structure.items()}
    if isinstance(structure, slice):
        return slice(*(map_structure(function, part) for part in (structure.start, structure.stop, structure.step)))
    return function(structure)


def tensors(structure: Any) -> Iterator[Tensor]:
    return (item for item in flatten(structure) if isinstance(item, Tensor))


def is_symbolic(value: Any) -> bool:
    """Whether it is a tensor of a model graph (a KerasTensor), not an array."""
    return isinstance(value, Tensor) and value.history is not None


def any_symbolic(*structures: Any) -> bool:
    return any(is_symbolic(item) for structure in structures for item in flatten(structure))


def shapes_of(structure: Any) -> Any:
    """The structure of shapes of a structure of tensors; tuples of tensors become lists."""
    if isinstance(structure, (list, tuple)):
        return [shapes_of(item) for item in structure]
    if isinstance(structure, dict):
        return {key: shapes_of(value) for key, value in structure.items()}
    return structure.dims() if isinstance(structure, Tensor) else structure


def _sorted(structure: dict[Any, Any]) -> list[Any]:
    try:
        return sorted(structure)
    except (TypeError, Undetermined):
        return list(structure)
