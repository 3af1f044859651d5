"""Where a Keras tensor comes from: `get_source_inputs`."""

from __future__ import annotations

from kerascount.values.objects import Tensor


def source_inputs(tensor: Tensor) -> list[Tensor]:
    """The inputs that a tensor was computed from, in the order in which they are met."""
    found: dict[int, Tensor] = {}
    seen: set[int] = set()
    waiting = [tensor]
    while waiting:
        node = waiting.pop().history.node
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.is_input:
            found.update((id(x), x) for x in node.outputs)
        else:
            waiting.extend(reversed(node.inputs))
    return list(found.values())
