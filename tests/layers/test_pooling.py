"""The pooling layers agree with Keras."""

from __future__ import annotations

import pytest

import kerascount.layers.pooling  # noqa: F401 (registers the layers)
from kerascount.layers.registry import Context
from kerascount.values.dims import FREE, Symbolic
from kerascount.versions import Api
from tests.layers.judge import agree, constructors, fact, sample

KERAS_1, KERAS_2, TF_KERAS = Context(Api.KERAS_1), Context(Api.KERAS_2), Context(Api.TF_KERAS)

# Expression, input shape, then output shape and weights or the exception: Keras 3.15.1.
FACTS = [
    ("MaxPooling1D()", "None 9 4", "None 4 4", ""),
    ("MaxPooling1D(3, strides=2, padding='same')", "None 9 4", "None 5 4", ""),
    ("MaxPool2D()", "None 13 13 4", "None 6 6 4", ""),
    ("MaxPooling2D((2, 3), data_format='channels_first')", "None 4 13 None", "None 4 6 None", ""),
    ("MaxPooling2D((2.5, 2))", "None 8 8 3", "None 3 4 3", ""),
    ("MaxPooling2D(2, padding='SAME')", "None 13 13 4", "ValueError", ""),
    ("MaxPooling2D(2, strides=0)", "None 13 13 4", "ZeroDivisionError", ""),
    ("MaxPooling2D((2, 2, 2))", "None 13 13 4", "ValueError", ""),
    ("MaxPooling2D(2)", "None 1 13 4", "ValueError", ""),
    ("MaxPooling2D(2)", "None 13 4", "ValueError", ""),
    ("MaxPooling3D(2)", "None 4 6 8 1", "None 2 3 4 1", ""),
    ("AveragePooling2D(3, 1)", "None 13 13 4", "None 11 11 4", ""),
    ("AveragePooling2D()", "None 13 13 4", "TypeError", ""),
    ("GlobalMaxPooling1D()", "None None 4", "None 4", ""),
    ("GlobalAveragePooling2D()", "None 7 7 64", "None 64", ""),
    ("GlobalAvgPool2D(keepdims=True)", "None 7 7 64", "None 1 1 64", ""),
    ("GlobalAveragePooling3D('channels_first')", "None 4 6 8 3", "None 4", ""),
    ("GlobalAveragePooling2D()", "None 64", "ValueError", ""),
    ("AdaptiveAveragePooling1D(3)", "None 9 4", "None 3 4", ""),
    ("AdaptiveMaxPooling2D((3, 2))", "None 9 None 4", "None 3 2 4", ""),
    ("AdaptiveMaxPooling2D(3, data_format='channels_first')", "None 4 9 9", "None 4 3 3", ""),
    ("AdaptiveMaxPooling2D((1, 2, 3))", "None 9 9 4", "TypeError", ""),
]

# The same, tf_keras 2.21.
FACTS_TF_KERAS = [
    ("AveragePooling2D()", "None 13 13 4", "None 6 6 4", ""),
    ("MaxPooling2D(2, padding='SAME')", "None 13 13 4", "None 7 7 4", ""),
    ("MaxPooling2D(2, padding='sme')", "None 13 13 4", "ValueError", ""),
    ("MaxPooling2D(2)", "None 1 13 4", "ValueError", ""),
    ("GlobalAveragePooling1D(keepdims=True)", "None 9 4", "None 1 4", ""),
]


@pytest.mark.parametrize("row", FACTS, ids=str)
def test_facts(row):
    fact(row)


@pytest.mark.parametrize("row", FACTS_TF_KERAS, ids=str)
def test_facts_of_tf_keras(row):
    fact(row, TF_KERAS)


IMAGES = [(None, 9, 9, 4), (2, 6, None, 4), (None, 4, 12, 6), (None, 3, 5, 4)]
STEPS = [(None, 9, 4), (None, None, 6), (None, 3, 4)]
VOLUMES = [(None, 5, 6, 7, 4), (None, 3, None, 4, 4)]
UNFIT = [(None, 9), (None, 5, 9, 4, 4, 4), (None, 1, 1, 1), (None, None, None, None), (None, 1, 1)]
WINDOW = {
    "size": [1, 2, 3],
    "strides": [None, None, 1, 2, 3],
    "padding": ["valid", "same"],
    "data_format": [None, None, "channels_last", "channels_first", "Channels_First"],
}
WRONG = {
    "size": [(3,), (2, 3), [3, 2], (1, 2, 3), 0, "3", None, 3.0, (2.5, 3), True],
    "strides": [(2,), (2, 1), (2.0, 2.0), 0, "2"],
    "padding": ["VALID", "causal", None],
    "data_format": ["NHWC", 3],
}
GLOBAL = {"data_format": [None, "channels_first", "channels_last", "NHWC"], "keepdims": [True, False]}
ADAPTIVE = {"size": [2, 3, 9], "data_format": [None, "channels_first", "channels_last"]}
MISFITS = {
    "size": [0, -1, (3,), (2, 3), [2, 2], (1, 2, 3), "2", None, 2.0, (2, None), (2, 2.0)],
    "data_format": ["NHWC"],
}
COMMON = "strides={strides}, padding={padding}, data_format={data_format}"
GRID = [
    *sample(f"MaxPooling1D({{size}}, {COMMON})", STEPS, 60, WRONG, **WINDOW),
    *sample(f"AveragePooling2D({{size}}, {COMMON})", IMAGES, 120, WRONG, **WINDOW),
    *sample(f"MaxPooling2D({{size}}, {COMMON})", UNFIT, 20, **WINDOW),
    *sample(f"MaxPooling3D({{size}}, {COMMON})", VOLUMES, 60, WRONG, **WINDOW),
    *sample("GlobalMaxPooling1D({data_format}, {keepdims})", [*STEPS, *UNFIT], 20, **GLOBAL),
    *sample("GlobalAveragePooling2D({data_format}, {keepdims})", [*IMAGES, *UNFIT], 20, **GLOBAL),
    *sample("AdaptiveAveragePooling1D({size}, {data_format})", [*STEPS, *UNFIT], 30, MISFITS, **ADAPTIVE),
    *sample("AdaptiveMaxPooling2D({size}, {data_format})", [*IMAGES, *UNFIT], 40, MISFITS, **ADAPTIVE),
]


def test_agrees_with_keras():
    for expression, shape in GRID:
        agree(expression, shape)


# What Keras 1.2.2 computes in `get_output_shape_for`, read from its source.
FACTS_KERAS_1 = [
    ("MaxPooling1D(pool_length=3)", "None 10 4", "None 3 4", ""),
    ("MaxPooling2D((2, 2), border_mode='same', dim_ordering='th')", "None 3 9 9", "None 3 5 5", ""),
    ("GlobalAveragePooling2D('th')", "None 3 9 9", "None 3", ""),
]


@pytest.mark.parametrize("row", FACTS_KERAS_1, ids=str)
@pytest.mark.parametrize("context", [KERAS_1, KERAS_2], ids=["1", "2"])
def test_signatures_of_keras_1(row, context):
    if context is KERAS_1 or "'th')" not in row[0]:
        fact(row, context)


def test_symbolic_sizes_become_formulas():
    layer = constructors(Context())["MaxPooling2D"](2, padding="same")
    shape = layer.output_shape((FREE, Symbolic.named("h"), FREE, 3))
    assert [str(size) for size in shape] == ["None", "(h + 1) // 2", "None", "3"]


def test_derivation():
    layer = constructors(Context())["MaxPooling1D"](3, 2, "same")
    assert list(layer.derivation((FREE, 28, 3))) == ["length: ⌈28 / 2⌉ = 14 (same padding)"]
