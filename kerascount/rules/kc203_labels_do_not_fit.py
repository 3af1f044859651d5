"""KC203."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC203",
    "labels-do-not-fit",
    """
    The loss or a metric cannot compare the labels with the outputs of the model.

    One-hot labels go with categorical_crossentropy, class numbers with sparse_categorical_crossentropy; a model that
    ends in return_sequences, or without a Flatten, gives more than one prediction for each sample.

    Bad:
        model = Sequential([Input((8,)), Dense(10, activation="softmax")])
        model.compile("adam", "categorical_crossentropy")
        model.fit(np.zeros((32, 8)), np.zeros((32,)))
    Good:
        model = Sequential([Input((8,)), Dense(10, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(np.zeros((32, 8)), np.zeros((32,)))

    Keras: 1, 2, 3
    Source: keras/src/losses/losses.py
    """,
)
