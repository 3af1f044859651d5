"""The convolution layers agree with Keras."""

from __future__ import annotations

import pytest

import kerascount.layers.convolution  # noqa: F401 (registers the layers)
from kerascount.layers.registry import Context
from kerascount.values.dims import FREE, Symbolic
from kerascount.versions import Api
from tests.layers.judge import agree, constructors, fact, sample

KERAS_1, KERAS_2, TF_KERAS = Context(Api.KERAS_1), Context(Api.KERAS_2), Context(Api.TF_KERAS)

# Expression, input shape, then output shape and weights or the exception: Keras 3.15.1.
FACTS = [
    ("Conv1D(16, 5)", "None 100 4", "None 96 16", "kernel 5 4 16, bias 16"),
    ("Conv1D(16, 5, padding='causal', strides=2)", "None 9 4", "None 5 16", "kernel 5 4 16, bias 16"),
    ("Convolution1D(4, 3, dilation_rate=2)", "8 None 4", "8 None 4", "kernel 3 4 4, bias 4"),
    ("Conv2D(32, 5)", "None 28 28 3", "None 24 24 32", "kernel 5 5 3 32, bias 32"),
    (
        "Conv2D(32, (3, 5), strides=(2, 1), padding='same', use_bias=False)",
        "None 28 27 3",
        "None 14 27 32",
        "kernel 3 5 3 32",
    ),
    ("Conv2D(8, 3, data_format='channels_first')", "None 3 None 28", "None 8 None 26", "kernel 3 3 3 8, bias 8"),
    ("Conv2D(8, 3, groups=2)", "None 9 9 4", "None 7 7 8", "kernel 3 3 2 8, bias 8"),
    ("Conv2D(8, 3, groups=2)", "None 9 9 3", "ValueError", ""),
    (
        "Conv2D(8, 3, lora_rank=2)",
        "None 9 9 3",
        "None 7 7 8",
        "kernel 3 3 3 8 frozen, bias 8, lora_kernel_a 3 3 3 2, lora_kernel_b 2 8",
    ),
    ("Conv2D(8, 3, (2.0, 2.0))", "None 9 9 3", "None 4 4 8", "kernel 3 3 3 8, bias 8"),
    ("Conv2D(8, 3)", "None 2 9 3", "ValueError", ""),
    ("Conv2D(8, 3)", "None 9 9 None", "TypeError", ""),
    ("Conv2D(8, 3)", "None 9 9", "ValueError", ""),
    ("Conv2D(8, 3)", "None 5 9 9 3", "ValueError", ""),
    ("Conv2D('8', 3)", "None 9 9 3", "TypeError", ""),
    ("Conv2D(8.0, 3)", "None 9 9 3", "ValueError", ""),
    ("Conv2D(8, 3.0)", "None 9 9 3", "ValueError", ""),
    ("Conv2D(8, 3, padding='causal')", "None 9 9 3", "ValueError", ""),
    ("Conv2D(8, 3, strides=2, dilation_rate=2)", "None 9 9 3", "ValueError", ""),
    ("Conv3D(4, 2)", "None 6 7 8 1", "None 5 6 7 4", "kernel 2 2 2 1 4, bias 4"),
    ("Conv1DTranspose(4, 3, strides=2)", "None 10 3", "None 21 4", "kernel 3 4 3, bias 4"),
    ("Conv2DTranspose(4, 3, strides=2, padding='same')", "None 7 8 3", "None 14 16 4", "kernel 3 3 4 3, bias 4"),
    (
        "Conv2DTranspose(4, 3, strides=2, padding='same', output_padding=1)",
        "None 7 8 3",
        "None 14 16 4",
        "kernel 3 3 4 3, bias 4",
    ),
    (
        "Conv2DTranspose(4, 2, strides=3, output_padding=(0, 2))",
        "None 7 None 3",
        "None 20 None 4",
        "kernel 2 2 4 3, bias 4",
    ),
    ("Conv2DTranspose(4, 3, strides=2, output_padding=2)", "None 7 8 3", "ValueError", ""),
    ("Conv3DTranspose(4, 3, dilation_rate=2)", "None 4 4 4 2", "None 8 8 8 4", "kernel 3 3 3 4 2, bias 4"),
    (
        "SeparableConv1D(4, 3, depth_multiplier=2)",
        "None 10 3",
        "None 8 4",
        "depthwise_kernel 3 3 2, pointwise_kernel 1 6 4, bias 4",
    ),
    (
        "SeparableConv2D(4, 3, strides=2, dilation_rate=2)",
        "None 18 18 3",
        "None 7 7 4",
        "depthwise_kernel 3 3 3 1, pointwise_kernel 1 1 3 4, bias 4",
    ),
    ("SeparableConv2D(4, 3, depth_multiplier=0)", "None 18 18 3", "ValueError", ""),
    ("DepthwiseConv1D(3, depth_multiplier=2)", "None 10 3", "None 8 6", "kernel 3 3 2, bias 6"),
    ("DepthwiseConv2D(3, padding='same', use_bias=False)", "None 10 10 3", "None 10 10 3", "kernel 3 3 3 1"),
    ("DepthwiseConv2D(3, depth_multiplier=2.0)", "None 10 10 3", "ValueError", ""),
]

# The same, tf_keras 2.21.
FACTS_TF_KERAS = [
    ("Conv2D(8.0, 3)", "None 9 9 3", "None 7 7 8", "kernel 3 3 3 8, bias 8"),
    ("Conv2D(8, 3)", "None 5 9 9 3", "None 5 7 7 8", "kernel 3 3 3 8, bias 8"),
    ("Conv2D(8, 3)", "None 2 9 3", "ValueError", ""),
    ("Conv2D(8, 3, padding='causal')", "None 9 9 3", "ValueError", ""),
    ("Conv2D(8, 3, groups=None)", "None 9 9 3", "None 7 7 8", "kernel 3 3 3 8, bias 8"),
    (
        "SeparableConv1D(4, 3, padding='causal')",
        "None 10 3",
        "None 10 4",
        "depthwise_kernel 3 3 1, pointwise_kernel 1 3 4, bias 4",
    ),
    ("SeparableConv2D(4, 3, strides=2, dilation_rate=2)", "None 18 18 3", "ValueError", ""),
    (
        "SeparableConv2D(4, 3, dilation_rate=2)",
        "None 18 None 3",
        "None None None 4",
        "depthwise_kernel 3 3 3 1, pointwise_kernel 1 1 3 4, bias 4",
    ),
    ("DepthwiseConv2D(3)", "None 10 10 3", "None 8 8 3", "depthwise_kernel 3 3 3 1, bias 3"),
    ("Conv2DTranspose(4, 3, dilation_rate=(1, 2))", "None 7 8 3", "ValueError", ""),
    ("Conv3DTranspose(4, 3, dilation_rate=2)", "None 4 4 4 2", "None 6 6 6 4", "kernel 3 3 3 4 2, bias 4"),
    ("LocallyConnected1D(4, 3, strides=2)", "None 10 3", "None 4 4", "kernel 4 9 4, bias 4 4"),
    ("LocallyConnected2D(4, (2, 3))", "None 8 9 3", "None 7 7 4", "kernel 49 18 4, bias 7 7 4"),
    (
        "LocallyConnected2D(4, (2, 3), implementation=2, data_format='channels_first')",
        "None 3 8 9",
        "None 4 7 7",
        "kernel 3 8 9 4 7 7, bias 7 7 4",
    ),
    (
        "LocallyConnected2D(4, 3, implementation=3, padding='same')",
        "None 8 9 3",
        "None 8 9 4",
        "kernel 6600, bias 8 9 4",
    ),
    ("LocallyConnected1D(4, 3, padding='same')", "None 10 3", "ValueError", ""),
    ("LocallyConnected1D(4, 3)", "None None 3", "TypeError", ""),
]


@pytest.mark.parametrize("row", FACTS, ids=str)
def test_facts(row):
    fact(row)


@pytest.mark.parametrize("row", FACTS_TF_KERAS, ids=str)
def test_facts_of_tf_keras(row):
    fact(row, TF_KERAS)


IMAGES = [(None, 9, 9, 4), (2, 6, None, 4), (None, 6, 12, 6), (None, 4, 9, 8), (None, 12, 9, 6)]
STEPS = [(None, 9, 4), (None, None, 6), (None, 6, 12), (2, 4, 4), (None, 12, 6)]
VOLUMES = [(None, 5, 6, 7, 4), (None, 6, None, 4, 4)]
UNFIT = [(None, 8, 8, None), (None, 9), (None, 5, 9, 9, 4), (None, 4, 1, 4)]
WINDOW = {
    "filters": [4, 6, True],
    "size": [1, 2, 3],
    "strides": [1, 1, 1, 2, 3],
    "padding": ["valid", "same", "VALID", "Same"],
    "data_format": [None, None, "channels_last", "channels_first", "Channels_First"],
    "dilation": [1, 1, 1, 2],
    "groups": [1, 1, 2],
    "extra": [None, None, 0],
    "multiplier": [1, 2, 3],
}
WRONG = {
    "filters": [0, None, "4", 4.0, [4]],
    "size": [(3,), (2, 3), [3, 2], (1, 2, 3), 0, "3", None, 3.0, (3.0, 3), 99],
    "strides": [(2,), (2, 1), (2.0, 2.0), 0, "2", (1, 1, 1)],
    "padding": ["causal", "full", None, (1, 1), 0],
    "data_format": ["NHWC", 3],
    "dilation": [(1, 2), 0, "2", 4],
    "groups": [3, 0, None, "2"],
    "extra": [1, 2, (0, 1), "1"],
    "multiplier": [0, None, "1", 2.0],
}
COMMON = "strides={strides}, padding={padding}, data_format={data_format}, dilation_rate={dilation}"
EXTENDED = COMMON + ", output_padding={extra}"
MULTIPLIED = COMMON + ", depth_multiplier={multiplier}"
GRID = [
    *sample(f"Conv1D({{filters}}, {{size}}, {COMMON})", STEPS, 60, WRONG, **WINDOW),
    *sample(f"Conv2D({{filters}}, {{size}}, {COMMON}, groups={{groups}})", IMAGES, 120, WRONG, **WINDOW),
    *sample(f"Conv2D({{filters}}, {{size}}, {COMMON})", UNFIT, 20, **WINDOW),
    *sample(f"Conv3D({{filters}}, {{size}}, {COMMON})", VOLUMES, 40, WRONG, **WINDOW),
    *sample(f"Conv1DTranspose({{filters}}, {{size}}, {COMMON})", STEPS, 40, WRONG, **WINDOW),
    *sample(f"Conv2DTranspose({{filters}}, {{size}}, {EXTENDED})", IMAGES, 80, WRONG, **WINDOW),
    *sample(f"Conv2DTranspose({{filters}}, {{size}}, {COMMON})", UNFIT, 20, **WINDOW),
    *sample(f"Conv3DTranspose({{filters}}, {{size}}, {COMMON})", VOLUMES, 40, WRONG, **WINDOW),
    *sample(f"SeparableConv1D({{filters}}, {{size}}, {COMMON})", STEPS, 40, WRONG, **WINDOW),
    *sample(f"SeparableConv2D({{filters}}, {{size}}, {MULTIPLIED})", IMAGES, 60, WRONG, **WINDOW),
    *sample(f"SeparableConv2D({{filters}}, {{size}}, {COMMON})", UNFIT, 20, **WINDOW),
    *sample(f"DepthwiseConv1D({{size}}, {COMMON})", STEPS, 40, WRONG, **WINDOW),
    *sample(f"DepthwiseConv2D({{size}}, {MULTIPLIED})", IMAGES, 60, WRONG, **WINDOW),
    *sample(f"DepthwiseConv2D({{size}}, {COMMON})", UNFIT, 20, **WINDOW),
]


@pytest.mark.usefixtures("undrawn")
def test_agrees_with_keras():
    for expression, shape in GRID:
        agree(expression, shape)


# What Keras 1.2.2 computes in `get_output_shape_for`, read from its source.
FACTS_KERAS_1 = [
    ("Convolution2D(32, 3, 3, border_mode='same')", "None 28 28 1", "None 28 28 32", "kernel 3 3 1 32, bias 32"),
    ("Conv2D(4, 3, 5, subsample=(2, 2), dim_ordering='th')", "None 3 9 9", "None 4 4 3", "kernel 3 5 3 4, bias 4"),
    ("Conv2D(4, 3, 3, border_mode='full', bias=False)", "None 9 9 3", "None 11 11 4", "kernel 3 3 3 4"),
    ("Convolution1D(nb_filter=8, filter_length=3)", "None 10 4", "None 8 8", "kernel 3 4 8, bias 8"),
    ("AtrousConvolution2D(4, 3, 3, atrous_rate=(2, 2))", "None 9 9 3", "None 5 5 4", "kernel 3 3 3 4, bias 4"),
    ("Deconv2D(3, 3, 3, (9, 26, 26, 3), subsample=(2, 2))", "None 12 12 4", "None 26 26 3", "kernel 3 3 3 4, bias 3"),
    ("LocallyConnected1D(4, 3)", "None 10 3", "None 8 4", "kernel 8 9 4, bias 8 4"),
    ("Conv2D(4, (3, 3))", "None 9 9 3", "TypeError", ""),
]

# Standalone Keras 2.3.1 takes the words of both, by its `legacy/interfaces.py`.
FACTS_KERAS_2 = [
    ("Convolution2D(32, 3, 5)", "None 28 28 1", "None 26 24 32", "kernel 3 5 1 32, bias 32"),
    ("Conv2D(32, (3, 3), border_mode='same')", "None 28 28 1", "None 28 28 32", "kernel 3 3 1 32, bias 32"),
    ("Conv2D(32, 3, 3, kernel_initializer='ones', bias=False)", "None 9 9 1", "None 7 7 32", "kernel 3 3 1 32"),
    ("Conv2D(8, nb_row=2, nb_col=1, dim_ordering='th')", "None 3 9 9", "None 8 8 9", "kernel 2 1 3 8, bias 8"),
]


@pytest.mark.parametrize("row", FACTS_KERAS_1, ids=str)
def test_signatures_of_keras_1(row):
    fact(row, KERAS_1)


@pytest.mark.parametrize("row", FACTS_KERAS_2, ids=str)
def test_signatures_of_keras_2(row):
    fact(row, KERAS_2)


def test_older_lines_call_the_classes_differently():
    assert constructors(KERAS_1)["Conv2D"](8, 3, 3).class_name == "Convolution2D"
    assert constructors(KERAS_2)["Convolution2D"](8, 3).class_name == "Conv2D"


def test_symbolic_sizes_become_formulas():
    layer = constructors(Context())["Conv2D"](Symbolic.named("n"), 3, padding="same")
    shape = layer.output_shape((FREE, Symbolic.named("h"), 28, 3))
    assert [str(size) for size in shape] == ["None", "h", "28", "n"]
    assert [str(weight) for weight in layer.weights((*shape[:3], 3))] == ["kernel 3×3×3×n", "bias n"]


def test_derivation():
    layer = constructors(Context())["Conv2D"](32, 5, strides=2)
    assert list(layer.derivation((FREE, 28, FREE, 3))) == [
        "height: (28 − 5) // 2 + 1 = 12 (valid padding)",
        "width: None (left open)",
        "channels: 32 filters",
    ]
