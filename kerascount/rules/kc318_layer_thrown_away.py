"""KC318."""

from kerascount.diagnostics import Severity
from kerascount.rules.registry import evaluated

evaluated(
    "KC318",
    "layer-thrown-away",
    """
    A statement makes a layer, and neither calls it nor keeps it.

    Making a layer does nothing to a model. Most often the call on a tensor, `(x)`, or the `model.add` around it was
    forgotten.

    Bad:
        inputs = Input((8,))
        x = Dense(4, activation="relu")(inputs)
        Dropout(0.5)
        model = Model(inputs, Dense(3)(x))
    Good:
        inputs = Input((8,))
        x = Dense(4, activation="relu")(inputs)
        x = Dropout(0.5)(x)
        model = Model(inputs, Dense(3)(x))

    Keras: 1, 2, 3
    Source: `keras.Model`: the graph is what leads from inputs to outputs
    """,
    Severity.WARNING,
)
