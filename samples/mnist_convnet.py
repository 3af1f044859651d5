"""A small convolutional network for handwritten digits."""

import keras
from keras import layers

CLASSES = 10

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(32, kernel_size=3, activation="relu"),
        layers.MaxPooling2D(pool_size=2),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(CLASSES, activation="softmax"),
    ]
)
model.summary()


def train():
    (x, y), _ = keras.datasets.mnist.load_data()
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(x[..., None] / 255, y, batch_size=128, epochs=15, validation_split=0.1)


if __name__ == "__main__":
    train()
