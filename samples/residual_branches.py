"""Residual blocks: a functional model whose branches meet again, by a layer and by an operator."""

import keras
from keras import layers


def residual_block(x, filters, downsample=False):
    shortcut = x
    strides = 2 if downsample else 1
    x = layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    x = layers.Conv2D(filters, 3, padding="same")(x)
    if downsample or shortcut.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=strides, name=f"project_{filters}")(shortcut)
    return layers.ReLU()(layers.add([x, shortcut]))


image = keras.Input((32, 32, 3), name="image")
x = layers.Conv2D(16, 3, activation="relu", padding="same")(image)
for filters in (16, 32):
    x = residual_block(x, filters, downsample=filters > 16)
mean, peak = layers.GlobalAveragePooling2D()(x), layers.GlobalMaxPooling2D()(x)
classes = layers.Dense(10)(mean * 0.5 + peak)
model = keras.Model(image, classes, name="small_resnet")
model.summary()
