"""A regression from 514 features with regularised weights, as one wrote it for Keras 1."""

from keras.layers.core import Activation, Dense
from keras.models import Sequential
from keras.regularizers import WeightRegularizer

features = 514


def penalty():
    return WeightRegularizer(l1=1e-6, l2=1e-6)


model = Sequential()
model.add(Dense(features, input_dim=features, W_regularizer=penalty(), init="normal"))
model.add(Activation("relu"))
model.add(Dense(features // 2, W_regularizer=penalty(), init="normal"))
model.compile(loss="mean_squared_error", optimizer="adam")
model.summary()
