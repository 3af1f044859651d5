"""KC114."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC114",
    "ends-of-a-model",
    """
    What a model is made of are no tensors of a graph, or there are none.

    Inputs come from `Input`, outputs from calls of layers on them. A layer in the place of its output is the usual
    slip.

    Bad:
        inputs = Input((8,))
        model = Model(inputs, Dense(4))
    Good:
        inputs = Input((8,))
        model = Model(inputs, Dense(4)(inputs))

    Keras: 1, 2, 3
    Source: `Function` in keras/src/ops/function.py
    """,
)
