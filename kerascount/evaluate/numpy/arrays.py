"""Arrays as shapes: what NumPy makes of an argument, and which type a result has.

An array is a `Tensor` without history. Small arrays that the program spells out keep their values in `data`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import Rest
from kerascount.ops.registry import UNFORESEEN
from kerascount.ops.shapes import broadcast_shapes, dimension
from kerascount.values.dims import FREE, Dim, Symbolic
from kerascount.values.objects import Foreign, Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.scalars import as_numpy
from kerascount.values.shape import Shape, compatible, shape_text

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

MAX_VALUES: Final = 4096  # of an array whose values are kept
NUMBERS: Final = (bool, int, float, complex)


class UndeterminedNumber(Undetermined):
    """What cannot be known is one number, which may become a dimension."""

    is_number = True


class Row:
    """One stand-in of a table: arguments that it was not written for make its result undetermined."""

    __slots__ = ("function", "name")

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return self.function(*args, **kwargs)
        except UNFORESEEN as error:
            raise Undetermined(f"{self.name}: {error}") from error


def rows(prefix: str, functions: Mapping[str, Callable[..., Any]]) -> dict[str, Row]:
    return {prefix + name: Row(name, function) for name, function in functions.items()}


class LibraryObject:
    """An object of a library, of which no more is known than its attributes here.

    `element` is what iterating over it gives, where that is known.
    """

    def __init__(self, kind: str, attributes: Mapping[str, Any], element: Any = None) -> None:
        self.kind = kind
        self.attributes = dict(attributes)
        self.element = element

    @property
    def items(self) -> Sequence[Any] | None:
        """All that iterating over it gives, where that is known."""
        return None

    @property
    def first(self) -> Any:
        """What iterating over it gives first."""
        return self.element

    @property
    def traced(self) -> Any:
        """The batch that training sees."""
        return self.first

    def samples(self) -> Any:
        """What training takes it for."""
        return self

    def attribute(self, name: str, ev: Evaluator | None = None) -> Any:
        if name not in self.attributes:
            raise Undetermined(f"the attribute {name} of a {self.kind}")
        return self.attributes[name]

    def item(self, key: Any) -> Any:
        """`value[key]`."""
        raise Undetermined(f"an item of a {self.kind}")

    def set_item(self, key: Any, value: Any) -> None:
        """`value[key] = …`."""

    def delete_item(self, key: Any) -> None:
        """`del value[key]`."""

    def length(self) -> Dim:
        """`len(value)`."""
        raise Undetermined(f"the length of a {self.kind}")

    def array(self) -> Tensor:
        """What NumPy makes of it."""
        raise Undetermined(f"an array of a {self.kind}")

    def operate(self, other: Any) -> Any:
        """What operators make of it."""
        raise Undetermined(f"an operator on a {self.kind}")

    def __repr__(self) -> str:
        return f"<{self.kind} object>"


class DType:
    """`numpy.float32`: a type of elements that also converts."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, value: Any = 0) -> Any:
        if isinstance(value, NUMBERS):
            kept = int(value.real) if "int" in self.name else float(value.real) if "float" in self.name else value
            return as_numpy(kept)
        found = as_array(value)
        return Tensor(found.shape, self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (DType, str, type)) and dtype_name(other) == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __str__(self) -> str:
        return self.name


_PYTHON_TYPES: Final = {
    bool: "bool",
    int: "int64",
    float: "float64",
    complex: "complex128",
    str: "str",
    object: "object",
}
_SHORT: Final = {
    "float": "float64", "double": "float64", "single": "float32", "half": "float16", "int": "int64", "uint": "uint64",
    "bool_": "bool", "f": "float32", "d": "float64", "f4": "float32", "f8": "float64", "i4": "int32", "i8": "int64",
    "u1": "uint8", "i": "int32", "?": "bool", "complex": "complex128",
}  # fmt: skip
SIZED: Final = (
    *tuple(f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
    "float16",
    "float32",
    "float64",
    "complex64",
    "complex128",
)


def dtype_name(dtype: Any, default: str = "float64") -> str:
    """A `dtype=` argument as a name."""
    if dtype is None:
        return default
    if isinstance(dtype, Unknown):
        raise Undetermined(dtype.why)
    if isinstance(dtype, type):
        return _PYTHON_TYPES.get(dtype, "object")
    if isinstance(dtype, (list, tuple, dict)) or isinstance(dtype, str) and "," in dtype:
        raise Undetermined("an array with fields")
    name = str(getattr(dtype, "name", dtype)).rpartition(".")[2]  # "numpy.float32" where it stands for a function
    return _SHORT.get(name, name)


def _kind_and_bits(dtype: str) -> tuple[str, int]:
    kind = dtype.rstrip("0123456789")
    return kind, int(dtype[len(kind) :] or 8)


def promote(left: str, right: str) -> str:
    """`numpy.promote_types`, for numbers and truth values."""
    if left == right or right == "bool":
        return left
    if left == "bool":
        return right
    (kind, bits), (other, more) = _kind_and_bits(left), _kind_and_bits(right)
    if kind == other:
        return f"{kind}{max(bits, more)}"
    if "complex" in (kind, other):
        return "complex64" if max(bits, more) <= 64 and {kind, other} <= {"complex", "float"} else "complex128"
    if "float" in (kind, other):
        floats, whole = (bits, more) if kind == "float" else (more, bits)
        return f"float{max(floats, min(2 * whole, 64))}"
    signed, unsigned = (bits, more) if kind == "int" else (more, bits)
    wide = max(signed, 2 * unsigned)
    return f"int{wide}" if wide <= 64 else "float64"


def weak(dtype: str, number: Any) -> str:
    """The type of an array beside one of Python's numbers, which gives way."""
    if isinstance(number, bool) or "complex" in dtype:
        return dtype
    if isinstance(number, complex):
        return "complex64" if dtype in ("float16", "float32") else "complex128"
    if isinstance(number, float):
        return dtype if "float" in dtype else "float64"
    return "int64" if dtype == "bool" else dtype


def as_array(value: Any) -> Tensor:
    """`numpy.asarray`."""
    if isinstance(value, Tensor):
        if value.history is not None:
            raise Invalid(
                "A KerasTensor is symbolic: it's a placeholder for a shape an a dtype. It doesn't have any actual "
                "numerical value. You cannot convert it to a NumPy array."
            )
        return value
    if isinstance(value, Unknown):
        return _number_array(value)
    if isinstance(value, range):
        value = list(value) if len(value) <= MAX_VALUES else value
    if isinstance(value, range):
        return Tensor((len(value),), "int64")
    if isinstance(value, (list, tuple)):
        return _stacked(value)
    if isinstance(value, (*NUMBERS, Symbolic)):
        return Tensor(
            (),
            _PYTHON_TYPES.get(type(value), "float64" if isinstance(value, float) else "int64"),
            data=value if isinstance(value, NUMBERS) else None,
        )
    if isinstance(value, str):
        return Tensor((), "str", data=value)
    if isinstance(value, LibraryObject):
        return value.array()
    raise Undetermined(f"an array of a {type(value).__name__}")


def _number_array(value: Unknown) -> Tensor:
    if value.number is None:
        raise Undetermined(value.why)
    return Tensor((), "int64")


def _stacked(values: Sequence[Any]) -> Tensor:
    if not values:
        return Tensor((0,), "float64", data=[])
    items = [as_array(value) for value in values if not isinstance(value, Rest)]
    if not items:
        raise Undetermined(values[0].why)
    first = items[0].dims()
    for item in items[1:]:
        if len(item.dims()) != len(first) or not all(map(compatible, item.dims(), first)):
            raise Invalid("setting an array element with a sequence. The requested array has an inhomogeneous shape")
    if len(first) >= MAX_RANK:
        raise Undetermined("an array of so many axes")
    dtype = items[0].dtype
    for item in items[1:]:
        dtype = joint_type(dtype, item.dtype)
    if len(items) < len(values):  # the others were made by the passes of a loop that are not followed
        return Tensor((FREE, *first), dtype)
    known = len(values) <= MAX_VALUES and all(item.data is not None for item in items)
    return array((len(items), *first), dtype, [item.data for item in items] if known else None)


def joint_type(left: str, right: str) -> str:
    special = [name for name in (left, right) if name in ("str", "object")]
    return special[0] if special else promote(left, right)


MAX_RANK: Final = 64  # NumPy has no more axes


def array(shape: Shape, dtype: str, data: Any = None) -> Tensor:
    """An array that keeps its values if they are few."""
    return Tensor(shape, dtype, data=data if data is not None and _count(data, MAX_VALUES + 1) <= MAX_VALUES else None)


class Labels(Tensor):
    """Class numbers from 0 on of which the largest is known, as in every part of the classic data sets.

    `every`: each of the numbers occurs. No `classes` are known once the program has set some of them.
    """

    __slots__ = ("classes", "every")

    def __init__(self, shape: Shape | None, dtype: str, classes: int, every: bool = True) -> None:
        super().__init__(shape, dtype)
        self.classes, self.every = classes, every

    def forget(self) -> None:
        super().forget()
        self.classes, self.every = 0, False


def same_labels(result: Tensor, source: Tensor) -> Tensor:
    """Class numbers stay what they are in another shape or number type."""
    if isinstance(source, Labels) and ("int" in result.dtype or "float" in result.dtype):
        return Labels(result.shape, result.dtype, source.classes, source.every)
    return result


def _count(data: Any, most: int) -> int:
    """How many values there are; of many no more than `most` are looked at."""
    if not isinstance(data, list):
        return 1
    if not data or not isinstance(data[0], list):
        return len(data)
    found = 0
    for item in data:
        found += _count(item, most - found)
        if found >= most:
            break
    return found


def array_shape(value: Any) -> Shape:
    """A shape argument: whole numbers, not below zero."""
    if isinstance(value, Tensor):
        value = value.data if value.data is not None else Unknown("a shape that is computed")
    if isinstance(value, Unknown) and value.number is None and not value.text:
        raise Undetermined(value.why)
    given = value if isinstance(value, (list, tuple)) else (value,)
    if len(given) > MAX_RANK:
        raise Undetermined("an array of so many axes")
    return tuple(_array_size(size) for size in given)


def _array_size(size: Any) -> Dim:
    found: Dim = dimension(size)
    if size is None or isinstance(found, (float, str, list, tuple)):
        raise Invalid(f"'{type(found).__name__}' object cannot be interpreted as an integer", error="TypeError")
    require(found >= 0, "negative dimensions are not allowed")
    return found


def broadcast(shapes: Iterable[Shape]) -> Shape:
    """The shape of arrays side by side: of two sizes, one may be 1."""
    given = tuple(shapes)
    result: Shape = ()
    try:
        for shape in given:
            result = broadcast_shapes(result, shape)
    except Invalid:
        texts = " ".join(map(shape_text, given))
        raise Invalid(f"operands could not be broadcast together with shapes {texts}") from None
    return result


def axis_error(axis: Any, rank: int) -> Invalid:
    return Invalid(f"axis {axis} is out of bounds for array of dimension {rank}", error="AxisError")


def checked_axis(axis: Any, rank: int) -> int:
    """`numpy.lib.array_utils.normalize_axis_index`."""
    if isinstance(axis, Unknown):
        raise Undetermined(axis.why)
    if axis is None or isinstance(axis, Foreign):
        raise Undetermined("an axis that is no number")  # some functions of NumPy take None
    if not isinstance(axis, int):
        raise Invalid(f"'{type(axis).__name__}' object cannot be interpreted as an integer", error="TypeError")
    if rank == 0 and axis in (0, -1):
        raise Undetermined("an axis of a single number")  # some functions of NumPy allow it
    if not -rank <= axis < rank:
        raise axis_error(axis, rank)
    return axis % rank


def checked_axes(axis: Any, rank: int) -> list[int]:
    axes = axis if isinstance(axis, (list, tuple)) else (axis,)
    found = [checked_axis(one, rank) for one in axes]
    if len(set(found)) < len(found):
        raise Invalid("duplicate value in 'axis'")
    return found


def mapped(function: Callable[..., Any], *values: Any) -> Any:
    """A function of numbers over nested lists; a single number stands beside every element."""
    lists = [value for value in values if isinstance(value, list)]
    if not lists:
        return function(*values)
    if len({len(one) for one in lists}) > 1:
        raise Undetermined("broadcasting of values")
    spread = [value if isinstance(value, list) else [value] * len(lists[0]) for value in values]
    return [mapped(function, *items) for items in zip(*spread, strict=True)]


def depth(data: Any) -> int:
    return 1 + depth(data[0]) if isinstance(data, list) and data else int(isinstance(data, list))


def leaves(data: Any) -> list[Any]:
    return [leaf for item in data for leaf in leaves(item)] if isinstance(data, list) else [data]
