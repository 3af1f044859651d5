"""Nested structures of tensors, flattened in the order of `keras.tree`: dicts by sorted key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from kerascount.values.bounds import refuse_nested
from kerascount.values.objects import Named, Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.scalars import NumpyFloat, NumpyInt
from kerascount.values.shape import Shape


def flatten(structure: Any) -> Iterator[Any]:
    return iter(leaves(structure))


def leaves(structure: Any) -> list[Any]:
    """The same as a list, which is made several times faster than nested generators run."""
    if isinstance(structure, Tensor):
        return [structure]
    refuse_nested(structure)
    found: list[Any] = []
    _gather(structure, found)
    return found


def _gather(structure: Any, found: list[Any]) -> None:
    if isinstance(structure, (list, tuple)):
        for item in structure:
            if isinstance(item, Tensor):
                found.append(item)
            else:
                _gather(item, found)
    elif isinstance(structure, dict):
        for key in _sorted(structure):
            _gather(structure[key], found)
    elif isinstance(structure, slice):  # of `x[:, :n]`, where n may be a tensor
        _gather((structure.start, structure.stop, structure.step), found)
    else:
        found.append(structure)


def map_structure(function: Callable[[Any], Any], structure: Any) -> Any:
    refuse_nested(structure)
    return _mapped(function, structure)


def _mapped(function: Callable[[Any], Any], structure: Any) -> Any:
    if isinstance(structure, (list, tuple)):
        made = [_mapped(function, item) for item in structure]
        if isinstance(structure, Named):
            return type(structure)(made)
        return tuple(made) if isinstance(structure, tuple) else made
    if isinstance(structure, dict):
        return {key: _mapped(function, value) for key, value in structure.items()}
    if isinstance(structure, slice):
        return slice(*(_mapped(function, part) for part in (structure.start, structure.stop, structure.step)))
    return function(structure)


def tensors(structure: Any) -> Iterator[Tensor]:
    return (item for item in leaves(structure) if isinstance(item, Tensor))


def has_tensors(structure: Any) -> bool:
    return isinstance(structure, Tensor) or any(tensors(structure))


def is_symbolic(value: Any) -> bool:
    """Whether it is a tensor of a model graph (a KerasTensor), not an array."""
    return isinstance(value, Tensor) and value.history is not None


def any_symbolic(*structures: Any) -> bool:
    return any(map(is_symbolic, leaves(structures)))


def shapes_of(structure: Any) -> Any:
    """The structure of shapes of a structure of tensors; tuples of tensors become lists."""
    if isinstance(structure, Tensor):
        return structure.dims()
    if isinstance(structure, (list, tuple)):
        return [shapes_of(item) for item in structure]
    if isinstance(structure, dict):
        return {key: shapes_of(value) for key, value in structure.items()}
    return structure


def _sorted(structure: dict[Any, Any]) -> list[Any]:
    try:
        return sorted(structure)
    except (TypeError, Undetermined):
        return list(structure)


PLAIN: Final = {bool: "bool", int: "int32", float: "float32", str: "string", NumpyInt: "int64", NumpyFloat: "float32"}


def as_arrays(value: Any, depth: int) -> Any:
    """Numbers or strings nested in lists of equal length as the arrays that they stand for, `depth` levels in."""
    if depth and isinstance(value, (list, tuple)):
        return [as_arrays(item, depth - 1) for item in value]
    if type(value) in PLAIN:
        return Unknown("what a layer makes of one plain value is not known")
    shape, items = _regular_shape(value), leaves(value)
    return value if shape is None or not items else Tensor(shape, PLAIN[type(items[0])], data=value)


def _regular_shape(value: Any) -> Shape | None:
    if type(value) in PLAIN:
        return ()
    shapes = {_regular_shape(item) for item in value} if isinstance(value, (list, tuple)) else {None}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(value), *inner)
