"""The metrics of Keras as arithmetic on shapes: which labels fit which outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kerascount.evaluate.keras.training.identifiers import Named, find_metric
from kerascount.evaluate.keras.training.losses import (
    LOSSES,
    in_words,
    joint,
    require_same,
    squeeze_or_expand_to_same_rank,
)
from kerascount.values.dims import Dim, product
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import Shape, shape_text

MetricFunction = Callable[[Shape, Shape, Mapping[str, Any]], object]


def resolve(identifier: Any, y_true: Shape, y_pred: Shape) -> Named | None:
    """`get_metric`: "accuracy" is the one that fits the shapes; None where it is no metric of Keras.

    Raises:
        Invalid: Keras does not take it for a metric.
    """
    if not isinstance(identifier, str) or identifier.lower() not in ("accuracy", "acc"):
        return find_metric(identifier)
    if y_pred[-1] == 1:
        return Named("binary_accuracy")
    sparse = len(y_true) < len(y_pred) or y_true[-1] == 1 and y_pred[-1] > 1
    return Named("sparse_categorical_accuracy" if sparse else "categorical_accuracy")


def same_rank(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    return joint(*squeeze_or_expand_to_same_rank(y_true, y_pred))


def categorical_accuracy(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    """The classes of both sides are their largest entries."""
    classes = y_true[:-1]
    if len(classes) == len(y_pred):
        classes = _squeeze(classes)
    return joint(classes, y_pred[:-1])


def sparse_categorical_accuracy(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    if len(y_true) == len(y_pred) and y_true[-1] == 1:
        y_true = y_true[:-1]
    return joint(y_true, y_pred[:-1])


def _squeeze(shape: Shape) -> Shape:
    if shape[-1] != 1:
        message = f"cannot select an axis to squeeze out which has size not equal to one, got shape={shape_text(shape)}"
        raise Invalid(message, code="KC203")
    return shape[:-1]


def confusion(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    """`AUC`, `Precision` …: as many labels as outputs, in any shape."""
    if any(arguments.get(name) is not None for name in ("top_k", "class_id", "label_weights")):
        return None
    if arguments.get("multi_label"):
        return None
    return _same_count(*squeeze_or_expand_to_same_rank(y_true, y_pred))


def flat(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    """`MeanIoU` and its kin with class numbers on both sides."""
    if arguments.get("sparse_y_true", True) is not True or arguments.get("sparse_y_pred", True) is not True:
        return None
    return _same_count(y_true, y_pred)


def _same_count(y_true: Shape, y_pred: Shape) -> object:
    left: Dim = product(y_true)
    right: Dim = product(y_pred)
    return joint((left,), (right,))


def top_k(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    return sparse_top_k(y_true[:-1], y_pred, {})


def sparse_top_k(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    """One class for every row of outputs."""
    if arguments.get("from_sorted_ids"):
        return None
    if not y_true:
        raise Invalid("indices and arr must have the same number of dimensions; 1 vs. 2", code="KC203")
    return _same_count(y_true, y_pred[:-1])


def f_score(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    """The variables of the metric have an entry for every output."""
    require_2d(y_true, y_pred)
    require_same(joint(y_true, y_pred)[1:], y_pred[1:])
    return None


def r2_score(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    return f_score(*squeeze_or_expand_to_same_rank(y_true, y_pred), arguments)


def require_2d(y_true: Shape, y_pred: Shape) -> None:
    if len(y_true) != 2 or len(y_pred) != 2:
        raise Invalid(
            "The metric expects 2D inputs with shape (batch_size, output_dim). Received input shapes: "
            f"y_pred.shape={shape_text(y_pred)} and y_true.shape={shape_text(y_true)}.",
            code="KC203",
        )


METRICS: Final[Mapping[str, MetricFunction]] = {
    **LOSSES,
    "accuracy": same_rank,
    "auc": confusion,
    "binary_accuracy": same_rank,
    "categorical_accuracy": categorical_accuracy,
    "f1_score": f_score,
    "f_beta_score": f_score,
    "false_negatives": confusion,
    "false_positives": confusion,
    "log_cosh_error": LOSSES["log_cosh"],
    "mean_io_u": flat,
    "precision": confusion,
    "r2_score": r2_score,
    "recall": confusion,
    "root_mean_squared_error": same_rank,
    "sparse_categorical_accuracy": sparse_categorical_accuracy,
    "sparse_top_k_categorical_accuracy": sparse_top_k,
    "top_k_categorical_accuracy": top_k,
    "true_negatives": confusion,
    "true_positives": confusion,
}


def apply_metric(identifier: Any, y_true: Shape, y_pred: Shape) -> None:
    """Look the metric up and hold it against the shapes.

    Raises:
        Invalid: Keras refuses the metric or these shapes.
        Undetermined: that cannot be known.
    """
    found = resolve(identifier, y_true, y_pred)
    function = METRICS.get(found.name) if found else None
    if found and function:
        try:
            function(y_true, y_pred, found.arguments)
        except Invalid as refusal:
            raise in_words(refusal, y_true, y_pred) from None
