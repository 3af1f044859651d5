"""KC103."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC103",
    "missing-argument",
    """
    A layer or function is made without an argument that it needs.

    Bad:
        layer = Embedding(1000)
    Good:
        layer = Embedding(1000, 64)

    Keras: 1, 2, 3
    Source: the signatures of keras/src/layers
    """,
)
