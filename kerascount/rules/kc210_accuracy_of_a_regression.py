"""KC210."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.registry import Finding, rule
from kerascount.rules.training import objectives
from kerascount.rules.view import ModelView

ERRORS = ("mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "huber", "log_cosh")


@rule("KC210", "accuracy-of-a-regression", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """Accuracy is asked for, and the model predicts numbers.

    Accuracy counts predictions that are exactly right. Of numbers, hardly any is; the mean absolute error says how
    far off they are.

    Bad:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), Dense(1)])
        model.compile("adam", "mean_squared_error", metrics=["accuracy"])
    Good:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), Dense(1)])
        model.compile("adam", "mean_squared_error", metrics=["mean_absolute_error"])

    Keras: 1, 2, 3
    Source: https://keras.io/api/metrics/accuracy_metrics/
    """
    for found in objectives(model):
        counts = {"accuracy", "acc", "binary_accuracy", "categorical_accuracy"} & set(found.compilation.metrics)
        if found.loss.name in ERRORS and found.activation == "linear" and counts:
            yield found.finding(f"accuracy of a model that predicts numbers ({found.loss.name})", "mean_absolute_error")
