"""KC123."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC123",
    "rearranged-elements",
    """
    Elements are arranged anew, and their number does not fit.

    Bad:
        model = Sequential([Input((28, 28)), Reshape((28, 27))])
    Good:
        model = Sequential([Input((28, 28)), Reshape((28, 28, 1))])

    Keras: 1, 2, 3
    Source: `compute_reshape_output_shape` in keras/src/ops/operation_utils.py
    """,
)
