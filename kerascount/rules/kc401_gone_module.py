"""KC401."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC401",
    "gone-module",
    """
    A name comes from a module that the Keras which is meant no longer has.

    Standalone Keras showed the modules inside of it: `keras.layers.core`, `keras.utils.np_utils`, `keras.engine`.
    Keras 3 has none of them; what they held is in `keras.layers`, `keras.utils` and so on. It is said where `--keras`
    or the settings name a newer Keras than the program is written for.

    Bad 3:
        from keras.layers.core import Dense
        from keras.models import Sequential
        model = Sequential([Dense(3, input_shape=(8,))])
    Good 3:
        from keras.layers import Dense
        from keras.models import Sequential
        model = Sequential([Dense(3, input_shape=(8,))])
    Bad 3:
        from keras.engine.topology import Input, Layer  # what a model begins with
        x = Input((8,))
    Good 3:
        from keras.layers import Input, Layer  # what a model begins with
        x = Input((8,))

    Keras: 3
    Source: the packages keras 1.2.2, 2.3.1 and 3.15.1
    """,
)
