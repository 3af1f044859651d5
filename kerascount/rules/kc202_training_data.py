"""KC202."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC202",
    "training-data",
    """
    The data that a model is given do not fit together, or are none that Keras takes.

    Inputs, labels and weights need the same number of samples, and lists of numbers must be made arrays.

    Bad:
        model = Sequential([Input((8,)), Dense(1)])
        model.compile("adam", "mse")
        model.fit(np.zeros((32, 8)), np.zeros((31, 1)))
    Good:
        model = Sequential([Input((8,)), Dense(1)])
        model.compile("adam", "mse")
        model.fit(np.zeros((32, 8)), np.zeros((32, 1)))

    Keras: 1, 2, 3
    Source: keras/src/trainers/data_adapters
    """,
)
