"""A U-Net out of functions that call each other, with skip connections kept in a list. tf.keras."""

import tensorflow as tf
from tensorflow.keras import layers as L


def double_conv(x, filters):
    for _ in range(2):
        x = L.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = L.BatchNormalization()(x)
        x = L.ReLU()(x)
    return x


def encode(x, widths):
    skips = []
    for filters in widths:
        x = double_conv(x, filters)
        skips.append(x)
        x = L.MaxPooling2D(2)(x)
    return x, skips


def decode(x, skips, widths):
    for skip, filters in zip(reversed(skips), reversed(widths)):
        x = L.Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
        x = double_conv(L.Concatenate()([skip, x]), filters)
    return x


def build(size=64, channels=1, widths=(8, 16)):
    image = tf.keras.Input((size, size, channels))
    x, skips = encode(image, widths)
    x = decode(double_conv(x, 2 * widths[-1]), skips, widths)
    return tf.keras.Model(image, L.Conv2D(1, 1, activation="sigmoid", name="mask")(x), name="unet")


if __name__ == "__main__":
    build().summary()
