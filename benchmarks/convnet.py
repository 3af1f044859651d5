"""A small script as people write them: the one that the benchmarks start cold."""

import keras
import numpy as np
from keras import layers

num_classes = 10
input_shape = (28, 28, 1)

(x_train, y_train), (x_test, y_test) = (np.zeros((64, 28, 28)), np.zeros(64)), (np.zeros((16, 28, 28)), np.zeros(16))
x_train = np.expand_dims(x_train.astype("float32") / 255, -1)
y_train = keras.utils.to_categorical(y_train, num_classes)

model = keras.Sequential([keras.Input(shape=input_shape)])
for filters in (32, 64):
    model.add(layers.Conv2D(filters, kernel_size=(3, 3), activation="relu"))
    model.add(layers.MaxPooling2D(pool_size=(2, 2)))
model.add(layers.Flatten())
model.add(layers.Dropout(0.5))
model.add(layers.Dense(num_classes, activation="softmax"))

model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.summary()
model.fit(x_train, y_train, batch_size=16, epochs=1, validation_split=0.1)
