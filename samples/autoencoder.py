"""An autoencoder whose halves are models of their own, one inside the other."""

import keras
from keras import Input, Model, layers

image = Input((28, 28, 1), name="image")
x = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(image)
x = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(x)
code = layers.Dense(32, name="code")(layers.Flatten()(x))
encoder = Model(image, code, name="encoder")

decoder = keras.Sequential(
    [
        Input((32,)),
        layers.Dense(7 * 7 * 8, activation="relu"),
        layers.Reshape((7, 7, 8)),
        layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid"),
    ],
    name="decoder",
)

autoencoder = Model(image, decoder(encoder(image)), name="autoencoder")
for model in (encoder, decoder, autoencoder):
    model.summary(expand_nested=True)
