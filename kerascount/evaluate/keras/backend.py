"""`keras.backend` as Keras 1 and 2 had it: functions on tensors, and the state of the process.

Keras 3 keeps these names for `tensorflow.keras.backend` alone, where most of them refuse Keras tensors.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from kerascount.evaluate.keras import compositions, tensorflow
from kerascount.evaluate.keras.tensorflow import TensorFunction
from kerascount.evaluate.objects import StandIn
from kerascount.models.session import Session
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
    "tile": "tiled x n:multiples",
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
    "in_top_k": "truth_of_each predictions: targets:x k:",
    "spatial_3d_padding": "padded_plane x padding data_format",
    "depthwise_conv2d": "backend_depthwise x depthwise_kernel strides padding data_format dilation_rate",
    "separable_conv2d": "backend_separable x depthwise_kernel pointwise_kernel strides padding data_format "
    "dilation_rate",
    "conv2d_transpose": "conv_transposed x kernel:filters output_shape *",
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
    parts = compositions.composed(session, f"K.{tail}", None if row is None else TensorFunction(f"K.{tail}", row))
    if parts is not None:
        return StandIn(name, parts)
    if row is None:
        return None
    function = TensorFunction(f"K.{tail}", row)
    if tail in QUESTIONS and (session.api is not Api.KERAS_3 or tail == "int_shape"):
        return StandIn(name, function)
    return StandIn(name, partial(tensorflow.call, session, f"K.{tail}", function))


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
