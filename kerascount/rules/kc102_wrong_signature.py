"""KC102."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC102",
    "wrong-signature",
    """
    A layer or function gets arguments that it has no place for.

    Too many by position, the same one twice, or one that must be given by its name.

    Bad:
        layer = Dropout(0.5, None, 1, 2, 3)
    Good:
        layer = Dropout(0.5, seed=1)

    Keras: 1, 2, 3
    Source: the signatures of keras/src/layers
    """,
)
