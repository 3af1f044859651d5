"""KC106."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC106",
    "unmergeable-shapes",
    """
    Tensors are merged whose shapes do not fit together.

    Add, Multiply and their kin need the same shape, up to axes of size 1; Concatenate needs the same sizes on all axes
    but the one it joins; Dot needs equal sizes on the axes that it sums over.

    Bad:
        merged = Add()([Input((8,)), Input((9,))])
    Bad:
        merged = Concatenate(axis=-1)([Input((4, 8)), Input((5, 8))])
    Good:
        merged = Concatenate()([Input((8,)), Input((9,))])

    Keras: 1, 2, 3
    Source: keras/src/layers/merging
    """,
)
