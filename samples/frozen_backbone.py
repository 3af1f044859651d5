"""Fine-tuning: all but the last layers of a network are frozen, whatever they are. tf.keras of TensorFlow 2.15."""

from tensorflow.keras import Model, Sequential
from tensorflow.keras.layers import BatchNormalization, Conv2D, Dense, GlobalAveragePooling2D, Input, MaxPooling2D

backbone = Sequential(name="backbone")
backbone.add(Input((96, 96, 3)))
for filters in (16, 32, 64):
    backbone.add(Conv2D(filters, 3, padding="same", activation="relu"))
    backbone.add(BatchNormalization())
    backbone.add(MaxPooling2D())

for layer in backbone.layers[:-3]:
    layer.trainable = False

image = Input((96, 96, 3))
features = backbone(image, training=False)
species = Dense(120, activation="softmax", name="species")(GlobalAveragePooling2D()(features))
model = Model(image, species, name="dogs")

backbone.summary(show_trainable=True)
model.summary(show_trainable=True)
