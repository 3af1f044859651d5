"""KC409."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC409",
    "backend-function",
    """
    A function of `keras.backend` that Keras 3 has in `keras.ops` instead.

    What the functions take and give is nearly the same, but not in every case, so that the fix is unsafe.

    Bad 3:
        from keras import backend as K
        from keras.layers import Input, Lambda
        y = Lambda(lambda x: K.mean(K.expand_dims(x), axis=1))(Input((8,)))
    Good 3:
        from keras import ops, backend as K
        from keras.layers import Input, Lambda
        y = Lambda(lambda x: ops.mean(ops.expand_dims(x, axis=-1), axis=1))(Input((8,)))

    Keras: 3
    Source: the packages keras 2.3.1 and 3.15.1
    """,
)
