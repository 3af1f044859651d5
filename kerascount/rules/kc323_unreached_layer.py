"""KC323."""

from kerascount.diagnostics import Severity
from kerascount.rules.registry import evaluated

evaluated(
    "KC323",
    "unreached-layer",
    """
    A layer is called on a tensor of a model, and what it gives belongs to no model.

    On the way from the inputs to the outputs it does not come up: Keras leaves it out. Most often the next layer was
    given another tensor than the one that was meant.

    Bad:
        inputs = Input((8,))
        x = Dense(4, activation="relu")(inputs)
        y = Dropout(0.5)(x)
        model = Model(inputs, Dense(3)(x))
    Good:
        inputs = Input((8,))
        x = Dense(4, activation="relu")(inputs)
        y = Dropout(0.5)(x)
        model = Model(inputs, Dense(3)(y))

    Keras: 1, 2, 3
    Source: `keras.Model`: the graph is what leads from inputs to outputs
    """,
    Severity.INFO,
)
