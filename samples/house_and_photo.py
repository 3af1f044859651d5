"""Two inputs, two outputs: the facts and a photo of a house give its price and its style."""

from keras import Input, Model, layers

facts = Input((12,), name="facts")
photo = Input((64, 64, 3), name="photo")

x = layers.BatchNormalization()(facts)
x = layers.Dense(32, activation="relu")(x)

y = layers.Rescaling(1 / 255)(photo)
for filters in (16, 32):
    y = layers.SeparableConv2D(filters, 3, strides=2, padding="same", activation="relu")(y)
y = layers.GlobalAveragePooling2D()(y)

both = layers.Concatenate()([x, y])
both = layers.Dense(32, activation="relu")(both)
price = layers.Dense(1, name="price")(both)
style = layers.Dense(5, activation="softmax", name="style")(layers.Dropout(0.2)(both))

model = Model(inputs=[facts, photo], outputs=[price, style])
model.compile(
    optimizer="adam",
    loss={"price": "mse", "style": "sparse_categorical_crossentropy"},
    loss_weights={"price": 1.0, "style": 0.2},
)
model.summary()
