"""KC127."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC127",
    "axis-out-of-range",
    """
    An axis is named that the tensor does not have.

    Bad:
        x = BatchNormalization(axis=4)(Input((8, 8, 3)))
    Good:
        x = BatchNormalization(axis=3)(Input((8, 8, 3)))

    Keras: 1, 2, 3
    Source: keras/src/layers
    """,
)
