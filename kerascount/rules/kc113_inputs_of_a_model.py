"""KC113."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC113",
    "inputs-of-a-model",
    """
    A model is called with other inputs than it has: another number, or other names.

    Bad:
        a, b = Input((8,)), Input((8,))
        model = Model([a, b], Add()([a, b]))
        y = model([Input((8,))])
    Good:
        a, b = Input((8,)), Input((8,))
        model = Model([a, b], Add()([a, b]))
        y = model([Input((8,)), Input((8,))])

    Keras: 1, 2, 3
    Source: `Functional` in keras/src/models/functional.py
    """,
)
