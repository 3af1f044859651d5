"""The methods of layers that learn from data: `adapt`, and the vocabulary of text layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kerascount.models.layer import LayerObject
from kerascount.values.dims import Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.shape import Shape
from kerascount.versions import Api


def adapt(layer: LayerObject, data: Any, *args: Any, **kwargs: Any) -> None:
    """What the layer learns is known as far as its data are: their shape, or all of the values."""
    shape = _data_shape(data)
    learned = Symbolic.named(f"{layer.name}.vocabulary_size()")
    described: Any = layer.layer
    layer.layer = described.adapted(shape, learned, _values(data))
    if shape is None:
        return
    if layer.session.api is not Api.KERAS_3 and not layer.implied_input:
        layer.implied_input = {"batch_shape": (None,) * len(shape)}
    if described.builds_on_adapt and not layer.built:
        layer.build(shape)


def _data_shape(data: Any) -> Shape | None:
    if isinstance(data, Tensor):
        return data.shape
    if isinstance(data, (list, tuple)):
        return (len(data), *(_data_shape(data[0]) or ())) if data else (0,)
    return None


def _values(data: Any) -> list[Any] | None:
    """All values of the data in one list, None where they are not known."""
    if isinstance(data, Tensor):
        return None if data.data is None else _values(data.data)
    if isinstance(data, (list, tuple)):
        parts = [_values(item) for item in data]
        return None if any(part is None for part in parts) else [value for part in parts for value in part or ()]
    return [data] if isinstance(data, (str, int, float)) else None


def set_vocabulary(layer: LayerObject, vocabulary: Any, idf_weights: Any = None) -> None:
    layer.layer = layer.layer.with_vocabulary(vocabulary, idf_weights)  # type: ignore[union-attr]


def vocabulary_size(layer: LayerObject) -> Any:
    size = layer.layer.vocabulary_size  # type: ignore[union-attr]
    if isinstance(size, (Symbolic, Unknown)):
        raise Undetermined("a vocabulary that is learned from data")
    return size


def get_vocabulary(layer: LayerObject, include_special_tokens: Any = True) -> Any:
    return layer.layer.all_tokens(bool(include_special_tokens))  # type: ignore[union-attr]


ADAPT: Mapping[str, Callable[..., Any]] = {"adapt": adapt}
VOCABULARY: Mapping[str, Callable[..., Any]] = {
    "set_vocabulary": set_vocabulary,
    "vocabulary_size": vocabulary_size,
    "get_vocabulary": get_vocabulary,
}


def method(layer: LayerObject, name: str) -> Callable[..., Any] | None:
    """The method of that name, where the layer learns from data."""
    if name in ADAPT and hasattr(layer.layer, "adapted"):
        return ADAPT[name]
    if name in VOCABULARY and hasattr(layer.layer, "with_vocabulary"):
        return VOCABULARY[name]
    return None
