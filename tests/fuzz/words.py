"""Programs in Keras' vocabulary, as hypothesis writes them: mostly right, often nearly right, sometimes nonsense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

from tests.evaluate.generated import Writer

SIZES: Final = ("3", "4", "8", "n", "None", "-1", "0", "1.5", "'3'", "(3, 3)", "[2]", "10**9", "x.shape[1]", "True")
SHAPES: Final = (
    "(4,)",
    "(8, 8, 3)",
    "(None,)",
    "(None, None, 3)",
    "(5, 4)",
    "()",
    "[7]",
    "4",
    "(n, 3)",
    "(0,)",
    "shape",
)
LAYERS: Final = (
    "Dense({})", "Conv2D({}, 3)", "Conv2D({}, ({}, 3), padding='same')", "Conv1D({}, 2, strides={})", "LSTM({})",
    "GRU({}, return_sequences=True)", "Embedding({}, {})", "Flatten()", "Dropout(0.5)", "Dropout({})", "Reshape(({}, {}))",
    "MaxPooling2D({})", "GlobalAveragePooling2D()", "BatchNormalization(axis={})", "LayerNormalization()",
    "Bidirectional(LSTM({}))", "TimeDistributed(Dense({}))", "Activation('relu')", "Activation({})", "Permute(({}, {}))",
    "RepeatVector({})", "Lambda(lambda x: x * {})", "UpSampling2D({})", "ZeroPadding2D({})", "Cropping2D({})",
    "SeparableConv2D({}, 3)", "Conv2DTranspose({}, 3, strides=2)", "Softmax(axis={})", "PReLU()", "Masking({})",
    "MultiHeadAttention({}, {})", "Block({})", "Dense({}, name='same')", "InputLayer({})", "Rescaling(1 / {})", "Nothing({})",
)  # fmt: skip
MERGES: Final = ("Concatenate(axis={})", "Add()", "Dot({})", "Average()", "Subtract()", "Attention()")
OPERATIONS: Final = (
    "x + y", "x * {}", "x[:, {}]", "ops.reshape(x, ({}, -1))", "ops.concatenate([x, y], axis={})", "x @ y", "-x",
    "ops.sum(x, axis={})", "keras.ops.transpose(x)", "tf.expand_dims(x, {})", "x ** 2", "y[..., None]", "x if x else y",
    "ops.einsum('ab,bc->ac', x, y)", "K.mean(x, {})", "layers.{merge}([x, y])", "layers.{layer}(x)", "np.zeros({shape})",
    "model(x)", "model.output", "model.layers[{}]", "model.layers[-1].output", "Block({})(x)", "build({})", "None",
)  # fmt: skip
STATEMENTS: Final = (
    "x = {operation}", "y = {operation}", "x, y = y, {operation}", "model.add(layers.{layer})", "h = layers.{layer}",
    "model = keras.Model(x, y)", "model = keras.Model([x, y], {operation})", "x = keras.Input({shape})", "model.summary()",
    "model = keras.Sequential([keras.Input({shape}), layers.{layer}, layers.{layer}])", "shape = {shape}", "n = {size}",
    "model.compile('adam', loss='{loss}', metrics=['accuracy'])", "model.fit(np.zeros({shape}), np.zeros({shape}))",
    "model.trainable = {size}", "for i in range({size}):\n    x = {operation}", "while n:\n    n -= 1\n    y = {operation}",
    "if n:\n    x = {operation}\nelse:\n    y = {operation}", "try:\n    x = {operation}\nexcept ValueError as e:\n    y = e",
    "def build(n={size}):\n    x = keras.Input({shape})\n    return keras.Model(x, {operation})", "x = build({size})",
    "class Block(layers.Layer):\n    def __init__(self, n):\n        super().__init__()\n        self.a = layers.{layer}\n"
    "    def call(self, x):\n        y = self.a(x)\n        return {operation}",
    "x = [layers.{layer} for n in range({size})]", "x = (lambda x: {operation})(y)", "del x", "raise ValueError(x)", "{plain}",
    "def f(x):\n    yield {operation}\ny = list(f(x))", "with keras.name_scope('a'):\n    x = {operation}", "x.{name} = y", "n += {size}",
    "from keras.{name} import *", "import {name}", "return", "x: int = {operation}", "global x", "assert {operation}",
)  # fmt: skip
LOSSES: Final = ("mse", "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy", "none")
HEADS: Final = (
    "import keras\nfrom keras import layers, ops, backend as K\nimport numpy as np\nimport tensorflow as tf\n",
    "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers, backend as K\nimport numpy as np\n",
    "import keras\nfrom keras.layers import *\nfrom keras.models import Sequential\nfrom keras import layers\n",
    "",
)
START: Final = "n = 4\nshape = (8,)\nx = y = keras.Input((8,))\nmodel = keras.Sequential([layers.Dense(4)])\n"
sizes, shapes = st.sampled_from(SIZES), st.sampled_from(SHAPES)


@st.composite
def filled(draw: Callable[..., str], templates: tuple[str, ...]) -> str:
    """One of the templates, with something in each of its gaps."""
    text = draw(st.sampled_from(templates))
    return text.replace("{shape}", draw(shapes)).replace("{}", draw(sizes), 1).replace("{}", draw(sizes))


@st.composite
def statements(draw: Callable[..., str]) -> str:
    operation = (
        draw(filled(OPERATIONS)).replace("{layer}", draw(filled(LAYERS))).replace("{merge}", draw(filled(MERGES)))
    )
    parts = {
        "operation": operation, "layer": draw(filled(LAYERS)), "shape": draw(shapes), "size": draw(sizes),
        "loss": draw(st.sampled_from(LOSSES)), "name": draw(st.sampled_from(("layers", "ops", "models", "x", "_a"))),
    }  # fmt: skip
    text: str = draw(st.sampled_from(STATEMENTS))
    if text == "{plain}":
        return "\n".join(Writer(draw(st.integers(0, 10**6))).statement(2))
    for name, value in parts.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@st.composite
def programs(draw: Callable[..., str]) -> str:
    lines = draw(st.lists(statements(), min_size=1, max_size=12))
    return draw(st.sampled_from(HEADS)) + START + "\n".join(lines) + "\n"
