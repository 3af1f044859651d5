"""What Keras held arrays against before TensorFlow 2.2: `standardize_input_data` and the checks that follow it.

Every array is compared with the placeholder it is to be fed to, before the first batch is taken. What is not known
passes, and so do models that are no graph yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kerascount.evaluate.keras.training.data import Data, is_array
from kerascount.evaluate.keras.training.identifiers import Named
from kerascount.evaluate.keras.training.losses import CLASS_NUMBERS
from kerascount.models.functional import FunctionalObject
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import flatten
from kerascount.values.dims import Free
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import Shape, shape_text
from kerascount.versions import Api, Generation

KEY_LOSSES = ("mean_squared_error", "binary_crossentropy", "categorical_crossentropy")


def standardize(model: ModelObject, data: Data, losses: Sequence[Named | None] | None) -> Data:
    """The arrays as the model is fed with them: a row of numbers becomes a column.

    `losses` are those of the outputs, None for one of which nothing is known; None altogether where it is not known
    which outputs have a loss, and are fed with labels.

    Raises:
        Invalid: they do not fit the model, its losses or one another.
    """
    generation = model.session.generation
    if not isinstance(model, (FunctionalObject, SequentialObject)) or not model.built or model.unknown:
        return data.map(lambda array: _column(array, None, generation))
    x = arrays_for(data.x, model.inputs, "input", generation)
    check_shapes(x, [tensor.shape for tensor in model.inputs], model.inputs, "input", generation)
    shapes = [tensor.shape for tensor in model.outputs]
    if losses is None or data.y is None:
        return Data(_packed(data.x, x), data.y, data.sample_weight)
    y = arrays_for(data.y, model.outputs, "target", generation)
    if generation.api is not Api.TF_KERAS and y:
        expected = [_target_shape(*pair) for pair in zip(shapes, losses, strict=False)]
        check_shapes(y, expected, model.outputs, "target", generation)
    check_lengths(x, y)
    for array, loss, shape in zip(y, losses, shapes, strict=False):
        if is_array(array) and loss and shape is not None:
            check_target(array.dims(), loss.name, shape)
    return Data(_packed(data.x, x), _packed(data.y, y), data.sample_weight)


def _packed(given: Any, arrays: list[Any]) -> Any:
    """The arrays in the place of what was given; as it was where they were not found."""
    if not arrays:
        return given
    return arrays[0] if len(arrays) == 1 else arrays


def arrays_for(given: Any, tensors: Sequence[Tensor], what: str, generation: Generation) -> list[Any]:
    """One array for every input or output; none where it is not known which.

    Raises:
        Invalid: there are more or fewer.
    """
    names = [tensor.history.operation.name for tensor in tensors]
    if isinstance(given, dict):
        for name in names:
            if name not in given:
                raise Invalid(f'No data provided for "{name}". Need data for each key in: {names}', code="KC202")
        found = [given[name] for name in names]
    else:
        found = list(given) if isinstance(given, (list, tuple)) else [given]
        if what == "input" and generation.api is Api.TF_KERAS:
            found = found[: len(names)]  # what tf.keras zips with the shapes of the inputs
    if not all(isinstance(item, Tensor) for item in found):
        return []
    if len(found) != len(names):
        raise Invalid(
            f"Error when checking model {what}: the list of Numpy arrays that you are passing to your model is not "
            f"the size the model expected. Expected to see {len(names)} array(s), but instead got the following list "
            f"of {len(found)} arrays: {', '.join(shape_text(item.shape) for item in found if item.shape is not None)}",
            code="KC202",
            plain=f"takes {len(names)} arrays of {what}s, but gets {len(found)}",
        )
    ranks = [None if tensor.shape is None else len(tensor.shape) for tensor in tensors]
    return [_column(item, rank, generation) for item, rank in zip(found, ranks, strict=True)]


def _column(array: Tensor, rank: int | None, generation: Generation) -> Tensor:
    """A row of numbers is a column, but where tf.keras has an input of rank 1."""
    if array.shape is None or len(array.shape) != 1 or (rank == 1 and generation.api is Api.TF_KERAS):
        return array
    return Tensor((*array.shape, 1), array.dtype, why=array.why)


def _target_shape(shape: Shape | None, loss: Named | None) -> Shape | None:
    """The shape that an array of labels must have; None where a loss of the program's own may take any."""
    if shape is None or loss is None:
        return None
    return (*shape[:-1], 1) if loss.name == "sparse_categorical_crossentropy" else shape


def check_shapes(
    arrays: Iterable[Any],
    shapes: Iterable[Shape | None],
    tensors: Sequence[Tensor],
    what: str,
    generation: Generation,
) -> None:
    """The ranks and all sizes but that of the batch.

    Raises:
        Invalid: one differs.
    """
    for array, shape, tensor in zip(arrays, shapes, tensors, strict=False):
        if not is_array(array) or shape is None:
            continue
        given, name = array.dims(), tensor.history.operation.name
        message = f"Error when checking {what}: expected {name} to have "
        if len(given) != len(shape):
            raise _mismatch(f"{message}{len(shape)} dimensions, but got array with shape", given, shape, what)
        if any(_differ(*pair) for pair in zip(given[1:], shape[1:], strict=True)):
            start = 1 if generation.version >= (2, 1) else 0
            wanted = shape_text(shape[start:])
            raise _mismatch(f"{message}shape {wanted} but got array with shape", given, shape, what, start)


def _differ(size: Any, wanted: Any) -> bool:
    """Whether two sizes are certainly not the same; an open one takes any."""
    return not isinstance(size, Free) and not isinstance(wanted, Free) and (size == wanted) is False


def _mismatch(message: str, given: Shape, wanted: Shape, what: str, start: int = 0) -> Invalid:
    kind = "data" if what == "input" else "labels"
    return Invalid(
        f"{message} {shape_text(given[start:])}",
        code="KC202" if what == "input" else "KC203",
        plain=f"takes {kind} of {shape_text(wanted)}, but gets {shape_text(given)}",
    )


def check_lengths(x: Sequence[Any], y: Sequence[Any]) -> None:
    """As many inputs as labels.

    Raises:
        Invalid: there are more or fewer.
    """
    for name, arrays in (("input arrays (x)", x), ("target arrays (y)", y)):
        if len(_lengths(arrays)) > 1:
            shapes = ", ".join(shape_text(array.dims()) for array in arrays if is_array(array))
            message = f"All {name} should have the same number of samples. Got array shapes: [{shapes}]"
            raise Invalid(message, code="KC202")
    sizes = [*_lengths(x), *_lengths(y)]
    if len(set(sizes)) > 1:
        message = (
            "Input arrays should have the same number of samples as target arrays. "
            f"Found {sizes[0]} input samples and {sizes[1]} target samples."
        )
        raise Invalid(message, code="KC202")


def _lengths(arrays: Iterable[Any]) -> set[int]:
    return {size for array in flatten(list(arrays)) if is_array(array) and isinstance(size := array.dims()[0], int)}


def check_target(given: Shape, loss: str, shape: Shape) -> None:
    """`check_loss_and_target_compatibility`.

    Raises:
        Invalid: the loss wants labels of the shape of the output, which these are not.
    """
    if loss == "categorical_crossentropy" and (given[-1] == 1) is True:
        raise Invalid(
            f"You are passing a target array of shape {shape_text(given)} while using as loss "
            "`categorical_crossentropy`. `categorical_crossentropy` expects targets to be binary matrices (1s and 0s) "
            "of shape (samples, classes).",
            code="KC203",
            help=CLASS_NUMBERS,
        )
    if loss in KEY_LOSSES and any(_differ(*pair) for pair in zip(given[1:], shape[1:], strict=False)):
        raise Invalid(
            f"A target array with shape {shape_text(given)} was passed for an output of shape {shape_text(shape)} "
            f"while using as loss `{loss}`. This loss expects targets to have the same shape as the output.",
            code="KC203",
            plain=f"compares labels of {shape_text(given)} with outputs of {shape_text(shape)}: they must be alike",
        )
