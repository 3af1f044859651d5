"""The kinds of argument that layers take, and how Keras reads each of them.

A field's annotation names its kind; `CONVERTERS` holds what `bind` makes of the value that the
program passes. What is unknown stays unknown, and what Keras refuses at construction is `Invalid`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from kerascount.layers import identifiers
from kerascount.values.dims import Free, Symbolic
from kerascount.values.objects import Tensor, Unknown, as_dim
from kerascount.values.outcomes import Invalid, require

if TYPE_CHECKING:
    from kerascount.layers.registry import Context, Layer

Sizes = tuple[Any, ...]  # kernel_size, strides …: one number stands for every spatial axis
Sizes0 = tuple[Any, ...]  # the same where zero is allowed
Padding = str
DataFormat = str
Activation = object
Initializer = object
Regularizer = object
Constraint = object
Ignored = object  # accepted, without effect on shapes, weights or errors

Converter = Callable[[Any, str, "type[Layer]", "Context"], Any]


def is_number(value: object) -> bool:
    return isinstance(value, (int, float, Symbolic, Unknown)) and not isinstance(value, bool)


def standardize_sizes(value: Any, rank: int, name: str, *, allow_zero: bool = False) -> Sizes:
    """`keras.src.utils.argument_validation.standardize_tuple`: 3 is bound as (3, 3)."""
    message = f"The `{name}` argument must be a tuple of {rank} integers. Received {name}={value}"
    if isinstance(value, (int, Symbolic, Unknown)):
        sizes: tuple[Any, ...] = (as_dim(value),) * rank
    elif isinstance(value, (list, tuple, set, frozenset, str)):
        sizes = tuple(as_dim(size) for size in value)
    else:
        raise Invalid(message)
    if len(sizes) != rank or not all(_reads_as_int(size) for size in sizes):
        raise Invalid(message)
    for size in sizes:
        if isinstance(size, str):
            raise Invalid(message, error="TypeError")
        require(size >= 0 if allow_zero else size > 0, f"{message}, which must be {'>=' if allow_zero else '>'} 0")
    return sizes


def _reads_as_int(size: object) -> bool:
    if isinstance(size, str):
        return size.strip().lstrip("+-").isdecimal()
    return is_number(size) or isinstance(size, bool)


def _sizes(value: Any, name: str, cls: type[Layer], context: Context) -> Sizes:
    return standardize_sizes(value, cls.rank, name)


def _sizes_or_zero(value: Any, name: str, cls: type[Layer], context: Context) -> Sizes:
    return standardize_sizes(value, cls.rank, name, allow_zero=True)


def _data_format(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
    if value is None:
        return context.data_format
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, str):
        raise Invalid(f"'{type(value).__name__}' object has no attribute 'lower'", error="AttributeError")
    if value.lower() not in ("channels_first", "channels_last"):
        raise Invalid(
            "The `data_format` argument must be one of {'channels_first', 'channels_last'}. "
            f"Received: data_format={value}"
        )
    return value.lower()


def _dimension(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
    return as_dim(value)


def _identifier(kind: str, known: frozenset[str]) -> Converter:
    def convert(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
        if isinstance(value, str) and value not in known:
            raise Invalid(f"Could not interpret {kind} identifier: {value}", code="KC108")
        if isinstance(value, (bool, int, float, list, tuple, Tensor)):
            raise Invalid(f"Could not interpret {kind} identifier: {value}", code="KC108")
        return value

    return convert


def _as_is(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
    return value


CONVERTERS: Final[dict[str, Converter]] = {
    "int": _dimension,
    "Sizes": _sizes,
    "Sizes0": _sizes_or_zero,
    "DataFormat": _data_format,
    "Activation": _identifier("activation function", identifiers.ACTIVATIONS),
    "Initializer": _identifier("initializer", identifiers.INITIALIZERS),
    "Regularizer": _identifier("regularizer", identifiers.REGULARIZERS),
    "Constraint": _identifier("constraint", identifiers.CONSTRAINTS),
}


def positive(value: Any, message: str) -> None:
    """Refuse what is not more than zero; a string or a tensor raises as Python's `<=` on it does."""
    if isinstance(value, str):
        raise Invalid("'<=' not supported between instances of 'str' and 'int'", error="TypeError")
    if isinstance(value, (list, tuple, dict)) or value is None:
        kind = type(value).__name__
        raise Invalid(f"'<=' not supported between instances of '{kind}' and 'int'", error="TypeError")
    if isinstance(value, Tensor):
        raise Invalid("A symbolic KerasTensor cannot be used as a boolean.", error="TypeError")
    if isinstance(value, (int, float, Symbolic, Free)):
        require(value > 0, message)


def joined(values: Sequence[object]) -> str:
    return ", ".join(str(value) for value in values)
