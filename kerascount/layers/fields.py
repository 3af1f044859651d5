"""The kinds of argument that layers take, and how Keras reads each of them.

A field's annotation names its kind; `CONVERTERS` holds what `bind` makes of the value that the
program passes. What is unknown stays unknown, and what Keras refuses at construction is `Invalid`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Union

from kerascount.layers import identifiers
from kerascount.values.dims import Free, Symbolic
from kerascount.values.nearest import did_you_mean
from kerascount.values.objects import Tensor, Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, Unsure, require
from kerascount.values.scalars import NumpyInt
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.layers.registry import Context, Layer

Sizes = tuple[Any, ...]  # kernel_size, strides …: one number stands for every spatial axis
Sizes0 = tuple[Any, ...]  # the same where zero is allowed
OptionalSizes = Union[tuple[Any, ...], None]  # the same where None is allowed too
Pair = tuple[Any, ...]  # before and after one axis; one number stands for both
Margins = tuple[Any, ...]  # such a pair for every spatial axis
Integers = tuple[Any, ...]  # target_shape, dims: as many numbers as given
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


def is_keras_tensor(value: object) -> bool:
    """Whether it is symbolic in Keras too; an array may hold numbers that Keras can use."""
    return isinstance(value, Tensor) and value.history is not None


def is_array(value: object) -> bool:
    """Whether it holds numbers, of which not all are known: Keras can compare it with others."""
    return isinstance(value, Tensor) and not is_keras_tensor(value)


def standardize_sizes(value: Any, rank: int, name: str, *, allow_zero: bool = False) -> Sizes:
    """`keras.src.utils.argument_validation.standardize_tuple`: 3 is bound as (3, 3)."""
    if isinstance(value, (int, Symbolic, Unknown)):
        sizes: tuple[Any, ...] = (as_dim(value),) * rank
    elif isinstance(value, (list, tuple, set, frozenset, dict, str, range)):
        sizes = tuple(as_dim(size) for size in value)
    elif value is None or isinstance(value, float) or is_keras_tensor(value):
        raise _no_sizes(value, rank, name, allow_zero)
    else:
        raise Undetermined(f"{name}={value} may hold numbers or not")
    if len(sizes) != rank or not all(_reads_as_int(size) for size in sizes):
        raise _no_sizes(value, rank, name, allow_zero)
    for size in sizes:
        if isinstance(size, str):
            raise _no_sizes(value, rank, name, allow_zero, "TypeError")
        fits = size >= 0 if allow_zero else size > 0
        if not isinstance(fits, Unsure) and not fits:
            raise _no_sizes(value, rank, name, allow_zero, more=f", which must be {'>=' if allow_zero else '>'} 0")
    return sizes


def _no_sizes(value: Any, rank: int, name: str, allow_zero: bool, error: str = "ValueError", more: str = "") -> Invalid:
    message = f"The `{name}` argument must be a tuple of {rank} integers. Received {name}={value}{more}"
    count = f"one or {rank} whole numbers" if rank > 1 else "a whole number"
    given = repr(value) if isinstance(value, (int, float, str, type(None))) else str(value)
    plain = f"takes {count} {'from 0 on' if allow_zero else 'above 0'} as `{name}`, but gets {given}"
    return Invalid(message, error=error, plain=plain)


def _reads_as_int(size: object) -> bool:
    if isinstance(size, str):
        return size.strip().lstrip("+-").isdecimal()
    return is_number(size) or isinstance(size, bool)


def _refuse_numpy(value: Any, rank: int, name: str, context: Context) -> None:
    """One of NumPy's numbers does not stand for all axes in Keras 3."""
    if isinstance(value, NumpyInt) and context.api is Api.KERAS_3:
        raise _no_sizes(value, rank, name, False, more=", a number of NumPy's: int(…) makes it one of Python's")


def _sizes(value: Any, name: str, cls: type[Layer], context: Context) -> Sizes:
    _refuse_numpy(value, cls.rank, name, context)
    return standardize_sizes(value, cls.rank, name)


def _sizes_or_zero(value: Any, name: str, cls: type[Layer], context: Context) -> Sizes:
    _refuse_numpy(value, cls.rank, name, context)
    return standardize_sizes(value, cls.rank, name, allow_zero=True)


def _optional_sizes(value: Any, name: str, cls: type[Layer], context: Context) -> Sizes | None:
    _refuse_numpy(value, cls.rank, name, context)
    return None if value is None else standardize_sizes(value, cls.rank, name, allow_zero=True)


def _pair(value: Any, name: str, cls: type[Layer], context: Context) -> Pair:
    _refuse_numpy(value, 2, name, context)
    return standardize_sizes(value, 2, name, allow_zero=True)


def _margins(value: Any, name: str, cls: type[Layer], context: Context) -> Margins:
    """1 and (1, 1) stand for ((1, 1), (1, 1)). A single number may be negative."""
    for item in (value, *(value if isinstance(value, (list, tuple)) else ())):
        _refuse_numpy(item, cls.rank, name, context)
    if isinstance(value, (int, Symbolic, Unknown)):
        return ((as_dim(value), as_dim(value)),) * cls.rank
    if isinstance(value, (list, tuple, str)):
        require(len(value) == cls.rank, f"`{name}` should have {cls.rank} elements. Received: {name}={value}")
        return tuple(standardize_sizes(item, 2, f"an entry of {name}", allow_zero=True) for item in value)
    if value is None or isinstance(value, (float, dict, set, frozenset)) or is_keras_tensor(value):
        raise Invalid(f"`{name}` should be either an int, a tuple of {cls.rank} ints or of pairs. Received: {value}")
    raise Undetermined(f"{name}={value} may hold numbers or not")


def _integers(value: Any, name: str, cls: type[Layer], context: Context) -> Integers | Unknown:
    if isinstance(value, Unknown):
        return value
    if isinstance(value, (list, tuple, set, frozenset, dict, str, range)):
        return tuple(as_dim(item) for item in value)
    if value is None or isinstance(value, (int, float)) or is_keras_tensor(value):
        raise Invalid(f"'{type(value).__name__}' object is not iterable", error="TypeError")
    raise Undetermined(f"{name}={value} may hold numbers or not")


def _padding(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
    """`standardize_padding`; which layers take "causal" they say themselves."""
    if isinstance(value, (list, tuple, Unknown)):
        return value
    if not isinstance(value, str):
        raise Invalid(f"'{type(value).__name__}' object has no attribute 'lower'", error="AttributeError")
    known = ("valid", "same", "full") if context.api is Api.KERAS_1 else ("valid", "same", "causal")
    if value.lower() not in known:
        raise Invalid(
            f"The `{name}` argument must be a list/tuple or one of {known}. Received: {value.lower()}",
            plain=f"takes {_choices(known)} as `{name}`, but gets {value!r}",
            help=did_you_mean(value, known),
        )
    return value.lower()


def _data_format(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
    if value is None:
        return context.data_format
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, str) and context.api is not Api.KERAS_3:
        raise Invalid(f"'{type(value).__name__}' object has no attribute 'lower'", error="AttributeError")
    if str(value).lower() not in ("channels_first", "channels_last"):
        raise Invalid(
            "The `data_format` argument must be one of {'channels_first', 'channels_last'}. "
            f"Received: data_format={value}",
            plain=f"takes 'channels_first' or 'channels_last' as `data_format`, but gets {value!r}",
            help=did_you_mean(value, ("channels_first", "channels_last")),
        )
    return str(value).lower()


def _choices(words: Sequence[str]) -> str:
    """`'a', 'b' or 'c'`."""
    return " or ".join((", ".join(map(repr, words[:-1])), repr(words[-1])))


def _dimension(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
    return as_dim(value)


def _identifier(kind: str) -> Converter:
    def convert(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
        if isinstance(value, Unknown):
            return value
        if isinstance(value, str):
            fits = identifiers.is_known(kind, value, context.api, context.custom_objects)
        elif isinstance(value, Tensor) and not is_keras_tensor(value):
            fits = kind == "initializer"
        else:
            fits = context.api is Api.KERAS_1 or not isinstance(value, NO_IDENTIFIER) and value != {}
        if not fits:
            raise Invalid(
                f"Could not interpret {kind} identifier: {value}",
                code="KC108",
                plain=f"does not know the {kind} {value!r} that it gets as `{name}`" if isinstance(value, str) else "",
                help=did_you_mean(value, identifiers.names(kind, context.api)),
            )
        return value

    return convert


NO_IDENTIFIER: Final = (bool, int, float, list, tuple, Tensor)


def _truth(value: Any, name: str, cls: type[Layer], context: Context) -> Any:
    if is_keras_tensor(value):
        raise Invalid("A symbolic KerasTensor cannot be used as a boolean.", error="TypeError")
    return value


CONVERTERS: Final[dict[str, Converter]] = {
    "bool": _truth,
    "int": _dimension,
    "Sizes": _sizes,
    "Sizes0": _sizes_or_zero,
    "OptionalSizes": _optional_sizes,
    "Pair": _pair,
    "Margins": _margins,
    "Integers": _integers,
    "Padding": _padding,
    "DataFormat": _data_format,
    "Activation": _identifier("activation function"),
    "Initializer": _identifier("initializer"),
    "Regularizer": _identifier("regularizer"),
    "Constraint": _identifier("constraint"),
}


def positive(value: Any, message: str, plain: str = "") -> None:
    """Refuse what is not more than zero; a string or a tensor raises as Python's `<=` on it does."""
    if isinstance(value, str):
        raise Invalid("'<=' not supported between instances of 'str' and 'int'", error="TypeError")
    if isinstance(value, (list, tuple, dict)) or value is None:
        kind = type(value).__name__
        raise Invalid(f"'<=' not supported between instances of '{kind}' and 'int'", error="TypeError")
    if is_keras_tensor(value):
        raise Invalid("A symbolic KerasTensor cannot be used as a boolean.", error="TypeError")
    if isinstance(value, (int, float, Symbolic, Free)):
        require(value > 0, message, plain=plain)


def joined(values: Sequence[object]) -> str:
    return ", ".join(str(value) for value in values)
