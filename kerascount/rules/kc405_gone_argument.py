"""KC405."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC405",
    "gone-argument",
    """
    An argument that the Keras which is meant does not take under any name.

    What has no effect, or says only how something is computed, is left out by the fix. For the rest there is none:
    `weights=[…]` is done by `set_weights`, `dropout=…` of an Embedding by a layer of its own.

    Bad 3:
        from keras.layers import BatchNormalization, Input
        y = BatchNormalization(axis=-1, mode=0)(Input((8,)))
    Good 3:
        from keras.layers import BatchNormalization, Input
        y = BatchNormalization(axis=-1)(Input((8,)))
    Bad 3:
        from keras.layers import LSTM
        from keras.models import Sequential
        model = Sequential()
        model.add(LSTM(8, batch_input_shape=(4, 5, 3), stateful=True))
    Good 3:
        from keras.layers import Input, LSTM
        from keras.models import Sequential
        model = Sequential()
        model.add(Input(batch_shape=(4, 5, 3)))
        model.add(LSTM(8, stateful=True))

    Keras: 2, 3
    Source: keras/legacy/interfaces.py of Keras 2.3.1; the signatures of Keras 3.15.1
    """,
)
