"""KC124."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC124",
    "attention-shapes",
    """
    Query, value and key of an attention do not fit together.

    Bad:
        query, value, key = Input((4, 8)), Input((5, 8)), Input((6, 8))
        x = MultiHeadAttention(2, 8)(query, value, key)
    Good:
        query, value, key = Input((4, 8)), Input((5, 8)), Input((5, 8))
        x = MultiHeadAttention(2, 8)(query, value, key)

    Keras: 2, 3
    Source: keras/src/layers/attention
    """,
)
