"""KC406."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC406",
    "old-signature",
    """
    Arguments by position, or sizes one by one, as an older Keras took them.

    The convolutions of Keras 1 took the height and the width of their window apart: `Convolution2D(32, 3, 3)`. Since
    Keras 2 they are one tuple, and what stands third is `strides`.

    Bad 3:
        from keras.layers import Convolution2D, Input
        y = Convolution2D(32, 3, 5, border_mode="same", dim_ordering="tf")(Input((28, 28, 1)))
    Good 3:
        from keras.layers import Convolution2D, Input
        y = Convolution2D(32, (3, 5), padding="same", data_format="channels_last")(Input((28, 28, 1)))
    Bad 3:
        from keras.layers import Conv2D, Dense, Input
        y = Dense(10, "uniform", "relu", bias=False)(Input((8,)))
    Good 3:
        from keras.layers import Conv2D, Dense, Input
        y = Dense(10, kernel_initializer="uniform", activation="relu", use_bias=False)(Input((8,)))

    Keras: 2, 3
    Source: keras/legacy/interfaces.py of Keras 2.3.1; the signatures of Keras 3.15.1
    """,
)
