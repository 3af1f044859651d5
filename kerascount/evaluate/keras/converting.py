"""Methods that give a built layer other weights: `enable_lora` and `quantize`, of Keras 3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kerascount.layers.policies import named_policy
from kerascount.layers.quantization import quantization_of
from kerascount.layers.registry import Layer
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.values.outcomes import Undetermined, require
from kerascount.versions import Api

QUANTIZED = frozenset(["Dense", "EinsumDense", "Embedding", "ReversibleEmbedding"])
MODES = ("int8", "float8")  # those that take no further settings


def method(layer: LayerObject, name: str) -> Callable[..., Any] | None:
    """The method of that name, where the layer has it."""
    if layer.session.api is not Api.KERAS_3 or name not in METHODS:
        return None
    if name == "enable_lora" and not hasattr(layer.layer, "lora_rank"):
        return None
    return METHODS[name]


def enable_lora(layer: LayerObject, rank: Any, lora_alpha: Any = None, **initializers: Any) -> None:
    """Add two small matrices to be trained in place of the kernel.

    Raises:
        Invalid: the layer has no weights yet, or was adapted before.
    """
    described: Any = layer.layer
    require(layer.built, "Cannot enable lora on a layer that isn't yet built.", code="KC109")
    require(not described.lora_rank, "lora is already enabled. This can only be done once per layer.", code="KC109")
    _remake(layer, described.reconfigured(lora_rank=rank))


def quantize(layer: LayerObject, mode: Any = None, **options: Any) -> None:
    """Keep the weights of this layer, or of all layers of a model that can, in fewer bits."""
    if mode not in MODES or any(value is not None for value in options.values()):
        raise Undetermined("weights that are quantized in a way that is not modelled")
    if isinstance(layer, ModelObject):
        for part in layer.walk():
            if part.built and part.class_name in QUANTIZED:
                _quantize(part, mode)
        return
    require(layer.built, "Cannot quantize a layer that isn't yet built.", code="KC109")
    if layer.class_name not in QUANTIZED:
        raise Undetermined(f"the quantized weights of {layer.class_name}")
    _quantize(layer, mode)


def _quantize(layer: LayerObject, mode: str) -> None:
    described: Any = layer.layer
    policy = named_policy(f"{mode}_from_{layer.policy.name}")
    changed = described.reconfigured()
    changed.quantization = quantization_of(policy.name)
    _remake(layer, changed)
    layer.policy = policy


def _remake(layer: LayerObject, described: Layer) -> None:
    """Give the layer the weights of its new arguments; those that stay as they were are still the same ones."""
    known = {(item.weight.name, str(item.weight.shape)): item for item in layer.own_weights}
    layer.layer, layer.own_weights = described, []
    for weight in described.weights(layer.built_with):
        old = known.get((weight.name, str(weight.shape)))
        if old is None or weight.dtype not in ("", old.weight.dtype):
            layer.add_weight(weight)
            continue
        old.declared, old.trainable = weight.trainable, old.trainable and weight.trainable
        layer.own_weights.append(old)


METHODS: Mapping[str, Callable[..., Any]] = {"enable_lora": enable_lora, "quantize": quantize}
