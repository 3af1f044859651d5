"""Preprocessing of features: https://keras.io/api/layers/preprocessing_layers/

Numbers and categories, and the pipeline of several layers; text, images and sound have modules of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, ClassVar, Final

from kerascount.layers.fields import Ignored
from kerascount.layers.image_preprocessing import ImageLayer, single
from kerascount.layers.policies import DTypePolicy
from kerascount.layers.registry import (
    Bound,
    Context,
    InputSpec,
    Layer,
    Sublayer,
    by_api,
    check_input,
    gone_in_keras_3,
    layer,
)
from kerascount.layers.sizes import all_same_for_python, same_for_python, size_at, variable
from kerascount.values.dims import FREE, Dim, Free, Symbolic, product
from kerascount.values.macs import Product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, compatible, shape_text, shapes_text, standardize_shape
from kerascount.values.weight import Weight
from kerascount.versions import Api

INTEGERS: Final = frozenset(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
ENCODINGS: Final = ("one_hot", "multi_hot", "count")


class Adaptive(Layer):
    """A layer that learns from data by `adapt`."""

    # What `adapt` has seen: the shape of the data, and a name for the size of what was learned from them.
    seen: ClassVar[Shape | None] = None
    learned: ClassVar[Dim | None] = None
    builds_on_adapt: ClassVar[bool] = False
    arrays_at: ClassVar[int | None] = 0
    fixed_by: ClassVar[str] = ""  # the argument that states what `adapt` would learn

    def adapted(self, shape: Shape | None, learned: Dim, values: Sequence[Any] | None) -> Layer:
        """This layer after `adapt` on data of this shape; `values` are all of the data where known."""
        fixed = self.learned is None and getattr(self, self.fixed_by) is not None
        require(not fixed, f"Cannot adapt layer: it has been initialized with static `{self.fixed_by}`.")
        return self.changed(seen=shape, learned=learned)

    def changed(self, **values: Any) -> Layer:
        made = copy(self)
        made.__dict__.update(values, answers=None)
        return made


def check_mode(layer: Layer, name: str, value: Any, known: Sequence[Any]) -> None:
    if not isinstance(value, Unknown):
        message = f"Unknown value for `{name}` argument of {layer.keras_name}. Allowed values are: {tuple(known)}."
        require(not isinstance(value, (list, dict)) and value in known, f"{message} Received: {name}={value}")


def check_dense(sparse: Any, output_mode: Any) -> None:
    message = f"`sparse` may only be true if `output_mode` is an encoding. Received: output_mode={output_mode}"
    require(not (sparse and output_mode == "int"), message)


def is_one(size: Dim) -> bool:
    """Whether Python finds `size == 1`, to which None is a value like any other."""
    return not isinstance(size, Free) and bool(size == 1)


def encoded_in_tf_keras(x: Shape, mode: str, depth: Any, sparse: Any) -> Shape:
    """`encode_categorical_inputs`: tf_keras runs it when the layer is called."""
    if sparse:
        raise Undetermined("a sparse tensor")
    if mode == "one_hot" and not (x and is_one(x[-1])):
        x = (*x, 1)
    message = f"When output_mode is not `'int'`, maximum supported output rank is 2: {mode} of {shape_text(x)}"
    require(len(x) <= 2, message, code="KC101")
    require(isinstance(depth, (int, Free, Symbolic)), f"Expected int32, but got {depth!r}", error="TypeError")
    return (*x[:-1], depth)


def check_integer_dtype(dtype: Any, known: Collection[str] = INTEGERS) -> None:
    if isinstance(dtype, (str, DTypePolicy)):
        require(dtype in known, f'When `output_mode="int"`, `dtype` should be an integer type. Received: {dtype}')


@layer()
class Normalization(Adaptive):
    """Any shape, unchanged; mean and variance for every size of the kept axes."""

    axis: Any = -1
    mean: Any = None
    variance: Any = None
    invert: Ignored = False

    supports_masking: ClassVar[bool] = True
    builds_on_adapt: ClassVar[bool] = True
    fixed_by: ClassVar[str] = "mean"

    def check(self) -> None:
        if not isinstance(self.axis, (int, list, tuple, str, range, Symbolic, Unknown)) and self.axis is not None:
            raise Invalid(f"'{type(self.axis).__name__}' object is not iterable", error="TypeError")
        message = "When setting values directly, both `mean` and `variance` must be set."
        require((self.mean is None) == (self.variance is None), message)
        if self.mean is not None and self.context.api is Api.KERAS_3:
            self.check_values()

    def check_values(self) -> None:
        mean, variance = array_shape(self.mean), array_shape(self.variance)
        message = f"`mean` and `variance` must have the same shape. Received: {shape_text(mean)}"
        require(len(mean) == len(variance), f"{message} and {shape_text(variance)}")
        require(all(map(compatible, mean, variance)), f"{message} and {shape_text(variance)}")
        message = f"The rank of `mean` must be less than or equal to the number of axes ({len(self.axes())})."
        require(len(mean) <= len(self.axes()), f"{message} Received: mean shape {shape_text(mean)}")

    def axes(self) -> tuple[Any, ...]:
        if self.axis is None:
            return ()
        if isinstance(self.axis, (list, tuple, range)):
            return tuple(self.axis)
        return (self.axis,)

    def kept(self, x: Shape) -> list[int]:
        """The kept axes, counted from the front."""
        for axis in self.axes():
            if isinstance(axis, (Symbolic, Unknown)):
                raise Undetermined("an axis that is not known")
            if not isinstance(axis, int):
                raise Invalid(f"'<' not supported between '{type(axis).__name__}' and 'int'", error="TypeError")
            message = f"All `axis` values must be in the range [-ndim, ndim). Received inputs with ndim={len(x)}"
            require(-len(x) <= axis < len(x), f"{message}, while axis={self.axes()}", code="KC101")
        kept = sorted(axis + len(x) if axis < 0 else axis for axis in self.axes())
        for axis in kept:
            message = "All `axis` values to be kept must have a known shape."
            require(not isinstance(x[axis], Free), f"{message} Received axis={self.axes()}, inputs {shape_text(x)}")
        return kept

    def weights(self, x: Shape) -> Iterator[Weight]:
        kept = self.kept(x)
        shape = tuple(x[axis] for axis in kept)
        if self.mean is not None:
            self.check_broadcast(x, kept)
            return
        once = tuple(x[axis] for axis in set(kept))
        message = f"cannot reshape the mean: axis={self.axes()} names an axis twice"
        require(compatible(product(shape), product(once)), message)
        yield variable("mean", shape, trainable=False)
        yield variable("variance", shape, trainable=False)
        yield Weight("count", (), trainable=False, dtype="int64")

    def check_broadcast(self, x: Shape, kept: list[int]) -> None:
        """Hold the given values against the kept axes."""
        mean, sizes = array_shape(self.mean), [x[axis] for axis in kept]
        message = f"mean {shape_text(mean)} does not fit the kept axes {shape_text(tuple(sizes))}"
        if self.context.api is not Api.KERAS_3:
            whole = broadcast(mean, tuple(sizes))
            require(whole is not None and compatible(product(whole), product(sizes)), message)
            return
        for size, wanted in zip(reversed(mean), reversed(sizes), strict=False):
            require(compatible(size, wanted) or compatible(size, 1), message)

    def output_shape(self, x: Shape) -> Shape:
        if self.context.api is Api.KERAS_3 or self.seen is None or len(self.seen) != len(x):
            return x
        # tf_keras subtracts the mean of the data that it has seen, whose kept axes are known.
        kept = self.kept(self.seen)
        return tuple(self.seen[axis] if axis in kept else size for axis, size in enumerate(x))

    def derivation(self, x: Shape) -> Iterator[str]:
        yield f"one mean and one variance for each position of axes {self.axes()}"


def array_shape(value: Any) -> Shape:
    """`np.shape(value)`."""
    if isinstance(value, Tensor):
        return value.dims()
    if isinstance(value, (list, tuple)):
        return (len(value), *(array_shape(value[0]) if value else ()))
    if isinstance(value, (int, float, str)):
        return ()
    raise Undetermined(f"the shape of {value}")


def broadcast(left: Shape, right: Shape) -> Shape | None:
    """The shape that NumPy broadcasts two to, None where it cannot."""
    rank = max(len(left), len(right))
    left, right = ((1,) * (rank - len(shape)) + shape for shape in (left, right))
    if not all(compatible(a, b) or is_one(a) or is_one(b) for a, b in zip(left, right, strict=True)):
        return None
    return tuple(b if is_one(a) else a for a, b in zip(left, right, strict=True))


@layer()
class Discretization(Adaptive):
    """Any shape of numbers → the same of bin numbers, or encoded."""

    bin_boundaries: Any = None
    num_bins: int = None  # type: ignore[assignment]
    epsilon: Ignored = 0.01
    output_mode: Any = "int"
    sparse: bool = False
    dtype: Any = None
    name: Ignored = None
    bins: Any = gone_in_keras_3(None)

    accepts_kwargs: ClassVar[bool] = False
    accepts_structure: ClassVar[bool] = True
    fixed_by: ClassVar[str] = "bin_boundaries"

    def check(self) -> None:
        check_mode(self, "output_mode", self.output_mode, ("int", *ENCODINGS))
        check_dense(self.sparse, self.output_mode)
        boundaries, bins = self.given()
        if isinstance(boundaries, Tensor) and self.context.api is Api.KERAS_3:
            single = len(boundaries.dims()) == 0 or compatible(product(boundaries.dims()), 1)
            require(single, "The truth value of an array with more than one element is ambiguous.")
        if bins is not None:
            require(bins >= 0, f"`num_bins` must be greater than or equal to 0. Received: `num_bins={bins}`")
            message = f"Both `num_bins` and `bin_boundaries` should not be set. Received: `num_bins={bins}`"
            require(boundaries is None, message)
        elif self.context.api is Api.KERAS_3:
            require(boundaries is not None, "You need to set either `num_bins` or `bin_boundaries`.")

    def given(self) -> tuple[Any, Any]:
        """Boundaries and number of bins; `bins` was once the name of both."""
        if self.bins is None:
            return self.bin_boundaries, self.num_bins
        if isinstance(self.bins, int) and self.num_bins is None:
            return self.bin_boundaries, self.bins
        return self.bins if self.bin_boundaries is None else self.bin_boundaries, self.num_bins

    @property
    def depth(self) -> Any:
        """The number of bins."""
        boundaries, bins = self.given()
        if boundaries is None:
            if self.learned is not None:
                return self.learned
            return bins if self.context.api is Api.KERAS_3 else 1
        if isinstance(boundaries, (int, float)):
            raise Invalid(f"object of type '{type(boundaries).__name__}' has no len()", error="TypeError")
        if not isinstance(boundaries, (list, tuple, str)):
            boundaries = range(as_known(array_shape(boundaries)[0]))
        return len(boundaries) + 1

    def weights(self, x: Shape) -> Iterator[Weight]:
        if self.context.api is not Api.KERAS_3 and self.given()[0] is None:
            yield Weight("summary", (2, FREE), trainable=False)

    def output_shape(self, x: Shapes) -> Shape:
        x = single(self, x)
        if self.context.api is not Api.KERAS_3:
            self.check_boundaries()
        if self.output_mode == "int":
            return x
        if self.context.api is not Api.KERAS_3:
            return encoded_in_tf_keras(x, self.output_mode, self.depth, self.sparse)
        if self.output_mode == "one_hot":
            return (*(x[:-1] if len(x) > 1 and is_one(x[-1]) else x), self.depth)
        return standardize_shape((x[0], *x[2:], self.depth) if len(x) > 1 else (self.depth,))

    def check_boundaries(self) -> None:
        boundaries = self.given()[0]
        plain = not isinstance(boundaries, (int, float, str))
        require(plain, f"Expected list for 'boundaries' argument, not {boundaries!r}.", error="TypeError")

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        if self.output_mode != "int":
            return compute_dtype
        if self.context.api is Api.KERAS_3:
            return "int32"
        return self.dtype if self.dtype in INTEGERS else "int64"


def as_known(size: Dim) -> int:
    if not isinstance(size, int):
        raise Undetermined(f"depends on {size}")
    return size


@layer()
class CategoryEncoding(Layer):
    """(batch, …, n) of category numbers → (batch, …, num_tokens)."""

    num_tokens: int = None  # type: ignore[assignment]
    output_mode: Any = "multi_hot"
    sparse: bool = False
    max_tokens: int = gone_in_keras_3(None)

    call_signature: ClassVar[str] = "inputs, count_weights=None"
    arrays_at: ClassVar[int | None] = 0
    accepts_structure: ClassVar[bool] = True

    def check(self) -> None:
        check_mode(self, "output_mode", self.output_mode, (*ENCODINGS, "binary"))
        require(self.depth is not None, "num_tokens must be set to use this layer.")
        require(self.depth >= 1, f"`num_tokens` must be >= 1. Received: num_tokens={self.depth}.")

    @property
    def depth(self) -> Any:
        return self.num_tokens if self.max_tokens is None else self.max_tokens

    def output_shape(self, x: Shapes, count_weights: Any = None) -> Shape:
        x = single(self, x)
        if self.context.api is not Api.KERAS_3:
            message = "`count_weights` is not used when `output_mode` is not `'count'`."
            require(count_weights is None or self.output_mode == "count", message)
            return encoded_in_tf_keras(x, self.output_mode, self.depth, self.sparse)
        apart = self.output_mode == "one_hot" and x and (len(x) == 1 or not is_one(x[-1]))
        return standardize_shape((*(x if apart else x[:-1]), self.depth))


@layer()
class Hashing(Layer):
    """Any shape of categories → the same of bin numbers, or (batch, …, num_bins) encoded."""

    num_bins: int
    mask_value: Ignored = None
    salt: Any = None
    output_mode: Any = "int"
    sparse: bool = False
    dtype: Any = by_api(None, keyword=True)

    accepts_structure: ClassVar[bool] = True
    arrays_at: ClassVar[int | None] = 0

    def check(self) -> None:
        message = f"The `num_bins` for `Hashing` cannot be `None` or non-positive values. Received: {self.num_bins}."
        require(self.num_bins is not None and self.num_bins > 0, message)
        if self.output_mode == "int" and self.context.api is Api.KERAS_3:
            check_integer_dtype(self.dtype, ("int32", "int64"))
        check_mode(self, "output_mode", self.output_mode, ("int", *ENCODINGS))
        check_dense(self.sparse, self.output_mode)
        check_salt(self, self.salt)

    def check_call(self, arguments: Mapping[str, Any]) -> None:
        inputs = arguments.get("inputs")
        check_hashed(self, inputs)
        if isinstance(inputs, Tensor) and inputs.dtype == "string" and self.context.api is Api.TF_KERAS:
            fits = not isinstance(self.mask_value, (int, float))
            require(fits, f"Expected string, got mask_value={self.mask_value}", error="TypeError")

    def output_shape(self, x: Shapes) -> Shape:
        x = single(self, x)
        if self.output_mode == "int":
            return x
        if self.context.api is not Api.KERAS_3:
            return encoded_in_tf_keras(x, self.output_mode, self.num_bins, self.sparse)
        return standardize_shape((*x[:-1], self.num_bins))

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        return encoded_dtype(self.output_mode, self.dtype, compute_dtype)


def check_hashed(layer: Layer, inputs: Any) -> None:
    """tf_keras makes bin numbers of integers and strings."""
    for x in inputs if isinstance(inputs, (list, tuple)) else [inputs]:
        fits = not isinstance(x, Tensor) or "float" not in x.dtype
        message = f"All `{layer.keras_name}` inputs should have an integer or string dtype. Received: {x}"
        require(fits or layer.context.api is Api.KERAS_3, message, error="TypeError")


def check_salt(layer: Layer, salt: Any) -> None:
    fits = salt is None or isinstance(salt, (int, Unknown)) or isinstance(salt, (list, tuple)) and len(salt) == 2
    message = f"The `salt` argument for `{layer.keras_name}` can only be a tuple of 2 integers, or a single integer."
    require(fits, f"{message} Received: salt={salt}.")


def encoded_dtype(output_mode: Any, dtype: Any, compute_dtype: str) -> str:
    """Bin numbers are int64 unless another integer is asked for."""
    if output_mode != "int":
        return compute_dtype
    return dtype if dtype in INTEGERS else "int64"


@layer()
class HashedCrossing(Layer):
    """Two inputs of equal shape → bin numbers for their combinations, or these encoded."""

    num_bins: int
    output_mode: Any = "int"
    sparse: bool = False
    name: Ignored = None
    dtype: Any = None

    accepts_structure: ClassVar[bool] = True
    arrays_at: ClassVar[int | None] = 1

    @classmethod
    def bind(cls, args: Sequence[Any], kwargs: Mapping[str, Any], context: Context) -> Bound:
        """Its constructor in Keras 3 drops every keyword that it does not know."""
        if context.api is Api.KERAS_3:
            kwargs = {key: value for key, value in kwargs.items() if key in cls.__annotations__}
        return super().bind(args, kwargs, context)

    def check(self) -> None:
        check_mode(self, "output_mode", self.output_mode, ("int", "one_hot"))
        if self.output_mode == "int" and self.context.api is not Api.KERAS_3:
            check_integer_dtype(self.dtype)

    def check_call(self, arguments: Mapping[str, Any]) -> None:
        check_hashed(self, arguments.get("inputs"))

    def output_shape(self, x: Any) -> Shape:
        if self.context.api is not Api.KERAS_3:
            return self.crossed_in_tf_keras(x)
        pair = isinstance(x, list) and len(x) == 2 and all(isinstance(shape, tuple) for shape in x)
        message = f"Expected as input a list/tuple of 2 tensors. Received input_shape={shapes_text(x)}"
        require(pair, message, code="KC107")
        first: Shape = x[0]
        second: Shape = x[1]
        equal = same_for_python(size_at(first, -1), size_at(second, -1))
        require(equal, f"Expected the two input tensors to have identical shapes. Received {shapes_text(x)}")
        if self.output_mode == "int":
            return first
        return standardize_shape((*(first[:-1] if is_one(first[-1]) else first), self.num_bins))

    def crossed_in_tf_keras(self, x: Any) -> Shape:
        message = f"`HashedCrossing` should be called on at least two inputs. Received {shapes_text(x)}"
        require(isinstance(x, list) and len(x) > 1, message, code="KC107")
        first: Shape = x[0]
        fits = len(first) < 2 or len(first) == 2 and is_one(first[1])
        message = "All `HashedCrossing` inputs should have shape `()`, `(batch_size)` or `(batch_size, 1)`."
        require(fits, f"{message} Received {shapes_text(x)}", code="KC101")
        equal = all(all_same_for_python(first, other) for other in x)
        require(equal, f"All `HashedCrossing` inputs should have equal shape. Received {shapes_text(x)}", code="KC101")
        crossed: Shape = ((), (FREE,), (FREE, 1))[len(first)]
        if self.output_mode == "int":
            return crossed
        return encoded_in_tf_keras(crossed, self.output_mode, self.num_bins, self.sparse)

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        if self.output_mode == "int" and self.dtype is None:
            return "int64"
        return compute_dtype


@layer(only=(Api.KERAS_3,))
class Pipeline(Layer):
    """What its layers give, one after the other."""

    layers: Any
    name: Ignored = None

    call_signature: ClassVar[str] = "inputs, training=True, mask=None"
    accepts_kwargs: ClassVar[bool] = False
    accepts_structure: ClassVar[bool] = True

    def members(self) -> Iterator[Sublayer]:
        if isinstance(self.layers, Unknown):
            raise Undetermined(self.layers.why)
        if not isinstance(self.layers, (list, tuple)):
            raise Invalid(f"'{type(self.layers).__name__}' object is not iterable", error="TypeError")
        for member in self.layers:
            if isinstance(member, Unknown):
                raise Undetermined(member.why)
            if not isinstance(member, Sublayer):
                message = f"'{type(member).__name__}' object has no attribute '_call_has_mask_arg'"
                raise Invalid(message, error="AttributeError")
            yield member

    def sublayers(self) -> Iterator[tuple[str, Sublayer]]:
        if isinstance(self.layers, (list, tuple)):
            yield from (("layers", member) for member in self.layers if isinstance(member, Sublayer))

    def steps(self, x: Shapes) -> Iterator[tuple[Sublayer, Shapes]]:
        """Its layers, each built and with the shape that it gives."""
        for member in self.members():
            if member.layer and isinstance(x, tuple):
                check_input(member.layer.input_spec(), x, member.name)
                if isinstance(member.layer, ImageLayer):
                    member.layer.require_image(x, runs=True)
            if not member.built:
                member.build(x)
            x = member.compute_output_shape(x)
            yield member, x

    def build_sublayers(self, x: Shapes) -> None:
        for _ in self.steps(x):
            pass

    def output_shape(self, x: Shapes) -> Shapes:
        shapes = [shape for _, shape in self.steps(x)]
        message = "cannot access local variable 'outputs' where it is not associated with a value"
        require(shapes, message, error="UnboundLocalError")
        return shapes[-1]

    def derivation(self, x: Shapes) -> Iterator[str]:
        for member, shape in self.steps(x):
            yield f"{member.name}: {shapes_text(shape)}"


@layer(only=(Api.TF_KERAS,))
class RandomFourierFeatures(Layer):
    """(batch, features) → (batch, output_dim)."""

    output_dim: int
    kernel_initializer: Any = "gaussian"
    scale: Any = None
    trainable: bool = False
    name: Ignored = None

    kernels: ClassVar = ("gaussian", "laplacian")

    def check(self) -> None:
        require(self.output_dim > 0, f"`output_dim` should be a positive integer. Received: {self.output_dim}")
        if isinstance(self.kernel_initializer, str):
            known = self.kernel_initializer.lower() in self.kernels
            require(known, f"Unsupported `kernel_initializer`: {self.kernel_initializer}. Known are {self.kernels}")
        if self.scale is not None:
            require(self.scale > 0, f"When provided, `scale` should be a positive float. Received: {self.scale}")

    def built_spec(self, x: Shape) -> InputSpec:
        return InputSpec(ndim=2, axes={1: x[1]})

    def weights(self, x: Shape) -> Iterator[Weight]:
        require(len(x) == 2, f"The rank of the input tensor should be 2. Received {shape_text(x)}", code="KC101")
        require(not isinstance(x[1], Free), "The last dimension of the input tensor should be defined. Found `None`.")
        yield variable("unscaled_kernel", (x[1], self.output_dim), trainable=False)
        yield variable("bias", (self.output_dim,), trainable=False)
        yield variable("kernel_scale", (1,))

    def output_shape(self, x: Shape) -> Shape:
        return (x[0], self.output_dim)

    def macs(self, x: Shape) -> Iterator[Product]:
        yield Product((*x, self.output_dim))
