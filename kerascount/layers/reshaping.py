"""Reshaping layers: https://keras.io/api/layers/reshaping_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascount.layers.fields import DataFormat, Integers, Margins, Pair, Sizes
from kerascount.layers.lengths import factor, solved
from kerascount.layers.registry import InputSpec, Layer, formerly, layer, new_in_keras_3
from kerascount.layers.sizes import size_at
from kerascount.layers.spatial import ExactSpatial, data_format_of
from kerascount.values.dims import FREE, Dim, Free, Symbolic, known, product
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.scalars import NumpyInt
from kerascount.values.shape import Shape, Shapes, sizes_text, standardize_shape, to_python
from kerascount.versions import Api


class Rearranging(Layer):
    """A layer that moves elements about: integers stay integers."""

    refusal: ClassVar[str] = "KC123"

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        return compute_dtype if dtype.startswith(("float", "bfloat")) else dtype


class SpatialRearranging(ExactSpatial):
    """The same over spatial axes; Keras 3 gives these the dtype of other layers."""

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        floats = dtype.startswith(("float", "bfloat"))
        return compute_dtype if floats or self.context.api is Api.KERAS_3 else dtype


@layer()
class Flatten(Rearranging):
    """(batch, …) → (batch, product of all the others)."""

    data_format: DataFormat = None  # type: ignore[assignment]

    @formerly("Flatten", api=Api.KERAS_1)
    def keras_1():  # type: ignore[no-untyped-def]
        return {}

    def input_spec(self) -> InputSpec:
        return InputSpec(min_ndim=3 if self.context.api is Api.KERAS_1 else 1)

    def output_shape(self, x: Shape) -> Shape:
        if self.context.api is Api.KERAS_1:
            fully = not any(isinstance(size, Free) for size in x[1:])
            require(fully, f'The shape of the input to "Flatten" is not fully defined (got {sizes_text(x[1:])})')
        return x[0], product(x[1:])

    def derivation(self, x: Shape) -> Iterator[str]:
        yield f"features: {' · '.join(map(factor, x[1:])) or '1'} = {product(x[1:])}"


@layer()
class Reshape(Rearranging):
    """(batch, …) → (batch, *target_shape); one -1 stands for what is left."""

    target_shape: Integers

    @formerly("Reshape", api=Api.KERAS_1)
    def keras_1(target_shape):  # type: ignore[no-untyped-def]
        return {"target_shape": target_shape}

    def check(self) -> None:
        if self.context.api is Api.KERAS_3 and not isinstance(self.target_shape, Unknown):
            self.check_target()

    def check_target(self) -> None:
        text = sizes_text([to_python(size) for size in self.target_shape])
        if self.context.api is Api.KERAS_3:
            fits = all(size >= -1 for size in self.target_shape if isinstance(size, int))
            require(fits, f"Each dimension in `target_shape` must be a non-negative integer or -1: {text}")
        left = sum(map(self.is_left, self.target_shape))
        require(left < 2, f"There must be at most one unknown dimension (-1) in `target_shape`: {text}")

    def target(self) -> tuple[Any, ...]:
        """The sizes as numbers. What is no whole number is unknown to Keras 3, and too much for the others."""
        if isinstance(self.target_shape, Unknown):
            raise Undetermined(self.target_shape.why)
        if self.context.api is Api.KERAS_3:
            return tuple(size if isinstance(size, (int, Symbolic)) else FREE for size in self.target_shape)
        whole = all(isinstance(size, (int, Symbolic)) for size in self.target_shape)
        require(whole, f"target_shape must hold integers, got {self.target_shape}", error="TypeError")
        return self.target_shape

    def output_shape(self, x: Shape) -> Shape:
        target = self.target()
        if any(isinstance(size, Free) for size in (*x[1:], *target)):
            known_part = (FREE if isinstance(size, int) and size == -1 else size for size in target)
            return standardize_shape((*x[:1], *known_part))
        self.check_target()
        missing = self.missing(product(x[1:]), target)
        return standardize_shape((*x[:1], *(missing if self.is_left(size) else size for size in target)))

    def is_left(self, size: object) -> bool:
        """Any negative size was good for the -1 before Keras 3."""
        return isinstance(size, int) and (size == -1 or (size < 0 and self.context.api is not Api.KERAS_3))

    def missing(self, total: Dim, target: tuple[Any, ...]) -> Dim:
        """What the -1 stands for, if there is one; refuse a target of another number of elements."""
        rest = product(size for size in target if not self.is_left(size))
        message = f"The total size of the tensor must be unchanged: {total} elements do not fit {sizes_text(target)}"
        plain = f"gets {total} elements for each sample, but {sizes_text(target)} has {_room(target, rest)}"
        if not any(map(self.is_left, target)):
            require(total == rest, message, plain=plain, help=_fitting(target, total))
            return rest
        require(rest != 0, message)
        require(total % rest == 0, message, plain=plain)
        return total // rest

    def derivation(self, x: Shape) -> Iterator[str]:
        target, total = self.target(), product(x[1:])
        if any(map(self.is_left, target)) and not any(isinstance(size, Free) for size in (total, *target)):
            rest = product(size for size in target if not self.is_left(size))
            yield f"-1: {factor(total)} // {factor(rest)} = {self.missing(total, target)}"


def _room(target: tuple[Any, ...], rest: Dim) -> str:
    """How many elements a shape holds; with -1 in it, any multiple of the others."""
    return f"a multiple of {rest}" if any(isinstance(size, int) and size < 0 for size in target) else str(rest)


def _fitting(target: tuple[Any, ...], total: Dim) -> str:
    """The same shape with one size changed so that it holds `total` elements."""
    if not all(isinstance(size, int) and size > 0 for size in (total, *target)):
        return ""
    for place in reversed(range(len(target))):
        others = product((*target[:place], *target[place + 1 :]))
        if others != 1 and total % others == 0:
            return f"{sizes_text((*target[:place], total // others, *target[place + 1 :]))} would fit"
    return ""


@layer()
class Permute(Rearranging):
    """(batch, a, b, …) → the same axes in the order `dims`, which counts from 1."""

    dims: Integers

    def check(self) -> None:
        if isinstance(self.dims, Unknown) or any(isinstance(dim, Symbolic) for dim in self.dims):
            return
        fits = known(self.dims) and sorted(self.dims) == list(range(1, len(self.dims) + 1))
        require(
            fits,
            f"Invalid permutation argument `dims` for Permute Layer: {self.dims} is no order of 1, 2, …",
            help="the batch, axis 0, stays where it is: the others count from 1",
        )

    def input_spec(self) -> InputSpec | None:
        return None if isinstance(self.dims, Unknown) else InputSpec(ndim=len(self.dims) + 1)

    def output_shape(self, x: Shape) -> Shape:
        if isinstance(self.dims, Unknown):
            raise Undetermined(self.dims.why)
        return size_at(x, 0), *(size_at(x, dim) for dim in self.dims)

    def derivation(self, x: Shape) -> Iterator[str]:
        for axis, dim in enumerate(self.dims, start=1):
            yield f"axis {axis}: axis {dim} of the input = {x[dim]}"


@layer()
class RepeatVector(Rearranging):
    """(batch, features) → (batch, n, features)."""

    n: int

    def check(self) -> None:
        given = type(self.n).__name__
        refused = self.n is None or isinstance(self.n, (str, float, list, tuple, dict))
        if refused or (isinstance(self.n, (bool, NumpyInt)) and self.context.api is Api.KERAS_3):
            raise Invalid(f"Expected an integer value for `n`, got {given}.", error="TypeError")
        if self.context.api is Api.KERAS_3:
            require(self.n > 0, f"Argument `n` should be a positive integer. Received: n={self.n}")

    def input_spec(self) -> InputSpec:
        return InputSpec(ndim=2)

    def output_shape(self, x: Shape) -> Shape:
        repetitions = FREE if isinstance(self.n, int) and self.n < 0 else self.n  # so tf_keras
        return standardize_shape((x[0], repetitions, x[1]))

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        return compute_dtype if self.context.api is Api.KERAS_3 else super().output_dtype(dtype, compute_dtype)

    def derivation(self, x: Shape) -> Iterator[str]:
        yield f"steps: {self.n} repetitions"


def floor(size: Any) -> Any:
    return int(size) if isinstance(size, (float, str)) else size


class UpSampling(SpatialRearranging):
    """(batch, axes…, channels) → (batch, size times as many…, channels)."""

    size: Sizes

    def factors(self) -> Sizes:
        return self.size

    def output_shape(self, x: Shape) -> Shape:
        first, last = self.enlarged
        require(len(x) >= last, "list index out of range", error="IndexError")
        factors = (FREE,) * self.rank if self.rank == 2 and self.open_together(x) else self.factors()
        lengths = [n * size for n, size in zip(x[first:last], factors, strict=True)]
        return standardize_shape((*x[:first], *lengths, *x[last:]))

    def shape_alone(self, x: Any) -> Shapes:
        """Without channels behind them or before them, Keras 3 has nothing to put there."""
        short = self.context.api is Api.KERAS_3 and isinstance(x, tuple) and len(x) < self.rank + 2
        require(not short, "tuple index out of range", error="IndexError")
        return self.output_shape(x)

    @property
    def enlarged(self) -> tuple[int, int]:
        """The first of the enlarged axes and the one after the last."""
        first = 2 if self.channels_first else 1
        return first, first + self.rank

    def derivation(self, x: Shape) -> Iterator[str]:
        axes = zip(x[slice(*self.enlarged)], self.factors(), strict=False)
        return self.axis_lines(solved(n, f"{factor(n)} · {factor(size)}", n * size) for n, size in axes)


@layer()
class UpSampling1D(UpSampling):
    """(batch, steps, features) → (batch, size · steps, features)."""

    rank: ClassVar[int] = 1
    size: int = 2  # type: ignore[assignment]

    @formerly("UpSampling1D", api=Api.KERAS_1)
    def keras_1(length=2):  # type: ignore[no-untyped-def]
        return {"size": length}

    def check(self) -> None:
        refused = self.size is None or isinstance(self.size, (list, tuple, dict))
        if refused or (self.context.api is Api.KERAS_3 and isinstance(self.size, (bool, float, str, NumpyInt))):
            raise Invalid(f"Expected an integer value for `size`, got {type(self.size).__name__}.", error="TypeError")
        if self.context.api is Api.KERAS_3:
            require(self.size > 0, f"Argument `size` should be a positive integer. Received: size={self.size}")

    def output_shape(self, x: Shape) -> Shape:
        """TensorFlow concatenates the repetitions, and cannot do so with none."""
        require(floor(self.size) != 0, "List argument 'indices' to 'SparseConcat' Op with length 0")
        return super().output_shape(x)

    def factors(self) -> Sizes:
        """Before Keras 3 a float is rounded down, and a string read."""
        return (floor(self.size),)


@layer()
class UpSampling2D(UpSampling):
    """(batch, height, width, channels) → (batch, height', width', channels)."""

    rank: ClassVar[int] = 2
    size: Sizes = 2  # type: ignore[assignment]
    data_format: DataFormat = None  # type: ignore[assignment]
    interpolation: object = "nearest"

    def factors(self) -> Sizes:
        """tf_keras rounds floats down."""
        return self.size if self.context.api is Api.KERAS_3 else tuple(map(floor, self.size))

    @formerly("UpSampling2D", api=Api.KERAS_1)
    def keras_1(size=(2, 2), dim_ordering="default"):  # type: ignore[no-untyped-def]
        return {"size": size, "data_format": data_format_of(dim_ordering)}

    def check(self) -> None:
        given = self.interpolation
        if given is None or isinstance(given, (bool, int, float, list, tuple, dict)):
            raise Invalid(f"'{type(given).__name__}' object has no attribute 'lower'", error="AttributeError")
        if self.context.api is Api.TF_KERAS and isinstance(given, str):
            require(given.lower() in RESIZING, f"Value not recognized for `interpolation`: {given}")


# `tf_keras.utils.image_utils`; Keras 3 asks for the method only when it resizes.
RESIZING = frozenset({"area", "bicubic", "bilinear", "gaussian", "lanczos3", "lanczos5", "mitchellcubic", "nearest"})


@layer()
class UpSampling3D(UpSampling):
    """(batch, depth, height, width, channels) → (batch, depth', height', width', channels)."""

    rank: ClassVar[int] = 3
    size: Sizes = 2  # type: ignore[assignment]
    data_format: DataFormat = None  # type: ignore[assignment]

    def input_spec(self) -> InputSpec | None:
        """tf_keras forgets its own while it is constructed."""
        return None if self.context.api is Api.TF_KERAS else super().input_spec()

    @formerly("UpSampling3D", api=Api.KERAS_1)
    def keras_1(size=(2, 2, 2), dim_ordering="default"):  # type: ignore[no-untyped-def]
        return {"size": size, "data_format": data_format_of(dim_ordering)}


class ZeroPadding(SpatialRearranging):
    """(batch, axes…, channels) → (batch, longer axes…, channels)."""

    padding: Margins

    def margins(self) -> Margins:
        return self.padding

    def output_shape(self, x: Shape) -> Shape:
        taken = any(isinstance(size, int) and size < 0 for pair in self.margins() for size in pair)
        require(not taken or self.context.api is Api.KERAS_3, f"Paddings must be non-negative: {self.padding}")
        lengths = [before + n + after for n, (before, after) in zip(self.spatial(x), self.margins(), strict=True)]
        return self.assemble(x, lengths, self.channels(x))

    def shape_alone(self, x: Any) -> Shapes:
        """Keras 3 widens these axes of whatever shape it is asked for."""
        first = 2 if self.channels_first else 1
        if self.context.api is not Api.KERAS_3 or not isinstance(x, tuple) or len(x) < first + self.rank:
            return self.output_shape(x)
        sizes = zip(x[first:], self.margins(), strict=False)
        return (*x[:first], *(before + n + after for n, (before, after) in sizes), *x[first + self.rank :])

    def derivation(self, x: Shape) -> Iterator[str]:
        axes = zip(self.spatial(x), self.margins(), strict=True)
        return self.axis_lines(solved(n, f"{a} + {n} + {b}", a + n + b) for n, (a, b) in axes)


@layer()
class ZeroPadding1D(ZeroPadding):
    """(batch, steps, features) → (batch, more steps, features)."""

    rank: ClassVar[int] = 1
    padding: Pair = 1  # type: ignore[assignment]
    data_format: DataFormat = new_in_keras_3(None)

    @formerly("ZeroPadding1D", api=Api.KERAS_1)
    def keras_1(padding=1):  # type: ignore[no-untyped-def]
        return {"padding": by_side(padding, ("left_pad", "right_pad"))}

    def margins(self) -> Margins:
        return (self.padding,)


def by_side(padding: Any, sides: tuple[str, ...]) -> Any:
    """Keras 1 let the margins be named in a dict, and took those of both axes in one tuple."""
    if isinstance(padding, dict):
        require(padding.keys() <= set(sides), f"Unexpected key found in `padding` dictionary: {list(padding)}")
        padding = tuple(padding.get(side, 0) for side in sides)
    if isinstance(padding, (list, tuple)) and len(padding) == 4:
        return tuple(padding[:2]), tuple(padding[2:])
    return padding


@layer()
class ZeroPadding2D(ZeroPadding):
    """(batch, height, width, channels) → (batch, height', width', channels)."""

    rank: ClassVar[int] = 2
    padding: Margins = 1  # type: ignore[assignment]
    data_format: DataFormat = None  # type: ignore[assignment]

    @formerly("ZeroPadding2D", api=Api.KERAS_1)
    def keras_1(padding=(1, 1), dim_ordering="default"):  # type: ignore[no-untyped-def]
        sides = ("top_pad", "bottom_pad", "left_pad", "right_pad")
        return {"padding": by_side(padding, sides), "data_format": data_format_of(dim_ordering)}


@layer()
class ZeroPadding3D(ZeroPadding):
    """(batch, depth, height, width, channels) → (batch, depth', height', width', channels)."""

    rank: ClassVar[int] = 3
    padding: Margins = 1  # type: ignore[assignment]
    data_format: DataFormat = None  # type: ignore[assignment]

    @formerly("ZeroPadding3D", api=Api.KERAS_1)
    def keras_1(padding=(1, 1, 1), dim_ordering="default"):  # type: ignore[no-untyped-def]
        return {"padding": padding, "data_format": data_format_of(dim_ordering)}


class Cropping(SpatialRearranging):
    """(batch, axes…, channels) → (batch, shorter axes…, channels)."""

    cropping: Margins

    def margins(self) -> Margins:
        return self.cropping

    def check(self) -> None:
        if self.context.api is Api.KERAS_3:
            allowed = all(size >= 0 for pair in self.margins() for size in pair)
            require(allowed, f"`cropping` cannot be negative. Received: cropping={self.cropping}.")

    def output_shape(self, x: Shape) -> Shape:
        lengths = [n - before - after for n, (before, after) in zip(self.spatial(x), self.margins(), strict=True)]
        for length in lengths if self.refuses_too_much else ():
            require(
                length > 0,
                "Values in `cropping` argument should be smaller than the corresponding spatial dimension "
                f"of the input. Received: inputs.shape={sizes_text(x)}, cropping={self.cropping}",
            )
        left = (max(length, 0) if isinstance(length, int) else length for length in lengths)
        return self.assemble(x, left, self.channels(x))

    @property
    def refuses_too_much(self) -> bool:
        """tf_keras notices in one and two dimensions only; otherwise nothing is left."""
        return self.context.api is Api.KERAS_3 or (self.context.api is Api.TF_KERAS and self.rank < 3)

    def derivation(self, x: Shape) -> Iterator[str]:
        axes = zip(self.spatial(x), self.margins(), strict=True)
        return self.axis_lines(solved(n, f"{n} − {factor(a)} − {factor(b)}", n - a - b) for n, (a, b) in axes)


@layer()
class Cropping1D(Cropping):
    """(batch, steps, features) → (batch, fewer steps, features)."""

    rank: ClassVar[int] = 1
    cropping: Pair = 1  # type: ignore[assignment]

    def margins(self) -> Margins:
        return (self.cropping,)


@layer()
class Cropping2D(Cropping):
    """(batch, height, width, channels) → (batch, height', width', channels)."""

    rank: ClassVar[int] = 2
    cropping: Margins = 0  # type: ignore[assignment]
    data_format: DataFormat = None  # type: ignore[assignment]

    @formerly("Cropping2D", api=Api.KERAS_1)
    def keras_1(cropping=((0, 0), (0, 0)), dim_ordering="default"):  # type: ignore[no-untyped-def]
        return {"cropping": cropping, "data_format": data_format_of(dim_ordering)}


@layer()
class Cropping3D(Cropping):
    """(batch, depth, height, width, channels) → (batch, depth', height', width', channels)."""

    rank: ClassVar[int] = 3
    cropping: Margins = 1  # type: ignore[assignment]
    data_format: DataFormat = None  # type: ignore[assignment]

    @formerly("Cropping3D", api=Api.KERAS_1)
    def keras_1(cropping=((1, 1), (1, 1), (1, 1)), dim_ordering="default"):  # type: ignore[no-untyped-def]
        return {"cropping": cropping, "data_format": data_format_of(dim_ordering)}
