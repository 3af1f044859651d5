"""KC109."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC109",
    "invalid-shape",
    """
    The shape of an input or a weight is none.

    `(3)` is the number 3: a shape of one axis is written `(3,)`. Sizes are integers, or None for axes that are left
    open.

    Bad:
        model = Sequential([Dense(4, input_shape=(3))])
    Bad:
        inputs = Input((28, 28, 0.5))
    Good:
        model = Sequential([Dense(4, input_shape=(3,))])

    Keras: 1, 2, 3
    Source: `standardize_shape` in keras/src/backend/common/variables.py
    """,
)
