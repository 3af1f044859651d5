"""Linear algebra: products, decompositions and `einsum`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerascount.ops import dtypes
from kerascount.ops.elementwise import binary, promoted, promoted_strongly, require_tensors
from kerascount.ops.registry import family, op
from kerascount.ops.shapes import (
    broadcast_shapes,
    canonicalize_axis,
    flat_size,
    identical,
    is_symbolic,
    item,
    matches,
    matmul_shape,
    operand,
    without,
)
from kerascount.values.dims import Dim, Free
from kerascount.values.macs import announce, announce_unknown
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, shape_text


@op("Matmul")
def matmul(x1: Any, x2: Any) -> Tensor:
    left, right = operand(x1), operand(x2)
    shape = matmul_shape(left.dims(), right.dims())
    announce(*shape, left.dims()[-1])
    return Tensor(shape, _product_type(x1, x2))


def _product_type(*values: Any) -> str:
    kinds = {operand(value).dtype for value in values}
    return "int32" if kinds == {"int8"} else promoted_strongly(*values)


@op("Dot")
def dot(x1: Any, x2: Any) -> Tensor:
    left, right = operand(x1).dims(), operand(x2).dims()
    if not left or not right:
        return binary(promoted)(x1, x2)
    dtype = promoted(x1, x2)
    announce(*left, *(without(right, (-2,)) if len(right) > 1 else ()))
    if len(left) == 1 and len(right) == 1:
        return Tensor((), dtype)
    message = f"Shapes do not match for `dot`: `x1.shape={shape_text(left)}` and `x2.shape={shape_text(right)}`."
    if len(right) == 1:
        require(identical(left[-1], right[0]), message)
        return Tensor(left[:-1], dtype)
    require(left[-1] == right[-2], message)
    return Tensor((*left[:-1], *without(right, (-2,))), dtype)


@op("Vdot")
def vdot(x1: Any, x2: Any) -> Tensor:
    return Tensor((), promoted(x1, x2))


@op("Inner")
def inner(x1: Any, x2: Any) -> Tensor:
    left, right = operand(x1).dims(), operand(x2).dims()
    if not left or not right:
        return Tensor(left or right, promoted(x1, x2))
    require(
        left[-1] == right[-1],
        "`inner` requires the last dimension of `x1` and `x2` to match. "
        f"Received: x1.shape={shape_text(left)}, x2.shape={shape_text(right)}.",
    )
    announce(*left, *right[:-1])
    return Tensor(left[:-1] + right[:-1], promoted(x1, x2))


@op("Outer")
def outer(x1: Any, x2: Any) -> Tensor:
    return Tensor((flat_size(operand(x1).dims()), flat_size(operand(x2).dims())), promoted(x1, x2))


@op("Kron")
def kron(x1: Any, x2: Any) -> Tensor:
    left, right = operand(x1).dims(), operand(x2).dims()
    if not is_symbolic(x1, x2):  # on Keras tensors the longer shape is cut instead
        rank = max(len(left), len(right))
        left, right = ((1,) * (rank - len(shape)) + shape for shape in (left, right))
    return Tensor(tuple(a * b for a, b in zip(left, right, strict=False)), promoted_strongly(x1, x2))


@op("Cross")
def cross(x1: Any, x2: Any, axisa: Any = -1, axisb: Any = -1, axisc: Any = -1, axis: Any = None) -> Tensor:
    require_tensors(x1, x2)
    first, second, result = (axisa, axisb, axisc) if axis is None else (axis,) * 3
    left, right = operand(x1).dims(), operand(x2).dims()
    lengths = [item(left, first), item(right, second)]
    shape = broadcast_shapes(without(left, (first,)), without(right, (second,)))
    for size in lengths:
        if isinstance(size, int) and size not in (2, 3):
            raise Invalid(f"both operands must have 2 or 3 values, but received: {size}")
    vector = (3,) if any(isinstance(size, int) and size == 3 for size in lengths) else ()
    place = canonicalize_axis(result, len(shape) + len(vector))
    return Tensor((*shape[:place], *vector, *shape[place:]), promoted(x1, x2))


@op("Tensordot")
def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Tensor:
    left, right, dtype = operand(x1).dims(), operand(x2).dims(), promoted(x1, x2)
    if isinstance(axes, Unknown):
        raise Undetermined(axes.why)
    if isinstance(axes, int):
        if axes > 0 and not is_symbolic(x1, x2) and not matches(left[-axes:], right[:axes]):
            raise Invalid(f"Shape mismatch for `tensordot`: {shape_text(left)} and {shape_text(right)}.")
        if axes > 0:
            announce(*left, *right[axes:])
        return Tensor(left + right if axes <= 0 else left[:-axes] + right[axes:], dtype)
    first, second = ([one] if isinstance(one, int) else list(one) for one in axes)
    chosen = tuple(item(left, axis) for axis in first), tuple(item(right, axis) for axis in second)
    if not matches(*chosen):
        raise Invalid(
            "Shape mismatch on `x1[axes[0]]` and `x2[axes[1]]`, "
            f"received {shape_text(chosen[0])} and {shape_text(chosen[1])}."
        )
    announce(*left, *without(right, second))
    return Tensor(without(left, first) + without(right, second), dtype)


@op("Einsum")
def einsum(subscripts: Any, *operands: Any, **kwargs: Any) -> Tensor:
    if not isinstance(subscripts, str):
        raise Undetermined("the subscripts of `einsum` are computed")
    symbolic = is_symbolic(*operands)
    text = subscripts if symbolic else subscripts.replace(" ", "")
    inputs, arrow, output = text.partition("->")
    specs = inputs.split(",")
    if len(specs) != len(operands):
        raise Invalid(
            f"Number of operands ({len(operands)}) does not match the number of input specs ({len(specs)}) "
            f"in `einsum`, received subscripts={subscripts}."
        )
    target = output if arrow else _implied_output(inputs)
    expanded = [_expanded(operand(x).dims(), spec, target, symbolic) for x, spec in zip(operands, specs, strict=True)]
    shape = expanded[0]
    for other in expanded[1:]:
        shape = broadcast_shapes(shape, other)
    kinds = {operand(x).dtype for x in operands}
    _announce_einsum([operand(x).dims() for x in operands], specs, shape, target)
    return Tensor(shape, "int32" if kinds == {"int8"} else dtypes.result_type(*kinds))


def _announce_einsum(shapes: Sequence[Shape], specs: Sequence[str], output: Shape, target: str) -> None:
    """Of two operands, the output times the axes that both have and that are summed over."""
    if len(specs) > 2:
        announce_unknown("an einsum of more than two operands: its cost depends on the order of the products")
    if len(specs) != 2:
        return
    letters = specs[0].partition("...")
    sizes = {**_by_letter(letters[0], shapes[0]), **_by_letter(letters[2][::-1], shapes[0][::-1])}
    summed = [size for letter, size in sizes.items() if letter in specs[1] and letter not in target]
    if summed:
        announce(*output, *summed)


def _implied_output(inputs: str) -> str:
    """Without an arrow, the letters that occur once, in order."""
    once = sorted(letter for letter in set(inputs) if letter.isalpha() and inputs.count(letter) == 1)
    return "..." + "".join(once)


def _expanded(shape: Shape, spec: str, target: str, symbolic: bool) -> Shape:
    """One operand with its sizes where the output has its letters, and 1 elsewhere."""
    before, dots, after = spec.partition("...")
    if not dots and len(before) != len(shape):
        raise Invalid(
            "Number of dimensions in the subscript does not match the number of dimensions in the operand, "
            f"received subscript `{spec}` and operand of shape {shape_text(shape)}."
        )
    if len(shape) < len(before) + len(after):
        raise Invalid("list index out of range", error="IndexError")
    known = {**_by_letter(before, shape), **_by_letter(after[::-1], shape[::-1])}
    start, dots, end = target.partition("...")
    wildcard = shape[len(before) : len(shape) - len(after)] if dots and "..." in spec else ()
    return (*_placed(start, known, symbolic), *wildcard, *_placed(end, known, symbolic))


def _by_letter(letters: str, shape: Shape) -> dict[str, Dim]:
    """A letter that occurs twice takes its first size."""
    return dict(reversed(list(zip(letters, shape, strict=False))))


def _placed(letters: str, known: dict[str, Dim], symbolic: bool) -> Shape:
    """On Keras tensors only small letters may be missing from an operand: the others Keras reads as numbers."""
    for letter in letters:
        if symbolic and letter not in known and not ("a" <= letter <= "z" or letter.isspace()):
            raise Invalid(f"invalid literal for int() with base 10: '{letter}'")
    return tuple(known.get(letter, 1) for letter in letters if not letter.isspace())


def _matrix(x: Any, *, square: bool = False) -> tuple[Shape, str]:
    """The shape (…, rows, columns) and the type of a matrix."""
    found = operand(x)
    shape = found.dims()
    require(len(shape) >= 2, f"Expected input to have rank >= 2. Received input with shape {shape_text(shape)}.")
    if square:
        message = f"Expected a square matrix. Received non-square input with shape {shape_text(shape)}"
        require(identical(shape[-2], shape[-1]), message)
    return shape, found.dtype


def square_to_same(x: Any, upper: Any = False) -> Tensor:
    return Tensor(*_matrix(x, square=True))


family("cholesky", "Cholesky", "x, upper=False", square_to_same)
family("cholesky_inverse", "CholeskyInverse", "x, upper=False", square_to_same)
family("inv", "Inv", "x", square_to_same)


@op("Det")
def det(x: Any) -> Tensor:
    shape, dtype = _matrix(x, square=True)
    return Tensor(shape[:-2], dtype)


def eigen(x: Any) -> tuple[Tensor, Tensor]:
    shape, dtype = _matrix(x, square=True)
    return Tensor(shape[:-1], dtype), Tensor(shape, dtype)


family("eig", "Eig", "x", eigen)
family("eigh", "Eigh", "x", eigen)


@op("LuFactor")
def lu_factor(x: Any) -> tuple[Tensor, Tensor]:
    shape, dtype = _matrix(x)
    return Tensor(shape, dtype), Tensor((*shape[:-2], _least(shape)), dtype)


def _least(shape: Shape) -> Dim:
    """`min(rows, columns)`, which Python refuses for None."""
    rows, columns = shape[-2:]
    if isinstance(rows, Free) or isinstance(columns, Free):
        raise Invalid("'<' not supported between instances of 'NoneType' and 'int'", error="TypeError")
    if isinstance(rows, int) and isinstance(columns, int):
        return min(rows, columns)
    raise Undetermined(f"depends on {rows} and {columns}")


@op("Qr")
def qr(x: Any, mode: Any = "reduced") -> tuple[Tensor, Tensor]:
    if mode not in ("reduced", "complete"):
        raise Invalid(f"`mode` argument value not supported. Received: mode={mode}")
    shape, dtype = _matrix(x)
    rows, columns = shape[-2:]
    if isinstance(rows, Free) or isinstance(columns, Free):
        raise Invalid(f"Input should have its last 2 dimensions fully-defined. Received: {shape_text(shape)}")
    inside = _least(shape) if mode == "reduced" else rows
    return Tensor((*shape[:-1], inside), dtype), Tensor((*shape[:-2], inside, columns), dtype)


@op("SVD")
def svd(x: Any, full_matrices: Any = True, compute_uv: Any = True) -> Any:
    shape, dtype = _matrix(x)
    rows, columns, least = shape[-2], shape[-1], _least(shape)
    left, right = (rows, columns) if full_matrices else (least, least)
    values = Tensor((*shape[:-2], least), dtype)
    if not compute_uv:
        return values
    return Tensor((*shape[:-1], left), dtype), values, Tensor((*shape[:-2], right, columns), dtype)


def solution(a: Any, b: Any, lower: Any = False) -> Tensor:
    left, _ = _matrix(a, square=True)
    found = operand(b)
    right = found.dims()
    require(len(right) >= 1, "Expected input to have rank >= 1. Received scalar input.")
    message = f"Incompatible shapes between `a` and `b`: {shape_text(left)} and {shape_text(right)}"
    if len(left) == len(right):
        require(identical(left[-2], right[-2]), message)
    elif len(left) == len(right) - 1:
        require(identical(left[-1], right[-1]), message)
    return Tensor(right, found.dtype)


family("solve", "Solve", "a, b", solution)
family("solve_triangular", "SolveTriangular", "a, b, lower=False", solution)


@op("Lstsq")
def lstsq(a: Any, b: Any, rcond: Any = None) -> Tensor:
    found = operand(a)
    left, right = found.dims(), operand(b).dims()
    require(len(left) == 2, f"Expected a to have rank 2. Received: a.shape={shape_text(left)}")
    require(len(right) in (1, 2), f"Expected b to have rank 1 or 2. Received: b.shape={shape_text(right)}")
    require(
        identical(left[0], right[0]),
        "Expected b.shape[0] to be equal to a.shape[0]. "
        f"Received: a.shape={shape_text(left)}, b.shape={shape_text(right)}",
    )
    return Tensor((left[1], *right[1:]), found.dtype)


@op("MatrixRank")
def matrix_rank(x: Any, tol: Any = None) -> Tensor:
    return Tensor(_matrix(x)[0][:-2], "int32")


@op("Pinv")
def pinv(x: Any, rcond: Any = None) -> Tensor:
    shape, dtype = _matrix(x)
    return Tensor((*shape[:-2], shape[-1], shape[-2]), dtype)


@op("Logdet")
def logdet(x: Any) -> Tensor:
    found = operand(x)
    return Tensor(found.dims()[:-2], found.dtype)


@op("Slogdet")
def slogdet(x: Any) -> tuple[Tensor, Tensor]:
    found = operand(x)
    return Tensor((), found.dtype), Tensor(found.dims()[:-2], found.dtype)


@op("CDist")
def cdist(x: Any, y: Any) -> Tensor:
    left, right = operand(x).dims(), operand(y).dims()
    both = f"Received shapes: x.shape={shape_text(left)}, y.shape={shape_text(right)}"
    require(len(left) >= 2 and len(right) >= 2, f"Inputs to `cdist` must have rank >= 2. {both}")
    require(left[-1] == right[-1], f"The last dimension of inputs to `cdist` must match. {both}")
    batch = broadcast_shapes(left[:-2], right[:-2])
    return Tensor((*batch, left[-2], right[-2]), promoted(x, y, "float"))


@op("Correlate")
def correlate(x1: Any, x2: Any, mode: Any = "valid") -> Tensor:
    left, right = operand(x1).dims(), operand(x2).dims()
    for name, shape in (("x1", left), ("x2", right)):
        require(len(shape) == 1, f"`{name}` must be a 1-dimensional tensor, but received shape {shape_text(shape)}")
    if mode not in ("valid", "same", "full"):
        raise Invalid(f"`mode` must be either `valid`, `same`, or `full`, but received: {mode}")
    if not isinstance(left[0], int) or not isinstance(right[0], int):
        raise Undetermined(f"depends on {left[0]} and {right[0]}")
    longest, shortest = max(left[0], right[0]), min(left[0], right[0])
    length = {"valid": longest - shortest + 1, "same": longest, "full": longest + shortest - 1}[mode]
    dtype = promoted(x1, x2)
    return Tensor((length,), dtype if dtype in ("bfloat16", "float16", "float64") else dtypes.FLOATX)
