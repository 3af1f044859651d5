"""`einops`: its patterns are a language of shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kerascount.evaluate.numpy.arrays import Row, as_array
from kerascount.models.tree import is_symbolic
from kerascount.ops.shapes import dimension
from kerascount.values.dims import Dim, product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shape, shape_text

TOKEN: Final = re.compile(r"\(|\)|\.\.\.|[A-Za-z_]\w*|\d+")
Axes = list[str]  # the names of which the size of one axis is the product
SPREAD: Final[Axes] = ["*"]  # `...` outside of brackets stands for several axes


def transformed(tensor: Any, pattern: Any, **axes_lengths: Any) -> Tensor:
    """`rearrange(x, "b (h p) w c -> b h (w p c)", p=2)`, and `repeat`, which has more axes behind the arrow."""
    left, right = _sides(pattern)
    found = _operand(tensor)
    sizes = _sizes(found.dims(), left, axes_lengths, pattern)
    return Tensor(tuple(_size(axes, sizes) for axes in _spread(right, sizes)), found.dtype)


def reduce(tensor: Any, pattern: Any, reduction: Any = "mean", **axes_lengths: Any) -> Tensor:
    return transformed(tensor, pattern, **axes_lengths)


def parse_shape(x: Any, pattern: Any) -> dict[str, Any]:
    from kerascount.evaluate.numpy.methods import run_time_size

    sizes = _sizes(_operand(x).dims(), _side(pattern), {}, pattern)
    return {name: run_time_size(size) for name, size in sizes.items() if name != "_" and not name.isdigit()}


def _operand(tensor: Any) -> Tensor:
    if isinstance(tensor, Unknown):
        raise Undetermined(tensor.why)
    if is_symbolic(tensor):
        raise Undetermined("einops on a Keras tensor")
    return as_array(tensor)


def _sides(pattern: Any) -> tuple[list[Axes], list[Axes]]:
    if not isinstance(pattern, str):
        raise Undetermined("a pattern that is not known")
    left, arrow, right = pattern.partition("->")
    if not arrow:
        raise Undetermined(f"the pattern {pattern!r}")
    return _side(left), _side(right)


def _side(text: str) -> list[Axes]:
    """`b (h w) ...` → [["b"], ["h", "w"], ["..."]]"""
    result: list[Axes] = []
    inside: Axes | None = None
    for token in TOKEN.findall(text):
        if token == "(":
            inside = []
        elif token == ")":
            result.append(inside or [])
            inside = None
        elif inside is not None:
            inside.append(token)
        else:
            result.append(SPREAD if token == "..." else [token])
    return result


def _sizes(shape: Shape, axes: Sequence[Axes], given: Mapping[str, Any], pattern: Any) -> dict[str, Dim]:
    """How long each named axis is; "...0", "...1" are those of the ellipsis."""
    sizes: dict[str, Dim] = {name: dimension(size) for name, size in given.items()}
    count = max(0, len(shape) - len(axes) + 1)
    full = [item for one in axes for item in ([[f"...{place}"] for place in range(count)] if one is SPREAD else [one])]
    if len(full) != len(shape):
        raise Invalid(
            f"Wrong shape: expected {len(full)} dims. Received {len(shape)}-dim tensor, for the pattern {pattern!r}",
            error="EinopsError",
        )
    for size, names in zip(shape, full, strict=True):
        _solve(size, names, sizes, shape)
    return sizes


def _solve(size: Dim, names: Axes, sizes: dict[str, Dim], shape: Shape) -> None:
    """Find the one axis of a product that is not known yet."""
    missing = [name for name in names if not name.isdigit() and name not in sizes]
    known = product([int(name) if name.isdigit() else sizes[name] for name in names if name not in missing])
    if len(missing) > 1:
        raise Undetermined(f"could not infer sizes for {' '.join(missing)}")
    if missing:
        if isinstance(size, int) and isinstance(known, int) and (not known or size % known):
            message = f"Shape mismatch, can't divide axis of length {size} in chunks of {known}, in {shape_text(shape)}"
            raise Invalid(message, error="EinopsError")
        sizes[missing[0]] = size // known
    elif isinstance(size, int) and isinstance(known, int) and size != known:
        raise Invalid(f"Shape mismatch, {size} != {known} in {shape_text(shape)}", error="EinopsError")


def _spread(axes: Sequence[Axes], sizes: Mapping[str, Dim]) -> list[Axes]:
    """With the axes of the ellipsis in its place."""
    hidden = [name for name in sizes if name.startswith("...")]
    result: list[Axes] = []
    for one in axes:
        if one is SPREAD:
            result += [[name] for name in hidden]
        else:
            result.append([name for item in one for name in (hidden if item == "..." else [item])])
    return result


def _size(axes: Axes, sizes: Mapping[str, Dim]) -> Dim:
    return product([int(name) if name.isdigit() else sizes[name] for name in axes])


STAND_INS: Final = {
    "einops.rearrange": Row("rearrange", transformed),
    "einops.repeat": Row("repeat", transformed),
    "einops.reduce": Row("reduce", reduce),
    "einops.parse_shape": Row("parse_shape", parse_shape),
}
