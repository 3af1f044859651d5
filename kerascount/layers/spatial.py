"""What the layers over images, volumes and sequences have in common: where their axes are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from kerascount.layers.registry import STATE_THE_SIZE, InputSpec, Layer, all_steps
from kerascount.values.dims import Dim, Free
from kerascount.values.outcomes import Invalid, require
from kerascount.values.shape import Shape, shape_text, sizes_text, standardize_shape
from kerascount.versions import Api

AXIS_NAMES: Final = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}
# What Keras 1 calls the data formats; "default" is the one of its configuration.
DIM_ORDERING: Final = {"tf": "channels_last", "th": "channels_first", "default": None}


def data_format_of(dim_ordering: Any) -> Any:
    """`data_format` as today for Keras 1's `dim_ordering`; what is no such name is left to be refused."""
    return DIM_ORDERING.get(dim_ordering, dim_ordering) if isinstance(dim_ordering, str) else dim_ordering


class Spatial(Layer):
    """(batch, axes…, channels), or (batch, channels, axes…) with the channels first."""

    refusal: ClassVar[str] = "KC122"
    rank: ClassVar[int] = 2

    @property
    def channels_first(self) -> bool:
        return bool(getattr(self, "data_format", "channels_last") == "channels_first")

    def channels(self, x: Shape) -> Dim:
        return x[-1 - self.rank] if self.channels_first else x[-1]

    def spatial(self, x: Shape) -> Shape:
        require(len(x) >= self.rank + 2, "tuple index out of range", error="IndexError")
        return x[-self.rank :] if self.channels_first else x[-1 - self.rank : -1]

    def places(self, x: Shape) -> Shape:
        """All axes but the channels, the batch first."""
        return (*x[: -1 - self.rank], *self.spatial(x))

    def assemble(self, x: Shape, lengths: Iterable[Any], channels: Any) -> Shape:
        """The output: the batch of `x` (all that stands before) with these lengths and channels."""
        batch = x[: -1 - self.rank]
        return standardize_shape((*batch, channels, *lengths) if self.channels_first else (*batch, *lengths, channels))

    def whole(self, length: Any) -> Any:
        """Keras 3 rounds lengths under windows: `strides=(2.0, 2.0)` may be floats. The others refuse them."""
        return int(length) if isinstance(length, float) and self.context.api is Api.KERAS_3 else length

    def open_together(self, x: Shape) -> bool:
        """Whether an axis that is left open opens all: so tf_keras where TensorFlow works with run-time sizes."""
        return self.context.api is Api.TF_KERAS and any(isinstance(size, Free) for size in self.spatial(x))

    def require_rank(self, x: Shape) -> None:
        expected = self.rank + 2
        if len(x) != expected:
            raise Invalid(
                f"expected an input of {expected} dimensions, found {shape_text(x)}",
                code="KC101",
                plain=f"takes {expected} axes, {self.layout}, but {shape_text(x)} has {len(x)}",
            )

    @property
    def layout(self) -> str:
        axes = ", ".join(AXIS_NAMES[self.rank])
        return f"(batch, channels, {axes})" if self.channels_first else f"(batch, {axes}, channels)"

    def remedy(self, x: Shape, source: str) -> str:
        axes = " and ".join(AXIS_NAMES[self.rank]).replace(" and ", ", ", self.rank - 2)
        if len(x) < self.rank + 2 and (source == "Flatten" or source.startswith("Global")):
            return f"{source} leaves no {axes} behind: {self.keras_name} belongs in front of it"
        if len(x) == self.rank + 1:
            one = with_channel(x, self.channels_first)
            return all_steps(source) or f"where there is one channel, it is an axis too: {one}"
        if len(x) == self.rank + 3 and source == "InputLayer":
            return f"the shape of an input is stated without the batch: {sizes_text(x[2:])}"
        if len(x) == self.rank + 2 and isinstance(self.channels(x), Free):
            return STATE_THE_SIZE
        if len(x) == self.rank + 2 and source == "InputLayer" and self.seems_turned(x):
            return "the channels seem to come first: move them to the end, or pass data_format='channels_first'"
        return ""

    def seems_turned(self, x: Shape) -> bool:
        """Whether what should be the first spatial axis looks like the colours of an image."""
        known = isinstance(x[1], int) and isinstance(x[-1], int)
        return self.rank > 1 and not self.channels_first and known and x[1] in (1, 3) and x[-1] not in (1, 3)

    def axis_lines(self, texts: Iterable[str]) -> Iterator[str]:
        """`height: (28 − 5) // 1 + 1 = 24 (valid padding)`, one line an axis."""
        for name, text in zip(AXIS_NAMES[self.rank], texts, strict=False):
            yield f"{name}: {text}"


def with_channel(x: Shape, first: bool) -> str:
    """How to give the shape an axis of one channel."""
    if any(isinstance(size, Free) for size in x[1:]):
        return f"ops.expand_dims(x, {1 if first else -1})"
    return f"layers.Reshape({sizes_text((1, *x[1:]) if first else (*x[1:], 1))})"


class ExactSpatial(Spatial):
    """A spatial layer that refuses any other rank by its input specification."""

    def input_spec(self) -> InputSpec | None:
        return InputSpec(ndim=self.rank + 2)
