"""Keras masks: in Keras 3 they are tensors of the graph, so that a masked model has more operations in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kerascount.models.node import apply
from kerascount.models.tree import tensors
from kerascount.values.dims import FREE
from kerascount.values.objects import Tensor
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.models.layer import LayerObject


def implied_argument(layer: LayerObject, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Tensor]:
    """The `mask` that Keras 3 adds to a call on one masked tensor, where `call` takes one.

    Source: step 6 of `Layer.__call__`; the node sees it only where the arguments needed no conversion.
    """
    if layer.session.api is not Api.KERAS_3 or len(args) != 1 or kwargs or not isinstance(args[0], Tensor):
        return {}
    mask = args[0].mask
    if mask is None or "mask" not in layer.signature.names or args[0].dtype != layer.dtype:
        return {}
    return {"mask": mask}


def propagate(layer: LayerObject, bound: Mapping[str, Any], outputs: Any) -> None:
    """Attach masks to the outputs of a call."""
    if layer.session.api is not Api.KERAS_3 or not layer.supports_masking:
        return
    first = next(iter(bound.values()), None)
    mask = compute_mask(layer, first)
    for output in tensors(outputs):
        output.mask = output.mask or mask


def compute_mask(layer: LayerObject, first: Any) -> Tensor | None:
    """`layer.compute_mask(inputs, previous_mask)`: most layers hand on the mask of their input."""
    described = layer.layer
    if getattr(described, "mask_zero", False) is True:
        return apply(layer.session, "NotEqual", _comparison, (first, 0), {})  # type: ignore[no-any-return]
    if described is not None and described.keras_name == "Masking":
        compared = apply(layer.session, "NotEqual", _comparison, (first, 0), {})
        return apply(layer.session, "Any", _any_last, (compared,), {})  # type: ignore[no-any-return]
    if getattr(described, "return_sequences", None) is False:
        return None
    return next((tensor.mask for tensor in tensors(first) if tensor.mask is not None), None)


def _comparison(x: Tensor, value: object) -> Tensor:
    return Tensor(x.shape, "bool")


def _any_last(x: Tensor) -> Tensor:
    return Tensor(x.shape[:-1] if x.shape else (FREE,), "bool")
