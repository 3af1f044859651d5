"""Keras masks: in Keras 3 they are tensors of the graph, so that a masked model has more operations in it.

Before, no row of the model shows them, but layers whose `call` takes a `mask` may ask whether there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kerascount.models.node import apply
from kerascount.models.tree import map_structure, tensors
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


def passed_on(layer: LayerObject, bound: Mapping[str, Any]) -> dict[str, Any]:
    """The `mask` that Keras gives to the `call` of a program's layer: those of the tensors in its one argument."""
    holding = [value for name, value in bound.items() if name != "mask" and any(tensors(value))]
    if "mask" not in layer.signature.names or bound.get("mask") is not None or len(holding) != 1:
        return {}
    if layer.session.api is not Api.KERAS_3 and not layer.masks:
        return {}
    if all(tensor.mask is None for tensor in tensors(holding[0])):
        return {}
    return {"mask": map_structure(lambda item: item.mask if isinstance(item, Tensor) else None, holding[0])}


def propagate(layer: LayerObject, bound: Mapping[str, Any], outputs: Any) -> None:
    """Attach masks to the outputs of a call."""
    makes = getattr(layer.layer, "mask_zero", False) is True
    if not (layer.masks or makes):
        return
    mask = layer.compute_mask(next(iter(bound.values()), None))
    if mask is None:
        return
    for output in tensors(outputs):
        output.mask = output.mask or mask


def compute_mask(layer: LayerObject, first: Any) -> Tensor | None:
    """`layer.compute_mask(inputs, previous_mask)`: most layers hand on the mask of their input."""
    rule = RULES.get(layer.layer.keras_name if layer.layer else "")
    if rule is not None:
        return rule(layer, first)
    if getattr(layer.layer, "return_sequences", None) is False:
        return None
    if isinstance(first, Tensor):
        return first.mask
    return next((tensor.mask for tensor in tensors(first) if tensor.mask is not None), None)


def _embedding(layer: LayerObject, first: Any) -> Tensor | None:
    if getattr(layer.layer, "mask_zero", False) is not True:
        return None
    return _apply(layer, "NotEqual", _comparison, first, 0)


def _masking(layer: LayerObject, first: Any) -> Tensor | None:
    return _apply(layer, "Any", _without_last, _apply(layer, "NotEqual", _comparison, first, 0))


def _none(layer: LayerObject, first: Any) -> Tensor | None:
    return None


def _bidirectional(layer: LayerObject, first: Any) -> Tensor | None:
    inner = getattr(layer.layer, "layer", None)
    if inner is not None and inner.attribute("return_sequences") is False:
        return None
    return next((tensor.mask for tensor in tensors(first) if tensor.mask is not None), None)


def _merge(layer: LayerObject, first: Any) -> Tensor | None:
    """The masks of all inputs, or-ed; before Keras 3 of those that have one."""
    masks = [tensor.mask for tensor in tensors(first)]
    if layer.session.api is not Api.KERAS_3:
        masks = [mask for mask in masks if mask is not None]
    if not masks or any(mask is None for mask in masks):
        return None
    merged = masks[0]
    for mask in masks[1:]:
        merged = _apply(layer, "LogicalOr", _first_shape, merged, mask)
    return merged


def _concatenate(layer: LayerObject, first: Any) -> Tensor | None:
    """Every mask is spread to the shape of its input before they are put together."""
    inputs = list(tensors(first))
    if all(tensor.mask is None for tensor in inputs):
        return None
    spread = [_spread(layer, tensor) for tensor in inputs]
    shape = layer.output_shapes([tensor.dims() for tensor in inputs], {})
    joined = _apply(layer, "Concatenate", lambda masks: Tensor(shape, "bool"), spread)  # type: ignore[arg-type]
    return _apply(layer, "Any", _without_last, joined)


def _spread(layer: LayerObject, tensor: Tensor) -> Tensor:
    mask = tensor.mask
    if mask is None:
        return _apply(layer, "OnesLike", _comparison, tensor)
    if mask.rank is None or tensor.rank is None or mask.rank >= tensor.rank:
        return mask
    wider = _apply(layer, "ExpandDims", _with_last, mask)
    return _apply(layer, "LogicalOr", _first_shape, wider, _apply(layer, "ZerosLike", _comparison, tensor))


def _attention(layer: LayerObject, first: Any) -> Tensor | None:
    query = next(tensors(first), None)
    if query is None or query.mask is None:
        return None
    return _apply(layer, "ConvertToTensor", _comparison, query.mask)


RULES: Mapping[str, Callable[[LayerObject, Any], Tensor | None]] = {
    "Embedding": _embedding,
    "Masking": _masking,
    "Bidirectional": _bidirectional,
    **dict.fromkeys(("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"), _merge),
    "Concatenate": _concatenate,
    **dict.fromkeys(("Attention", "AdditiveAttention"), _attention),
    **dict.fromkeys(("Dot", "Lambda", "GlobalAveragePooling1D"), _none),
}


def _apply(layer: LayerObject, class_name: str, shape: Callable[..., Tensor], *args: Any) -> Tensor:
    if layer.session.api is not Api.KERAS_3:
        return shape(*args)
    made: Tensor = apply(layer.session, class_name, shape, args, {})
    return made


def _comparison(x: Tensor, *others: Any) -> Tensor:
    return Tensor(x.shape, "bool")


def _first_shape(x: Tensor, y: Tensor) -> Tensor:
    return Tensor(y.shape, "bool")


def _with_last(x: Tensor) -> Tensor:
    return Tensor(None if x.shape is None else (*x.shape, 1), "bool")


def _without_last(x: Tensor) -> Tensor:
    return Tensor(x.shape[:-1] if x.shape else x.shape, "bool")
