"""KC201."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC201",
    "not-compiled",
    """
    A model is fitted or evaluated, and was never compiled.

    Bad:
        model = Sequential([Input((8,)), Dense(1)])
        model.fit(np.zeros((32, 8)), np.zeros((32, 1)))
    Good:
        model = Sequential([Input((8,)), Dense(1)])
        model.compile("adam", "mse")
        model.fit(np.zeros((32, 8)), np.zeros((32, 1)))

    Keras: 1, 2, 3
    Source: `Trainer._assert_compile_called` in keras/src/trainers/trainer.py
    """,
)
