"""KC320."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import CONVOLUTIONS, DEEP, POOLING, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC320", "average-pooling-alone", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """A deep convolutional network takes averages wherever it takes away positions.

    A maximum passes on the strongest response of a window, which is what tells classes apart; an average blurs it.
    Most deep classifiers use maxima or strides, and an average at the end alone.

    Bad:
        conv = lambda n: Conv2D(n, 3, padding="same", activation="relu")
        block = lambda n: [conv(n), conv(n), AveragePooling2D(2)]
        model = Sequential([Input((64, 64, 3)), *block(8), *block(16), *block(32), *block(64), Flatten(), Dense(3)])
    Good:
        conv = lambda n: Conv2D(n, 3, padding="same", activation="relu")
        block = lambda n: [conv(n), conv(n), MaxPooling2D()]
        model = Sequential([Input((64, 64, 3)), *block(8), *block(16), *block(32), *block(64), Flatten(), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 27 (max-pooling is the preferred down-sampling strategy)
    """
    kinds = [node for node in model.layers if kind(node) in CONVOLUTIONS | POOLING]
    poolings = [node for node in kinds if kind(node) in POOLING]
    averages = [node for node in poolings if kind(node).startswith("Average")]
    if model.graph.is_sequential and len(kinds) >= DEEP and poolings and averages == poolings:
        yield Finding(averages[0].location, f"all {len(poolings)} poolings take averages", "", title(averages[0]))
