"""Core layers: https://keras.io/api/layers/core_layers/"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from kerascount.layers.fields import Activation, Constraint, Ignored, Initializer, Regularizer
from kerascount.layers.quantization import (
    amax_weights,
    einsum_weights,
    embedding_weights,
    kernel_weights,
    reverse_weights,
)
from kerascount.layers.registry import (
    STATE_THE_SIZE,
    Absent,
    InputSpec,
    Layer,
    SameShape,
    by_api,
    formerly,
    gone_in_keras_3,
    layer,
    new_in_keras_3,
)
from kerascount.layers.sizes import as_int, read_sizes, size_at, variable
from kerascount.values.dims import FREE, Dim, Free, Symbolic
from kerascount.values.macs import Product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.scalars import is_whole
from kerascount.values.shape import Shape, Shapes, defined, shape_text
from kerascount.values.weight import Weight
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.layers.einsum import Einsum


def lora(rank: Any, kernel: Weight, name: str, constraint: Any) -> Iterator[Weight]:
    """The weights that `enable_lora` adds; `kernel` is the frozen weight that they stand in for."""
    require(constraint is None, "Lora is incompatible with kernel constraints.")
    yield variable(f"lora_{name}_a", (*kernel.shape[:-1], rank))
    yield variable(f"lora_{name}_b", (rank, kernel.shape[-1]))


def adapted(kernel: Sequence[Any], rank: Any) -> Iterator[Product]:
    """The product of the two adapters of a kernel, which is worked out anew at every call."""
    if rank:
        yield Product((*kernel[:-1], kernel[-1], rank), "lora")


def check_lora(layer: Layer, rank: Any) -> None:
    if rank and layer.quantization:
        raise Undetermined("lora on quantized weights is not modelled")


@layer()
class Dense(Layer):
    """(batch, …, features) → (batch, …, units)."""

    units: int
    activation: Activation = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: int = new_in_keras_3(None)
    lora_alpha: Ignored = new_in_keras_3(None)
    quantization_config: Ignored = new_in_keras_3(None)

    call_signature: ClassVar[str] = "inputs, training=None"
    supports_masking: ClassVar[bool] = True

    @formerly("Dense", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        output_dim, init="glorot_uniform", activation=None, weights=None, W_regularizer=None,  # noqa: N803
        b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None,  # noqa: N803
        bias=True, input_dim=None,
    ):  # fmt: skip
        return {
            "units": output_dim, "kernel_initializer": init, "activation": activation, "use_bias": bias,
            "kernel_regularizer": W_regularizer, "bias_regularizer": b_regularizer,
            "kernel_constraint": W_constraint, "bias_constraint": b_constraint, "input_dim": input_dim,
        }  # fmt: skip

    def check(self) -> None:
        wanted = f"Received an invalid value for `units`, expected a positive integer. Received: units={self.units}"
        if self.context.api is Api.KERAS_3:
            if not is_whole(self.units):
                help = "int(…) or `//` makes a whole number" if isinstance(self.units, float) else ""
                raise Invalid(wanted, plain=f"takes a whole number as `units`, but gets {self.units!r}", help=help)
            require(self.units > 0, wanted, plain=f"takes a number above 0 as `units`, but gets {self.units}")
        else:
            require(as_int(self.units, "units") >= 0, wanted)
            require(not isinstance(self.units, bool), "Expected an int, got a boolean.", error="TypeError")

    @property
    def size(self) -> Dim:
        """The units as the number that Keras 2 makes of `"4"` and `4.0`."""
        units: Dim = as_int(self.units, "units")
        return units

    def input_spec(self) -> InputSpec:
        return InputSpec(min_ndim=2)

    def built_spec(self, x: Shape) -> InputSpec:
        return InputSpec(min_ndim=2, axes={-1: x[-1]})

    def remedy(self, x: Shape, source: str) -> str:
        if not x or not isinstance(x[-1], Free):
            return ""
        if source == "Flatten":
            return "Flatten multiplies axes of open size: state them in Input, or pool them with a Global…Pooling layer"
        return STATE_THE_SIZE

    def weights(self, x: Shape) -> Iterator[Weight]:
        features = defined(x[-1], "the last dimension of the inputs")
        kernel = variable("kernel", (features, self.size), trainable=not self.lora_rank)
        how = self.quantization
        check_lora(self, self.lora_rank)
        if how and how.mode == "float8":
            yield from amax_weights()
        if not how or how.mode == "float8":
            yield kernel
        if self.use_bias:
            yield variable("bias", (self.size,))
        if how and how.mode != "float8":
            yield from kernel_weights(how, features, self.size)
        if self.lora_rank:
            yield from lora(self.lora_rank, kernel, "kernel", self.kernel_constraint)

    def output_shape(self, x: Shape) -> Shape:
        return (*x[:-1], self.size)

    def macs(self, x: Shape) -> Iterator[Product]:
        yield Product((*x, self.size))
        yield from adapted((x[-1], self.size), self.lora_rank)


@layer(only=(Api.KERAS_1,))
class TimeDistributedDense(Dense):
    """(batch, steps, features) → (batch, steps, units)."""

    @formerly("TimeDistributedDense", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        output_dim, init="glorot_uniform", activation=None, weights=None, W_regularizer=None,  # noqa: N803
        b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None,  # noqa: N803
        bias=True, input_dim=None, input_length=None,
    ):  # fmt: skip
        own = {"units": output_dim, "kernel_initializer": init, "activation": activation, "use_bias": bias}
        return own | ({"input_shape": (input_length, input_dim)} if input_dim else {})

    def input_spec(self) -> InputSpec:
        return InputSpec(ndim=3)


@layer(only=(Api.KERAS_1,))
class MaxoutDense(Layer):
    """(batch, features) → (batch, output_dim): the largest of `nb_feature` linear layers."""

    output_dim: int
    nb_feature: int = 4
    init: Initializer = "glorot_uniform"
    weights_: Ignored = None
    W_regularizer: Regularizer = None
    b_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    W_constraint: Constraint = None
    b_constraint: Constraint = None
    bias: bool = True

    def input_spec(self) -> InputSpec:
        return InputSpec(ndim=2)

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield variable("W", (self.nb_feature, x[1], self.output_dim))
        if self.bias:
            yield variable("b", (self.nb_feature, self.output_dim))

    def output_shape(self, x: Shape) -> Shape:
        return (x[0], self.output_dim)

    def macs(self, x: Shape) -> Iterator[Product]:
        yield Product((*x, self.nb_feature, self.output_dim))


@layer(only=(Api.KERAS_1,))
class Highway(Layer):
    """(batch, features) → the same, through a gate."""

    init: Initializer = "glorot_uniform"
    activation: Activation = None
    weights_: Ignored = None
    W_regularizer: Regularizer = None
    b_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    W_constraint: Constraint = None
    b_constraint: Constraint = None
    bias: bool = True
    transform_bias: Ignored = None

    def input_spec(self) -> InputSpec:
        return InputSpec(ndim=2)

    def weights(self, x: Shape) -> Iterator[Weight]:
        for suffix in ("", "_carry"):
            yield variable(f"W{suffix}", (x[1], x[1]))
        for suffix in ("", "_carry") if self.bias else ():
            yield variable(f"b{suffix}", (x[1],))

    def output_shape(self, x: Shape) -> Shape:
        return x

    def macs(self, x: Shape) -> Iterator[Product]:
        yield Product((*x, x[1]), "transform")
        yield Product((*x, x[1]), "carry")


@layer()
class EinsumDense(Layer):
    """A dense layer along the axes that an einsum equation names."""

    equation: str
    output_shape_: Any
    activation: Activation = None
    bias_axes: Ignored = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: int = new_in_keras_3(None)
    lora_alpha: Ignored = new_in_keras_3(None)
    gptq_unpacked_column_size: Ignored = new_in_keras_3(None)
    quantization_config: Ignored = new_in_keras_3(None)

    call_signature: ClassVar[str] = "inputs, training=None"

    def check(self) -> None:
        if not isinstance(self.output_shape_, (int, str, list, tuple, dict, Symbolic, Unknown)):
            kind = type(self.output_shape_).__name__
            raise Invalid(f"'{kind}' object is not iterable", error="TypeError")

    def einsum(self, x: Shape) -> Einsum:
        from kerascount.layers.einsum import Einsum  # not needed for the other layers here

        given = self.output_shape_
        if isinstance(given, Unknown):
            raise Undetermined(given.why)
        sizes = [given] if isinstance(given, (int, Symbolic)) else list(given)
        return Einsum.read(self.equation, self.bias_axes, x, read_sizes(sizes), self.context.api is Api.TF_KERAS)

    def built_spec(self, x: Shape) -> InputSpec | None:
        return InputSpec(ndim=len(x)) if self.context.api is Api.KERAS_3 else None

    def weights(self, x: Shape) -> Iterator[Weight]:
        einsum = self.einsum(x)
        kernel = variable("kernel", einsum.kernel, trainable=not self.lora_rank)
        check_lora(self, self.lora_rank)
        how = self.quantization
        if how and how.mode == "float8":
            yield from amax_weights()
        if how and how.mode != "float8":
            yield from einsum_weights(how, self.equation, einsum.kernel, len(x))
        else:
            yield kernel
        if einsum.bias is not None:
            yield variable("bias", einsum.bias)
        if self.lora_rank:
            yield from lora(self.lora_rank, kernel, "kernel", self.kernel_constraint)

    def output_shape(self, x: Shape) -> Shape:
        return self.einsum(x).output

    def macs(self, x: Shape) -> Iterator[Product]:
        """Every letter of the equation is an axis of the product, those under the ellipsis too."""
        kernel = self.einsum(x).kernel
        inputs, _, rest = self.equation.replace("...", "").partition(",")
        letters = zip(rest, kernel, strict=False)
        yield Product((*x, *(size for letter, size in letters if letter not in inputs)))
        yield from adapted(kernel, self.lora_rank)

    def derivation(self, x: Shape) -> Iterator[str]:
        kernel = self.einsum(x).kernel
        yield f"{self.equation}: {shape_text(x)} with a kernel {shape_text(tuple(kernel))}"


def check_table(layer: Layer, input_dim: Any, output_dim: Any) -> None:
    """Refuse what is no size for a table of embeddings."""
    for name, size in (("input_dim", input_dim), ("output_dim", output_dim)):
        if layer.context.api is Api.KERAS_3:
            whole = is_whole(size) and not isinstance(size, bool)
            kind = type(size).__name__
            message = f"`{name}` must be a positive integer. Received: {name}={size} (of type {kind})."
            require(whole and size > 0, message)
        else:
            require(not isinstance(size, bool), "Expected an int, got a boolean.", error="TypeError")
            require(size > 0, f"Both `input_dim` and `output_dim` should be positive, received {name}={size}")


def table_weights(layer: Layer, rows: Any, columns: Any, rank: Any, constraint: Any) -> Iterator[Weight]:
    """The table of an embedding layer, and what adapts it."""
    table = variable("embeddings", (rows, columns), trainable=not rank)
    check_lora(layer, rank)
    if layer.quantization:
        yield from embedding_weights(layer.quantization, rows, columns)
    else:
        yield table
    if rank:
        yield from lora(rank, table, "embeddings", constraint)


@layer()
class Embedding(Layer):
    """(batch, …) of indices → (batch, …, output_dim)."""

    input_dim: int
    output_dim: int
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer = None
    embeddings_constraint: Constraint = None
    mask_zero: bool = False
    weights_: Any = None
    lora_rank: int = new_in_keras_3(None)
    lora_alpha: Ignored = new_in_keras_3(None)
    quantization_config: Ignored = new_in_keras_3(None)
    input_length: int = by_api(None, keyword=True)
    sparse: Ignored = gone_in_keras_3(False)
    dropout: Ignored = by_api(Absent(), keras_1=None, keras_2=None, keyword=True)

    needs_shape: ClassVar[bool] = False

    @formerly("Embedding", api=Api.KERAS_1)
    def keras_1(  # type: ignore[no-untyped-def]
        input_dim, output_dim, init="uniform", input_length=None, W_regularizer=None,  # noqa: N803
        activity_regularizer=None, W_constraint=None, mask_zero=False, weights=None, dropout=0.0,  # noqa: N803
    ):  # fmt: skip
        return {
            "input_dim": input_dim, "output_dim": output_dim, "embeddings_initializer": init,
            "embeddings_regularizer": W_regularizer, "embeddings_constraint": W_constraint,
            "mask_zero": mask_zero, "weights": weights, "input_length": input_length,
        }  # fmt: skip

    def check(self) -> None:
        check_table(self, self.input_dim, self.output_dim)
        if self.context.api is Api.KERAS_3:
            self.check_values()

    def check_values(self) -> None:
        """Hold the values that the table starts with against its shape."""
        values = self.weights_[0] if isinstance(self.weights_, list) and len(self.weights_) == 1 else self.weights_
        if isinstance(values, Tensor) and values.shape is not None:
            table = (self.input_dim, self.output_dim)
            fits = len(values.shape) == 2 and all(a == b for a, b in zip(values.shape, table, strict=True))
            message = f"weight shape {table} is not compatible with provided weight shape {shape_text(values.shape)}"
            require(fits, f"Layer embedding {message}")

    def implied_input(self) -> Mapping[str, Any]:
        if self.context.api is Api.KERAS_3:
            return {}
        return {"shape": (self.input_length or None,)}

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield from table_weights(self, self.input_dim, self.output_dim, self.lora_rank, self.embeddings_constraint)

    def output_shape(self, x: Shape) -> Shape:
        if not isinstance(x, tuple):
            raise Invalid("'list' object has no attribute 'shape'", error="AttributeError")
        if self.context.api is Api.KERAS_1:
            return (x[0], self.input_length or x[1], self.output_dim)
        return (*x, self.output_dim)

    def macs(self, x: Shape) -> Iterator[Product]:
        """Rows of the table are only looked up."""
        return adapted((self.input_dim, self.output_dim), self.lora_rank)


@layer()
class ReversibleEmbedding(Layer):
    """(batch, …) of indices → (batch, …, output_dim), and back to scores per index with `reverse=True`."""

    input_dim: int
    output_dim: int
    tie_weights: bool = True
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer = None
    embeddings_constraint: Constraint = None
    mask_zero: bool = False
    reverse_dtype: Ignored = None
    logit_soft_cap: Ignored = None
    weights_: Ignored = by_api(None, keyword=True)
    lora_rank: int = by_api(None, keyword=True)
    lora_alpha: Ignored = by_api(None, keyword=True)
    quantization_config: Ignored = by_api(None, keyword=True)
    input_length: Ignored = by_api(None, keyword=True)

    needs_shape: ClassVar[bool] = False
    call_signature: ClassVar[str] = "inputs, reverse=False"

    def check(self) -> None:
        check_table(self, self.input_dim, self.output_dim)

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield from table_weights(self, self.input_dim, self.output_dim, self.lora_rank, self.embeddings_constraint)
        if not self.tie_weights:
            require(not self.lora_rank, "You cannot add new elements of state to a layer that is already built.")
            if self.quantization:
                yield from reverse_weights(self.quantization, self.input_dim, self.output_dim)
            else:
                yield variable("reverse_embeddings", (self.output_dim, self.input_dim))

    def output_shape(self, x: Shape, reverse: Any = False) -> Shape:
        if reverse:
            size_at(x, -1)
            return (*x[:-1], self.input_dim)
        return (*x, self.output_dim)

    def macs(self, x: Shape, reverse: Any = False) -> Iterator[Product]:
        if reverse:
            yield Product((*x, self.input_dim))
        yield from adapted((self.input_dim, self.output_dim), self.lora_rank)


@layer()
class Masking(SameShape):
    """Any shape, unchanged; steps equal to `mask_value` are masked."""

    mask_value: float = 0.0

    accepts_structure: ClassVar[bool] = False

    def output_shape(self, x: Shapes) -> Shapes:
        if self.context.api is Api.TF_KERAS:
            plain = self.mask_value is not None and not isinstance(self.mask_value, str)
            require(plain, f"The inputs cannot be compared with mask_value={self.mask_value}", error="TypeError")
        return super().output_shape(x)


@layer()
class Identity(SameShape):
    """Any structure, unchanged."""

    keeps_structure: ClassVar[bool] = True

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        return dtype if self.context.api is Api.KERAS_3 else compute_dtype


@layer()
class Lambda(Layer):
    """Any function of tensors."""

    function: object
    output_shape_: Any = None
    mask: object = None
    arguments: object = None

    call_signature: ClassVar[str] = "inputs, mask=None, training=None"
    accepts_structure: ClassVar[bool] = True

    def check(self) -> None:
        if self.function is None or isinstance(self.function, (str, int, float, list, tuple, dict, Tensor)):
            raise Invalid("unsupported callable", error="TypeError")

    def output_shape(self, x: Shapes) -> Shapes:
        """The shape that the argument `output_shape` states; what the function gives is not known here."""
        stated = self.output_shape_
        if self.context.api is Api.TF_KERAS or not isinstance(stated, (int, str, float, list, tuple, dict)):
            raise Undetermined("a Lambda: depends on its function")
        batch = next(iter(_first(x)), FREE)
        return _with_batch(stated, batch)

    def macs(self, x: Shapes) -> Iterator[Product]:
        raise Undetermined("what the function of a Lambda multiplies")


def _first(x: Shapes) -> Shape:
    if isinstance(x, tuple):
        return x
    return _first(x[0] if isinstance(x, list) else next(iter(x.values())))


def _with_batch(stated: Any, batch: Dim) -> Shapes:
    if isinstance(stated, dict):
        return {key: _with_batch(shape, batch) for key, shape in stated.items()}
    if not isinstance(stated, (list, tuple)) or isinstance(stated, list) and _is_shape(stated):
        kind = type(stated).__name__
        raise Invalid(f'can only concatenate tuple (not "{kind}") to tuple', error="TypeError")
    if _is_shape(stated):
        return (batch, *read_sizes(stated))
    return [_with_batch(shape, batch) for shape in stated]


def _is_shape(stated: Sequence[Any]) -> bool:
    return all(size is None or isinstance(size, (int, Symbolic, Unknown)) for size in stated)
