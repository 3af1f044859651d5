"""Pairs of small convolutions, as VGG stacks them, on the shape that the data has. TensorFlow 2.6."""

from tensorflow import keras
from tensorflow.keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPool2D
from tensorflow.keras.models import Sequential

(train_images, train_labels), (test_images, test_labels) = keras.datasets.mnist.load_data()
train_images = train_images.reshape(-1, 28, 28, 1) / 255
classes = 10

model = Sequential()
for group, filters in enumerate((32, 64)):
    first = {"input_shape": train_images.shape[1:]} if group == 0 else {}
    model.add(Conv2D(filters=filters, kernel_size=(3, 3), activation="relu", **first))
    model.add(Conv2D(filters=filters, kernel_size=(3, 3), activation="relu"))
    model.add(MaxPool2D(pool_size=(2, 2)))
    model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(units=256, activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(units=classes, activation="softmax"))
model.summary()
