"""What several rules ask of a model."""

from __future__ import annotations

from kerascount.graph import LayerNode


def activation(node: LayerNode) -> str | None:
    """The name of the activation that a layer applies at its end: "linear" for none, None where it is not known."""
    if node.layer is None:
        return None
    if node.class_name == "Softmax":
        return "softmax"
    value = getattr(node.layer, "activation", "linear")
    if value is None:
        return "linear"
    return value if isinstance(value, str) else None


def title(node: LayerNode) -> str:
    """The layer as findings call it: "Dense 'fc'"."""
    return f"{node.class_name} '{node.name}'"
