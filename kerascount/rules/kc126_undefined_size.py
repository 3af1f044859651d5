"""KC126."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC126",
    "undefined-size",
    """
    A layer has to make weights for an axis whose size is left open.

    None in a shape stands for a size that may change from batch to batch. Axes on which weights depend, such as the
    features of Dense and the channels of a convolution, cannot.

    Bad:
        model = Sequential([Input((None,)), Dense(4)])
    Good:
        model = Sequential([Input((8,)), Dense(4)])

    Keras: 1, 2, 3
    Source: `Layer.add_weight` in keras/src/layers/layer.py
    """,
)
