"""A Model and a Layer of the program's own."""

import keras
from keras import layers, ops


class GatedUnit(layers.Layer):
    """Half of the units decide how much of the other half passes."""

    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], 2 * self.units), name="kernel")
        self.bias = self.add_weight(shape=(2 * self.units,), initializer="zeros", name="bias")

    def call(self, inputs):
        value, gate = ops.split(inputs @ self.kernel + self.bias, 2, axis=-1)
        return value * ops.sigmoid(gate)


class Ranker(keras.Model):
    def __init__(self, width=32, depth=2):
        super().__init__(name="ranker")
        self.units = [GatedUnit(width, name=f"gated_{index}") for index in range(depth)]
        self.dropout = layers.Dropout(0.1)
        self.score = layers.Dense(1, name="score")

    def call(self, inputs, training=False):
        for unit in self.units:
            inputs = self.dropout(unit(inputs), training=training)
        return self.score(inputs)


model = Ranker()
model(keras.Input((48,)))
model.summary()
