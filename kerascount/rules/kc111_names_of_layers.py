"""KC111."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC111",
    "names-of-layers",
    """
    Two layers of a model have the same name, or a name is none.

    Bad:
        model = Sequential([Input((8,)), Dense(4, name="fc"), Dense(4, name="fc")])
    Good:
        model = Sequential([Input((8,)), Dense(4, name="fc1"), Dense(4, name="fc2")])

    Keras: 1, 2, 3
    Source: `Functional` and `Sequential` in keras/src/models
    """,
)
