"""What the optimizers, losses and metrics given to `compile` stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final

from kerascount.evaluate.keras.names import canonical, public
from kerascount.evaluate.objects import External, LibraryObject
from kerascount.models.tree import flatten
from kerascount.values.naming import to_snake_case
from kerascount.values.nearest import did_you_mean
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid
from kerascount.values.record import record
from kerascount.versions import Api

# The names are those of Keras 3.15.1 that work as strings: classes that need arguments do not.
OPTIMIZERS: Final = frozenset(
    """
    adadelta adafactor adagrad adam adamax adamw ftrl lion muon nadam rmsprop schedulefreeadamw sgd
    """.split()
)
LOSS_CLASSES: Final = frozenset(
    """
    BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy CategoricalFocalCrossentropy
    CategoricalHinge Circle CosineSimilarity Dice Hinge Huber KLDivergence LogCosh Loss MeanAbsoluteError
    MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson
    SparseCategoricalCrossentropy SquaredHinge Tversky
    """.split()
)
LOSS_FUNCTIONS: Final = frozenset(
    """
    binary_crossentropy binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy
    categorical_hinge circle cosine_similarity ctc dice hinge huber kl_divergence log_cosh mean_absolute_error
    mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error poisson
    sparse_categorical_crossentropy squared_hinge tversky
    """.split()
)
SHORT: Final = {
    "bce": "binary_crossentropy",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "mse": "mean_squared_error",
    "msle": "mean_squared_logarithmic_error",
}
SHORT_LOSSES: Final = {**SHORT, "kld": "kl_divergence"}
OLD_LOSSES: Final = {
    "cosine": "cosine_similarity",
    "cosine_proximity": "cosine_similarity",
    "huber_loss": "huber",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
}
METRIC_CLASSES: Final = frozenset(
    """
    AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy CategoricalCrossentropy
    CategoricalHinge ConcordanceCorrelation CosineSimilarity F1Score FBetaScore FalseNegatives FalsePositives
    Hinge KLDivergence LogCoshError Mean MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError
    MeanSquaredLogarithmicError Metric PearsonCorrelation Poisson Precision R2Score Recall
    RootMeanSquaredError SparseCategoricalAccuracy SparseCategoricalCrossentropy
    SparseTopKCategoricalAccuracy SquaredHinge Sum TopKCategoricalAccuracy TrueNegatives TruePositives
    """.split()
)
METRIC_NAMES: Final = {to_snake_case(name) for name in METRIC_CLASSES} | METRIC_CLASSES
NO_IDENTIFIER: Final = (bool, int, float, list, tuple, set, Tensor)


@record
class Named:
    """A loss or metric of Keras by the name of its function, and the arguments it was made with."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def check_optimizer(value: Any, custom: frozenset[str]) -> None:
    """`keras.optimizers.get`.

    Raises:
        Invalid: Keras does not take it for an optimizer.
    """
    if isinstance(value, str):
        if value.lower() not in OPTIMIZERS and value not in custom:
            raise _no_optimizer(value)
    elif isinstance(value, NO_IDENTIFIER):
        raise _no_optimizer(value)
    elif isinstance(value, (External, LibraryObject)):
        owner, _, name = canonical(value.name).rpartition(".")
        made = isinstance(value, LibraryObject) and owner.startswith("keras.optimizers")
        if owner.startswith("keras.") and (not made or name in public(Api.KERAS_3)["keras.optimizers.schedules"]):
            raise _no_optimizer(value)


def _no_optimizer(value: Any) -> Invalid:
    message = f"Could not interpret optimizer identifier: {value}"
    return Invalid(message, code="KC108", help=did_you_mean(value, OPTIMIZERS))


def optimizer_name(value: Any) -> str:
    """`adam` for "Adam", `keras.optimizers.Adam(1e-3)` and its class; "" where it is not known."""
    if isinstance(value, (External, LibraryObject)):
        value = value.name.rpartition(".")[2]
    return value.lower() if isinstance(value, str) else ""


def find_loss(value: Any) -> Named | None:
    """`keras.losses.get`; None where nothing is known of what it computes.

    Raises:
        Invalid: Keras does not take it for a loss.
    """
    if isinstance(value, str):
        short = SHORT_LOSSES.get(value.lower()) if value in (value.lower(), value.upper()) else None
        if short or value in LOSS_FUNCTIONS:
            return Named(short or value)
        if value in LOSS_CLASSES:
            return Named(_function_name(value))
        raise Invalid(
            f"Could not interpret loss identifier: {value}", code="KC108", help=did_you_mean(value, LOSS_FUNCTIONS)
        )
    _refuse_values(value, "loss")
    return _library_name(value)


def find_old_loss(value: Any) -> Named | None:
    """The same before Keras 3, which knew more names.

    Raises:
        Invalid: Keras does not take it for a loss.
    """
    return Named(OLD_LOSSES[value]) if isinstance(value, str) and value in OLD_LOSSES else find_loss(value)


def find_metric(value: Any) -> Named | None:
    """`keras.metrics.get`; None where nothing is known of what it computes.

    Raises:
        Invalid: Keras does not take it for a metric.
    """
    if isinstance(value, str):
        short = SHORT.get(value.lower()) if value in (value.lower(), value.upper()) else None
        if short or value in METRIC_NAMES:
            return Named(short or _function_name(value))
        raise Invalid(
            f"Could not interpret metric identifier: {value}", code="KC108", help=did_you_mean(value, METRIC_NAMES)
        )
    if value is None:
        raise Invalid("Expected metric, received `None`", code="KC108")
    _refuse_values(value, "metric")
    return _library_name(value)


def check_old_metrics(metrics: Any, custom: frozenset[str]) -> None:
    """The names of metrics in tf_keras, which knew more of them.

    Raises:
        Invalid: it does not take one for a metric.
    """
    for metric in flatten(metrics):
        if isinstance(metric, str) and metric not in custom and metric not in OLD_LOSSES:
            if metric.lower() not in ("accuracy", "acc", "crossentropy", "ce"):
                find_metric(metric)


def _refuse_values(value: Any, kind: str) -> None:
    if isinstance(value, NO_IDENTIFIER):
        raise Invalid(f"Could not interpret {kind} identifier: {value}", code="KC108")


def _library_name(value: Any) -> Named | None:
    """`keras.losses.Huber(...)`, the class itself, or `keras.losses.huber`."""
    if not isinstance(value, (External, LibraryObject)):
        return None
    owner, _, name = canonical(value.name).rpartition(".")
    if owner not in ("keras.losses", "keras.metrics"):
        return None
    if isinstance(value, External):
        return Named(_function_name(name))
    return Named(_function_name(name), value.kwargs) if name[:1].isupper() else None


def _function_name(name: str) -> str:
    """`MeanSquaredError` → `mean_squared_error`; `MSE` and `mse` alike."""
    return SHORT_LOSSES.get(name.lower()) or to_snake_case(name)
