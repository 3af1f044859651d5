"""The training methods of models: what they build, and where the data, the labels or the set-up do not fit.

`compile` keeps its arguments in `model.compiled`; the others take batches out of the data as Keras does, call
the model on them, and hold what it gives against the labels of every loss and metric.
"""

from __future__ import annotations

from kerascount.evaluate.keras.training.compile import compile  # noqa: A004
from kerascount.evaluate.keras.training.run import (
    evaluate,
    evaluate_generator,
    fit,
    fit_generator,
    predict,
    predict_generator,
    predict_on_batch,
    test_on_batch,
    train_on_batch,
)

__all__ = [
    "compile",
    "evaluate",
    "evaluate_generator",
    "fit",
    "fit_generator",
    "predict",
    "predict_generator",
    "predict_on_batch",
    "test_on_batch",
    "train_on_batch",
]
