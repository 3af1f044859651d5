"""Deliberately broken: the image is too small for the third block, which shows only deep inside the builder."""

import keras
from keras import layers


def block(x, filters):
    x = layers.Conv2D(filters, kernel_size=5, activation="relu")(x)
    return layers.MaxPooling2D(pool_size=2)(x)


def build(size):
    image = keras.Input((size, size, 3))
    x = image
    for filters in (16, 32, 64):
        x = block(x, filters)
    return keras.Model(image, layers.Dense(10)(layers.Flatten()(x)))


model = build(28)
model.summary()
