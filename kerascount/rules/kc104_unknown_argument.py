"""KC104."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC104",
    "unknown-argument",
    """
    A layer or function gets an argument by a name that it does not have.

    Often it is spelled differently, or the layer of another Keras had it; the help then says what it is called.

    Bad:
        layer = Dense(64, activaton="relu")
    Good:
        layer = Dense(64, activation="relu")

    Keras: 1, 2, 3
    Source: the signatures of keras/src/layers
    """,
)
