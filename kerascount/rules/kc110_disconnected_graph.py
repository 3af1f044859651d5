"""KC110."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC110",
    "disconnected-graph",
    """
    The outputs of a model do not follow from its inputs.

    On the way from an output back, a tensor comes up that is neither one of the inputs nor made from them.

    Bad:
        left, right = Input((8,)), Input((8,))
        model = Model(left, Dense(4)(right))
    Good:
        left, right = Input((8,)), Input((8,))
        model = Model(right, Dense(4)(right))

    Keras: 1, 2, 3
    Source: `map_graph` in keras/src/ops/function.py
    """,
)
