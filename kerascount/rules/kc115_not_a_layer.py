"""KC115."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC115",
    "not-a-layer",
    """
    A Sequential model gets something that is no layer.

    Bad:
        model = Sequential([Input((8,)), Dense])
    Good:
        model = Sequential([Input((8,)), Dense(4)])

    Keras: 1, 2, 3
    Source: `Sequential.add` in keras/src/models/sequential.py
    """,
)
