"""KC319."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Note
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC319", "trainable-after-compile")
def check(model: ModelView) -> Iterator[Finding]:
    """Layers are frozen or thawed after `compile`, and the model is fitted without compiling it again.

    `compile` takes down which weights train. What is changed later has no effect on a model that was trained before,
    and a doubtful one on others.

    Bad:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), Dense(1)])
        model.compile("sgd", "mse")
        model.layers[0].trainable = False
        model.fit(np.zeros((32, 8)), np.zeros((32, 1)))
    Good:
        model = Sequential([Input((8,)), Dense(4, activation="relu"), Dense(1)])
        model.layers[0].trainable = False
        model.compile("sgd", "mse")
        model.fit(np.zeros((32, 8)), np.zeros((32, 1)))

    Keras: 1, 2, 3
    Source: https://keras.io/guides/transfer_learning/ ("Important notes about compile() and trainable")
    """
    for training in model.trainings:
        if training.method == "fit" and training.changed is not None:
            note = Note("`trainable` is changed", training.changed.location)
            message = "layers were frozen or thawed since the model was compiled"
            yield Finding(training.location, message, "compile it again before it is fitted", notes=(note,))
