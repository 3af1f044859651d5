"""KC101."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC101",
    "input-rank",
    """
    A layer gets a tensor with another number of axes, or another size of one, than it takes.

    Every layer says how many axes its input has: Dense two or more, Conv2D four (batch, height, width, channels), LSTM
    three (batch, steps, features). Keras checks that at the call.

    Bad:
        model = Sequential([Input((28, 28)), Conv2D(32, 3)])
    Good:
        model = Sequential([Input((28, 28, 1)), Conv2D(32, 3)])

    Keras: 1, 2, 3
    Source: `assert_input_compatibility` in keras/src/layers/input_spec.py
    """,
)
