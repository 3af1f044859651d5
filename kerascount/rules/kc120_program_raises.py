"""KC120."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC120",
    "program-raises",
    """
    The program raises an exception itself, and nothing catches it: a name that is not defined, a key that is not
    there.

    Bad:
        units = 64
        layer = Dense(unist)
    Good:
        units = 64
        layer = Dense(units)

    Keras: 1, 2, 3
    Source: Python
    """,
)
