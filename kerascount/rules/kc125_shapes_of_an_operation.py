"""KC125."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC125",
    "shapes-of-an-operation",
    """
    A function on tensors (keras.ops, tf, an operator) gets shapes that it cannot work with.

    Bad:
        x = Input((8,)) + Input((9,))
    Good:
        x = Input((8,)) + Input((8,))

    Keras: 2, 3
    Source: keras/src/ops
    """,
)
