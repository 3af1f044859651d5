"""Pooling layers: https://keras.io/api/layers/pooling_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascount.layers.fields import DataFormat, OptionalSizes, Sizes
from kerascount.layers.lengths import window_length, window_text
from kerascount.layers.registry import by_api, formerly, layer
from kerascount.layers.sizes import size_at
from kerascount.layers.spatial import AXIS_NAMES, ExactSpatial, Spatial, data_format_of
from kerascount.values.objects import Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, shape_text
from kerascount.versions import Api


class Pooling(ExactSpatial):
    """(batch, axes…, channels) → (batch, places of the window…, channels)."""

    built_at_init: ClassVar[bool] = True
    pool_size: Sizes = 2  # type: ignore[assignment]
    strides: OptionalSizes = None
    padding: object = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]

    def check(self) -> None:
        """Keras 3 looks at `padding` only at the call, and at its exact spelling."""
        if self.context.api is Api.KERAS_3 or isinstance(self.padding, (list, tuple, Unknown)):
            return
        if not isinstance(self.padding, str):
            raise Invalid(f"'{type(self.padding).__name__}' object has no attribute 'lower'", error="AttributeError")
        known = self.padding.lower() in ("valid", "same", "causal")
        require(known, f"The `padding` argument must be one of 'valid', 'same'. Received: {self.padding}")

    def windows(self, x: Shape) -> Iterator[tuple[Any, ...]]:
        """Per axis the arguments of `window_length`."""
        spatial = self.spatial(x)
        if len(spatial) != len(self.pool_size):
            raise Undetermined(f"a window of {len(self.pool_size)} axes over {len(spatial)}")
        return self.windows_over(spatial, self.pool_size, self.strides or self.pool_size)

    def windows_over(self, spatial: Shape, sizes: Sizes, strides: Sizes) -> Iterator[tuple[Any, ...]]:
        padding = self.padding
        if isinstance(padding, str) and self.context.api is not Api.KERAS_3:
            padding = padding.lower()
        if padding not in ("valid", "same"):
            raise Invalid(f"Argument `padding` must be either 'valid' or 'same'. Received: padding={padding}")
        for n, size, stride in zip(spatial, sizes, strides, strict=True):
            yield n, size, stride, padding

    def output_shape(self, x: Shape) -> Shape:
        named = zip(AXIS_NAMES[self.rank], self.windows(x), strict=False)
        lengths = [self.whole(window_length(*window, axis=axis)) for axis, window in named]
        return self.assemble(x, lengths, self.channels(x))

    def shape_alone(self, x: Any) -> Shapes:
        """Keras 3 spreads the window, as NumPy does, over what stands between the batch and the channels."""
        if self.context.api is not Api.KERAS_3 or not isinstance(x, tuple) or len(x) in (0, 1, 2, self.rank + 2):
            return self.output_shape(x)
        spatial = x[2:] if self.channels_first else x[1:-1]
        fits = 1 in (len(spatial), self.rank)
        shapes = f"({len(spatial)},) ({self.rank},)"
        require(fits, f"operands could not be broadcast together with shapes {shapes}")
        if len(spatial) == 1 and not isinstance(spatial[0], int):
            raise Undetermined("a window over several axes, of which one is left open")
        axes = max(len(spatial), self.rank)
        spread = [
            tuple(part) * (axes // len(part)) for part in (spatial, self.pool_size, self.strides or self.pool_size)
        ]
        lengths = [self.whole(window_length(*window)) for window in self.windows_over(*spread)]
        return (*x[:2], *lengths) if self.channels_first else (x[0], *lengths, x[-1])

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        keeps = self.context.api is not Api.KERAS_3 and not dtype.startswith("float")
        return dtype if keeps else compute_dtype

    def derivation(self, x: Shape) -> Iterator[str]:
        return self.axis_lines(window_text(*window) for window in self.windows(x))


class Averaging(Pooling):
    """The same, with a size that Keras 3 wants to be given."""

    pool_size: Sizes = by_api(..., keras_1=2, keras_2=2, tf_keras=2)
    strides: OptionalSizes = None
    padding: object = "valid"
    data_format: DataFormat = None  # type: ignore[assignment]


def keras_1_pool_1d(pool_length=2, stride=None, border_mode="valid"):  # type: ignore[no-untyped-def]
    return {"pool_size": pool_length, "strides": stride, "padding": border_mode, "data_format": "channels_last"}


def keras_1_pool(pool_size=2, strides=None, border_mode="valid", dim_ordering="default"):  # type: ignore[no-untyped-def]
    data_format = data_format_of(dim_ordering)
    return {"pool_size": pool_size, "strides": strides, "padding": border_mode, "data_format": data_format}


@layer("MaxPool1D")
class MaxPooling1D(Pooling):
    """(batch, steps, features) → (batch, places of the window, features)."""

    rank: ClassVar[int] = 1
    keras_1 = formerly("MaxPooling1D", api=Api.KERAS_1)(keras_1_pool_1d)


@layer("MaxPool2D")
class MaxPooling2D(Pooling):
    """(batch, height, width, channels) → (batch, height', width', channels)."""

    rank: ClassVar[int] = 2
    keras_1 = formerly("MaxPooling2D", api=Api.KERAS_1)(keras_1_pool)


@layer("MaxPool3D")
class MaxPooling3D(Pooling):
    """(batch, depth, height, width, channels) → (batch, depth', height', width', channels)."""

    rank: ClassVar[int] = 3
    keras_1 = formerly("MaxPooling3D", api=Api.KERAS_1)(keras_1_pool)


@layer("AvgPool1D")
class AveragePooling1D(Averaging):
    """(batch, steps, features) → (batch, places of the window, features)."""

    rank: ClassVar[int] = 1
    keras_1 = formerly("AveragePooling1D", api=Api.KERAS_1)(keras_1_pool_1d)


@layer("AvgPool2D")
class AveragePooling2D(Averaging):
    """(batch, height, width, channels) → (batch, height', width', channels)."""

    rank: ClassVar[int] = 2
    keras_1 = formerly("AveragePooling2D", api=Api.KERAS_1)(keras_1_pool)


@layer("AvgPool3D")
class AveragePooling3D(Averaging):
    """(batch, depth, height, width, channels) → (batch, depth', height', width', channels)."""

    rank: ClassVar[int] = 3
    keras_1 = formerly("AveragePooling3D", api=Api.KERAS_1)(keras_1_pool)


class GlobalPooling(ExactSpatial):
    """(batch, axes…, channels) → (batch, channels), or with axes of length 1 to `keepdims`."""

    built_at_init: ClassVar[bool] = True
    data_format: DataFormat = None  # type: ignore[assignment]
    keepdims: bool = False

    def output_shape(self, x: Shape) -> Shape:
        if self.context.api is Api.KERAS_3:
            return self.pooled(x)
        nothing = self.context.api is Api.TF_KERAS and 0 in [size for size in self.spatial(x) if isinstance(size, int)]
        require(not nothing, f"Incorrect input shape {shape_text(x)} with dimension 0 at a reduction axis.")
        ones = (1,) * self.rank if self.keepdims else ()
        return self.assemble(x, ones, self.channels(x))

    def pooled(self, x: Shape) -> Shape:
        """Without a call, as for the layer inside another one, it is asked about any rank."""
        first = self.data_format == "channels_first"
        channels, ones = size_at(x, 1 if first else -1), (1,) * (len(x) - 2) if self.keepdims else ()
        return (x[0], channels, *ones) if first else (x[0], *ones, channels)

    def derivation(self, x: Shape) -> Iterator[str]:
        yield f"channels: {self.channels(x)}, one value each"


def keras_1_global(dim_ordering="default"):  # type: ignore[no-untyped-def]
    return {"data_format": data_format_of(dim_ordering)}


@layer("GlobalMaxPool1D")
class GlobalMaxPooling1D(GlobalPooling):
    """(batch, steps, features) → (batch, features)."""

    rank: ClassVar[int] = 1


@layer("GlobalMaxPool2D")
class GlobalMaxPooling2D(GlobalPooling):
    """(batch, height, width, channels) → (batch, channels)."""

    rank: ClassVar[int] = 2
    keras_1 = formerly("GlobalMaxPooling2D", api=Api.KERAS_1)(keras_1_global)


@layer("GlobalMaxPool3D")
class GlobalMaxPooling3D(GlobalPooling):
    """(batch, depth, height, width, channels) → (batch, channels)."""

    rank: ClassVar[int] = 3
    keras_1 = formerly("GlobalMaxPooling3D", api=Api.KERAS_1)(keras_1_global)


@layer("GlobalAvgPool1D")
class GlobalAveragePooling1D(GlobalPooling):
    """(batch, steps, features) → (batch, features); masked steps do not count."""

    rank: ClassVar[int] = 1
    call_signature: ClassVar[str] = "inputs, mask=None"
    supports_masking: ClassVar[bool] = True


@layer("GlobalAvgPool2D")
class GlobalAveragePooling2D(GlobalPooling):
    """(batch, height, width, channels) → (batch, channels)."""

    rank: ClassVar[int] = 2
    keras_1 = formerly("GlobalAveragePooling2D", api=Api.KERAS_1)(keras_1_global)


@layer("GlobalAvgPool3D")
class GlobalAveragePooling3D(GlobalPooling):
    """(batch, depth, height, width, channels) → (batch, channels)."""

    rank: ClassVar[int] = 3
    keras_1 = formerly("GlobalAveragePooling3D", api=Api.KERAS_1)(keras_1_global)


class AdaptivePooling(Spatial):
    """(batch, axes…, channels) → (batch, output_size…, channels), whatever the input's axes are."""

    output_size: object
    data_format: object = None  # taken as spelled

    def check(self) -> None:
        if self.data_format:
            known = self.data_format in ("channels_first", "channels_last")
            require(known, f"Invalid data_format: {self.data_format}. Expected 'channels_first' or 'channels_last'.")
        if isinstance(self.output_size, (list, tuple)):
            refused = "ValueError" if self.rank == 1 else "TypeError"
            require(len(self.output_size) == self.rank, self.wrong_size, error=refused)
        elif self.output_size is None or isinstance(self.output_size, (str, float, dict, set)):
            raise Invalid(self.wrong_size, error="TypeError")

    @property
    def wrong_size(self) -> str:
        return f"`output_size` must be an integer or a tuple of {self.rank}. Received: {self.output_size}"

    @property
    def channels_first(self) -> bool:
        return bool((self.data_format or self.context.data_format) == "channels_first")

    def output_shape(self, x: Shape) -> Shape:
        sizes = self.output_size if isinstance(self.output_size, (list, tuple)) else (self.output_size,) * self.rank
        return self.assemble(x, map(as_dim, sizes), self.channels(x))

    def channels(self, x: Shape) -> Any:
        """Any rank will do that has this axis."""
        axis = 1 if self.channels_first else -1
        require(len(x) > max(axis, 0), "tuple index out of range", error="IndexError")
        return x[axis]

    def assemble(self, x: Shape, lengths: Any, channels: Any) -> Shape:
        return super().assemble((x[0], *(1,) * (self.rank + 1)), lengths, channels)

    def derivation(self, x: Shape) -> Iterator[str]:
        return self.axis_lines(f"{size} (output_size)" for size in self.spatial(self.output_shape(x)))


@layer(only=(Api.KERAS_3,))
class AdaptiveAveragePooling1D(AdaptivePooling):
    """(batch, steps, features) → (batch, output_size, features)."""

    rank: ClassVar[int] = 1


@layer(only=(Api.KERAS_3,))
class AdaptiveAveragePooling2D(AdaptivePooling):
    """(batch, height, width, channels) → (batch, *output_size, channels)."""

    rank: ClassVar[int] = 2


@layer(only=(Api.KERAS_3,))
class AdaptiveAveragePooling3D(AdaptivePooling):
    """(batch, depth, height, width, channels) → (batch, *output_size, channels)."""

    rank: ClassVar[int] = 3


@layer(only=(Api.KERAS_3,))
class AdaptiveMaxPooling1D(AdaptivePooling):
    """(batch, steps, features) → (batch, output_size, features)."""

    rank: ClassVar[int] = 1


@layer(only=(Api.KERAS_3,))
class AdaptiveMaxPooling2D(AdaptivePooling):
    """(batch, height, width, channels) → (batch, *output_size, channels)."""

    rank: ClassVar[int] = 2


@layer(only=(Api.KERAS_3,))
class AdaptiveMaxPooling3D(AdaptivePooling):
    """(batch, depth, height, width, channels) → (batch, *output_size, channels)."""

    rank: ClassVar[int] = 3
