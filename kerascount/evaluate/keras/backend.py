"""`keras.backend` as Keras 1 and 2 had it: functions on tensors, and the state of the process.

Keras 3 keeps these names for `tensorflow.keras.backend` alone, where most of them refuse Keras tensors.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from kerascount.evaluate.keras import tensorflow
from kerascount.evaluate.keras.tensorflow import TensorFunction
from kerascount.evaluate.objects import StandIn
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, is_symbolic
from kerascount.ops.registry import UNFORESEEN
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Undetermined
from kerascount.versions import Api

ROWS: Final[dict[str, str]] = {
    "int_shape": "int_shape x",
    "shape": "shape x",
    "ndim": "ndim x",
    "dtype": "dtype_name x",
    "concatenate": "concatenate tensors:values axis",
    "stack": "stack x:values axis",
    "reshape": "reshape x shape",
    "permute_dimensions": "OPS.transpose x pattern:axes",
    "transpose": "OPS.transpose x",
    "expand_dims": "expanded x axis",
    "squeeze": "squeeze x axis",
    "flatten": "flattened x",
    "batch_flatten": "batch_flatten x",
    "repeat_elements": "repeat_elements x rep axis",
    "repeat": "repeat x n",
    "tile": "OPS.tile x n:repeats",
    "reverse": "same x axes:",
    "cast": "cast x dtype",
    "cast_to_floatx": "converted x:value",
    "gather": "gather reference:params indices",
    "one_hot": "one_hot indices num_classes:depth",
    "arange": "range_ start stop:limit step:delta dtype",
    "zeros": "filled shape dtype",
    "ones": "filled shape dtype",
    "zeros_like": "like x dtype",
    "ones_like": "like x dtype",
    "eye": "eye size:num_rows dtype",
    "constant": "constant value dtype shape",
    "variable": "converted value dtype constraint:",
    "random_normal": "filled shape mean: stddev: dtype seed:",
    "random_uniform": "filled shape minval: maxval: dtype seed:",
    "random_binomial": "filled shape p: dtype seed:",
    "random_bernoulli": "filled shape p: dtype seed:",
    "truncated_normal": "filled shape mean: stddev: dtype seed:",
    "random_normal_variable": "filled shape mean: scale: dtype seed:",
    "random_uniform_variable": "filled shape low: high: dtype seed:",
    "dot": "dot x y",
    "batch_dot": "batch_dot x y axes",
    "argmax": "index_of_last x axis",
    "argmin": "index_of_last x axis",
    "bias_add": "same x bias: data_format:",
    "dropout": "same x level: noise_shape: seed:",
    "switch": "switch condition then_expression else_expression",
    "temporal_padding": "padded_steps x padding",
    "spatial_2d_padding": "padded_plane x padding data_format",
    "resize_images": "resized_images x height_factor width_factor data_format interpolation:",
    "conv1d": "backend_conv x kernel strides padding data_format dilation_rate",
    "conv2d": "backend_conv x kernel strides padding data_format dilation_rate",
    "conv3d": "backend_conv x kernel strides padding data_format dilation_rate",
    "pool2d": "backend_pool x pool_size strides padding data_format pool_mode:",
    "binary_crossentropy": "same_as_second target:first output:x from_logits:",
    "categorical_crossentropy": "without_last target:labels output:logits from_logits: axis:",
    "sparse_categorical_crossentropy": "without_last target:labels output:logits from_logits: axis:",
    **dict.fromkeys(("mean", "sum", "max", "min", "prod", "std", "var", "logsumexp"), "reduced x axis keepdims"),
    **dict.fromkeys(("any", "all"), "truth x axis keepdims"),
    **dict.fromkeys(
        ("abs cos cumprod cumsum elu exp hard_sigmoid l2_normalize log relu round sigmoid sign sin softmax softplus "
         "softsign sqrt square stop_gradient tanh identity clip print_tensor pow").split(),
        "same x *",
    ),
    **{
        name: f"OPS.{name} x:x1 y:x2"
        for name in "equal not_equal greater greater_equal less less_equal maximum minimum".split()
    },
}  # fmt: skip
# What is no operation on a tensor, but a question about it.
QUESTIONS: Final = frozenset(["int_shape", "ndim", "dtype"])


def find(session: Session, name: str) -> Any:
    """What `keras.backend.…` is bound to; None where it has no model."""
    tail = name.removeprefix("keras.backend.")
    state = STATE.get(tail)
    if state is not None:
        return StandIn(name, partial(state, session))
    row = ROWS.get(tail)
    if row is None:
        return None
    function = TensorFunction(f"K.{tail}", row)
    if tail in QUESTIONS and (session.api is not Api.KERAS_3 or tail == "int_shape"):
        return StandIn(name, function)
    if session.api is Api.TF_KERAS and tail in COMPOSED:
        return StandIn(name, partial(_composed, session, COMPOSED[tail], function))
    return StandIn(name, partial(tensorflow.call, session, f"K.{tail}", function))


# --- functions that are made of several of TensorFlow's, each of which is a layer on Keras tensors


def _composed(session: Session, parts: Any, function: TensorFunction, /, *args: Any, **kwargs: Any) -> Any:
    if not any_symbolic(args, kwargs):
        return tensorflow.call(session, function.name, function, *args, **kwargs)

    def call(name: str, /, *args: Any, **kwargs: Any) -> Any:
        return tensorflow.find(session, f"tensorflow.{name}").function(*args, **kwargs)

    try:
        return parts(call, *args, **kwargs)
    except UNFORESEEN as error:
        raise Undetermined(f"{function.name}: {error}") from error


def repeat(call: Call, x: Tensor, n: Any) -> Any:
    return call("tile", call("expand_dims", x, 1), [1, n, 1])


def repeat_elements(call: Call, x: Tensor, rep: int, axis: int) -> Any:
    size = x.dims()[axis]
    if not isinstance(size, int):
        raise Undetermined("elements of an axis of unknown size are repeated")
    parts = call("split", x, size, axis)
    return call("concat", [part for part in parts for _ in range(rep)], axis)


def dot(call: Call, x: Tensor, y: Tensor) -> Any:
    """Of more than two axes by way of a matrix."""
    if x.rank == 2 and y.rank == 2:
        return call("matmul", x, y)
    if is_symbolic(y) or y.rank != 2:
        raise Undetermined("a product of tensors of many axes")
    sizes = call("unstack", call("shape", x))
    wanted = [known if isinstance(known, int) else size for known, size in zip(x.dims(), sizes, strict=True)]
    rows = call("reshape", x, [-1, wanted[-1]])
    return call("reshape", call("matmul", rows, y), (*wanted[:-1], y.dims()[-1]))


def batch_dot(call: Call, x: Tensor, y: Tensor, axes: Any = None) -> Any:
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


Call = Callable[..., Any]
COMPOSED: Final[dict[str, Callable[..., Any]]] = {
    "repeat": repeat,
    "repeat_elements": repeat_elements,
    "dot": dot,
    "batch_dot": batch_dot,
}


# --- the state of the process


def learning_phase(session: Session) -> Any:
    raise Undetermined("whether the model is trained or used")


def get_uid(session: Session, prefix: Any = "") -> Any:
    """The next number for an automatic name."""
    if not isinstance(prefix, str):
        raise Undetermined("the prefix of a name")
    session.skip(prefix, 1)
    return session.uids[prefix]


def nothing(session: Session, /, *args: Any, **kwargs: Any) -> None:
    """A setting that no shape depends on."""


def backend_name(session: Session) -> str:
    if session.api is Api.KERAS_3:
        raise Undetermined("the backend of Keras")
    return "tensorflow"


STATE: Final[dict[str, Any]] = {
    "learning_phase": learning_phase,
    "set_learning_phase": nothing,
    "set_session": nothing,
    "manual_variable_initialization": nothing,
    "set_epsilon": nothing,
    "epsilon": lambda session: 1e-7,
    "get_uid": get_uid,
    "backend": backend_name,
}
