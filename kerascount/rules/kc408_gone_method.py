"""KC408."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC408",
    "gone-method",
    """
    A method of models that the Keras which is meant no longer has.

    `fit`, `evaluate` and `predict` take generators themselves, and `predict_proba` was `predict`. The numbers of
    samples that Keras 1 asked for are numbers of batches since Keras 2, so that the fix which renames them is unsafe.

    Bad 3:
        from keras.layers import Dense
        from keras.models import Sequential
        def train(batches):
            model = Sequential([Dense(1, input_shape=(8,))])
            model.compile("sgd", "mse")
            model.fit_generator(batches, steps_per_epoch=10, epochs=2, workers=4)
    Good 3:
        from keras.layers import Dense
        from keras.models import Sequential
        def train(batches):
            model = Sequential([Dense(1, input_shape=(8,))])
            model.compile("sgd", "mse")
            model.fit(batches, steps_per_epoch=10, epochs=2)

    Keras: 3
    Source: the packages keras 1.2.2, 2.3.1 and 3.15.1
    """,
)
