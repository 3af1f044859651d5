"""Open dimensions inside a layer's own `call`.

Outside, None says nothing but that a size is left open. Inside, programs reckon with it: `reshape(x, (-1, n))` and
back must give the same batch again. So there each open size is a symbol of its own, and open again on the way out.
"""

from __future__ import annotations

from typing import Any, Final

from kerascount.values.dims import FREE, Dim, Free, Symbolic, atoms
from kerascount.values.objects import Tensor

MARK: Final = "None:"  # no expression of a program begins like this
BATCH: Final = Symbolic.named(f"{MARK}0")


def enter(value: Any) -> Any:
    """A tensor as `call` gets it: without history, its open sizes named after their axes."""
    if not isinstance(value, Tensor) or value.shape is None:
        return value
    shape = tuple(
        Symbolic.named(f"{MARK}{axis}") if isinstance(size, Free) else size for axis, size in enumerate(value.shape)
    )
    return Tensor(shape, value.dtype, value.name, value.why, origin=value.origin)


def leave(value: Any) -> Any:
    """A tensor as it comes out of `call`."""
    if not isinstance(value, Tensor) or value.shape is None:
        return value
    return Tensor(close(value.shape), value.dtype, value.name, value.why, origin=value.origin)


def close(shapes: Any) -> Any:
    """Shapes in which sizes that depend on an open one are open."""
    if isinstance(shapes, tuple):
        return tuple(map(close_size, shapes)) if Symbolic in map(type, shapes) else shapes
    if isinstance(shapes, list):
        return [close(shape) for shape in shapes]
    if isinstance(shapes, dict):
        return {key: close(shape) for key, shape in shapes.items()}
    return shapes


def close_size(size: Dim) -> Dim:
    if not isinstance(size, Symbolic):
        return size
    return FREE if any(MARK in atom for atom in atoms(size)) else size
