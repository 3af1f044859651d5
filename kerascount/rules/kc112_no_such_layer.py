"""KC112."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC112",
    "no-such-layer",
    """
    A model is asked for a layer that it does not have.

    Bad:
        model = Sequential([Input((8,)), Dense(4, name="features")])
        layer = model.get_layer("feature")
    Good:
        model = Sequential([Input((8,)), Dense(4, name="features")])
        layer = model.get_layer("features")

    Keras: 1, 2, 3
    Source: `Model.get_layer` in keras/src/models/model.py
    """,
)
