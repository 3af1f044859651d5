"""Result types as `keras.src.backend.common.dtypes` has them, for the jax backend."""

from __future__ import annotations

from typing import Any, Final

from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.scalars import as_python

FLOATX: Final = "float32"

# Each type and those it is promoted to next; "int" and "float" are Python's own numbers.
_PROMOTION: Final[dict[str, tuple[str, ...]]] = {
    "bool": ("int",),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int": ("uint8", "int8", "complex64"),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("bfloat16", "float16"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "complex64": ("complex128",),
    "complex128": (),
}
_NARROWED: Final = {"int64": "int32", "uint64": "uint32", "float64": "float32", "complex128": "complex64"}
_PYTHON: Final = {bool: "bool", int: "int", float: "float", complex: "complex64"}
PYTHON_NAMES: Final = {"int": "int32", "float": "float32"}
ALLOWED: Final = frozenset(_PROMOTION) - {"int", "float"} | {"string", "float8_e4m3fn", "float8_e5m2"}


def _upper_bounds(name: str) -> frozenset[str]:
    above = frozenset(_PROMOTION[name])
    return above.union({name}, *(_upper_bounds(next_up) for next_up in above))


def result_type(*dtypes: str) -> str:
    """The type that an operation on these types gives."""
    names = set(dtypes)
    for name in names:
        if name not in _PROMOTION:
            raise Undetermined(f"{name} is a type of arrays that Keras does not have")
    shared = frozenset.intersection(*(_upper_bounds(name) for name in names))
    least = shared & names or {name for name in shared if shared <= _upper_bounds(name)}
    if len(least) != 1:
        raise Invalid(f"Input dtypes {tuple(dtypes)} have no available implicit dtype promotion path.")
    (found,) = least
    return _NARROWED.get(found, PYTHON_NAMES.get(found, found))


def dtype_of(value: Any) -> str:
    """The type of an operand; Python's numbers are weakly typed."""
    if isinstance(value, Tensor):
        return value.dtype
    if isinstance(value, Unknown):
        raise Undetermined(value.why)
    name = _PYTHON.get(type(as_python(value)))
    if name is None:
        raise Invalid(f"Invalid dtype: {type(value).__name__}")
    return name


def standardize_dtype(dtype: Any) -> str:
    """A `dtype=` argument as a name."""
    if dtype is None:
        return FLOATX
    if isinstance(dtype, Unknown):
        raise Undetermined(dtype.why)
    name: Any = _PYTHON.get(dtype) if isinstance(dtype, type) else getattr(dtype, "name", dtype)
    if isinstance(name, str):
        name = name.rpartition(".")[2]  # `numpy.float32` and the like name the same types
    name = PYTHON_NAMES.get(name, name)
    if name not in ALLOWED:
        raise Invalid(f"Invalid dtype: {dtype}")
    return str(name)


# What an operation makes of the type of its operand.


def same(dtype: str) -> str:
    return dtype


def boolean(dtype: str) -> str:
    return "bool"


def index(dtype: str) -> str:
    return "int32"


def default(dtype: str) -> str:
    return FLOATX


def floating(dtype: str) -> str:
    return FLOATX if dtype == "int64" else result_type(dtype, "float")


def float_for_int(dtype: str) -> str:
    return FLOATX if "int" in dtype or dtype == "bool" else dtype


def angle(dtype: str) -> str:
    return "float64" if dtype in ("int64", "float64") else dtype if dtype in ("bfloat16", "float16") else FLOATX


def wide_float_for_int(dtype: str) -> str:
    return "float64" if dtype == "int64" else dtype if "float" in dtype else FLOATX


def floating_or_wide(dtype: str) -> str:
    return "float64" if dtype == "int64" else result_type(dtype, "float")


def no_bool(dtype: str) -> str:
    return "int32" if dtype == "bool" else dtype


def accumulated(dtype: str) -> str:
    """Sums and products are at least 32 bits wide."""
    narrow = {"bool": "int32", "int8": "int32", "int16": "int32", "uint8": "uint32", "uint16": "uint32"}
    return narrow.get(dtype, dtype)


def narrowed_sum(dtype: str) -> str:
    return accumulated(result_type(dtype))


def averaged(dtype: str) -> str:
    return result_type(dtype, "float32") if "int" in dtype or dtype == "bool" else dtype


def narrowed(dtype: str) -> str:
    return result_type(dtype)


def with_float(dtype: str) -> str:
    return result_type(dtype, "float")
