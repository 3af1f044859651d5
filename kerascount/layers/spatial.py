"""What the layers over images, volumes and sequences have in common: where their axes are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from kerascount.layers.registry import InputSpec, Layer
from kerascount.values.dims import Dim, Free
from kerascount.values.outcomes import require
from kerascount.values.shape import Shape, shape_text, standardize_shape
from kerascount.versions import Api

AXIS_NAMES: Final = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}
# What Keras 1 calls the data formats; "default" is the one of its configuration.
DIM_ORDERING: Final = {"tf": "channels_last", "th": "channels_first", "default": None}


def data_format_of(dim_ordering: Any) -> Any:
    """`data_format` as today for Keras 1's `dim_ordering`; what is no such name is left to be refused."""
    return DIM_ORDERING.get(dim_ordering, dim_ordering) if isinstance(dim_ordering, str) else dim_ordering


class Spatial(Layer):
    """(batch, axes…, channels), or (batch, channels, axes…) with the channels first."""

    rank: ClassVar[int] = 2

    @property
    def channels_first(self) -> bool:
        return bool(getattr(self, "data_format", "channels_last") == "channels_first")

    def channels(self, x: Shape) -> Dim:
        return x[-1 - self.rank] if self.channels_first else x[-1]

    def spatial(self, x: Shape) -> Shape:
        return x[-self.rank :] if self.channels_first else x[-1 - self.rank : -1]

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
        require(len(x) == expected, f"expected an input of {expected} dimensions, found {shape_text(x)}", code="KC101")

    def axis_lines(self, texts: Iterable[str]) -> Iterator[str]:
        """`height: (28 − 5) // 1 + 1 = 24 (valid padding)`, one line an axis."""
        for name, text in zip(AXIS_NAMES[self.rank], texts, strict=False):
            yield f"{name}: {text}"


class ExactSpatial(Spatial):
    """A spatial layer that refuses any other rank by its input specification."""

    def input_spec(self) -> InputSpec | None:
        return InputSpec(ndim=self.rank + 2)
