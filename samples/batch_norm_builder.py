"""A function that builds a functional model with batch normalization. Keras 2.2."""

from keras.layers import Activation, BatchNormalization, Conv2D, Dense, Flatten, Input, MaxPooling2D, ZeroPadding2D
from keras.models import Model


def happy_face(input_shape):
    image = Input(input_shape)
    x = ZeroPadding2D((3, 3))(image)
    x = Conv2D(32, (7, 7), strides=(1, 1), name="conv0")(x)
    x = BatchNormalization(axis=3, name="bn0")(x)
    x = Activation("relu")(x)
    x = MaxPooling2D((2, 2), name="max_pool")(x)
    x = Flatten()(x)
    smile = Dense(1, activation="sigmoid", name="fc")(x)
    return Model(inputs=image, outputs=smile, name="happy_face")


model = happy_face((64, 64, 3))
model.summary()
