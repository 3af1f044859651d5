"""KC315."""

from __future__ import annotations

from collections.abc import Iterator

from kerascount.diagnostics import Severity
from kerascount.rules.reading import CONVOLUTIONS, POOLING, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC315", "pooling-after-every-convolution", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """A deep convolutional network has a pooling behind every single convolution.

    Blocks of two to four convolutions between poolings see larger patterns before positions are thrown away.

    Bad:
        block = lambda n: [Conv2D(n, 3, padding="same", activation="relu"), MaxPooling2D()]
        model = Sequential([Input((64, 64, 3)), *block(8), *block(16), *block(32), *block(64), Flatten(), Dense(3)])
    Good:
        conv = lambda n: Conv2D(n, 3, padding="same", activation="relu")
        block = lambda n: [conv(n), conv(n), MaxPooling2D()]
        model = Sequential([Input((64, 64, 3)), *block(8), *block(16), *block(32), Flatten(), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rules 25 and 26 (no pooling after every convolution; blocks of 2 to 4 convolutions)
    """
    if not model.graph.is_sequential:
        return
    kinds = [node for node in model.layers if kind(node) in CONVOLUTIONS | POOLING]
    convolutions = [node for node in kinds if kind(node) in CONVOLUTIONS]
    poolings = [node for node in kinds if kind(node) in POOLING]
    alternate = all((kind(node) in POOLING) == bool(index % 2) for index, node in enumerate(kinds))
    if len(convolutions) > 3 and len(poolings) >= len(convolutions) - 1 and alternate:
        message = f"each of the {len(convolutions)} convolutions is followed by a pooling"
        yield Finding(poolings[0].location, message, "", title(poolings[0]))
