"""A generator and a discriminator, and the two stacked for training the generator."""

import keras
from keras import layers

NOISE = 100


def make_generator():
    model = keras.Sequential(name="generator")
    model.add(layers.Input((NOISE,)))
    model.add(layers.Dense(7 * 7 * 128, use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU(negative_slope=0.2))
    model.add(layers.Reshape((7, 7, 128)))
    assert model.output_shape == (None, 7, 7, 128)
    for filters in (64, 32):
        model.add(layers.Conv2DTranspose(filters, 5, strides=2, padding="same", use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.LeakyReLU(negative_slope=0.2))
    model.add(layers.Conv2D(1, 5, padding="same", activation="tanh"))
    return model


def make_discriminator(image_shape):
    return keras.Sequential(
        [
            layers.Input(image_shape),
            *[layers.Conv2D(n, 5, strides=2, padding="same", activation="leaky_relu") for n in (64, 128)],
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(1),
        ],
        name="discriminator",
    )


generator = make_generator()
discriminator = make_discriminator(generator.output_shape[1:])
discriminator.compile(optimizer="adam", loss="binary_crossentropy")
discriminator.trainable = False
gan = keras.Sequential([generator, discriminator], name="gan")

generator.summary()
discriminator.summary()
gan.summary()
