"""KC107."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC107",
    "number-of-inputs",
    """
    A layer gets more or fewer tensors than it takes, or something that is no tensor.

    Bad:
        x = Dense(4)([Input((8,)), Input((8,))])
    Bad:
        x = Dense(4)(3)
    Good:
        x = Dense(4)(Concatenate()([Input((8,)), Input((8,))]))

    Keras: 2, 3
    Source: `Layer.__call__` in keras/src/layers/layer.py
    """,
)
