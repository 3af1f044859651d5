"""KC211."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.rules.registry import Finding, rule
from kerascount.rules.training import objectives
from kerascount.rules.view import ModelView


@rule("KC211", "more-classes-than-units")
def check(model: ModelView) -> Iterator[Finding]:
    """The labels have more classes than the last layer has units.

    A class number beyond the last unit has no probability: TensorFlow refuses it on a CPU and gives NaN on a GPU, JAX
    and PyTorch do one or the other.

    Bad:
        (x, y), _ = keras.datasets.fashion_mnist.load_data()
        model = Sequential([Input((28, 28)), Flatten(), Dense(9, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x, y)
    Good:
        (x, y), _ = keras.datasets.fashion_mnist.load_data()
        model = Sequential([Input((28, 28)), Flatten(), Dense(10, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x, y)

    Keras: 1, 2, 3
    Source: `sparse_categorical_crossentropy` in keras/src/backend; https://keras.io/api/datasets/
    """
    by_layer = {found.layer.name: found for found in objectives(model)}
    for training in model.trainings:
        for found, labels in zip(by_layer.values(), training.labels, strict=False):
            if labels is None or found.units is None or len(by_layer) != len(training.labels):
                continue
            known = {"sparse_categorical_crossentropy": found.units, "binary_crossentropy": max(found.units, 2)}
            room = known.get(found.loss.name)
            if room is not None and labels.classes > room:
                message = f"labels of {labels.classes} classes for an output of {found.units}"
                help = f"Dense({labels.classes}) with softmax has one unit for each class"
                yield Finding(training.location, message, help, f"model.{training.method}()")
