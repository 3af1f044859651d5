"""KC403."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC403",
    "renamed-name",
    """
    A name that is called differently in the Keras which is meant, or that another one does the work of.

    `AtrousConvolution2D(…, atrous_rate=2)` of Keras 1 is `Conv2D(…, dilation_rate=2)`, `objectives.mse` of Keras 1 is
    `losses.mean_squared_error`. Where the other one is not quite the same, as LSTM for CuDNNLSTM, the fix is unsafe.

    Bad 3:
        from keras.layers import AtrousConvolution2D, Input
        x = Input((28, 28, 1))
        y = AtrousConvolution2D(4, 3, 3, atrous_rate=(2, 2))(x)
    Good 3:
        from keras.layers import Conv2D, Input
        x = Input((28, 28, 1))
        y = Conv2D(4, (3, 3), dilation_rate=(2, 2))(x)
    Bad 3:
        from keras.regularizers import l1l2
        penalty = l1l2(0.01, 0.01)
    Good 3:
        from keras.regularizers import l1_l2 as l1l2
        penalty = l1l2(0.01, 0.01)

    Keras: 3
    Source: the packages keras 1.2.2, 2.3.1 and 3.15.1
    """,
)
