"""Functions of TensorFlow and of the Keras backend that are made of others, each of which is a layer in tf.keras.

They are written as in the sources of TensorFlow and tf.keras, so that the layers come in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from kerascount.evaluate.keras import shapes, tensorflow
from kerascount.models.operators import operate, record
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, is_symbolic
from kerascount.ops.indexing import array_item
from kerascount.ops.registry import UNFORESEEN
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Undetermined, require
from kerascount.versions import Api


class Calls:
    """The functions of TensorFlow, called by their names, on Keras tensors."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    def __call__(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        return tensorflow.find(self.session, f"tensorflow.{name}").function(*args, **kwargs)

    def plain(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """A function that is a layer itself, whatever else it may be made of."""
        function = tensorflow.TensorFunction(name, tensorflow.ROWS[name])
        return tensorflow.call(self.session, f"tf.{name}", function, *args, **kwargs)

    def add(self, left: Any, right: Any) -> Any:
        """`left + right`, which is another layer than `tf.add`."""
        return operate(self.session, "+", left, right)

    def item(self, x: Any, key: Any) -> Any:
        """`x[key]`."""
        name = "tf.__operators__.getitem"
        return record(self.session, "GetItem", "SlicingOpLambda", name, array_item, (x, key))


Composition = Callable[..., Any]


def composed(session: Session, name: str, plain: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """The function of that name where tf.keras sees several; `plain` works on shapes alone."""
    parts = COMPOSED.get(name)
    if parts is None or (session.api is not Api.TF_KERAS and plain is not None):
        return None
    return partial(_compose, session, name, parts, plain)


def _compose(
    session: Session, name: str, parts: Composition, plain: Callable[..., Any] | None, /, *args: Any, **kwargs: Any
) -> Any:
    symbolic = any_symbolic(args, kwargs)
    if plain is not None and not symbolic:
        return tensorflow.call(session, name, plain, *args, **kwargs)
    if symbolic and session.api is Api.KERAS_3:
        return tensorflow.call(session, name, parts, *args, **kwargs)  # which refuses them
    try:
        return parts(Calls(session), *args, **kwargs)
    except UNFORESEEN as error:
        raise Undetermined(f"{name}: {error}") from error


# --- rearranging and products


def repeat(call: Calls, x: Tensor, n: Any) -> Any:
    return call("tile", call("expand_dims", x, 1), [1, n, 1])


def repeat_elements(call: Calls, x: Tensor, rep: int, axis: int) -> Any:
    size = x.dims()[axis]
    if not isinstance(size, int):
        raise Undetermined("elements of an axis of unknown size are repeated")
    parts = call("split", x, size, axis)
    return call("concat", [part for part in parts for _ in range(rep)], axis)


def concat(call: Calls, values: Any, axis: Any, name: Any = None) -> Any:
    """Of one tensor it is the tensor."""
    if isinstance(values, (list, tuple)) and len(values) == 1:
        return call("identity", values[0])
    return call.plain("concat", values, axis)


def dot(call: Calls, x: Tensor, y: Tensor) -> Any:
    """Of more than two axes by way of a matrix."""
    if x.rank == 2 and y.rank == 2:
        return call("matmul", x, y)
    if is_symbolic(y) or y.rank != 2:
        raise Undetermined("a product of tensors of many axes")
    sizes = call("unstack", call("shape", x))
    wanted = [known if isinstance(known, int) else size for known, size in zip(x.dims(), sizes, strict=True)]
    rows = call("reshape", x, [-1, wanted[-1]])
    return call("reshape", call("matmul", rows, y), (*wanted[:-1], y.dims()[-1]))


def batch_dot(call: Calls, x: Tensor, y: Tensor, axes: Any = None) -> Any:
    """Of two or three axes: both are turned so that `matmul` sums over the axes named."""
    first, second = len(x.dims()), len(y.dims())
    if max(first, second) > 3 or min(first, second) < 2:
        raise Undetermined("a batch_dot of tensors of many axes")
    axes = (first - 1, second - 1 if second == 2 else second - 2) if axes is None else axes
    a, b = (axes, axes) if isinstance(axes, int) else axes
    a, b = a % first, b % second
    if first == 2:
        x, a = call("expand_dims", x, 1), a + 1
    if second == 2:
        y = call("expand_dims", y, 2)
    if a == 1:
        x = call("transpose", x, [0, 2, 1])
    if b == 2:
        y = call("transpose", y, [0, 2, 1])
    product = call("matmul", x, y)
    call("shape", product)  # Keras asks for it in any case
    if 2 not in (first, second):
        return product
    return call("squeeze", product, 1 if first == 2 else -1)


def matvec(call: Calls, a: Any, b: Any, transpose_a: Any = False, name: Any = None) -> Any:
    return call("squeeze", call("matmul", a, call("expand_dims", b, -1), transpose_a), axis=-1)


# --- truth


def logical_xor(call: Calls, x: Any, y: Any, name: Any = None) -> Any:
    either = call("logical_or", x, y)
    return call("logical_and", either, call("logical_not", call("logical_and", x, y)))


def switch(call: Calls, condition: Any, then_expression: Any, else_expression: Any) -> Any:
    """The condition is repeated over the axes that it lacks."""
    if not isinstance(condition, Tensor) or not isinstance(then_expression, Tensor) or callable(else_expression):
        raise Undetermined("a choice between functions")
    if condition.dtype != "bool":
        condition = call("cast", condition, "bool")
    have, wanted = len(condition.dims()), len(then_expression.dims())
    if have == 0:
        raise Undetermined("a choice by one condition for all")
    require(have <= wanted, f"Rank of `condition` should be less than or equal to rank of `then_expression`: {have}")
    if have > 1:
        ones = [1] * (wanted - have)
        wide = call("concat", [call("shape", condition), ones], axis=0)
        condition = call("reshape", condition, wide)
        whole = call("shape", then_expression)
        more = call("greater", call("subtract", whole, wide), 0)
        condition = call("tile", condition, call("where", more, whole, call("ones_like", whole)))
    return call("where", condition, then_expression, else_expression)


# --- activations


def relu(call: Calls, x: Any, alpha: Any = 0.0, max_value: Any = None, threshold: Any = 0.0) -> Any:
    if alpha != 0:
        if max_value is None and threshold == 0:
            return call("nn.leaky_relu", x, alpha=alpha)
        mirrored = call("negative", x)
        negative = call("nn.relu", mirrored if threshold == 0 else call.add(mirrored, threshold))
    if threshold != 0:
        x = call("multiply", x, call("cast", call("greater", x, threshold), x.dtype))
    else:
        x = call("nn.relu6" if max_value == 6 else "nn.relu", x)
    if max_value is not None and (threshold != 0 or max_value != 6):
        x = call("clip_by_value", x, 0.0, max_value)
    return call("subtract", x, call("multiply", alpha, negative)) if alpha != 0 else x


def elu(call: Calls, x: Any, alpha: Any = 1.0) -> Any:
    found = call("nn.elu", x)
    if alpha == 1:
        return found
    return call("where", call("greater", x, 0), found, call("multiply", alpha, found))


def hard_sigmoid(call: Calls, x: Any) -> Any:
    return call("clip_by_value", call("add", call("multiply", x, 0.2), 0.5), 0.0, 1.0)


def mish(call: Calls, x: Any) -> Any:
    return call("multiply", x, call("tanh", call("nn.softplus", x)))


def named(name: str) -> Composition:
    """An activation that is one function of TensorFlow."""
    return lambda call, x, **options: call(name, x, **options)


def nothing(call: Calls, x: Any) -> Any:
    return x


# --- statistics


def mean_of(name: str) -> Composition:
    """Of truth values as numbers."""

    def compute(call: Calls, x: Any, axis: Any = None, keepdims: Any = False) -> Any:
        x = call("cast", x, call.session.context.floatx) if x.dtype == "bool" else x
        return call(name, x, axis=axis, keepdims=keepdims)

    return compute


def moments(
    call: Calls, x: Any, axes: Any, shift: Any = None, keepdims: Any = False, name: Any = None
) -> tuple[Any, Any]:
    mean = call("reduce_mean", x, axes, keepdims=True)
    away = call("math.squared_difference", x, call("stop_gradient", mean))
    variance = call("reduce_mean", away, axes, keepdims=True)
    if keepdims:
        return mean, variance
    return call("squeeze", mean, axes), call("squeeze", variance, axes)


def batch_normalization(
    call: Calls, x: Any, mean: Any, variance: Any, offset: Any, scale: Any, variance_epsilon: Any, name: Any = None
) -> Any:
    inverse = call("math.rsqrt", call.add(variance, variance_epsilon))
    if scale is not None:
        inverse = call("multiply", inverse, scale)
    scaled = call("multiply", x, call("cast", inverse, x.dtype))
    shift = call("multiply", mean, inverse) if offset is not None else call("negative", mean)
    shift = call("subtract", offset, shift) if offset is not None else call("multiply", shift, inverse)
    return call.add(scaled, call("cast", shift, x.dtype))


def normalize_moments(
    call: Calls, counts: Any, mean_ss: Any, variance_ss: Any, shift: Any, name: Any = None
) -> tuple[Any, Any]:
    if shift is not None:
        raise Undetermined("moments with a shift")
    divisor = call("math.reciprocal", counts)
    mean = call("multiply", mean_ss, divisor)
    variance = call("subtract", call("multiply", variance_ss, divisor), call("square", mean))
    return mean, variance


# --- losses, which programs call on tensors of a model as well


def _pair(call: Calls, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    predicted = call("convert_to_tensor", y_pred)
    return call("cast", y_true, predicted.dtype), predicted


def mean_squared_error(call: Calls, y_true: Any, y_pred: Any) -> Any:
    true, predicted = _pair(call, y_true, y_pred)
    return call("reduce_mean", call("math.squared_difference", predicted, true), axis=-1)


def mean_absolute_error(call: Calls, y_true: Any, y_pred: Any) -> Any:
    true, predicted = _pair(call, y_true, y_pred)
    return call("reduce_mean", call("abs", call("subtract", predicted, true)), axis=-1)


def cosine_similarity(call: Calls, y_true: Any, y_pred: Any, axis: Any = -1) -> Any:
    true, predicted = (call("linalg.l2_normalize", x, axis=axis) for x in (y_true, y_pred))
    return call("negative", call("reduce_sum", call("multiply", true, predicted), axis=axis))


def binary_crossentropy(
    call: Calls, y_true: Any, y_pred: Any, from_logits: Any = False, label_smoothing: Any = 0.0, axis: Any = -1
) -> Any:
    _refuse_smoothing(label_smoothing)
    true, predicted = _pair(call, y_true, y_pred)
    function = shapes.same_as_second
    found = tensorflow.call(call.session, "K.binary_crossentropy", function, true, predicted)
    return call("reduce_mean", found, axis=axis)


def categorical_crossentropy(
    call: Calls, y_true: Any, y_pred: Any, from_logits: Any = False, label_smoothing: Any = 0.0, axis: Any = -1
) -> Any:
    _refuse_smoothing(label_smoothing)
    true, predicted = _pair(call, y_true, y_pred)
    function = shapes.without_last
    return tensorflow.call(call.session, "K.categorical_crossentropy", function, true, predicted)


def _refuse_smoothing(label_smoothing: Any) -> None:
    if label_smoothing != 0:
        raise Undetermined("a loss with smoothed labels")


# --- images and windows


def max_pool(call: Calls, input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = None) -> Any:
    """By the number of axes."""
    spatial = len(input.dims()) - 2
    options = {} if data_format is None else {"data_format": data_format}
    return call(f"nn.max_pool{spatial}d", input, ksize, strides, padding, **options)


def pool2d(
    call: Calls, x: Any, pool_size: Any, strides: Any = (1, 1), padding: Any = "valid", data_format: Any = None,
    pool_mode: Any = "max",
) -> Any:  # fmt: skip
    name = "K.pool2d" if pool_mode == "max" else "K.pool2d avg"
    function = shapes.backend_pool
    return tensorflow.call(call.session, name, function, x, pool_size, strides, padding, data_format)


def total_variation(call: Calls, images: Tensor, name: Any = None) -> Any:
    """Of one image or of several."""
    whole, later, sooner = slice(None), slice(1, None), slice(None, -1)
    before: tuple[Any, ...] = (whole,) * (len(images.dims()) - 3)
    down, across = (*before, later), (*before, whole, later)
    pairs = [(call.item(images, key), call.item(images, (*key[:-1], sooner))) for key in (down, across)]
    steps = [call("subtract", *pair) for pair in pairs]
    sizes = [call("abs", step) for step in steps]
    axes = [1, 2, 3] if before else None
    return call.add(*(call("reduce_sum", size, axes) for size in sizes))


MSE: Final = dict.fromkeys(("mean_squared_error", "mse", "MSE"), mean_squared_error)
MAE: Final = dict.fromkeys(("mean_absolute_error", "mae", "MAE"), mean_absolute_error)
COMPOSED: Final[Mapping[str, Composition]] = {
    "K.repeat": repeat,
    "K.repeat_elements": repeat_elements,
    "K.dot": dot,
    "K.batch_dot": batch_dot,
    "K.relu": relu,
    "K.elu": elu,
    "K.switch": switch,
    "K.pool2d": pool2d,
    "K.mean": mean_of("reduce_mean"),
    "K.std": mean_of("math.reduce_std"),
    "K.var": mean_of("math.reduce_variance"),
    "K.batch_normalization": lambda call, x, mean, var, beta, gamma, axis=-1, epsilon=1e-3: batch_normalization(
        call, x, mean, var, beta, gamma, epsilon
    ),
    "tf.concat": concat,
    "tf.linalg.matvec": matvec,
    "tf.math.logical_xor": logical_xor,
    "tf.nn.max_pool": max_pool,
    "tf.nn.moments": moments,
    "tf.nn.batch_normalization": batch_normalization,
    "tf.nn.normalize_moments": normalize_moments,
    "tf.image.total_variation": total_variation,
    "activations.relu": relu,
    "activations.elu": elu,
    "activations.hard_sigmoid": hard_sigmoid,
    "activations.mish": mish,
    "activations.linear": nothing,
    "activations.exponential": named("exp"),
    "activations.swish": named("nn.silu"),
    "activations.silu": named("nn.silu"),
    "activations.tanh": named("tanh"),
    "activations.sigmoid": named("sigmoid"),
    **{f"activations.{name}": named(f"nn.{name}") for name in ("softmax", "gelu", "selu", "softplus", "softsign")},
    **{f"{owner}.{name}": loss for owner in ("losses", "metrics") for name, loss in {**MSE, **MAE}.items()},
    "losses.cosine_similarity": cosine_similarity,
    "losses.binary_crossentropy": binary_crossentropy,
    "losses.categorical_crossentropy": categorical_crossentropy,
    "metrics.binary_crossentropy": binary_crossentropy,
    "metrics.categorical_crossentropy": categorical_crossentropy,
}
