"""Which steps a model has taken: Keras traces a step once for all batches of the same shapes."""

from __future__ import annotations

from collections.abc import Hashable

from kerascount.evaluate.keras.training.data import Data
from kerascount.models.functional import FunctionalObject
from kerascount.models.inputs import InputObject
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import flatten
from kerascount.values.objects import Tensor

# What a call of these gives depends on the shapes and dtypes of its inputs alone: none of them runs the program's code.
DESCRIBED = frozenset([LayerObject, InputObject, FunctionalObject, SequentialObject])


def trace_of(model: ModelObject, batch: Data) -> Hashable:
    """What tells a step from others; None where two steps may differ that look alike."""
    layers = tuple(model.walk())
    arrays = [*flatten([batch.x]), None, *flatten([batch.y]), None, *flatten([batch.sample_weight])]
    if not all(type(layer) in DESCRIBED for layer in layers) or not all(map(_is_plain, arrays)):
        return None
    marks = tuple(None if array is None else (array.shape, array.dtype) for array in arrays)
    return _form(batch.x), layers, marks


def _is_plain(array: object) -> bool:
    """Whether nothing is known of an array but its shape."""
    if not isinstance(array, Tensor):
        return array is None
    return array.shape is not None and array.data is None and array.mask is None


def _form(x: object) -> Hashable:
    return ("dict", *x) if isinstance(x, dict) else type(x).__name__
