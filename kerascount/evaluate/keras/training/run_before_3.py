"""`fit` and what the other methods do with data before Keras 3; imported for these programs alone."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from kerascount.evaluate.keras.training.before_3 import check_labels, check_target_given, losses_of
from kerascount.evaluate.keras.training.data import Data, batch_sizes, check_cardinality, opened, split, unpack
from kerascount.evaluate.keras.training.run import call, has_own_steps, is_known, run_batches, validate
from kerascount.evaluate.keras.training.standardized import standardize
from kerascount.evaluate.numpy.tfdata import Dataset
from kerascount.models.model import ModelObject
from kerascount.values.dims import FREE, Dim
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined


def fit(model: ModelObject, given: dict[str, Any]) -> Unknown:
    data = prepared(model, Data(given.get("x"), given.get("y"), given.get("sample_weight")))
    if is_known(data.x) and not has_own_steps(model):
        check_target_given(model, data.y)
    validation, fraction = given.get("validation_data"), given.get("validation_split")
    if validation is not None:
        validation = prepared(model, unpack(validation))
    elif fraction and is_known(data.x):
        data, validation = split(data, fraction)
    run_batches(model, data, given.get("batch_size"), given.get("steps_per_epoch"))
    if validation is not None:
        validate(model, validation, given)
    return Unknown("the history of training")


def prepared(model: ModelObject, data: Data) -> Data:
    """The data after what is checked before the first batch."""
    if model.session.generation.trains_in_steps:
        check_cardinality(data)
        return data
    return standardize(model, data, losses_of(model))


def run(model: ModelObject, data: Data, batch_size: Any, steps: Any) -> None:
    """The functions of training are traced for batches of any size.

    Raises:
        Invalid: the data do not fit together, or not the model.
    """
    data = prepared(model, data)
    with suppress(Undetermined):
        first = opened(data)
        if first is not data and not isinstance(data.x, Dataset):
            first = prepared(model, first)
        sizes = _sizes(first, batch_size, steps) if is_known(data.x) else [FREE if first.count is None else first.count]
        outputs = call(model, first.first(FREE if len(sizes) > 1 else sizes[0]).x)
        if not isinstance(outputs, Unknown) and not has_own_steps(model):
            for size in sizes:
                check_labels(model, first.first(size), outputs)


def _sizes(data: Data, batch_size: Any, steps: Any) -> list[Dim]:
    """The sizes of the batches; any where they are not known."""
    with suppress(Undetermined):
        if data.count is not None:
            return batch_sizes(data.count, batch_size, steps)
    return [FREE]
