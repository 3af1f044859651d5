"""Programs that the benchmarks make: scripts as people write them, and one program of any length.

python benchmarks/programs.py FOLDER COUNT      writes so many scripts
python benchmarks/programs.py FILE LINES        writes one program of about so many lines
"""

from __future__ import annotations

import sys
from pathlib import Path
from string import Template

IMAGES = Template('''\
"""Small images in $classes classes."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, models
from tensorflow.keras.preprocessing.image import ImageDataGenerator

BATCH_SIZE = $batch
EPOCHS = 20
SIZE = ($size, $size)

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255.0
x_test = x_test.astype("float32") / 255.0
y_train = tf.keras.utils.to_categorical(y_train, $classes)
y_test = tf.keras.utils.to_categorical(y_test, $classes)
print("train:", x_train.shape, "test:", x_test.shape)

augmented = ImageDataGenerator(rotation_range=15, width_shift_range=0.1, height_shift_range=0.1, horizontal_flip=True)
augmented.fit(x_train)


def conv_block(x, filters, dropout=0.2):
    """Two convolutions, then half the size."""
    for _ in range(2):
        x = layers.Conv2D(filters, (3, 3), padding="same", kernel_initializer="he_uniform")(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    x = layers.MaxPooling2D((2, 2))(x)
    return layers.Dropout(dropout)(x)


def build_model(input_shape, classes):
    inputs = layers.Input(shape=input_shape)
    x = inputs
    for index, filters in enumerate([$filters, $filters * 2, $filters * 4]):
        x = conv_block(x, filters, dropout=0.2 + 0.1 * index)
    x = layers.Flatten()(x)
    x = layers.Dense($units, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    return models.Model(inputs, outputs, name="images_$index")


model = build_model(x_train.shape[1:], $classes)
model.compile(optimizer=tf.keras.optimizers.Adam(1e-3), loss="categorical_crossentropy", metrics=["accuracy"])
model.summary()

callbacks = [
    tf.keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True),
    tf.keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2),
]
history = model.fit(
    augmented.flow(x_train, y_train, batch_size=BATCH_SIZE),
    epochs=EPOCHS,
    validation_data=(x_test, y_test),
    callbacks=callbacks,
)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"loss {loss:.4f}, accuracy {accuracy:.4f}")

predicted = np.argmax(model.predict(x_test), axis=1)
print("right:", np.mean(predicted == np.argmax(y_test, axis=1)))
''')

TEXTS = Template('''\
"""Which of two kinds a text is, by a recurrent network."""

import argparse
import os

import numpy as np
from keras.datasets import imdb
from keras.layers import LSTM, Bidirectional, Dense, Dropout, Embedding
from keras.models import Sequential
from keras.utils import pad_sequences


def arguments():
    parser = argparse.ArgumentParser(description="Train on reviews.")
    parser.add_argument("--words", type=int, default=${batch}00, help="how many words are known")
    parser.add_argument("--length", type=int, default=$size, help="how long a text may be")
    parser.add_argument("--units", type=int, default=$units)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--bidirectional", action="store_true")
    parser.add_argument("--output", default="model.keras")
    return parser.parse_args()


def load(words, length):
    (x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=words)
    x_train = pad_sequences(x_train, maxlen=length)
    x_test = pad_sequences(x_test, maxlen=length)
    return (x_train, np.asarray(y_train)), (x_test, np.asarray(y_test))


def build(args):
    model = Sequential(name="texts_$index")
    model.add(Embedding(args.words, $filters))
    model.add(Dropout(0.3))
    recurrent = LSTM(args.units, return_sequences=True)
    model.add(Bidirectional(recurrent) if args.bidirectional else recurrent)
    model.add(LSTM(args.units // 2))
    model.add(Dense(16, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model


def main():
    args = arguments()
    (x_train, y_train), (x_test, y_test) = load(args.words, args.length)
    model = build(args)
    model.build((None, args.length))
    model.summary()
    if os.path.exists(args.output):
        print("goes on with", args.output)
        model.load_weights(args.output)
    model.fit(x_train, y_train, batch_size=64, epochs=args.epochs, validation_split=0.2)
    scores = model.evaluate(x_test, y_test, verbose=0)
    for name, value in zip(model.metrics_names, scores):
        print(f"{name}: {value:.3f}")
    model.save(args.output)


if __name__ == "__main__":
    main()
''')

SERIES = Template('''\
"""The next value of a series, with a layer of its own."""

import numpy as np
import keras
from keras import layers, ops

STEPS, FEATURES = $size, 4


class Gate(layers.Layer):
    """Lets a part of its input through."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project = layers.Dense(units)
        self.gate = layers.Dense(units, activation="sigmoid")

    def call(self, inputs):
        return ops.multiply(self.project(inputs), self.gate(inputs))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class Forecast(keras.Model):
    def __init__(self, units=$units, depth=2, **kwargs):
        super().__init__(**kwargs)
        self.blocks = [Gate(units) for _ in range(depth)]
        self.pool = layers.GlobalAveragePooling1D()
        self.head = layers.Dense(1)

    def call(self, inputs):
        x = inputs
        for block in self.blocks:
            x = block(x)
        return self.head(self.pool(x))


def windows(values, steps):
    """(length, features) → (windows, steps, features)"""
    found = []
    for start in range(len(values) - steps):
        found.append(values[start : start + steps])
    return np.array(found)


series = np.loadtxt("values_$batch.csv", delimiter=",")[:, :FEATURES].astype("float32")
mean, deviation = series.mean(axis=0), series.std(axis=0)
series = (series - mean) / deviation
x = windows(series, STEPS)
y = series[STEPS:, 0]

model = Forecast(name="series_$index")
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="mse", metrics=["mae"])
model.build((None, STEPS, FEATURES))
model.summary()
model.fit(x, y, epochs=10, batch_size=32, validation_split=0.1, verbose=2)
print(model.predict(x[:5]))
''')

BLOCK = Template('''\
def block_$index(x, filters, repeats=2):
    """A few convolutions."""
    for rate in range(1, repeats + 1):
        x = layers.Conv2D(filters * rate, 3, padding="same", activation="relu")(x)
    return layers.MaxPooling2D()(x)


size_$index = (32 + $index % 7) * 4 // 2
inputs_$index = keras.Input((size_$index, size_$index, 3))
x = block_$index(inputs_$index, 8 + $index % 4)
total = 0
for step in range(20):
    total = (total * 3 + step) % 1000 if step % 2 else total + step
widths = [16 * k for k in range(1, 4) if k != total]
for width in widths:
    x = layers.Dense(width, activation="relu")(x)
model_$index = keras.Model(inputs_$index, layers.Dense(10)(layers.Flatten()(x)), name=f"model_{$index}")

''')


def script(index: int) -> str:
    """One of many that differ."""
    kind = (IMAGES, TEXTS, SERIES)[index % 3]
    return kind.substitute(
        index=index,
        classes=10,
        batch=32 + index % 5 * 16,
        size=24 + index % 11 * 4,
        filters=16 + index % 3 * 8,
        units=64 + index % 7 * 16,
    )


def program(lines: int) -> str:
    """Blocks of arithmetic, loops, calls of functions and of layers, each with a model."""
    count = lines // BLOCK.template.count("\n")
    return "import keras\nfrom keras import layers\n\n\n" + "\n".join(BLOCK.substitute(index=i) for i in range(count))


def write_scripts(folder: Path, count: int) -> None:
    for index in range(count):
        (folder / f"script_{index}.py").write_text(script(index))


if __name__ == "__main__":
    target, number = Path(sys.argv[1]), int(sys.argv[2])
    if target.is_dir():
        write_scripts(target, number)
    else:
        target.write_text(program(number))
