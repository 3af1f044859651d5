"""`tf.data`: a data set as the shapes and types of one of its elements, and how many of them there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.keras.tensor_shape import TensorShape
from kerascount.evaluate.numpy.arrays import LibraryObject, Row, UndeterminedNumber, as_array, dtype_name
from kerascount.ops.shapes import dimension
from kerascount.values.dims import FREE, Dim
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.shape import Shape

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

MAX_ELEMENTS: Final = 100  # of a data set whose elements are taken one by one
OF_NUMBERS: Final = {"int64": "int32", "float64": "float32", "str": "string"}  # what becomes of Python's numbers


class Batches(LibraryObject):
    """What gives elements that are batches, or single ones.

    `element` has the sizes that TensorFlow knows beforehand, `FREE` for those of batches; the first batch that a
    program sees has `batch` samples. `count` is the number of elements where it is known.
    """

    def __init__(self, element: Any, count: Dim | None = None, batch: Dim | None = None, kind: str = "") -> None:
        super().__init__(kind or type(self).__name__, {}, element)
        self.count = count
        self.batch = batch

    @property
    def first(self) -> Any:
        """The first element, as a loop over the data set sees it."""
        return self.element if self.batch is None else each(self.element, self._filled)

    def _filled(self, x: Tensor) -> Tensor:
        if self.batch is None or not x.shape or x.shape[0] is not FREE:
            return x
        return Tensor((self.batch, *x.dims()[1:]), x.dtype)

    @property
    def items(self) -> Sequence[Any] | None:
        """All elements, where these are known to be alike."""
        alike = self.count == 1 or self.batch is None
        return [self.first] * self.count if alike and isinstance(self.count, int) and self._is_short else None

    @property
    def _is_short(self) -> bool:
        return isinstance(self.count, int) and self.count <= MAX_ELEMENTS

    def length(self) -> Dim:
        if self.count is None:
            raise UndeterminedNumber("the number of elements of the data set")
        return self.count

    def item(self, key: Any) -> Any:
        return self.first


class Dataset(Batches):
    """A `tf.data.Dataset`."""

    @property
    def traced(self) -> Any:
        """TensorFlow compiles the training for batches of any size."""
        return self.element

    def attribute(self, name: str, ev: Evaluator | None = None) -> Any:
        if name in METHODS:
            return Row(name, partial(METHODS[name], self))
        if name in CALLING and ev is not None:
            return Row(name, partial(CALLING[name], ev, self))
        if name == "element_spec":
            return self.element
        return super().attribute(name)

    def like(self, element: Any, **changes: Any) -> Dataset:
        """The same number of other elements."""
        return Dataset(element, **{"count": self.count, "batch": self.batch, **changes})


def each(structure: Any, function: Callable[[Tensor], Any]) -> Any:
    """A function over the tensors of an element; what is not known stays so."""
    if isinstance(structure, dict):
        return {key: each(value, function) for key, value in structure.items()}
    if isinstance(structure, tuple):
        return tuple(each(value, function) for value in structure)
    known = isinstance(structure, Tensor) and structure.shape is not None
    return function(structure) if known else structure


def as_element(value: Any) -> Any:
    """What TensorFlow makes of a structure of arrays, lists and numbers: only tuples and dicts are structures."""
    if isinstance(value, dict):
        return {key: as_element(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(as_element, value))
    if isinstance(value, (Tensor, Unknown, Dataset)) or value is None:
        return value
    try:
        found = as_array(value)
    except Undetermined as reason:
        return Unknown(reason.why)
    is_python = not isinstance(value, LibraryObject) and not any(isinstance(item, Tensor) for item in _items(value))
    return Tensor(found.shape, OF_NUMBERS.get(found.dtype, found.dtype) if is_python else found.dtype)


def _items(value: Any) -> Any:
    return value if isinstance(value, list) else ()


def _lengths(structure: Any) -> list[Dim]:
    found: list[Dim] = []
    each(structure, lambda x: found.extend(x.dims()[:1]))
    return found


# --- where they come from


def from_tensor_slices(tensors: Any, name: Any = None) -> Dataset:
    given = as_element(tensors)
    count = next(iter(_lengths(given)), None)
    return Dataset(each(given, lambda x: Tensor(x.dims()[1:], x.dtype)), count)


def from_tensors(tensors: Any, name: Any = None) -> Dataset:
    return Dataset(as_element(tensors), 1)


def of_range(*args: Any, **options: Any) -> Dataset:
    whole = all(isinstance(arg, int) for arg in args)
    return Dataset(Tensor((), "int64"), len(range(*args)) if whole else None)


def of_strings(*args: Any, **options: Any) -> Dataset:
    """`TFRecordDataset`, `TextLineDataset`, `list_files`."""
    return Dataset(Tensor((), "string"))


def of_random(seed: Any = None, **options: Any) -> Dataset:
    return Dataset(Tensor((), "int64"))


def zipped(*args: Any, datasets: Any = None, name: Any = None) -> Dataset:
    """`Dataset.zip(a, b)`, and `Dataset.zip((a, b))` of before."""
    structure = datasets if datasets is not None else args[0] if len(args) == 1 else args
    parts: list[Dataset] = []
    element = _elements(structure, parts)
    counts = [part.count for part in parts if isinstance(part.count, int)]
    count = min(counts) if len(counts) == len(parts) and counts else None
    return Dataset(element, count, next((part.batch for part in parts if part.batch is not None), None))


def _elements(structure: Any, parts: list[Dataset]) -> Any:
    if isinstance(structure, dict):
        return {key: _elements(value, parts) for key, value in structure.items()}
    if isinstance(structure, (list, tuple)):
        return tuple(_elements(value, parts) for value in structure)
    if not isinstance(structure, Dataset):
        return Unknown(structure.why if isinstance(structure, Unknown) else "a data set that is not known")
    parts.append(structure)
    return structure.element


def tensor_shape(dims: Any) -> TensorShape:
    """`tf.TensorShape`: of a list or tuple of sizes."""
    if not isinstance(dims, (list, tuple)):
        raise Undetermined("a shape that is not known")
    return TensorShape(dims)


def spec(shape: Any = None, dtype: Any = "float32", name: Any = None) -> Tensor:
    """`tf.TensorSpec`: what it describes; an open size is None."""
    if shape is None:
        return Tensor(None, dtype_name(dtype), why="a tensor of any rank")
    return Tensor(_open_shape(shape), dtype_name(dtype))


def _open_shape(shape: Any) -> Shape:
    sizes = shape if isinstance(shape, (list, tuple)) else (shape,)
    return tuple(FREE if size is None or size == -1 else dimension(size) for size in sizes)


def from_generator(
    ev: Evaluator,
    generator: Any,
    output_types: Any = None,
    output_shapes: Any = None,
    args: Any = None,
    output_signature: Any = None,
    name: Any = None,
) -> Dataset:
    if output_signature is not None:
        return Dataset(as_element(output_signature))
    if output_shapes is not None:
        return Dataset(_typed(output_types, output_shapes))
    return Dataset(_first_of(ev, generator, args or ()))


def _typed(types: Any, shapes: Any) -> Any:
    """Shapes with the types of a structure of the same form."""
    if isinstance(types, dict):
        return {key: _typed(value, shapes[key]) for key, value in types.items()}
    if isinstance(types, (list, tuple)):
        return tuple(_typed(one, shape) for one, shape in zip(types, shapes, strict=True))
    return spec(shapes, types)


def _first_of(ev: Evaluator, generator: Any, args: Any) -> Any:
    """What a generator function of the program gives first."""
    from kerascount.evaluate.python.calling import call, iter_of

    try:
        return as_element(quietly(ev, lambda: next(iter_of(ev, call(ev, generator, *args)), None)))
    except Undetermined as reason:
        return Unknown(reason.why)


def quietly(ev: Evaluator, function: Callable[[], Any]) -> Any:
    """What a function of the program gives that TensorFlow traces: data are no place to look for errors of models.

    Raises:
        Undetermined: it fails.
    """
    from kerascount.evaluate.errors import ProgramError

    ev.unsure += 1
    ev.trying += 1
    try:
        return function()
    except ProgramError as error:
        raise Undetermined(f"a function on data fails: {error}") from None
    finally:
        ev.unsure -= 1
        ev.trying -= 1


# --- what becomes of them


def same(data: Dataset, *args: Any, **options: Any) -> Dataset:
    return data


def repeat(data: Dataset, count: Any = None, name: Any = None) -> Dataset:
    if not isinstance(count, int) or count <= 0 or data.count is None:
        return data.like(data.element, count=None)
    return data.like(data.element, count=data.count * count)


def batch(data: Dataset, batch_size: Any, drop_remainder: Any = False, *rest: Any, **options: Any) -> Dataset:
    size = dimension(batch_size)
    short = isinstance(data.count, int) and isinstance(size, int) and data.count < size
    whole = data.kind == "window" and data.count == size  # no more than one batch is in it, and it is full
    static = size if drop_remainder is True or whole is True else FREE
    count = None
    if isinstance(data.count, int) and isinstance(size, int) and size > 0:
        count = data.count // size if drop_remainder is True else -(-data.count // size)
    element = each(data.element, lambda x: Tensor((static, *x.dims()), x.dtype))
    return Dataset(element, count, data.count if short else size)


def padded_batch(
    data: Dataset, batch_size: Any, padded_shapes: Any = None, padding_values: Any = None, drop_remainder: Any = False,
    name: Any = None,
) -> Dataset:  # fmt: skip
    padded = data.element if padded_shapes is None else _padded(data.element, padded_shapes)
    return batch(data.like(padded), batch_size, drop_remainder)


def _padded(element: Any, shapes: Any) -> Any:
    if isinstance(element, dict):
        return {key: _padded(value, shapes[key]) for key, value in element.items()}
    if isinstance(element, tuple):
        return tuple(_padded(value, shape) for value, shape in zip(element, shapes, strict=True))
    if not isinstance(element, Tensor) or isinstance(shapes, Unknown):
        return Unknown("padded to a shape that is not known")
    return Tensor(_open_shape(shapes), element.dtype)


def unbatch(data: Dataset, name: Any = None) -> Dataset:
    return Dataset(each(data.element, lambda x: Tensor(x.dims()[1:], x.dtype)))


def rebatch(data: Dataset, batch_size: Any, drop_remainder: Any = False, name: Any = None) -> Dataset:
    return batch(unbatch(data), batch_size, drop_remainder)


def take(data: Dataset, count: Any, name: Any = None) -> Dataset:
    """One element is there, if any is asked for; of several, there may be fewer."""
    if not isinstance(count, int) or count < 0:
        return data.like(data.element, count=None)
    if isinstance(data.count, int):
        count = min(count, data.count)
    return data.like(data.element, count=count if count == 1 or isinstance(data.count, int) else None)


def skip(data: Dataset, count: Any, name: Any = None) -> Dataset:
    if not isinstance(count, int) or not isinstance(data.count, int):
        return data.like(data.element, count=None)
    return data.like(data.element, count=max(0, data.count - count))


def shard(data: Dataset, num_shards: Any, index: Any, name: Any = None) -> Dataset:
    return data.like(data.element, count=None)


def window(
    data: Dataset, size: Any, shift: Any = None, stride: Any = 1, drop_remainder: Any = False, name: Any = None
) -> Dataset:
    """Elements that are data sets themselves."""
    count = dimension(size) if drop_remainder is True else None

    def nested(x: Any) -> Any:
        return Dataset(x, count, kind="window")

    is_flat = not isinstance(data.element, (tuple, dict))
    return Dataset(nested(data.element) if is_flat else each(data.element, nested))


def concatenate(data: Dataset, dataset: Any, name: Any = None) -> Dataset:
    if not isinstance(dataset, Dataset) or data.count is None or dataset.count is None:
        return data.like(data.element, count=None)
    return data.like(data.element, count=data.count + dataset.count)


def numbered(data: Dataset, start: Any = 0, name: Any = None) -> Dataset:
    return data.like((Tensor((), "int64"), data.element))


def cardinality(data: Dataset) -> Tensor:
    return Tensor((), "int64", data=data.count if isinstance(data.count, int) else None)


def single(data: Dataset, name: Any = None) -> Any:
    return data.first


# --- with functions of the program


def mapped(ev: Evaluator, data: Dataset, map_func: Any, *rest: Any, **options: Any) -> Dataset:
    return data.like(_result(ev, data, map_func))


def _result(ev: Evaluator, data: Dataset, function: Any) -> Any:
    from kerascount.evaluate.python.calling import call

    element = data.element
    try:
        args = element if isinstance(element, tuple) else (element,)
        made = quietly(ev, lambda: call(ev, function, *args))
        return as_element(tuple(made) if isinstance(made, list) else made)
    except Undetermined as reason:
        return Unknown(reason.why)


def filtered(ev: Evaluator, data: Dataset, predicate: Any, name: Any = None) -> Dataset:
    return data.like(data.element, count=None)


def flat_mapped(ev: Evaluator, data: Dataset, map_func: Any, *rest: Any, **options: Any) -> Dataset:
    """The elements of the data sets that the function gives."""
    made = _result(ev, data, map_func)
    if isinstance(made, Dataset):
        return Dataset(made.element, batch=made.batch)
    return Dataset(Unknown(made.why if isinstance(made, Unknown) else "elements of a data set that is not known"))


def applied(ev: Evaluator, data: Dataset, transformation_func: Any) -> Any:
    from kerascount.evaluate.python.calling import call

    return call(ev, transformation_func, data)


def reduced(ev: Evaluator, data: Dataset, initial_state: Any, reduce_func: Any, name: Any = None) -> Any:
    return each(as_element(initial_state), lambda x: Tensor(x.shape, x.dtype))


METHODS: Final[dict[str, Callable[..., Any]]] = {
    **dict.fromkeys(
        ("shuffle", "cache", "prefetch", "with_options", "as_numpy_iterator", "snapshot", "ignore_errors",
         "make_one_shot_iterator", "make_initializable_iterator", "options", "prefetch_to_device"),
        same,
    ),
    "repeat": repeat, "batch": batch, "padded_batch": padded_batch, "unbatch": unbatch, "rebatch": rebatch,
    "take": take, "skip": skip, "shard": shard, "window": window, "concatenate": concatenate, "enumerate": numbered,
    "cardinality": cardinality, "get_single_element": single, "get_next": single,
}  # fmt: skip
CALLING: Final[dict[str, Callable[..., Any]]] = {
    "map": mapped, "filter": filtered, "flat_map": flat_mapped, "interleave": flat_mapped, "apply": applied,
    "reduce": reduced,
}  # fmt: skip
MAKERS: Final[dict[str, Callable[..., Any]]] = {
    "Dataset.from_tensor_slices": from_tensor_slices,
    "Dataset.from_tensors": from_tensors,
    "Dataset.range": of_range,
    "Dataset.zip": zipped,
    "Dataset.list_files": of_strings,
    "Dataset.random": of_random,
    "TFRecordDataset": of_strings,
    "TextLineDataset": of_strings,
    "experimental.cardinality": cardinality,
    "experimental.sample_from_datasets": lambda datasets, *rest, **options: datasets[0].like(datasets[0].element),
    "Dataset.sample_from_datasets": lambda datasets, *rest, **options: datasets[0].like(datasets[0].element),
}
STAND_INS: Final[dict[str, Row]] = {
    **{f"tensorflow.data.{name}": Row(name, function) for name, function in MAKERS.items()},
    "tensorflow.TensorSpec": Row("TensorSpec", spec),
    "tensorflow.TensorShape": Row("TensorShape", tensor_shape),
}
FUNCTIONS: Final = {"tensorflow.data.Dataset.from_generator": from_generator}
