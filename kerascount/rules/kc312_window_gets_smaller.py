"""KC312."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascount.diagnostics import Severity
from kerascount.graph import LayerNode
from kerascount.rules.reading import CONVOLUTIONS, kind, title
from kerascount.rules.registry import Finding, rule
from kerascount.rules.view import ModelView


@rule("KC312", "window-gets-smaller", Severity.INFO)
def check(model: ModelView) -> Iterator[Finding]:
    """The windows of later convolutions are smaller than those of earlier ones.

    Deeper layers see more of the image at each position; windows grow or stay the same with depth in most
    architectures. The first layer is excepted: a large window there is common.

    Bad:
        model = Sequential([Input((32, 32, 3)), Conv2D(4, 3, activation="relu"), Conv2D(4, 5, activation="relu"),
                            Conv2D(4, 3, activation="relu")])
    Good:
        model = Sequential([Input((32, 32, 3)), Conv2D(4, 5, activation="relu"), Conv2D(4, 5, activation="relu")])

    Keras: 1, 2, 3
    Source: NeuraLint, rule 16 (window sizes grow or stay the same)
    """
    if not model.graph.is_sequential:
        return
    layers = [node for node in model.layers if kind(node) in CONVOLUTIONS and _window(node) is not None]
    for node, after in pairwise(layers):
        first, second = _window(node), _window(after)
        if first and second and second < first and node is not layers[0] and second > 1:
            message = f"a window of {second} after one of {first} in {title(node)}"
            yield Finding(after.location, message, "", title(after))


def _window(node: LayerNode) -> int | None:
    sizes = getattr(node.layer, "kernel_size", None)
    return max(sizes) if isinstance(sizes, tuple) and all(isinstance(size, int) for size in sizes) else None
