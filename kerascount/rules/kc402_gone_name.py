"""KC402."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC402",
    "gone-name",
    """
    A function, class or layer is gone from the Keras which is meant, and nothing else there does the same.

    Bad 3:
        from keras.layers import LocallyConnected1D
        from keras.models import Sequential
        model = Sequential([LocallyConnected1D(4, 3, input_shape=(8, 2))])
    Good 3:
        from keras.layers import Conv1D
        from keras.models import Sequential
        model = Sequential([Conv1D(4, 3, input_shape=(8, 2))])
    Bad 3:
        from keras import backend as K
        from keras.layers.core import Dense
        K.set_session(None)
    Good 3:
        from keras import backend as K
        from keras.layers import Dense
        K.clear_session()

    Keras: 3
    Source: the packages keras 1.2.2, 2.3.1 and 3.15.1
    """,
)
