"""Channels first or last, whichever the backend wants, and one layer that has a name of its own. Keras 2.3."""

import keras
from keras import backend as K
from keras.datasets import mnist
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.utils import to_categorical

rows, columns = 28, 28
(x_train, y_train), (x_test, y_test) = mnist.load_data()
if K.image_data_format() == "channels_first":
    x_train = x_train.reshape(x_train.shape[0], 1, rows, columns)
    input_shape = (1, rows, columns)
else:
    x_train = x_train.reshape(x_train.shape[0], rows, columns, 1)
    input_shape = (rows, columns, 1)
x_train = x_train.astype("float32") / 255
y_train = to_categorical(y_train, 10)

model = Sequential()
model.add(Conv2D(32, kernel_size=(3, 3), activation="relu", input_shape=input_shape))
model.add(Conv2D(63, (3, 3), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(128, name="hidden", activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(y_train.shape[1], activation="softmax"))
model.compile(loss=keras.losses.categorical_crossentropy, optimizer=keras.optimizers.Adadelta(), metrics=["accuracy"])
model.summary()
