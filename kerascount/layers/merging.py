"""Merging layers: https://keras.io/api/layers/merging_layers/

Each takes a list of shapes; a single tensor where Keras wants a list is a plain shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final

from kerascount.layers.fields import Ignored
from kerascount.layers.registry import Layer, Sublayer, layer
from kerascount.layers.sizes import as_int, check_axis, same_for_python, size_at
from kerascount.values.dims import FREE, Dim, Free, Symbolic
from kerascount.values.macs import Product
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, compatible, shape_text, shapes_text
from kerascount.values.weight import Weight
from kerascount.versions import Api


class Merging(Layer):
    """(batch, …) of several tensors → one tensor of the shape that they broadcast to."""

    refusal: ClassVar[str] = "KC106"
    supports_masking: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True

    def weights(self, x: Any) -> Iterator[Weight]:
        self.check_inputs(x)
        return iter(())

    def check_inputs(self, x: Any) -> None:
        """What `build` refuses."""
        if not isinstance(x, list):
            message = f"A merge layer should be called on a list of inputs. Received: {_text(x)}"
            raise Invalid(message, plain="takes a list of tensors, but gets one", help=f"{self.keras_name}()([a, b])")
        least = 2 if self.context.api is Api.KERAS_2 else 1
        require(len(x) >= least, f"A merge layer should be called on a list of at least {least} input.")
        merged_batch(x)
        broadcast([shape[1:] for shape in x], self.context.api)

    def shape_alone(self, x: Any) -> Shapes:
        if self.context.api is not Api.KERAS_3 or not isinstance(x, list) or not x:
            return self.output_shape(x)
        sizes = {shape[0] for shape in x if not isinstance(shape[0], Free)}
        batch = sizes.pop() if len(sizes) == 1 else FREE
        return (batch, *broadcast([shape[1:] for shape in x], self.context.api))

    def batch(self, x: list[Shape]) -> Dim:
        """The batch size of the output: the one that is known, and in tf_keras what broadcasting gives."""
        merged = merged_batch(x)
        one = isinstance(merged, int) and merged == 1
        if self.context.api is Api.TF_KERAS and one and any(isinstance(shape[0], Free) for shape in x):
            return FREE
        return merged

    def output_shape(self, x: Any) -> Shape:
        self.check_inputs(x)
        return (self.batch(x), *broadcast([shape[1:] for shape in x], self.context.api))


def _text(x: Any) -> str:
    return f"input_shape={shapes_text(x)} (not a list of shapes)"


def merged_batch(shapes: Sequence[Shape]) -> Dim:
    """The one batch size that the inputs state, FREE where none does."""
    sizes = [shape[0] for shape in shapes if shape and not isinstance(shape[0], Free)]
    agree = all(compatible(sizes[0], size) for size in sizes)
    stated = ", ".join(map(shape_text, shapes))
    require(agree, f"Cannot merge tensors with different batch sizes. Received tensors with shapes [{stated}]")
    return next((size for size in sizes if isinstance(size, int)), sizes[0] if sizes else FREE)


def broadcast(shapes: Sequence[Shape], api: Api) -> Shape:
    """The shape that all of `shapes` broadcast to, axes counted from the last."""
    result = shapes[0]
    for shape in shapes[1:]:
        longer, shorter = (result, shape) if len(result) >= len(shape) else (shape, result)
        start = len(longer) - len(shorter)
        pairs = zip(longer[start:], shorter, strict=True)
        sizes = [_broadcast_size(a, b, api) for a, b in pairs]
        if any(size is None for size in sizes):
            raise _not_broadcast(longer, shorter, sizes)
        result = (*longer[:start], *(size for size in sizes if size is not None))
    return result


def _not_broadcast(longer: Shape, shorter: Shape, sizes: Sequence[Dim | None]) -> Invalid:
    """What to say of shapes, without the batch, of which the common `sizes` are None where there is none."""
    place = next(index for index, size in enumerate(sizes) if size is None) - len(sizes)
    axis = place if place == -1 or len(longer) > len(shorter) else place + len(longer) + 1
    resize = "layers.Dense or a convolution with kernel_size=1 brings it to the size of the other"
    return Invalid(
        f"Inputs have incompatible shapes. Received shapes {shape_text(longer)} and {shape_text(shorter)}",
        plain=f"needs inputs of one shape, but {axis_name(axis)} is {longer[place]} and {shorter[place]}",
        help=resize if place == -1 else _fitted([(FREE, *longer), (FREE, *shorter)]),
    )


def axis_name(axis: int) -> str:
    return "the last axis" if axis == -1 else f"axis {axis}"


def _broadcast_size(left: Dim, right: Dim, api: Api) -> Dim | None:
    """The common size, None where there is none."""
    if isinstance(left, Free) or isinstance(right, Free):
        # tf_keras traces the operation, and TensorFlow concludes that None must be the other size.
        other = right if isinstance(left, Free) else left
        return other if api is Api.TF_KERAS and isinstance(other, int) and other != 1 else FREE
    if isinstance(left, int) and left == 1:
        return right
    if isinstance(right, int) and right == 1 or left is right:
        return left
    if not compatible(left, right) and not (isinstance(left, Symbolic) or isinstance(right, Symbolic)):
        return None
    return right if isinstance(right, int) else left


@layer()
class Add(Merging):
    """The sum of its inputs."""


@layer()
class Multiply(Merging):
    """The product of its inputs."""


@layer()
class Average(Merging):
    """The mean of its inputs."""


@layer()
class Maximum(Merging):
    """The largest of its inputs."""


@layer()
class Minimum(Merging):
    """The smallest of its inputs."""


@layer()
class Subtract(Merging):
    """The first of two inputs less the second."""

    def check_inputs(self, x: Any) -> None:
        super().check_inputs(x)
        require(len(x) == 2, f"A `Subtract` layer should be called on exactly 2 inputs. Received: {shapes_text(x)}")


@layer()
class Concatenate(Merging):
    """Inputs of equal shape but for one axis → the same with the sizes of that axis added up."""

    axis: int = -1

    def check_inputs(self, x: Any) -> None:
        wanted = "A `Concatenate` layer should be called on a list of at least 1 input."
        if not isinstance(x, list) or not x:
            message = f"{wanted} Received: input_shape={shapes_text(x)}"
            raise Invalid(message, plain="takes a list of tensors", help="Concatenate()([a, b])")
        require(len(x) > 1 or self.context.api is not Api.KERAS_2, "Concatenate takes at least 2 inputs")
        self.check_axis(x)
        rest = [self.without_axis(shape) for shape in x]
        message = "A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis."
        message = f"{message} Received: input_shape={shapes_text(x)}"
        ranks = [len(shape) for shape in x]
        if len(set(ranks)) > 1:
            plain = f"joins tensors with the same number of axes, but these have {_listed(ranks)}"
            raise Invalid(message, code="KC106", plain=plain)
        if any(_differ(sizes) for sizes in zip(*rest, strict=True)):
            raise Invalid(message, code="KC106", plain=self.differences(x), help=_fitted(x))

    def differences(self, x: list[Shape]) -> str:
        """The axes that keep the inputs from being joined."""
        joined = self.axis % len(x[0])
        axes = [(axis, sizes) for axis, sizes in enumerate(zip(*x, strict=True)) if axis != joined and _differ(sizes)]
        found = ", ".join(f"axis {axis} is {_listed(sizes)}" for axis, sizes in axes)
        return f"joins along {axis_name(self.axis)}, so all others must be equal, but {found}"

    def check_axis(self, x: list[Shape]) -> None:
        if isinstance(self.axis, (Unknown, Symbolic)):
            raise Undetermined("an axis that is not known")
        if not isinstance(self.axis, int):
            message = f"list indices must be integers or slices, not {type(self.axis).__name__}"
            raise Invalid(message, error="TypeError")
        for shape in x:
            # Keras 3 does not look at an axis behind the last one before it adds up the sizes.
            if self.axis < 0 or self.context.api is not Api.KERAS_3:
                check_axis(shape, self.axis)

    def without_axis(self, shape: Shape) -> Shape:
        axis = self.axis + len(shape) if self.axis < 0 else self.axis
        return (*shape[:axis], *shape[axis + 1 :])

    def shape_alone(self, x: Any) -> Shapes:
        if self.context.api is not Api.KERAS_3 or not isinstance(x, list) or not x:
            return self.output_shape(x)
        self.check_axis(x)
        return tuple(self.joined(x))

    def joined(self, x: list[Shape]) -> list[Dim]:
        """The first shape, with the sizes of the axis added up."""
        output = list(x[0])
        for shape in x[1:]:
            output[self.axis] = size_at(output, self.axis) + size_at(shape, self.axis)
        return output

    def output_shape(self, x: Any) -> Shape:
        self.check_inputs(x)
        output = self.joined(x)
        if self.context.api is Api.TF_KERAS:
            return tuple(self.traced(axis, size, x) for axis, size in enumerate(output))
        return tuple(output)

    def traced(self, axis: int, size: Dim, x: list[Shape]) -> Dim:
        """A size as TensorFlow concludes it from all inputs."""
        if axis == self.axis % len(x[0]):
            return size
        return next((shape[axis] for shape in x if not isinstance(shape[axis], Free)), size)

    def derivation(self, x: Any) -> Iterator[str]:
        self.check_inputs(x)
        sizes = [shape[self.axis] for shape in x]
        axis = self.axis % len(x[0])
        what = "channels" if axis == len(x[0]) - 1 else f"axis {axis}"
        yield f"{what}: {' + '.join(map(str, sizes))} = {self.output_shape(x)[axis]}"


def _differ(sizes: Sequence[Dim]) -> bool:
    known = [size for size in sizes if not isinstance(size, Free)]
    return not all(compatible(known[0], size) for size in known)


def _listed(sizes: Sequence[Any]) -> str:
    """`6 and 8`, `1, 2 and 3`."""
    return " and ".join((", ".join(map(str, sizes[:-1])), str(sizes[-1])))


def _fitted(x: list[Shape]) -> str:
    """How to make two images of the same size."""
    if len(x) != 2 or len(x[0]) != 4:
        return ""
    if not all(isinstance(size, int) for shape in x for size in shape[1:3]):
        return ""
    less = [int(a) - int(b) for a, b in zip(x[0][1:3], x[1][1:3], strict=True)]  # type: ignore[arg-type]
    if min(less) < 0 < max(less):
        return ""
    rows, columns = map(abs, less)
    which = ("first", "second") if max(less) > 0 else ("second", "first")
    crop = f"layers.Cropping2D(((0, {rows}), (0, {columns}))) on the {which[0]}"
    return f"{crop} or layers.ZeroPadding2D of the same on the {which[1]} makes their sizes equal"


@layer()
class Dot(Merging):
    """The products of two tensors, summed along one axis of each."""

    axes: Any
    normalize: Ignored = False

    def check(self) -> None:
        if isinstance(self.axes, (int, Unknown, Symbolic)):
            return
        wanted = "Invalid type for argument `axes`: it should be a list or an int."
        require(isinstance(self.axes, (list, tuple)), f"{wanted} Received: axes={self.axes}", error="TypeError")
        require(len(self.axes) == 2, f"Invalid format for argument `axes`: it should contain two elements: {self.axes}")
        whole = all(isinstance(axis, (int, Unknown, Symbolic)) for axis in self.axes)
        require(whole, f"Invalid format for argument `axes`: list elements should be integers: {self.axes}")

    def axes_for(self, x: list[Shape]) -> list[int]:
        """The summed axis of each input."""
        pair = list(self.axes) if isinstance(self.axes, (list, tuple)) else [self.axes, self.axes]
        if any(isinstance(axis, (Unknown, Symbolic)) for axis in pair):
            raise Undetermined("axes that are not known")
        if isinstance(self.axes, int) and self.axes < 0:
            return [self.axes % len(shape) for shape in x]
        return pair

    def check_inputs(self, x: Any) -> None:
        self.check_pair(x)
        axes = self.axes_for(x)
        left, right = (size_at(shape, axis) for shape, axis in zip(x, axes, strict=True))
        require(
            same_for_python(left, right),
            f"Incompatible input shapes: axis values {left} (at axis {axes[0]}) != {right} (at axis {axes[1]}). "
            f"Full input shapes: {shape_text(x[0])}, {shape_text(x[1])}",
            code="KC106",
        )
        if self.context.api is not Api.KERAS_3:
            self.check_traced(x, axes)

    def check_pair(self, x: Any) -> None:
        wanted = "A `Dot` layer should be called on a list of 2 inputs."
        require(isinstance(x, list) and len(x) == 2, f"{wanted} Received: input_shape={shapes_text(x)}")

    def check_traced(self, x: list[Shape], axes: list[int]) -> None:
        """What `batch_dot` refuses, which older lines run on every call."""
        require(all(len(shape) >= 2 for shape in x), "Cannot do batch_dot on inputs with rank < 2.")
        merged_batch(x)
        require(all(axis % len(s) for s, axis in zip(x, axes, strict=True)), "Cannot perform batch_dot over axis 0.")

    def shape_alone(self, x: Any) -> Shapes:
        if self.context.api is not Api.KERAS_3:
            return self.output_shape(x)
        self.check_pair(x)
        for shape, axis in zip(x, self.axes_for(x), strict=True):
            require(-len(shape) <= axis < len(shape), "pop index out of range", error="IndexError")
        return self.without_summed(x)

    def output_shape(self, x: Any) -> Shape:
        self.check_inputs(x)
        return self.without_summed(x)

    def without_summed(self, x: list[Shape]) -> Shape:
        """The axes of both but the summed ones, and the batch once."""
        left, right = list(x[0]), list(x[1])
        axes = self.axes_for(x)
        left.pop(axes[0])
        right.pop(axes[1])
        require(right, "pop from empty list", error="IndexError")
        if self.context.api is Api.TF_KERAS:
            left[0] = self.batch(x)
        output = (*left, *right[1:])
        return output if len(output) != 1 else (*output, 1)

    def macs(self, x: Any) -> Iterator[Product]:
        axis = self.axes_for(x)[1] % len(x[1])
        yield Product((*x[0], *x[1][1:axis], *x[1][axis + 1 :]))

    def derivation(self, x: Any) -> Iterator[str]:
        self.check_inputs(x)
        axes = self.axes_for(x)
        yield f"sum over axis {axes[0]} of {shape_text(x[0])} and axis {axes[1]} of {shape_text(x[1])}"


ELEMENTWISE: Final = ("sum", "mul", "ave", "max")


@layer(only=(Api.KERAS_1,))
class Merge(Layer):
    """The merging layer of Keras 1, which may be given the layers that it merges."""

    layers: Any = None
    mode: Any = "sum"
    concat_axis: int = -1
    dot_axes: Any = -1
    output_shape_: Any = None
    output_mask: Ignored = None
    arguments: Ignored = None
    node_indices: Ignored = None
    tensor_indices: Ignored = None
    name: Ignored = None

    supports_masking: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True

    def check(self) -> None:
        known = (*ELEMENTWISE, "concat", "dot", "cos")
        require(not isinstance(self.mode, str) or self.mode in known, f"Invalid merge mode: {self.mode}")

    def sublayers(self) -> Iterator[tuple[str, Sublayer]]:
        for item in self.layers or ():
            yield "layers", item

    def output_shape(self, x: Any) -> Shape:
        wanted = "Merge must be called on a list of tensors (at least 2)."
        require(isinstance(x, list) and len(x) > 1, f"{wanted} Got: {shapes_text(x)}", error="TypeError")
        if not isinstance(self.mode, str):
            return self.stated_shape(x)
        if self.mode == "concat":
            return Concatenate(axis=self.concat_axis).output_shape(x)
        if self.mode in ("dot", "cos"):
            return Dot(axes=self.dot_axes).output_shape(x)
        alike = all(len(s) == len(x[0]) and all(map(same_for_python, s, x[0])) for s in x)
        require(alike, f"Only layers of same output shape can be merged using {self.mode} mode: {shapes_text(x)}")
        return tuple(x[0])

    def macs(self, x: Any) -> Iterator[Product]:
        if not isinstance(self.mode, str):
            raise Undetermined("what the function of a Merge multiplies")
        return Dot(axes=self.dot_axes).macs(x) if self.mode in ("dot", "cos") else iter(())

    def stated_shape(self, x: list[Shape]) -> Shape:
        if not isinstance(self.output_shape_, (list, tuple)):
            raise Undetermined("a Merge: depends on its function")
        return (x[0][0], *(as_int(size, "output_shape") for size in self.output_shape_))


# The functions of `keras.layers` that make such a layer and call it: `add([a, b])`.
FUNCTIONS: Final[dict[str, type[Layer]]] = {
    "add": Add,
    "subtract": Subtract,
    "multiply": Multiply,
    "average": Average,
    "maximum": Maximum,
    "minimum": Minimum,
    "concatenate": Concatenate,
    "dot": Dot,
}
