"""KC118."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC118",
    "no-such-attribute",
    """
    A layer or model does not have the attribute that is asked for, or not yet, or not in this version.

    Bad:
        model = Sequential([Dense(4)])
        print(model.output_shape)
    Good:
        model = Sequential([Input((8,)), Dense(4)])
        print(model.output_shape)

    Keras: 1, 2, 3
    Source: keras/src/models, keras/src/layers/layer.py
    """,
)
