"""KC404."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC404",
    "renamed-argument",
    """
    An argument that is called differently in the Keras which is meant.

    Keras 2 gave most arguments of layers new names, and Keras 3 does not know the old ones: `nb_filter` is `filters`,
    `border_mode` is `padding`, `p` is `rate`, `nb_epoch` is `epochs`, `lr` is `learning_rate`.

    Bad 3:
        from keras.layers import Dense, Dropout
        from keras.models import Sequential
        model = Sequential([
            Dense(output_dim=8, input_dim=4, init="uniform"),  # the features
            Dropout(p=0.5),
        ])
    Good 3:
        from keras.layers import Dense, Dropout
        from keras.models import Sequential
        model = Sequential([
            Dense(units=8, input_dim=4, kernel_initializer="uniform"),  # the features
            Dropout(rate=0.5),
        ])
    Bad 3:
        from keras.optimizers import SGD
        sgd = SGD(lr=0.01, momentum=0.9)
    Good 3:
        from keras.optimizers import SGD
        sgd = SGD(learning_rate=0.01, momentum=0.9)

    Keras: 2, 3
    Source: keras/legacy/interfaces.py of Keras 2.3.1; the signatures of Keras 3.15.1
    """,
)
