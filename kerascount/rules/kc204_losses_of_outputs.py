"""KC204."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC204",
    "losses-of-outputs",
    """
    Losses, metrics, weights or labels do not fit the outputs of the model in number or names.

    Bad:
        inputs = Input((8,))
        model = Model(inputs, [Dense(1, name="a")(inputs), Dense(1, name="b")(inputs)])
        model.compile("adam", loss={"a": "mse", "c": "mse"})
        model.fit(np.zeros((32, 8)), [np.zeros((32, 1)), np.zeros((32, 1))])
    Good:
        inputs = Input((8,))
        model = Model(inputs, [Dense(1, name="a")(inputs), Dense(1, name="b")(inputs)])
        model.compile("adam", loss={"a": "mse", "b": "mse"})
        model.fit(np.zeros((32, 8)), [np.zeros((32, 1)), np.zeros((32, 1))])

    Keras: 1, 2, 3
    Source: `CompileLoss` in keras/src/trainers/compile_utils.py
    """,
)
