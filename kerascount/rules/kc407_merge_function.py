"""KC407."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC407",
    "merge-function",
    """
    `merge(…)` of Keras 1, one function for what are several since Keras 2.

    Bad 3:
        from keras.layers import Dense, Input, merge
        x = Input((8,))
        y = merge([Dense(4)(x), x], mode="concat", concat_axis=1)
        z = merge([y, y], mode="sum")
    Good 3:
        from keras.layers import concatenate, add, Dense, Input
        x = Input((8,))
        y = concatenate([Dense(4)(x), x], axis=1)
        z = add([y, y])

    Keras: 3
    Source: the packages keras 1.2.2, 2.3.1 and 3.15.1
    """,
)
