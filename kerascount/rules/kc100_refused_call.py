"""KC100."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC100",
    "refused-call",
    """
    Keras, or NumPy under it, refuses a call for a reason that has no rule of its own.

    The message says what was refused. It is an exception that running the program ends in.

    Bad:
        x = np.zeros((3, 4)).reshape(5)
    Good:
        x = np.zeros((3, 4)).reshape(12)

    Keras: 1, 2, 3
    Source: the place in Keras or NumPy that raises, of which the help speaks
    """,
)
