"""Two convolutions by their older name, with activations as layers of their own. tf.keras of TensorFlow 2.4."""

from tensorflow.keras.layers import Activation, Convolution2D, Dense, Flatten, MaxPooling2D
from tensorflow.keras.models import Sequential

model = Sequential()
model.add(Convolution2D(input_shape=(32, 32, 3), filters=32, kernel_size=(5, 5), padding="same"))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding="same"))

model.add(Convolution2D(filters=64, kernel_size=(5, 5), padding="same"))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding="same"))

model.add(Flatten())
for units, activation in ((64, "relu"), (10, "softmax")):
    model.add(Dense(units))
    model.add(Activation(activation))
model.summary()
