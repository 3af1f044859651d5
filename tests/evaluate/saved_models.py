"""Models that are saved and read again.

`python -m tests.evaluate.saved_models` in an environment with tf_keras records what it writes for them, and the tables
of what it makes of that, in `saved_tf_keras.json`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).with_name("saved_tf_keras.json")
CASES: dict[str, Callable[[Any], Any]] = {}
KERAS_3_ONLY = {"operations", "own operation arguments", "compiled", "unbuilt", "pipeline"}
TF_KERAS_ONLY = {"tensorflow functions"}


def case(name: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    def register(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        CASES[name] = function
        return function

    return register


@case("sequential")
def _(keras: Any) -> Any:
    layers = keras.layers
    front = [keras.Input((28, 28, 1)), layers.Conv2D(4, 3, activation="relu"), layers.BatchNormalization()]
    return keras.Sequential([*front, layers.Flatten(), layers.Dense(3, kernel_regularizer="l2")])


@case("unbuilt")
def _(keras: Any) -> Any:
    return keras.Sequential([keras.layers.Dense(3)])


@case("built late")
def _(keras: Any) -> Any:
    model = keras.Sequential([keras.layers.Dense(3), keras.layers.LayerNormalization()])
    model.build((None, 5))
    return model


@case("shared layer")
def _(keras: Any) -> Any:
    x, y, shared = keras.Input((4,), name="x"), keras.Input((4,), name="y"), keras.layers.Dense(2)
    return keras.Model([x, y], keras.layers.Concatenate()([shared(y), shared(x), y]))


@case("nested models, called twice")
def _(keras: Any) -> Any:
    layers = keras.layers
    a, b = keras.Input((4,)), keras.Input((4,))
    inner = keras.Model([a, b], [layers.Dense(2, name="o")(a), layers.Dense(3, name="p")(b)], name="inner")
    stack = keras.Sequential([keras.Input((4,)), layers.Dense(4)], name="stack")
    x = keras.Input((4,))
    first, second = inner([x, stack(x)]), inner([stack(stack(x)), x])
    return keras.Model(x, layers.Concatenate()([*first, *second]))


@case("dicts")
def _(keras: Any) -> Any:
    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    outputs = {"sum": keras.layers.Add(name="sum")([x, y]), "out": keras.layers.Dense(3, name="out")(x)}
    return keras.Model({"x": x, "y": y}, outputs)


@case("frozen")
def _(keras: Any) -> Any:
    base = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.BatchNormalization()])
    base.trainable = False
    return keras.Sequential([keras.Input((4,)), base, keras.layers.Dense(1)])


@case("recurrent")
def _(keras: Any) -> Any:
    layers = keras.layers
    tokens = keras.Input((7,), dtype="int32")
    x = layers.Embedding(50, 6, mask_zero=True)(tokens)
    x = layers.Bidirectional(layers.GRU(4, return_sequences=True), merge_mode="sum")(x)
    x, h, c = layers.LSTM(4, return_sequences=True, return_state=True)(x)
    x = layers.RNN([layers.LSTMCell(3), layers.GRUCell(5)], return_sequences=True)(x)
    x = layers.TimeDistributed(layers.Dense(4))(x)
    return keras.Model(tokens, layers.LSTM(4)(x, initial_state=[h, c]))


@case("attention")
def _(keras: Any) -> Any:
    x = keras.Input((7, 6))
    y = keras.layers.MultiHeadAttention(2, 3, value_dim=4, output_shape=5)(query=x, value=x)
    return keras.Model(x, keras.layers.Attention()([y, y]))


@case("images")
def _(keras: Any) -> Any:
    layers = keras.layers
    x = keras.Input((32, 32, 3))
    y = layers.Rescaling(1 / 255.0)(layers.RandomFlip()(layers.Resizing(16, 16)(x)))
    y = layers.SeparableConv2D(4, 3, dilation_rate=2)(layers.ZeroPadding2D(((1, 2), (3, 4)))(y))
    y = layers.Conv2DTranspose(4, 3, strides=2, activation=layers.LeakyReLU())(y)
    return keras.Model(x, layers.GlobalAveragePooling2D(keepdims=True)(y))


@case("precision")
def _(keras: Any) -> Any:
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, dtype="mixed_float16")])


@case("pipeline")
def _(keras: Any) -> Any:
    inside = [keras.layers.RandomFlip(), keras.layers.Rescaling(2.0)]
    return keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Pipeline(inside)])


@case("compiled")
def _(keras: Any) -> Any:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    return model


@case("operations")
def _(keras: Any) -> Any:
    ops, x, y = keras.ops, keras.Input((8,)), keras.Input((8,))
    both = ops.stack([x, y * 2 - 1], axis=1)
    return keras.Model([x, y], [ops.mean(both, axis=-1, keepdims=True), both[:, 0, 1:3], x[..., None]])


@case("own operation arguments")
def _(keras: Any) -> Any:
    ops, x, y = keras.ops, keras.Input((8,)), keras.Input((8,))
    outputs = [ops.einsum("bi,bj->bij", x, y), ops.cast(x, "int32"), ops.reshape(x, (-1, 2, 4)), ops.split(y, 2, 1)[1]]
    return keras.Model([x, y], outputs)


@case("tensorflow functions")
def _(keras: Any) -> Any:
    import tensorflow as tf

    x, y = keras.Input((8,)), keras.Input((8,))
    size = tf.shape(x)[0]
    outputs = [tf.concat([x, y], axis=-1), tf.reshape(x, (-1, 2, 4)), tf.reduce_mean(x + y * 2, axis=-1), x[:, 1:3]]
    return keras.Model([x, y], [*outputs, size, tf.stack([x, y], 1), tf.nn.relu(y)])


def table(model: Any) -> str:
    """The table as it is in a wide terminal."""
    lines: list[str] = []
    model.summary(line_length=120, expand_nested=True, print_fn=lambda line, **_: lines.append(line))
    return "\n".join(lines)


def main() -> None:
    import tf_keras as keras

    recorded = []
    for name, build in CASES.items():
        if name not in KERAS_3_ONLY:
            keras.backend.clear_session()
            text = build(keras).to_json()
            loaded = keras.models.model_from_json(text)
            recorded.append({"name": name, "saved": json.loads(text), "table": table(loaded)})
    RECORDED.write_text("[\n" + ",\n".join(map(json.dumps, recorded)) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    main()
