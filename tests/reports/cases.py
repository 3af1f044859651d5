"""The models whose tables are recorded: each function builds one with `keras` or `tf_keras`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Keras = Any
Model = Any
CASES: dict[str, Callable[[Keras], Model]] = {}
KERAS_3_ONLY: set[str] = set()


def case(function: Callable[[Keras], Model]) -> Callable[[Keras], Model]:
    CASES[function.__name__] = function
    return function


def only_keras_3(function: Callable[[Keras], Model]) -> Callable[[Keras], Model]:
    KERAS_3_ONLY.add(function.__name__)
    return function


@case
def sequential(keras: Keras) -> Model:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 5),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(1024),
            layers.Dense(10),
        ]
    )


@case
def linear(keras: Keras) -> Model:
    layers = keras.layers
    x = keras.Input((16, 8), name="signal")
    y = layers.Dense(3)(layers.LSTM(5)(layers.Conv1D(4, 3, padding="causal")(x)))
    return keras.Model(x, y, name="linear")


@case
def branched(keras: Keras) -> Model:
    layers = keras.layers
    x = keras.Input((32, 32, 3))
    left = layers.Conv2D(8, 3, padding="same")(x)
    right = layers.Conv2D(8, 1)(x)
    y = layers.Concatenate()([layers.Add()([left, right]), left, right])
    return keras.Model(x, layers.GlobalAveragePooling2D()(y))


@case
def shared(keras: Keras) -> Model:
    layers = keras.layers
    tower = layers.Dense(6, name="tower")
    one, two = keras.Input((12,)), keras.Input((12,))
    return keras.Model([one, two], layers.Dense(1)(layers.Concatenate()([tower(one), tower(two)])))


@case
def shared_in_line(keras: Keras) -> Model:
    again = keras.layers.Dense(4)
    x = keras.Input((4,))
    return keras.Model(x, again(again(x)))


@case
def several_shapes(keras: Keras) -> Model:
    """A layer that is called on inputs of different shape."""
    layers = keras.layers
    convolution = layers.Conv1D(4, 3)
    short, long = keras.Input((8, 2)), keras.Input((20, 2))
    pool = layers.GlobalMaxPooling1D()
    return keras.Model([short, long], layers.Add()([pool(convolution(short)), pool(convolution(long))]))


@case
def several_outputs(keras: Keras) -> Model:
    layers = keras.layers
    x = keras.Input((7, 3))
    sequence, state, carry = layers.LSTM(5, return_sequences=True, return_state=True, name="encoder")(x)
    return keras.Model(x, [layers.Dense(2)(sequence), layers.Concatenate()([state, carry])])


@case
def unused_input(keras: Keras) -> Model:
    one, two = keras.Input((3,), name="one"), keras.Input((5,), name="two")
    return keras.Model([one, two], keras.layers.Dense(2)(one))


@case
def output_in_between(keras: Keras) -> Model:
    """Two outputs, one of them on the way to the other: still one call after the other."""
    x = keras.Input((3,))
    y = keras.layers.Dense(4)(x)
    return keras.Model(x, [y, keras.layers.Dense(5)(y)])


@case
def nested(keras: Keras) -> Model:
    layers = keras.layers
    inner = keras.Sequential([keras.Input((9,)), layers.Dense(4), layers.Dropout(0.5)], name="inner")
    x = keras.Input((9,))
    y = layers.Dense(2)(inner(x))
    middle = keras.Model(x, y, name="middle")
    return keras.Sequential([keras.Input((9,)), middle, layers.Dense(3)], name="outer")


@case
def nested_twins(keras: Keras) -> Model:
    """A nested model that is called twice, beside one that ends the table."""
    layers = keras.layers
    base = keras.Sequential([keras.Input((6, 6, 3)), layers.Conv2D(2, 3), layers.Flatten()], name="base")
    head = keras.Sequential([keras.Input((64,)), layers.Dense(5), layers.Dense(1)], name="head")
    one, two = keras.Input((6, 6, 3)), keras.Input((6, 6, 3))
    return keras.Model([one, two], head(layers.Concatenate()([base(one), base(two)])), name="twins")


@case
def frozen(keras: Keras) -> Model:
    layers = keras.layers
    base = keras.Sequential([keras.Input((10,)), layers.Dense(8), layers.BatchNormalization()], name="base")
    base.trainable = False
    locked = layers.Dense(4, name="locked")
    locked.trainable = False
    return keras.Sequential([keras.Input((10,)), base, locked, layers.Dense(2, name="free")])


@case
def long_names(keras: Keras) -> Model:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((40, 40, 3)),
            layers.Conv2D(12, 3, name="the_first_of_the_convolutions_of_the_feature_extractor"),
            layers.GlobalAveragePooling2D(name="pooling_over_the_whole_of_the_image"),
            layers.Dense(100000, name="classifier"),
        ],
        name="a_model_with_quite_a_long_name_" * 4,
    )


@case
def long_connections(keras: Keras) -> Model:
    layers = keras.layers
    x = keras.Input((40,), name="the_input_of_the_whole_of_this_model")
    branches = [layers.Dense(2, name=f"branch_number_{index}_with_a_long_name")(x) for index in range(3)]
    return keras.Model(x, layers.Average(name="mean_of_the_branches")(branches))


@case
def large(keras: Keras) -> Model:
    layers = keras.layers
    x = keras.Input((None,), dtype="int32")
    y = layers.Bidirectional(layers.GRU(300, return_sequences=True))(layers.Embedding(2000000, 300)(x))
    return keras.Model(x, layers.TimeDistributed(layers.Dense(17))(y), name="tagger")


@case
def half_precision(keras: Keras) -> Model:
    layers = keras.layers
    return keras.Sequential([keras.Input((50,)), layers.Dense(7, dtype="float16"), layers.Dense(3, dtype="float64")])


@case
@only_keras_3
def operations(keras: Keras) -> Model:
    x = keras.Input((5, 4))
    y = keras.ops.relu(x[:, 0]) + keras.layers.Dense(4)(x[:, -1])
    return keras.Model(x, y * 2)


@case
@only_keras_3
def unbuilt(keras: Keras) -> Model:
    return keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(2)])


@case
@only_keras_3
def compiled(keras: Keras) -> Model:
    model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(32), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    return model


@case
@only_keras_3
def subclassed(keras: Keras) -> Model:
    class Own(keras.Model):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.first = keras.layers.Dense(4)
            self.second = keras.layers.Dense(2)
            self.spare = keras.layers.Dense(2)

        def call(self, x: Any) -> Any:
            return self.second(self.first(x))

    model = Own()
    model.build((None, 6))
    return model


@case
@only_keras_3
def empty(keras: Keras) -> Model:
    return keras.Sequential(name="empty")
