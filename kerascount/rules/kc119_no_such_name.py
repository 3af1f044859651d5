"""KC119."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC119",
    "no-such-name",
    """
    A module of Keras does not have a name that is imported or used.

    Bad:
        from keras.layers import Dence
    Good:
        from keras.layers import Dense

    Keras: 1, 2, 3
    Source: the public names of each version
    """,
)
