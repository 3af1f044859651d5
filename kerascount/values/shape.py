"""Shapes: tuples of dimensions, and the structures (list, dict) of shapes that layers take and give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Union

from kerascount.values.dims import FREE, Dim, Free, Symbolic, factor_text
from kerascount.values.outcomes import Invalid, Undetermined, Unsure

Shape = tuple[Dim, ...]
# What one call takes or gives: a shape, or a list or dict of such. A tuple is always one shape.
Shapes = Union[Shape, list["Shapes"], dict[str, "Shapes"]]


class ShapeTuple(list[Shapes]):
    """Several shapes in a tuple of Python's: like a list of them, but for what the summary of Keras 3 shows."""


def shape_text(shape: Shape) -> str:
    """`(None, 28, 28, 1)`, as Python prints the tuple."""
    return sizes_text(shape)


def shapes_text(shapes: Shapes) -> str:
    if isinstance(shapes, tuple):
        return shape_text(shapes)
    if isinstance(shapes, list):
        return "[" + ", ".join(shapes_text(shape) for shape in shapes) + "]"
    return "{" + ", ".join(f"{key!r}: {shapes_text(shape)}" for key, shape in shapes.items()) + "}"


def times_text(shape: Sequence[Dim]) -> str:
    """`5×5×3×32`, for explanations."""
    return "×".join(map(factor_text, shape)) or "1"


def flat_shapes(shapes: Shapes) -> Iterator[Shape]:
    """The single shapes of a structure, a dict in the order of its sorted keys as `keras.tree` has it."""
    if isinstance(shapes, tuple):
        yield shapes
    elif isinstance(shapes, list):
        for shape in shapes:
            yield from flat_shapes(shape)
    else:
        for key in sorted(shapes):
            yield from flat_shapes(shapes[key])


def from_python(size: object) -> Dim:
    """A dimension as a program writes it: None is FREE."""
    return FREE if size is None else size  # type: ignore[return-value]


def to_python(size: Dim) -> object:
    """A dimension as a program sees it: FREE is None."""
    return None if isinstance(size, Free) else size


def defined(size: Dim, what: str, error: str = "ValueError") -> Dim:
    """Refuse a dimension that Keras needs to know and that is None."""
    if isinstance(size, Free):
        message = f"{what} should be defined, found None"
        raise Invalid(message, error=error, code="KC126", plain=f"cannot make its weights: {what} is left open (None)")
    return size


def standardize_shape(sizes: Sequence[object], *, free: bool = True) -> Shape:
    """The sizes of a tensor or, not `free`, of a weight; what Keras takes for no shape is refused."""
    shape = tuple([int(size) if isinstance(size, bool) else from_python(size) for size in sizes])
    for size in shape:
        if type(size) is int and size > 0:  # nearly always
            continue
        if not _is_size(size, free):
            text = sizes_text([to_python(size) for size in shape])
            raise Invalid(
                f"Cannot convert '{text}' to a shape. Found invalid dimension '{size}'",
                plain=f"cannot make a tensor of the shape {text}: {size!r} is no size",
                help="// divides to whole numbers" if isinstance(size, float) else "",
            )
    return shape


def _is_size(size: object, free: bool) -> bool:
    if isinstance(size, int):
        return size >= 0
    if isinstance(size, Free):
        return free
    if size is None or isinstance(size, (str, float, list, tuple, dict)):
        return False
    if isinstance(size, Symbolic):
        return True
    raise Undetermined(f"depends on {size}")


def sizes_text(sizes: Sequence[object]) -> str:
    inner = ", ".join(str(size) for size in sizes)
    return f"({inner},)" if len(sizes) == 1 else f"({inner})"


def same(left: Dim, right: Dim) -> bool | Unsure:
    """Whether two sizes are equal, as far as can be known."""
    return left == right


def compatible(left: Dim, right: Dim) -> bool:
    """Whether two sizes can be the same: false only where they definitely differ."""
    verdict = left == right
    return isinstance(verdict, Unsure) or bool(verdict)


def normalise_axis(axis: int, rank: int) -> int:
    """An axis counted from the front, or the axis unchanged where it is out of range."""
    return axis + rank if axis < 0 else axis


__all__ = [
    "Dim",
    "FREE",
    "Shape",
    "ShapeTuple",
    "Shapes",
    "Symbolic",
    "compatible",
    "defined",
    "flat_shapes",
    "from_python",
    "normalise_axis",
    "same",
    "shape_text",
    "shapes_text",
    "sizes_text",
    "standardize_shape",
    "times_text",
    "to_python",
]
