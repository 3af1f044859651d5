"""KC121."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC121",
    "arguments-of-the-call",
    """
    A layer is called with arguments that its `call` does not take, or without one that it needs.

    Bad:
        x = MultiHeadAttention(2, 8)(Input((4, 8)))
    Good:
        inputs = Input((4, 8))
        x = MultiHeadAttention(2, 8)(inputs, inputs)

    Keras: 2, 3
    Source: the signatures of `call` in keras/src/layers
    """,
)
