"""The functions of TensorFlow that programs call on tensors: `tf.concat`, `tf.math.square`, `tf.nn.relu` …

In Keras 3 they refuse Keras tensors. In tf.keras each call on Keras tensors is a row of the model, under the name
that is recorded in `tensorflow_functions.txt`. Inside the `call` of layers they work on shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from kerascount.evaluate.keras import shapes
from kerascount.evaluate.objects import StandIn
from kerascount.models.operators import operation_row
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, flatten, is_symbolic, map_structure
from kerascount.ops.catalogue import OPS
from kerascount.ops.registry import UNFORESEEN
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

# A function's parameters in TensorFlow's order, after the function on shapes that it calls; `a:b` is passed on as `b`,
# `a:` is taken and ignored, `*` stands for any further arguments. Every function has a `name` at its end.
ROWS: Final[Mapping[str, str]] = {
    "shape": "shape input:x out_type",
    "size": "size input:x out_type",
    "rank": "rank input:x",
    "concat": "concatenate values axis",
    "stack": "stack values axis",
    "pack": "stack values axis",
    "unstack": "unstack value:x num axis",
    "split": "split value:x num_or_size_splits:parts axis num:",
    "reshape": "reshape tensor:x shape",
    "expand_dims": "OPS.expand_dims input:x axis",
    "squeeze": "squeeze input:x axis",
    "transpose": "OPS.transpose a:x perm:axes conjugate:",
    "matrix_transpose": "_adjoint a:x conjugate:",
    "gather": "gather params indices validate_indices: axis batch_dims",
    "gather_nd": "gather_nd params indices batch_dims",
    "tile": "tiled input:x multiples",
    "repeat": "OPS.repeat input:x repeats axis",
    "pad": "pad tensor:x paddings mode constant_values",
    "slice": "slice_ input_:x begin size",
    "strided_slice": "strided_slice input_:x begin end strides begin_mask end_mask ellipsis_mask new_axis_mask",
    "reverse": "same tensor:x axis:",
    "roll": "same input:x shift: axis:",
    "boolean_mask": "boolean_mask tensor:x mask axis",
    "broadcast_to": "broadcast_to input:x shape",
    "one_hot": "one_hot indices depth on_value: off_value: axis dtype",
    "sequence_mask": "sequence_mask lengths maxlen dtype",
    "range": "range_ start limit delta dtype",
    "zeros": "filled shape dtype layout:",
    "ones": "filled shape dtype layout:",
    "fill": "filled_with dims value layout:",
    "zeros_like": "like input:x dtype layout:",
    "ones_like": "like input:x dtype layout:",
    "eye": "eye num_rows num_columns batch_shape dtype",
    "constant": "constant value dtype shape",
    "convert_to_tensor": "converted value dtype dtype_hint:",
    "Variable": "converted initial_value:value trainable: validate_shape: caching_device: name: variable_def: dtype",
    "cast": "cast x dtype",
    "saturate_cast": "cast value:x dtype",
    "where": "where condition x y",
    "where_v2": "where condition x y",
    "linspace": "OPS.linspace start stop num axis",
    "meshgrid": "OPS.meshgrid *",
    "cumsum": "same x axis: exclusive: reverse:",
    "cumprod": "same x axis: exclusive: reverse:",
    "sort": "same values:x axis: direction:",
    "argsort": "OPS.argsort values:x axis direction: stable:",
    "argmax": "index_of input:x axis output_type",
    "argmin": "index_of input:x axis output_type",
    "clip_by_value": "same t:x clip_value_min: clip_value_max:",
    "clip_by_norm": "same t:x clip_norm: axes:",
    "add_n": "first_of inputs:values",
    "accumulate_n": "first_of inputs:values",
    "matmul": "matmul a b transpose_a transpose_b *",
    "batch_matmul": "matmul a b transpose_a transpose_b",
    "matvec": "matvec a b",
    "einsum": "OPS.einsum *",
    "tensordot": "OPS.tensordot a:x1 b:x2 axes",
    "norm": "norm tensor:x ord axis keepdims",
    "moments": "moments x axes shift keepdims",
    "top_k": "top_k input:x k sorted:",
    "l2_normalize": "same x axis: epsilon: dim:",
    "diag": "diagonal diagonal:x",
    "diag_part": "diagonal_part input:x",
    "tensor_diag_part": "diagonal_part input:x",
    "trace": "determinant x",
    "inv": "OPS.inv input:x adjoint:",
    "det": "OPS.det input:x",
    "cholesky": "OPS.cholesky input:x",
    "band_part": "same input:x num_lower: num_upper:",
    "depth_to_space": "depth_to_space input:x block_size data_format",
    "space_to_depth": "space_to_depth input:x block_size data_format",
    "conv1d": "conv input:x filters stride:strides padding data_format dilations strides",
    "conv2d": "conv input:x filters strides padding data_format dilations",
    "conv3d": "conv input:x filters strides padding data_format dilations",
    "convolution": "conv input:x filters strides padding data_format dilations",
    "depthwise_conv2d": "depthwise_conv input:x filter:filters strides padding data_format dilations",
    "conv2d_transpose": "conv_transposed input:x filters output_shape *",
    "max_pool": "pooled input:x ksize:window strides padding data_format",
    "avg_pool": "pooled input:x ksize:window strides padding data_format",
    "max_pool1d": "pooled input:x ksize:window strides padding data_format",
    "max_pool2d": "pooled input:x ksize:window strides padding data_format",
    "max_pool3d": "pooled input:x ksize:window strides padding data_format",
    "avg_pool1d": "pooled input:x ksize:window strides padding data_format",
    "avg_pool2d": "pooled input:x ksize:window strides padding data_format",
    "avg_pool3d": "pooled input:x ksize:window strides padding data_format",
    "dropout": "same x *",
    "bias_add": "same value:x bias: data_format:",
    "batch_normalization": "same x *",
    "local_response_normalization": "same input:x *",
    "lrn": "same input:x *",
    "softmax": "along logits:x axis dim:axis",
    "log_softmax": "along logits:x axis dim:axis",
    "leaky_relu": "same features:x alpha:",
    "gelu": "same features:x approximate:",
    "silu": "same features:x beta:",
    "swish": "same features:x beta:",
    "embedding_lookup": "gather params ids:indices max_norm:",
    "sigmoid_cross_entropy_with_logits": "same_as_second labels:first logits:x",
    "softmax_cross_entropy_with_logits": "without_last labels logits axis:",
    "sparse_softmax_cross_entropy_with_logits": "same labels:x logits:",
    "image.resize": "resize_image images size *",
    "image.resize_images": "resize_image images size *",
    "image.resize_bilinear": "resize_image images size *",
    "image.resize_nearest_neighbor": "resize_nearest images size *",
    "image.resize_with_pad": "padded_image image:images target_height:height target_width:width *",
    "image.resize_with_crop_or_pad": "crop_image image:images target_height:height target_width:width",
    "image.crop_to_bounding_box": "crop_image image:images offset_height: offset_width: target_height:height "
    "target_width:width",
    "image.pad_to_bounding_box": "crop_image image:images offset_height: offset_width: target_height:height "
    "target_width:width",
    "image.crop_and_resize": "crop_and_resize image boxes box_indices crop_size *",
    "image.rgb_to_grayscale": "to_grayscale images",
    "image.grayscale_to_rgb": "to_rgb images",
    "image.convert_image_dtype": "cast image:x dtype saturate:",
    "random.normal": "filled shape mean: stddev: dtype seed:",
    "random.truncated_normal": "filled shape mean: stddev: dtype seed:",
    "random.uniform": "filled shape minval: maxval: dtype seed:",
    "random.shuffle": "same value:x seed:",
    "random.categorical": "random_choice logits num_samples dtype: seed:",
    "random.stateless_normal": "filled shape seed: mean: stddev: dtype",
    "random.stateless_uniform": "filled shape seed: minval: maxval: dtype",
    "random.stateless_truncated_normal": "filled shape seed: mean: stddev: dtype",
    "image.central_crop": "central_crop image central_fraction",
    "image.extract_patches": "patches images sizes strides rates padding",
    "image.random_crop": "slice_of_size value:x size seed:",
    "image.rot90": "turned_image image:x k",
    "image.transpose": "transposed_image image:x",
    "image.psnr": "without_image a:x *",
    "image.draw_bounding_boxes": "same images:x *",
    **dict.fromkeys(
        ("image.rgb_to_yiq", "image.rgb_to_yuv", "image.yiq_to_rgb", "image.yuv_to_rgb"), "same images:x"
    ),
    "complex": "as_complex real:x imag:",
    "ensure_shape": "ensured x shape",
    "bitcast": "retyped input:x type:dtype",
    "searchsorted": "integers_like_second sorted_sequence:first values:x side: out_type:dtype",
    "set_diag": "same input:x *",
    "adjoint": "_adjoint matrix:x",
    "expm": "same input:x",
    "sqrtm": "same input:x",
    "solve": "same_as_second matrix:first rhs:x adjoint:",
    "triangular_solve": "same_as_second matrix:first rhs:x lower: adjoint:",
    "cholesky_solve": "same_as_second chol:first rhs:x",
    "pinv": "_adjoint a:x rcond: validate_args:",
    "eigvalsh": "eigenvalues tensor:x",
    "eigh": "eigen tensor:x",
    "qr": "qr input:x full_matrices",
    "svd": "svd tensor:x full_matrices compute_uv",
    "lu": "lu input:x output_idx_type:",
    "cross": "same a:x b:",
    "normalize": "normalized tensor:x ord axis",
    "logdet": "determinant matrix:x",
    "matrix_rank": "rank_of_matrix a:x *",
    "py_function": "of_any_shape func: inp:x Tout: name:",
    "numpy_function": "of_any_shape func: inp:x Tout: stateful: name:",
    "scan": "same fn: elems:x",
    "foldl": "one_row fn: elems:x",
    "foldr": "one_row fn: elems:x",
    "pool": "pool input:x window_shape pooling_type: strides padding",
    "polyval": "same_as_second coeffs:first x",
    "scalar_mul": "same_as_second scalar:first x",
    "betainc": "same a:x b: x:",
    "count_nonzero": "counted input:x axis keepdims dtype",
    "cumulative_logsumexp": "same x axis: exclusive: reverse:",
    "bincount": "binned arr:x *",
    "confusion_matrix": "confusion labels predictions num_classes *",
    "zero_fraction": "one_number value:x",
    "l2_loss": "one_number t:x",
    "is_non_decreasing": "one_truth x",
    "is_strictly_increasing": "one_truth x",
    "compute_average_loss": "one_number per_example_loss:x *",
    "lbeta": "last_summed x",
    "in_top_k": "truth_of_each targets:x predictions: k:",
    "accumulate": "same x",
    "crelu": "doubled features:x axis",
    "separable_conv2d": "separable_conv input:x depthwise_filter pointwise_filter strides padding data_format "
    "dilations",
    "max_pool_with_argmax": "pooled_with_index input:x ksize:window strides padding data_format",
    "weighted_cross_entropy_with_logits": "same labels:x logits: pos_weight:",
    "log_poisson_loss": "same targets:x log_input: compute_full_loss:",
    "weighted_moments": "moments x axes frequency_weights:shift keepdims",
    "reverse_sequence": "same input:x *",
    "scatter_nd": "scattered indices: updates shape",
    "tensor_scatter_nd_update": "same tensor:x indices: updates:",
    "tensor_scatter_nd_add": "same tensor:x indices: updates:",
    "tensor_scatter_nd_sub": "same tensor:x indices: updates:",
    "tensor_scatter_nd_max": "same tensor:x indices: updates:",
    "tensor_scatter_nd_min": "same tensor:x indices: updates:",
    "unique": "unique x out_idx:",
    "histogram_fixed_width": "histogram values:x value_range: nbins",
    "identity_n": "each_of input:values",
    "broadcast_static_shape": "broadcast_static shape_x shape_y",
    "signal.stft": "stft signals:x frame_length frame_step fft_length *",
    "signal.frame": "framed signal:x frame_length frame_step pad_end *",
    "signal.overlap_and_add": "overlapped signal:x frame_step",
    **dict.fromkeys(
        ("signal.fft", "signal.ifft", "signal.fft2d", "signal.ifft2d", "signal.fft3d", "signal.ifft3d"), "same input:x"
    ),
    **dict.fromkeys(("signal.fftshift", "signal.ifftshift"), "same x axes:"),
    **dict.fromkeys(("signal.dct", "signal.idct"), "same input:x type: n: axis: norm:"),
    "signal.mfccs_from_log_mel_spectrograms": "same log_mel_spectrograms:x",
    "signal.linear_to_mel_weight_matrix": "mel_matrix num_mel_bins num_spectrogram_bins *",
    **dict.fromkeys(("signal.hann_window", "signal.hamming_window"), "window window_length *"),
    **dict.fromkeys(
        ("strings.lower", "strings.upper", "strings.strip", "strings.regex_replace", "strings.substr",
         "strings.unicode_transcode"),
        "same input:x *",
    ),
    "strings.length": "integers_like input:x *",
    "strings.to_number": "parsed input:x out_type:dtype",
    "strings.as_string": "as_strings input:x *",
    "strings.regex_full_match": "truth_of_each input:x pattern:",
    "strings.to_hash_bucket_fast": "long_integers_like input:x *",
    "strings.to_hash_bucket": "long_integers_like input:x *",
    "strings.to_hash_bucket_strong": "long_integers_like input:x *",
    "strings.join": "first_of inputs:values *",
    **{
        f"bitwise.{name}": f"OPS.bitwise_{operation} x y"
        for name, operation in (
            ("bitwise_and", "and"), ("bitwise_or", "or"), ("bitwise_xor", "xor"), ("left_shift", "left_shift"),
            ("right_shift", "right_shift"),
        )
    },
    "bitwise.invert": "same x",
    "debugging.check_numerics": "same tensor:x message:",
    "quantization.fake_quant_with_min_max_args": "same inputs:x *",
    "quantization.fake_quant_with_min_max_vars": "same inputs:x *",
    "quantization.fake_quant_with_min_max_vars_per_channel": "same inputs:x *",
    **{
        f"math.{kind}segment_{name}": ("segments" if kind else "joined_rows") + " data:x segment_ids num_segments"
        for kind in ("", "unsorted_") for name in ("sum", "mean", "max", "min", "prod", "sqrt_n")
    },
    **dict.fromkeys(
        ("reduce_mean", "reduce_sum", "reduce_max", "reduce_min", "reduce_logsumexp", "reduce_std",
         "reduce_variance", "reduce_euclidean_norm"),
        "reduced input_tensor:x axis keepdims reduction_indices:axis keep_dims:keepdims",
    ),
    "reduce_prod": "multiplied input_tensor:x axis keepdims reduction_indices:axis keep_dims:keepdims",
    **dict.fromkeys(
        ("reduce_all", "reduce_any"),
        "truth input_tensor:x axis keepdims reduction_indices:axis keep_dims:keepdims",
    ),
    **dict.fromkeys(
        ("adjust_brightness", "adjust_contrast", "adjust_gamma", "adjust_hue", "adjust_saturation", "flip_left_right",
         "flip_up_down", "hsv_to_rgb", "rgb_to_hsv", "per_image_standardization", "random_brightness",
         "random_contrast", "random_flip_left_right", "random_flip_up_down", "random_hue", "random_saturation"),
        "same image:x *",
    ),
    **dict.fromkeys(
        ("abs acos acosh angle asin asinh atan atanh bessel_i0 bessel_i0e bessel_i1 bessel_i1e ceil conj cos cosh "
         "digamma elu erf erfc erfcinv erfinv exp expm1 floor identity ndtri reciprocal_no_nan "
         "imag lgamma log log1p log_sigmoid logical_not negative real reciprocal relu relu6 rint round rsqrt selu "
         "sigmoid sign sin sinh softplus softsign sqrt square stop_gradient tan tanh guarantee_const neg").split(),
        "same x *",
    ),
    **dict.fromkeys("is_finite is_inf is_nan".split(), "compared_with_itself x"),
    **{
        name: f"OPS.{operation} x:x1 y:x2"
        for name, operation in (
            pair.split(":") for pair in (
                "add:add subtract:subtract sub:subtract multiply:multiply mul:multiply divide:true_divide "
                "div:true_divide truediv:true_divide divide_no_nan:true_divide floordiv:floor_divide floormod:mod "
                "mod:mod pow:power "
                "maximum:maximum minimum:minimum squared_difference:subtract atan2:arctan2 equal:equal "
                "not_equal:not_equal less:less less_equal:less_equal greater:greater greater_equal:greater_equal "
                "logical_and:logical_and logical_or:logical_or logical_xor:logical_xor multiply_no_nan:multiply "
                "realdiv:true_divide truncatediv:floor_divide truncatemod:mod igamma:multiply igammac:multiply "
                "nextafter:multiply polygamma:multiply xdivy:true_divide xlog1py:multiply xlogy:multiply zeta:multiply"
            ).split()
        )
    },
}  # fmt: skip
# Where functions that are found under their last name alone may stand.
PLAIN_OWNERS: Final = frozenset(["", "math", "nn", "linalg", "dtypes", "nn.relu", "compat.v1", "compat.v1.nn", "v1"])
LATER_NAMES: Final[Mapping[str, str]] = {
    "random_normal": "random.normal", "random_uniform": "random.uniform", "truncated_normal": "random.truncated_normal",
    "random_shuffle": "random.shuffle", "matrix_inverse": "inv", "to_float": "cast", "to_int32": "cast",
}  # fmt: skip
# What refuses Keras tensors in tf.keras as well, since its tensors are no longer those of a graph.
UNDISPATCHED: Final = frozenset(
    "tf.constant tf.Variable tf.guarantee_const tf.vectorized_map tf.map_fn tf.sparse.from_dense tf.linalg.slogdet "
    "tf.signal.rfft tf.signal.irfft tf.signal.rfft2d tf.signal.irfft2d tf.signal.rfft3d tf.signal.irfft3d".split()
)
SLICING: Final = frozenset(["tf.compat.v1.boolean_mask"])  # rows of another class than the others
DTYPES: Final = frozenset(
    "float16 float32 float64 bfloat16 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool string complex64 "
    "complex128 half double".split()
)


class TensorFunction:
    """One function of TensorFlow or of the Keras backend on shapes, by a row of a table."""

    __slots__ = ("compute", "name", "parameters", "variadic")

    def __init__(self, name: str, row: str) -> None:
        operation, *parameters = row.split()
        self.name = name
        self.compute = _operation(operation)
        self.variadic = "*" in parameters
        self.parameters = [_parameter(text) for text in (*parameters, "name:") if text != "*"]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The shapes that a call gives.

        Raises:
            Undetermined: the call is none that the table foresees.
        """
        try:
            given, more = self._bind(args, kwargs)
            return self.compute(*more, **given)
        except UNFORESEEN as error:
            raise Undetermined(f"{self.name}: {error}") from error

    def _bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[dict[str, Any], Sequence[Any]]:
        if self.variadic and len(self.parameters) == 1:
            return {key: value for key, value in kwargs.items() if key != "name"}, args
        inner = dict(self.parameters)
        given = dict(zip(inner, args, strict=False))
        if len(args) > len(inner) and not self.variadic:
            raise Undetermined(f"{self.name} with {len(args)} arguments")
        for key, value in kwargs.items():
            if key not in inner and not self.variadic:
                raise Undetermined(f"{self.name} with an argument `{key}`")
            given[key] = value
        bound: dict[str, Any] = {}
        for key, value in given.items():
            if inner.get(key) and (value is not None or inner[key] not in bound):  # an old name may be None beside it
                bound[inner[key]] = value
        return bound, ()


def _parameter(text: str) -> tuple[str, str]:
    name, colon, passed_as = text.partition(":")
    return name, passed_as if colon else name


def _operation(name: str) -> Callable[..., Any]:
    """A function of `shapes` or `rare_shapes`, or an operation of Keras."""
    if name.startswith("OPS."):
        return OPS[name.removeprefix("OPS.")]
    found: Callable[..., Any] | None = getattr(shapes, name, None)
    if found is None:
        from kerascount.evaluate.keras import rare_shapes

        found = getattr(rare_shapes, name)
    return found


@cache
def recorded_names() -> dict[str, tuple[str, ...]]:
    """The functions that refuse Keras tensors in Keras 3, with the names of the layers that tf.keras makes of a call.

    All but the last are elementwise steps; a `-` marks names that are used up without a layer, `?` what is not known.
    """
    text = Path(__file__).with_name("tensorflow_functions.txt").read_text(encoding="utf-8")
    pairs = (line.partition(":") for line in text.splitlines())
    return {name: tuple(rows.split()) for name, _, rows in pairs}


# What reads files and is never called on Keras tensors: `evaluate/numpy/images.py` knows them.
OF_FILES: Final = ("io.", "image.decode_")


def find(session: Session, name: str) -> Any:
    """What `tensorflow.…` is bound to; None where it has no model."""
    tail = name.removeprefix("tensorflow.")
    if tail in DTYPES:
        from kerascount.evaluate.numpy.arrays import DType

        return DType({"half": "float16", "double": "float64"}.get(tail, tail))
    row = _row_of(tail)
    function = None if row is None else TensorFunction(name, row)
    composed = _composed(session, tail, function)
    if composed is not None:
        return StandIn(name, composed)
    if tail.removeprefix("compat.v1.") == "Variable" and session.api is not Api.KERAS_3:
        from kerascount.evaluate.keras.variables import of_tensorflow

        return StandIn(name, partial(call, session, f"tf.{tail}", partial(of_tensorflow, function)))
    if function is not None:
        return StandIn(name, partial(call, session, f"tf.{tail}", function))
    if f"tf.{tail}" in recorded_names() and not tail.startswith(OF_FILES):
        return StandIn(name, partial(call, session, f"tf.{tail}", partial(_not_followed, name)))
    return None


def _composed(session: Session, tail: str, function: TensorFunction | None) -> Callable[..., Any] | None:
    """The same where it is made of several layers in tf.keras."""
    from kerascount.evaluate.keras import compositions

    owner = tail.rpartition(".")[0]
    owners = [name for name in ("", "math.", "linalg.", "nn.") if owner in PLAIN_OWNERS]
    names = [f"tf.{tail}", *(f"tf.{name}{tail.rpartition('.')[2]}" for name in owners)]
    found = (compositions.composed(session, name, function) for name in names)
    return next((item for item in found if item is not None), None)


def on_shapes(tail: str) -> Callable[..., Any] | None:
    """A function by its name below `tf`, as a saved graph calls it again; None where it has no model."""
    row = _row_of(tail)
    return None if row is None else _on_shapes(TensorFunction(f"tensorflow.{tail}", row))


def _row_of(tail: str) -> str | None:
    tail = tail.removeprefix("compat.v1.")
    owner, _, last = tail.rpartition(".")
    if owner == "image":
        return ROWS.get(tail) or (ROWS.get(last) if ROWS.get(last, "").startswith("same image") else None)
    if tail in ROWS or tail in LATER_NAMES:
        return ROWS[LATER_NAMES.get(tail, tail)]
    return ROWS.get(last) if owner in PLAIN_OWNERS else None


def _not_followed(name: str, /, *args: Any, **kwargs: Any) -> Any:
    raise Undetermined(f"{name}() is not followed")


def call(session: Session, name: str, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call a function of TensorFlow; on Keras tensors it is refused or becomes rows of the model.

    Raises:
        Invalid: a Keras tensor of Keras 3.
    """
    if not any_symbolic(args, kwargs):
        return function(*map(_prepared, args), **{key: _prepared(value) for key, value in kwargs.items()})
    if session.api is Api.KERAS_3:
        raise Invalid(
            "A KerasTensor cannot be used as input to a TensorFlow function. A KerasTensor is a symbolic placeholder "
            "for a shape and dtype, used when constructing Keras Functional models or Keras Functions.",
            code="KC105",
            help=f"Call {name} inside the `call` of a layer, or use `keras.ops`.",
        )
    if name in UNDISPATCHED and session.generation.version >= (2, 4):
        raise Invalid(
            "You are passing a KerasTensor, an intermediate Keras symbolic input/output, to a TF API that does not "
            "allow registering custom dispatchers.",
            error="TypeError",
            code="KC105",
            help=f"Call {name} inside the `call` of a layer or in a `Lambda`.",
        )
    values = function(*map(_detached, args), **{key: _detached(value) for key, value in kwargs.items()})
    if session.api is Api.TF_KERAS:
        record(session, name, function, args, kwargs, values)
    return values


def record(
    session: Session, name: str, function: Callable[..., Any], args: Any, kwargs: dict[str, Any], outputs: Any
) -> None:
    """Add the row of a call to the graph, or the rows, where a function is made of others.

    Raises:
        Undetermined: what stands between those others is not known.
    """
    *before, last = recorded_names().get(name) or (name,)
    if last == "?":
        raise Undetermined(f"{name} on Keras tensors becomes several layers")
    for step in before:
        if step.startswith("-"):
            session.unique_name(step[1:])  # TensorFlow got so far before it was refused: the name is used up
            continue
        between = map_structure(_without_history, next(x for x in flatten([args, kwargs]) if is_symbolic(x)))
        _row(session, step, shapes.same, args, kwargs, between)
        args, kwargs = (between,), {}
    _row(session, last, function, args, kwargs, outputs)


def _row(session: Session, name: str, function: Any, args: Any, kwargs: dict[str, Any], outputs: Any) -> None:
    kind = "SlicingOpLambda" if name in SLICING else "TFOpLambda"
    operation = operation_row(session, kind, _on_shapes(function), session.unique_name(name))
    operation.record(args, kwargs, outputs)


def _on_shapes(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as it is computed again when the model is called on other inputs."""
    return lambda *args, **kwargs: function(
        *map(_detached, args), **{key: _detached(value) for key, value in kwargs.items()}
    )


def _prepared(structure: Any) -> Any:
    return map_structure(shapes.known_size, structure)


def _detached(structure: Any) -> Any:
    return map_structure(_without_history, structure)


def _without_history(value: Any) -> Any:
    if isinstance(value, Tensor):
        return Tensor(value.shape, value.dtype, why=value.why, data=value.data)
    return shapes.known_size(value)
