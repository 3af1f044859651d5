"""The sizes come from a file: what only a run can tell stays a formula until it is given with -D."""

import numpy as np
from keras import Input, Sequential, layers

X = np.load("features.npy")

model = Sequential()
model.add(Input(shape=(X.shape[1],)))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(X.shape[1] // 2, activation="relu"))
model.add(layers.Dense(1))
model.summary()
