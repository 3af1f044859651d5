"""What one Python process of Keras holds: the version, the automatic names, the models made so far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from kerascount.layers.registry import Context
from kerascount.values.naming import to_snake_case
from kerascount.values.objects import Place
from kerascount.versions import KERAS_3, Api, Generation

if TYPE_CHECKING:
    from kerascount.models.layer import LayerObject
    from kerascount.models.model import ModelObject
    from kerascount.models.node import Operation


class Session:
    """The state that Keras keeps globally; `place` is the call that is being evaluated."""

    def __init__(
        self, generation: Generation = KERAS_3, *, counts_macs: bool = True, keeps_summaries: bool = True
    ) -> None:
        self.generation = generation
        self.api: Api = generation.api
        # Whether calls of layers on Keras tensors are tried out in a graph of their own.
        self.has_graphs = self.api is Api.TF_KERAS and generation.version >= (2, 4)
        self.context = usual_context(generation.api)
        self.uids: dict[str, int] = {}
        self.names_made = 0  # automatic ones: it grows with every layer and operation
        self.calls = 0  # of layers, on whatever they were called
        self.models: list[ModelObject] = []
        self.place: Place | None = None
        self.called: list[Operation] = []  # what became a part of a graph, in the order of the first calls
        # Layers whose `trainable` was changed, with the place of it, in order.
        self.thawed: list[tuple[LayerObject, Place | None]] = []
        self.counts_macs = counts_macs  # whether multiply-accumulates are counted
        self.keeps_summaries = keeps_summaries  # whether models are kept as they are at each `summary()`
        self.inside_call = 0  # the depth of layers' own `call`, where no graph is recorded

    def auto_name(self, class_name: str) -> str:
        """`conv2d_1`, as `keras.src.utils.naming.auto_name` counts them."""
        prefix = to_snake_case(class_name)
        if prefix.startswith("_") and self.api is not Api.KERAS_3:
            prefix = f"private{prefix}"
        return self.unique_name(prefix, self.generation.first_name_is_bare)

    def unique_name(self, prefix: str, bare: bool = True) -> str:
        self.names_made += 1
        count = self.uids.get(prefix, 0)
        self.uids[prefix] = count + 1
        if bare:
            return f"{prefix}_{count}" if count else prefix
        return f"{prefix}_{count + 1}"

    @contextmanager
    def new_graph(self) -> Iterator[None]:
        """Another graph of TensorFlow, as tf.keras makes one to try out a layer: names are counted anew in it."""
        outside, self.uids = self.uids, {}
        try:
            yield
        finally:
            self.uids = outside

    def skip(self, prefix: str, count: int) -> None:
        """Use up automatic names."""
        self.names_made += count
        self.uids[prefix] = self.uids.get(prefix, 0) + count

    def set(self, **settings: Any) -> None:
        """Change a global setting (`data_format`, `floatx`, `policy`)."""
        self.context = replace(self.context, **settings)

    def clear(self) -> None:
        """`keras.backend.clear_session()`: automatic names start anew."""
        self.uids.clear()


@cache
def usual_context(api: Api) -> Context:
    """The settings that a process starts with: one object, which is quickly found to be the same."""
    return Context(api)
