"""Dense layers alone on small colour images: every pixel is a feature. tf.keras of TensorFlow 2.4."""

import tensorflow as tf
from tensorflow.keras.layers import Dense, Dropout, Flatten

RATE = 0.1

model = tf.keras.Sequential()
model.add(Flatten(input_shape=(32, 32, 3)))
model.add(Dropout(RATE))
for exponent in range(11, 7, -1):
    model.add(Dense(2**exponent, activation="relu"))
    model.add(Dropout(RATE))
model.add(Dense(10, activation="softmax"))
model.summary()
