"""Attention layers: https://keras.io/api/layers/attention_layers/"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from kerascount.layers.einsum import Einsum
from kerascount.layers.fields import Constraint, Ignored, Initializer, Regularizer
from kerascount.layers.merging import broadcast
from kerascount.layers.registry import Layer, by_api, gone_in_keras_3, layer, new_in_keras_3
from kerascount.layers.sizes import all_same_for_python, check_axis, read_sizes, size_at, variable
from kerascount.values.dims import FREE, Free, Symbolic, product
from kerascount.values.macs import Product
from kerascount.values.objects import Tensor, Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.scalars import is_whole
from kerascount.values.shape import Shape, Shapes, compatible, shape_text
from kerascount.values.weight import Weight
from kerascount.versions import Api

ATTENTION_CALL = (
    "query, value, key=None, query_mask=None, value_mask=None, key_mask=None, attention_mask=None, "
    "return_attention_scores=False, training=None, use_causal_mask=False"
)


class DotProductAttention(Layer):
    """[query, value] or [query, value, key] → (batch, query steps, value features)."""

    refusal: ClassVar[str] = "KC124"

    dropout: float
    broadcasts_features: ClassVar[bool] = False  # whether one feature of a query or key stands for all

    call_signature: ClassVar[str] = (
        "inputs, mask=None, training=False, return_attention_scores=False, use_causal_mask=False"
    )
    supports_masking: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True

    def check_call(self, arguments: Mapping[str, Any]) -> None:
        """A tuple is no list; of the masks there are as many as of the inputs."""
        inputs, mask = arguments.get("inputs"), arguments.get("mask")
        if isinstance(inputs, tuple):
            self.check_inputs(())
        if isinstance(mask, (Tensor, tuple)):
            raise Invalid(f"{self.keras_name} layer mask must be a list, namely [query_mask, value_mask].")
        if isinstance(mask, list):
            message = f"{self.keras_name} layer accepts mask list of length 2 or 3. Received: {len(mask)}"
            require(2 <= len(mask) <= 3, message)

    def check_inputs(self, x: Any) -> None:
        wanted = "layer must be called on a list of inputs, namely [query, value] or [query, value, key]."
        require(isinstance(x, list), f"{self.keras_name} {wanted}")
        require(2 <= len(x) <= 3, f"{self.keras_name} layer accepts inputs list of length 2 or 3. Received: {len(x)}.")

    def output_shape(self, x: Any, return_attention_scores: Any = False) -> Shapes:
        self.check_inputs(x)
        query, value, key = x[0], x[1], x[2] if len(x) > 2 else x[1]
        leading = query[:-1] if self.context.api is Api.KERAS_3 else self.traced(query, value, key)
        output = (*leading, size_at(value, -1))
        return [output, (*leading, size_at(key, -2))] if return_attention_scores else output

    @property
    def multiplies_scores(self) -> bool:
        """Whether a score is a sum of products."""
        raise NotImplementedError

    def macs(self, x: Any) -> Iterator[Product]:
        query, value = x[0], x[1]
        if not len(query) == len(value) >= 2:
            raise Undetermined("attention over tensors of different rank")
        if self.multiplies_scores:
            yield Product((*query[:-1], value[-2], query[-1]), "scores")
        yield Product((*query[:-1], *value[-2:]), "values")

    def traced(self, query: Shape, value: Shape, key: Shape) -> Shape:
        """All output axes but the last, as the multiplications give them that tf_keras runs on every call."""
        if not len(query) == len(value) == len(key) >= 2:
            raise Undetermined("attention over tensors of different rank")
        fits = compatible(query[-1], key[-1]) or self.broadcasts_features and 1 in (query[-1], key[-1])
        require(fits, f"Dimensions of query and key must be equal: {shape_text(query)} and {shape_text(key)}")
        steps = compatible(value[-2], key[-2])
        require(steps, f"Dimensions of value and key must be equal: {shape_text(value)} and {shape_text(key)}")
        return (*broadcast([query[:-2], key[:-2], value[:-2]], Api.TF_KERAS), query[-2])


@layer()
class Attention(DotProductAttention):
    """[query, value] or [query, value, key] → (batch, query steps, value features)."""

    use_scale: bool = False
    score_mode: str = "dot"
    dropout: float = 0.0
    seed: Ignored = None
    causal: Ignored = gone_in_keras_3(False)

    def check(self) -> None:
        check_number(self.dropout)
        known = isinstance(self.score_mode, Unknown) or self.score_mode in ("dot", "concat")
        require(known, f"Invalid value for argument score_mode. Expected one of 'dot', 'concat'. {self.score_mode}")

    @property
    def multiplies_scores(self) -> bool:
        return bool(self.score_mode == "dot")

    def weights(self, x: Any) -> Iterator[Weight]:
        self.check_inputs(x)
        if self.use_scale:
            yield Weight("scale", ())
        if self.score_mode == "concat":
            yield Weight("concat_score_weight", ())


@layer()
class AdditiveAttention(DotProductAttention):
    """[query, value] or [query, value, key] → (batch, query steps, value features)."""

    use_scale: bool = True
    dropout: float = 0.0
    score_mode: str = new_in_keras_3("dot", keyword=True)
    seed: Ignored = by_api(None, keyword=True)
    causal: Ignored = gone_in_keras_3(False)

    broadcasts_features: ClassVar[bool] = True

    def check(self) -> None:
        check_number(self.dropout)
        require(self.score_mode in ("dot", "concat"), f"Invalid value for argument score_mode: {self.score_mode}")

    @property
    def multiplies_scores(self) -> bool:
        return bool(self.use_scale)

    def weights(self, x: Any) -> Iterator[Weight]:
        self.check_inputs(x)
        if self.use_scale:
            yield variable("scale", (x[0 if self.context.api is Api.KERAS_3 else 1][-1],))


def projection(name: str, einsum: Einsum, use_bias: Any) -> Iterator[Weight]:
    """The weights of one of the dense layers inside."""
    yield variable(f"{name}/kernel", einsum.kernel)
    if use_bias:
        yield variable(f"{name}/bias", einsum.bias or ())


def check_projections(layer: MultiHeadAttention | GroupQueryAttention) -> None:
    """What the dense layers inside cannot be made with: each gets its own copy of the initializers."""
    if layer.quantization:
        raise Undetermined("attention with quantized weights is not modelled")
    for initializer in (layer.kernel_initializer, layer.bias_initializer):
        if initializer is None:
            raise Invalid("type object 'NoneType' has no attribute 'from_config'", error="AttributeError")


def check_window(window: Any) -> None:
    whole = window is None or isinstance(window, (int, Symbolic))
    message = f"`sliding_window` must be `None` or a positive integer. Received: sliding_window={window}"
    require(whole and (window is None or window > 0), message)


def check_number(value: Any) -> None:
    numeric = isinstance(value, (int, float, Unknown))
    require(numeric, f"'<=' not supported between instances of 'int' and '{type(value).__name__}'", error="TypeError")


def check_dropout(dropout: Any, flash: Any) -> None:
    check_number(dropout)
    if isinstance(dropout, Unknown):
        return
    require(0 <= dropout <= 1, f"Invalid value received for argument `rate`: {dropout}")
    require(not flash or dropout <= 0, "Dropout is not supported when flash attention is enabled.")


@layer()
class MultiHeadAttention(Layer):
    """query (batch, …, features), value and key → (batch, …, features or `output_shape`)."""

    refusal: ClassVar[str] = "KC124"

    num_heads: int
    key_dim: int
    value_dim: int = None  # type: ignore[assignment]
    dropout: float = 0.0
    use_bias: bool = True
    output_shape_: Any = None
    attention_axes: Any = None
    sliding_window: int = new_in_keras_3(None)
    flash_attention: bool = new_in_keras_3(None)
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    use_gate: bool = new_in_keras_3(False)
    seed: Ignored = new_in_keras_3(None)

    call_signature: ClassVar[str] = ATTENTION_CALL
    supports_masking: ClassVar[bool] = True

    def own_layers(self, built: bool) -> Iterator[str]:
        return iter(("Softmax", "Dropout") if built else ())

    def check(self) -> None:
        if self.context.api is not Api.KERAS_3:
            require(self.key_dim != 0, "float division by zero", error="ZeroDivisionError")
            return
        for name, size in (("num_heads", self.num_heads), ("key_dim", self.key_dim), ("value_dim", self.value_dim)):
            if name == "value_dim" and size is None:
                continue
            message = f"Received an invalid value for argument `{name}`, expected a positive integer."
            require(is_whole(size) and size > 0, f"{message} Received: {name}={size}")
        self.check_shapes()
        check_window(self.sliding_window)
        require(not self.flash_attention or self.dropout <= 0, "Dropout is not supported with flash attention.")

    def check_shapes(self) -> None:
        stated, axes = self.output_shape_, self.attention_axes
        listed = not stated or is_whole(stated) or isinstance(stated, (str, list, tuple, dict, Unknown))
        message = "When specified, the `output_shape` should be of type tuple, list, or int."
        require(listed, f"Invalid `output_shape`: {stated}. {message}")
        listed = not axes or isinstance(axes, (int, list, tuple, Symbolic, Unknown))
        require(listed, f"`attention_axes` must be an int, list, or tuple. Received: attention_axes={axes}")

    def stated_output(self, query: Shape) -> list[Any]:
        """The sizes of an output position."""
        stated = self.output_shape_
        if isinstance(stated, Unknown):
            raise Undetermined(stated.why)
        if not stated:
            return [size_at(query, -1)]
        return read_sizes(list(stated) if isinstance(stated, (list, tuple, str, dict)) else [stated])

    def weights(self, query: Shape, value: Shape, key: Shape | None = None) -> Iterator[Weight]:  # type: ignore[override]
        key = value if key is None else key
        check_projections(self)
        self.check_steps(value, key)
        self.check_ranks(query, value)
        inner = self.value_dim or self.key_dim
        yield from self.projection("query", query, self.key_dim)
        yield from self.projection("key", key, self.key_dim)
        if self.use_gate:
            yield from self.projection("gate", query, inner)
        yield from self.projection("value", value, inner)
        self.check_axes(len(value))
        self.check_dropout()
        output = self.stated_output(query)
        yield variable("attention_output/kernel", (self.num_heads, inner, *output))
        if self.use_bias:
            yield variable("attention_output/bias", output)

    def projection(self, name: str, x: Shape, size: Any) -> Iterator[Weight]:
        yield variable(f"{name}/kernel", (size_at(x, -1), self.num_heads, size))
        if self.use_bias:
            yield variable(f"{name}/bias", (self.num_heads, size))

    def check_dropout(self) -> None:
        if self.context.api is Api.KERAS_3 or isinstance(self.dropout, (int, float)):
            check_dropout(self.dropout, self.flash_attention)

    def check_steps(self, value: Shape, key: Shape) -> None:
        if self.context.api is Api.KERAS_3:
            alike = all_same_for_python(value[1:-1], key[1:-1])
        else:
            alike = len(value) == len(key) and all(map(compatible, value[:-1], key[:-1]))
        require(
            alike,
            "All dimensions of `value` and `key`, except the last one, must be equal. "
            f"Received: value_shape={shape_text(value)} and key_shape={shape_text(key)}",
            code="KC124",
        )

    def check_ranks(self, query: Shape, value: Shape) -> None:
        """tf_keras multiplies the two on every call."""
        alike = len(query) == len(value) or self.context.api is Api.KERAS_3
        require(alike, f"Query and value must be of the same rank: {shape_text(query)} and {shape_text(value)}")

    def axes(self, rank: int) -> list[Any]:
        """The attended axes of the projected value, which has one axis more than `rank`."""
        if self.attention_axes is None:
            return list(range(1, rank - 1))
        given = self.attention_axes
        axes: list[Any] = [as_dim(axis) for axis in (given if isinstance(given, (list, tuple)) else [given])]
        for axis in axes:
            check_axis((FREE,) * (rank + 1), axis)
            if axis < 0 and self.context.api is not Api.KERAS_3:
                raise Undetermined("an attention axis counted from the end")
        return [axis if axis >= 0 else rank + axis for axis in axes]

    def check_axes(self, rank: int) -> None:
        for axis in self.axes(rank):
            check_axis((FREE,) * (rank + 1), axis)
        traced = self.context.api is not Api.KERAS_3
        require(self.axes(rank) or not traced, "tuple index out of range", error="IndexError")

    def output_shape(  # type: ignore[override]
        self, query: Shape, value: Shape, key: Shape | None = None, return_attention_scores: Any = False
    ) -> Shapes:
        self.check_steps(value, value if key is None else key)
        if self.context.api is not Api.KERAS_3:
            query = self.traced_query(query, value)
        output = (*query[:-1], *self.stated_output(query)) if self.output_shape_ else query
        if not return_attention_scores:
            return output
        if self.context.api is Api.KERAS_3:
            steps = size_at(query, 1)
            return [output, (query[0], self.num_heads, steps, steps)]
        return [output, self.traced_scores(query, value)]

    def macs(self, query: Shape, value: Shape, key: Shape | None = None) -> Iterator[Product]:  # type: ignore[override]
        key, inner = value if key is None else key, self.value_dim or self.key_dim
        asked = query[:-1]
        for name, x, size in (("query", query, self.key_dim), ("key", key, self.key_dim), ("value", value, inner)):
            yield Product((*x, self.num_heads, size), name)
        if self.use_gate:
            yield Product((*query, self.num_heads, inner), "gate")
        attended = product(value[axis] for axis in self.axes(len(value)))
        yield Product((*asked, attended, self.num_heads, self.key_dim), "scores")
        yield Product((*asked, attended, self.num_heads, inner), "values")
        yield Product((*asked, self.num_heads, inner, *self.stated_output(query)), "output")

    def traced_query(self, query: Shape, value: Shape) -> Shape:
        """The query with the sizes that tf_keras concludes from multiplying it with the value."""
        self.check_ranks(query, value)
        axes = self.axes(len(value))
        if not all(0 < axis < len(query) - 1 for axis in axes):
            raise Undetermined("attention along the batch or the features")
        free = [axis for axis in range(len(query) - 1) if axis not in axes]
        alike = all(compatible(query[axis], value[axis]) for axis in free)
        require(alike, f"Dimensions must be equal, but are {shape_text(query)} and {shape_text(value)}")
        known = {axis: value[axis] for axis in free if isinstance(query[axis], Free)}
        return tuple(known.get(axis, size) for axis, size in enumerate(query))

    def traced_scores(self, query: Shape, value: Shape) -> Shape:
        """The scores as tf_keras computes them: the free axes, the heads, the axes of query and of value."""
        axes = self.axes(len(value))
        free = [query[axis] for axis in range(len(query) - 1) if axis not in axes]
        return (*free, self.num_heads, *(query[axis] for axis in axes), *(value[axis] for axis in axes))


@layer(only=(Api.KERAS_3,))
class GroupQueryAttention(Layer):
    """query (batch, steps, features), value and key → (batch, steps, features)."""

    refusal: ClassVar[str] = "KC124"

    head_dim: int
    num_query_heads: int
    num_key_value_heads: int
    dropout: float = 0.0
    use_bias: bool = True
    sliding_window: int = None  # type: ignore[assignment]
    flash_attention: bool = None  # type: ignore[assignment]
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    use_gate: bool = False
    seed: Ignored = None

    former_names: ClassVar[Mapping[Api, str]] = {Api.KERAS_3: "GroupedQueryAttention"}
    call_signature: ClassVar[str] = ATTENTION_CALL
    supports_masking: ClassVar[bool] = True

    def own_layers(self, built: bool) -> Iterator[str]:
        return iter(("Softmax", "Dropout") if built else ())

    def check(self) -> None:
        heads, groups = self.num_query_heads, self.num_key_value_heads
        for size in (heads, groups):
            numeric = isinstance(size, (int, float, Symbolic))
            require(numeric, "unsupported operand type(s) for %", error="TypeError")
        require(groups != 0, "integer modulo by zero", error="ZeroDivisionError")
        require(heads % groups == 0, "`num_query_heads` must be divisible by `num_key_value_heads`.")
        check_window(self.sliding_window)
        self.check_head()
        require(not self.flash_attention or self.dropout <= 0, "Dropout is not supported with flash attention.")

    def check_head(self) -> None:
        """The constructor computes 1 / sqrt(head_dim)."""
        if isinstance(self.head_dim, Symbolic):
            return
        require(isinstance(self.head_dim, (int, float, str)), "float() argument must be a number", error="TypeError")
        try:
            1.0 / math.sqrt(float(self.head_dim))
        except (ValueError, ZeroDivisionError) as error:
            raise Invalid(str(error), error=type(error).__name__) from None

    def weights(self, query: Shape, value: Shape, key: Shape | None = None) -> Iterator[Weight]:  # type: ignore[override]
        check_projections(self)
        check_dropout(self.dropout, self.flash_attention)
        key = value if key is None else key
        yield from self.projection("query", "bqm,muh->bquh", query, self.num_query_heads)
        yield from self.projection("key", "bkm,mvh->bkvh", key, self.num_key_value_heads)
        if self.use_gate:
            yield from self.projection("gate", "bqm,muh->bquh", query, self.num_query_heads)
        yield from self.projection("value", "bkm,mvh->bkvh", value, self.num_key_value_heads)
        features = size_at(query, -1)
        inside = (FREE, FREE, self.num_query_heads, self.head_dim)
        last = Einsum.read("bquh,uhm->bqm", "m" if self.use_bias else None, inside, [FREE, features])
        yield from projection("attention_output", last, self.use_bias)

    def projection(self, name: str, equation: str, x: Shape, heads: Any) -> Iterator[Weight]:
        axes: Sequence[str] | None = equation[-2:] if self.use_bias else None
        einsum = Einsum.read(equation, axes, x, [FREE, heads, self.head_dim])
        yield from projection(name, einsum, self.use_bias)

    def output_shape(  # type: ignore[override]
        self, query: Shape, value: Shape, key: Shape | None = None, return_attention_scores: Any = False
    ) -> Shapes:
        key = value if key is None else key
        same_features = all_same_for_python(query[-1:], value[-1:])
        require(same_features, f"The last dimensions of {shape_text(query)} and {shape_text(value)} must be equal")
        require(
            all_same_for_python(value[1:-1], key[1:-1]),
            "All dimensions of `value` and `key`, except the last one, must be equal. "
            f"Received: value_shape={shape_text(value)} and key_shape={shape_text(key)}",
            code="KC124",
        )
        if return_attention_scores:
            return [query, (query[0], self.num_query_heads, size_at(query, 1), size_at(key, 1))]
        return query

    def macs(self, query: Shape, value: Shape, key: Shape | None = None) -> Iterator[Product]:  # type: ignore[override]
        heads, groups, key = self.num_query_heads, self.num_key_value_heads, value if key is None else key
        inputs = [("query", query, heads), ("key", key, groups), ("value", value, groups)]
        for name, x, count in [*inputs, ("gate", query, heads)] if self.use_gate else inputs:
            yield Product((*x, count, self.head_dim), name)
        for name in ("scores", "values"):
            yield Product((*query[:-1], size_at(key, 1), heads, self.head_dim), name)
        yield Product((*query, heads, self.head_dim), "output")
