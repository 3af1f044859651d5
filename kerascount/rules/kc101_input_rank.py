"""KC101."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC101",
    "input-rank",
    """
    A layer gets a tensor with another number of axes, or another size of one, than it takes.

    Every layer says how many axes its input has: Dense two or more, Conv2D four (batch, height, width, channels), LSTM
    three (batch, steps, features). Once it has weights, the size of the last axis stays what it was: one layer cannot
    serve inputs of different sizes. `Input(shape=...)` and `input_shape=` leave out the batch; with it there is an
    axis too many.

    Bad:
        model = Sequential([Input((28, 28)), Conv2D(32, 3)])
    Bad:
        model = Sequential([Input((None, 28, 28, 1)), Conv2D(32, 3)])
    Bad:
        shared = Dense(4)
        shared(Input((8,)))
        shared(Input((9,)))
    Good:
        model = Sequential([Input((28, 28, 1)), Conv2D(32, 3)])

    Keras: 1, 2, 3
    Source: `assert_input_compatibility` in keras/src/layers/input_spec.py
    """,
)
