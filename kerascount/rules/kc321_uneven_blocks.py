"""KC321."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascount.diagnostics import Severity
from kerascount.graph import LayerNode
from kerascount.rules.reading import CONVOLUTIONS, DEEP, POOLING, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC321", "uneven-blocks", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """Convolutions that follow each other in a deep network have different windows or numbers of filters.

    Between two poolings most architectures repeat one kind of convolution two to four times; what changes, changes
    from block to block.

    Bad:
        conv = lambda n, size: Conv2D(n, size, padding="same", activation="relu")
        block = lambda n: [conv(n, 3), conv(2 * n, 5), MaxPooling2D()]
        model = Sequential([Input((64, 64, 3)), *block(8), *block(8), *block(8), *block(8), Flatten(), Dense(3)])
    Good:
        conv = lambda n: Conv2D(n, 3, padding="same", activation="relu")
        block = lambda n: [conv(n), conv(n), MaxPooling2D()]
        model = Sequential([Input((64, 64, 3)), *block(8), *block(16), *block(32), *block(64), Flatten(), Dense(3)])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 26 (blocks of 2, 3 or even 4 homogeneous convolutional layers)
    """
    kinds = [node for node in model.layers if kind(node) in CONVOLUTIONS | POOLING]
    if not model.graph.is_sequential or len(kinds) < DEEP:
        return
    for node, after in pairwise(kinds):
        both = kind(node) in CONVOLUTIONS and kind(after) in CONVOLUTIONS
        if both and _size(node) != _size(after):
            yield Finding(after.location, f"is of another size than {title(node)} before it", "", title(after))


def _size(node: LayerNode) -> tuple[object, object]:
    return getattr(node.layer, "kernel_size", None), getattr(node.layer, "filters", None)
