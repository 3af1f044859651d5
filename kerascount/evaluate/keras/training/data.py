"""Arrays of samples: whether they belong together, and the batches that Keras takes out of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import Instance, Items
from kerascount.models.tree import flatten, map_structure
from kerascount.values.dims import Dim, Symbolic, product
from kerascount.values.objects import Tensor, Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.record import record
from kerascount.values.shape import shape_text


@record
class Data:
    """Inputs, labels and weights: structures of arrays, of which some parts may be unknown."""

    x: Any
    y: Any = None
    sample_weight: Any = None

    def __post_init__(self) -> None:
        for name in ("x", "y", "sample_weight"):
            object.__setattr__(self, name, map_structure(_as_array, getattr(self, name)))

    def map(self, function: Callable[[Tensor], Any]) -> Data:
        """The same with a function applied to every array."""
        apply = lambda item: function(item) if is_array(item) else item  # noqa: E731
        return Data(*(map_structure(apply, part) for part in (self.x, self.y, self.sample_weight)))

    @property
    def count(self) -> Dim | None:
        """The number of samples; None where no array is known."""
        sizes = [item.dims()[0] for item in flatten([self.x, self.y, self.sample_weight]) if is_array(item)]
        return next((size for size in sizes if isinstance(size, int)), sizes[0] if sizes else None)

    def first(self, size: Dim) -> Data:
        """A batch of this many samples."""
        return self.map(lambda array: Tensor((size, *array.dims()[1:]), array.dtype))


def _as_array(value: Any) -> Any:
    return value.samples() if isinstance(value, DataObject) else value


def opened(data: Data) -> Data:
    """The first batch, where `x` is what gives batches: a data set, a `Sequence`, a generator; else the data as given.

    Raises:
        Undetermined: it is not known.
    """
    if isinstance(data.x, DataObject):
        return unpack(data.x.traced)
    if isinstance(data.x, Items) and data.x.kind == "generator":
        return unpack(_of_program(next, data.x.source))
    if isinstance(data.x, Instance) and data.x.cls.find("__getitem__"):
        return unpack(_of_program(data.x.special, "__getitem__", 0))
    return data


def _of_program(function: Callable[..., Any], *args: Any) -> Any:
    """What the program's own code gives; a batch that it cannot make is no matter of the model."""
    try:
        return function(*args)
    except (ProgramError, StopIteration) as error:
        raise Undetermined(f"the first batch of data: {error}") from None


def unpack(data: Any) -> Data:
    """`unpack_x_y_sample_weight`: (x,), (x, y) or (x, y, sample_weight)."""
    if not isinstance(data, (list, tuple)):
        return Data(data)
    if len(data) not in (1, 2, 3):
        formats = "`x`, `(x,)`, `(x, y)`, or `(x, y, sample_weight)`"
        raise Invalid(f"Data is expected to be in format {formats}, found {len(data)} items", code="KC202")
    return Data(*data)


def is_array(value: Any) -> bool:
    """Whether it is an array of known shape, with an axis of samples."""
    return isinstance(value, Tensor) and value.history is None and bool(value.shape)


def check_arrays(data: Data) -> None:
    """`get_data_adapter` and `check_data_cardinality`.

    Raises:
        Invalid: something among the data is no array, or they are of different lengths.
    """
    items = list(flatten([data.x, data.y, data.sample_weight]))
    if all(item is None for item in items):
        raise Invalid("pop from an empty set: there are no data", error="KeyError", code="KC202")
    for item in items:
        if isinstance(item, (bool, int, float, str)) and _all_known(data.x):
            raise Invalid(
                f"Unrecognized data type: the data hold {item!r} (of type {type(item).__name__}); "
                "lists of numbers must be made arrays first",
                code="KC202",
                help="numpy.array(...) makes an array of them",
            )
    check_cardinality(data)


def check_cardinality(data: Data) -> None:
    """As many samples everywhere.

    Raises:
        Invalid: the arrays are of different lengths.
    """
    items = flatten([data.x, data.y, data.sample_weight])
    sizes = {size for item in items if is_array(item) and isinstance(size := item.dims()[0], int)}
    if len(sizes) > 1:
        raise Invalid(f"Data cardinality is ambiguous. {_sizes_text(data)}", code="KC202")


def _all_known(x: Any) -> bool:
    """Whether `x` is a structure of arrays and numbers: a dataset takes no labels, and is read differently."""
    return all(item is None or isinstance(item, (bool, int, float, str, Tensor)) for item in flatten(x))


def _sizes_text(data: Data) -> str:
    parts = []
    for name, part in (("x", data.x), ("y", data.y), ("sample_weight", data.sample_weight)):
        sizes = ", ".join(str(item.dims()[0]) for item in flatten(part) if is_array(item))
        parts.extend([f"'{name}' sizes: {sizes}"] if sizes else [])
    return "Make sure all arrays contain the same number of samples. " + "; ".join(parts)


def check_weights(data: Data, class_weight: Any) -> None:
    """What `ArrayDataAdapter` refuses of weights.

    Raises:
        Invalid: there are both kinds, or class weights for several outputs.
    """
    if class_weight is None or isinstance(class_weight, Unknown):
        return
    if isinstance(data.sample_weight, Tensor):
        raise Invalid("You cannot `class_weight` and `sample_weight` at the same time.", code="KC202")
    if isinstance(data.y, (list, tuple, dict)):
        raise Invalid("`class_weight` is only supported for Models with a single output.", code="KC202")


def with_class_weight(data: Data, class_weight: Any) -> Data:
    """Class weights become a weight for every sample.

    Raises:
        Invalid: a sample has several classes.
    """
    if class_weight is None or not is_array(data.y):
        return data
    between = product(data.y.dims()[1:-1])
    message = f"class weights need one class for every sample, not labels of shape {shape_text(data.y.dims())}"
    require(between == 1, message, error="TypeError", code="KC202")
    return Data(data.x, data.y, Tensor(data.y.dims()[:1]))


def split(data: Data, fraction: Any) -> tuple[Data, Data]:
    """`train_validation_split`: what is trained on, and the last samples to validate on.

    Raises:
        Invalid: one of the two would be empty.
    """
    count = data.count
    if not isinstance(fraction, float) or count is None:
        unknown = Unknown("a part of the data that is not known")
        return Data(unknown), Data(unknown)
    if not isinstance(count, int):
        train = Symbolic.named(f"int({count} * {1.0 - fraction:g})")
        return data.first(train), data.first(count - train)
    train_count = int(count * (1.0 - fraction) // 1)
    if train_count in (0, count):
        raise Invalid(
            f"Training data contains {count} samples, which is not sufficient to split it into a validation and "
            f"training set as specified by `validation_split={fraction}`.",
            code="KC202",
        )
    return data.first(train_count), data.first(count - train_count)


def batch_sizes(count: Dim, batch_size: Any, steps: Any) -> list[Dim]:
    """The sizes of the batches that differ: the first one, and the last where it is smaller.

    Raises:
        Undetermined: it depends on something that is not known.
    """
    if isinstance(steps, Unknown):
        raise Undetermined(steps.why)
    if batch_size is None:
        batch_size = -(-count // steps) if steps else 32
    size = as_dim(batch_size)
    if not isinstance(size, int) or not isinstance(count, int):
        return [_smaller(count, size)]
    if size <= 0 or count == 0:
        raise Undetermined("a batch without samples")
    rest = count % size
    return [min(count, size), rest] if rest and count > size and not steps else [min(count, size)]


def _smaller(count: Dim, size: Any) -> Dim:
    if not isinstance(count, (int, Symbolic)) or not isinstance(size, (int, Symbolic)):
        return count
    return Symbolic.named(f"min({count}, {size})")
