"""Finds layers by name, importing the module of their section only when one of its layers is asked for."""

from __future__ import annotations

from importlib import import_module

from kerascount.layers.registry import REGISTRY, Layer, lookup
from kerascount.versions import Api

# The sections of the Keras layer docs, the most used first.
SECTIONS = (
    "core",
    "convolution",
    "pooling",
    "reshaping",
    "regularization",
    "normalization",
    "activation",
    "merging",
    "recurrent",
    "wrappers",
    "attention",
    "convolutional_recurrent",
    "preprocessing",
    "image_preprocessing",
    "image_augmentation",
    "text_preprocessing",
    "audio_preprocessing",
    "backend_specific",
    "feature_columns",
)


def find_layer(name: str, api: Api) -> type[Layer] | None:
    """The layer that `keras.layers.<name>` is in this line of Keras, if any."""
    for section in SECTIONS:
        if name in REGISTRY:
            break
        try:
            import_module(f"kerascount.layers.{section}")
        except ModuleNotFoundError:
            continue
    return lookup(name, api)
