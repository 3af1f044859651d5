"""KC108."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC108",
    "invalid-argument",
    """
    An argument has a value that Keras refuses.

    A size that is not above 0, a name that stands for nothing, filters that do not split into the groups, heads of no
    size.

    Bad:
        layer = Dense(0)
    Bad:
        layer = Conv2D(3, 3, padding="full")
    Bad:
        layer = Conv2D(8, 3, groups=3)
    Bad:
        layer = Dense(4, activation="rleu")
    Good:
        layer = Conv2D(9, 3, groups=3, padding="same", activation="relu")

    Keras: 1, 2, 3
    Source: the constructors in keras/src/layers
    """,
)
