"""The signatures of the training methods in Keras 3, in tf_keras and before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kerascount.values.nearest import did_you_mean
from kerascount.values.outcomes import Invalid
from kerascount.versions import KERAS_3, Api, Generation

SIGNATURES: Final[Mapping[str, tuple[str, ...]]] = {
    "compile": (
        "optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly", "steps_per_execution",
        "jit_compile", "auto_scale_loss",
    ),
    "fit": (
        "x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data", "shuffle",
        "class_weight", "sample_weight", "initial_epoch", "steps_per_epoch", "validation_steps",
        "validation_batch_size", "validation_freq",
    ),
    "evaluate": ("x", "y", "batch_size", "verbose", "sample_weight", "steps", "callbacks", "return_dict"),
    "predict": ("x", "batch_size", "verbose", "steps", "callbacks"),
    "train_on_batch": ("x", "y", "sample_weight", "class_weight", "return_dict"),
    "test_on_batch": ("x", "y", "sample_weight", "return_dict"),
    "predict_on_batch": ("x",),
}  # fmt: skip
QUEUE: Final = ("max_queue_size", "workers", "use_multiprocessing")
TF_KERAS: Final[Mapping[str, tuple[str, ...]]] = {
    "compile": (
        "optimizer", "loss", "metrics", "loss_weights", "weighted_metrics", "run_eagerly", "steps_per_execution",
        "jit_compile", "pss_evaluation_shards", "sample_weight_mode", "distribute", "target_tensors",
        "experimental_run_tf_function", "experimental_steps_per_execution",
    ),
    "fit": (*SIGNATURES["fit"], *QUEUE),
    "evaluate": ("x", "y", "batch_size", "verbose", "sample_weight", "steps", "callbacks", *QUEUE, "return_dict"),
    "predict": (*SIGNATURES["predict"], *QUEUE),
    "train_on_batch": ("x", "y", "sample_weight", "class_weight", "reset_metrics", "return_dict"),
    "test_on_batch": ("x", "y", "sample_weight", "reset_metrics", "return_dict"),
    "predict_on_batch": ("x",),
}  # fmt: skip
NEED_DATA: Final = ("predict", "predict_on_batch", "train_on_batch", "test_on_batch")


def bind(
    method: str, args: Sequence[Any], kwargs: Mapping[str, Any], generation: Generation = KERAS_3
) -> dict[str, Any]:
    """The arguments of a call by name, those that are not given left out.

    Before TensorFlow 2.2 further keywords were taken, some for the sake of a Keras yet older.

    Raises:
        Invalid: the call does not fit the signature.
    """
    names = (SIGNATURES if generation.api is Api.KERAS_3 else TF_KERAS)[method]
    if not generation.trains_in_steps:
        if generation.api is Api.TF_KERAS and method != "compile":
            _refuse_unknown(kwargs, names)
        return {**dict(zip(names, args, strict=False)), **kwargs}
    given = dict(zip(names, args, strict=False))
    if len(args) > len(names):
        raise _type_error(method, f"takes at most {len(names) + 1} positional arguments but {len(args) + 1} were given")
    for key, value in kwargs.items():
        if key in given:
            raise _type_error(method, f"got multiple values for argument '{key}'")
        if key not in names:
            raise _unexpected(method, key, names)
        given[key] = value
    if method in NEED_DATA and "x" not in given:
        raise _type_error(method, "missing 1 required positional argument: 'x'", "KC103")
    return given


def _refuse_unknown(kwargs: Mapping[str, Any], names: Sequence[str]) -> None:
    unknown = {name: value for name, value in kwargs.items() if name not in (*names, "nb_epoch")}
    if unknown:
        raise Invalid(f"Unrecognized keyword arguments: {unknown}", error="TypeError", code="KC104")


def _type_error(method: str, what: str, code: str = "KC102") -> Invalid:
    return Invalid(f"{_owner(method)}.{method}() {what}", error="TypeError", code=code)


def _unexpected(method: str, key: str, names: Sequence[str]) -> Invalid:
    refusal = _type_error(method, f"got an unexpected keyword argument '{key}'", "KC104")
    if method == "evaluate":
        refusal = Invalid(f"Arguments not recognized: {key}", code="KC104")
    refusal.plain, refusal.help = f"does not take `{key}`", did_you_mean(key, names)
    return refusal


def _owner(method: str) -> str:
    return "Trainer" if method == "compile" else "Model"
