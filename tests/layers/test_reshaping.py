"""The reshaping layers agree with Keras."""

from __future__ import annotations

import pytest

import kerascount.layers.reshaping  # noqa: F401 (registers the layers)
from kerascount.layers.registry import Context
from kerascount.values.dims import FREE, Symbolic
from kerascount.versions import Api
from tests.layers.judge import agree, constructors, fact, sample

KERAS_1, KERAS_2, TF_KERAS = Context(Api.KERAS_1), Context(Api.KERAS_2), Context(Api.TF_KERAS)

# Expression, input shape, then output shape and weights or the exception: Keras 3.15.1.
FACTS = [
    ("Flatten()", "None 7 7 64", "None 3136", ""),
    ("Flatten()", "None None 64", "None None", ""),
    ("Flatten()", "None", "None 1", ""),
    ("Reshape((7, 7, 16))", "None 784", "None 7 7 16", ""),
    ("Reshape((-1, 14))", "None 28 28", "None 56 14", ""),
    ("Reshape((-1, 14))", "None None 28", "None None 14", ""),
    ("Reshape((2.0, 4))", "None 8", "None None 4", ""),
    ("Reshape((3, 3))", "None 8", "ValueError", ""),
    ("Reshape((3, -1))", "None 8", "ValueError", ""),
    ("Reshape((-1, -1))", "None 8", "ValueError", ""),
    ("Reshape(8)", "None 8", "TypeError", ""),
    ("Permute((2, 3, 1))", "None 4 5 6", "None 5 6 4", ""),
    ("Permute((0, 1))", "None 4 5", "ValueError", ""),
    ("Permute((2, 1))", "None 4", "ValueError", ""),
    ("RepeatVector(3)", "None 8", "None 3 8", ""),
    ("RepeatVector(0)", "None 8", "ValueError", ""),
    ("RepeatVector(3)", "None 8 2", "ValueError", ""),
    ("UpSampling1D(3)", "None 4 2", "None 12 2", ""),
    ("UpSampling1D(3.0)", "None 4 2", "TypeError", ""),
    ("UpSampling2D()", "None 4 None 2", "None 8 None 2", ""),
    ("UpSampling2D((1, 2), data_format='channels_first', interpolation='bilinear')", "None 2 4 4", "None 2 4 8", ""),
    ("UpSampling3D(2)", "None 2 3 4 1", "None 4 6 8 1", ""),
    ("ZeroPadding1D((1, 2))", "None 4 2", "None 7 2", ""),
    ("ZeroPadding2D()", "None 4 4 2", "None 6 6 2", ""),
    ("ZeroPadding2D(((1, 2), 3))", "None 4 None 2", "None 7 None 2", ""),
    ("ZeroPadding2D((1, 2, 3))", "None 4 4 2", "ValueError", ""),
    ("ZeroPadding3D(1, data_format='channels_first')", "None 2 4 4 4", "None 2 6 6 6", ""),
    ("Cropping1D(1)", "None 4 2", "None 2 2", ""),
    ("Cropping1D(2)", "None 4 2", "ValueError", ""),
    ("Cropping2D(((1, 2), (0, 1)))", "None 6 6 2", "None 3 5 2", ""),
    ("Cropping2D(-1)", "None 6 6 2", "ValueError", ""),
    ("Cropping3D(1)", "None 3 4 None 2", "None 1 2 None 2", ""),
]

# The same, tf_keras 2.21.
FACTS_TF_KERAS = [
    ("Reshape((2, 4))", "None 8", "None 2 4", ""),
    ("Reshape((-1, None))", "None 8", "ValueError", ""),
    ("Reshape((3, 3))", "None 8", "ValueError", ""),
    ("UpSampling1D(3.0)", "None 4 2", "None 12 2", ""),
    ("UpSampling2D(2)", "None 4 None 2", "None None None 2", ""),
    ("UpSampling2D(2, interpolation='fine')", "None 4 4 2", "NotImplementedError", ""),
    ("UpSampling3D(2)", "None 4 2", "IndexError", ""),
    ("ZeroPadding2D(-1)", "None 4 4 2", "ValueError", ""),
    ("Cropping2D(3)", "None 4 4 2", "ValueError", ""),
    ("Cropping3D(2)", "None 4 4 5 2", "None 0 0 1 2", ""),
    ("RepeatVector(True)", "None 8", "None 1 8", ""),
]


@pytest.mark.parametrize("row", FACTS, ids=str)
def test_facts(row):
    fact(row)


@pytest.mark.parametrize("row", FACTS_TF_KERAS, ids=str)
def test_facts_of_tf_keras(row):
    fact(row, TF_KERAS)


IMAGES = [(None, 9, 9, 4), (2, 6, None, 4), (None, 7, 12, 8)]
STEPS = [(None, 9, 4), (None, None, 6), (None, 7, 4)]
VOLUMES = [(None, 7, 6, 7, 8), (None, 6, None, 9, 7)]
UNFIT = [(None, 9), (None, 1, 2, 1), (None, 2, 1), (None, 5, 6, 7, 2, 2)]
FORMATS = [None, None, "channels_last", "channels_first"]
ONE_AXIS = [0, 1, 2, (1, 2), [2, 1]]
TWO_AXES = [1, 2, (1, 2), ((1, 2), 2), ((0, 1), (2, 0)), [[1, 0], [0, 1]]]
ODD = {
    "margins": [-1, -9, True, 1.0, None, "11", (1, 2, 3), {1: 2}, (1.0, 2), ((1, 2), (-1, 1)), ((1, 2), 1.5), 20],
    "size": [0, -1, True, 2.0, "2", None, (2, 3), [1, 2], (1, 2, 3), (1.5, 2)],
    "data_format": ["NHWC", 3],
    "how": [None, 1],
    "target": [(3, -1), (-1, -1), (None, 4), (2.0, 4), 8, "8", None, (0, -1), (-2, 4), (), (True, 8), (9,)],
    "dims": [(0, 1), (1, 1), 2, None, "12", (2.0, 1.0), (1, 3)],
    "n": [0, -1, True, 2.0, "2", None, (2,)],
}
PADDED = {"data_format": FORMATS, "how": ["nearest", "bilinear"], "size": [1, 2, 3]}
TARGETS = [(8,), (2, 4), [4, -1], (-1,), (2, 2, 2)]
ORDERS = [(1, 2), (2, 1), [2, 1], (1,), (2, 3, 1), (True, 2)]
GRID = [
    *sample("ZeroPadding1D({margins}, {data_format})", STEPS, 40, ODD, margins=ONE_AXIS, data_format=FORMATS),
    *sample("ZeroPadding2D({margins}, {data_format})", IMAGES, 60, ODD, margins=TWO_AXES, data_format=FORMATS),
    *sample("ZeroPadding3D({margins}, {data_format})", VOLUMES, 30, ODD, margins=[1, (1, 0, 2)], data_format=FORMATS),
    *sample("Cropping1D({margins})", STEPS, 40, ODD, margins=ONE_AXIS),
    *sample("Cropping2D({margins}, {data_format})", IMAGES, 60, ODD, margins=TWO_AXES, data_format=FORMATS),
    *sample("Cropping2D({margins}, {data_format})", UNFIT, 20, margins=TWO_AXES, data_format=FORMATS),
    *sample("Cropping3D({margins}, {data_format})", VOLUMES, 30, ODD, margins=[1, (1, 0, 2)], data_format=FORMATS),
    *sample("UpSampling1D({size})", [*STEPS, *UNFIT], 30, ODD, size=[1, 2, 3]),
    *sample("UpSampling2D({size}, {data_format}, {how})", IMAGES, 60, ODD, **PADDED),
    *sample("UpSampling3D({size}, {data_format})", [*VOLUMES, *UNFIT], 30, ODD, **PADDED),
    *sample("Reshape({target})", [(None, 8), (None, 2, 4), (2, None, 4), (None, 4, 2)], 80, ODD, target=TARGETS),
    *sample("Reshape({target})", [(None,), (None, 3, 5)], 20, target=TARGETS),
    *sample("Permute({dims})", [(None, 4, 5), (None, None, 6), (None, 4)], 40, ODD, dims=ORDERS),
    *sample("RepeatVector({n})", [(None, 4), (None, None), (None, 4, 5)], 30, ODD, n=[1, 3]),
    *sample("Flatten({data_format})", [(None, 4), (None,), (None, 2, 3), (None, None)], 20, ODD, data_format=FORMATS),
]


def test_agrees_with_keras():
    for expression, shape in GRID:
        agree(expression, shape)


# What Keras 1.2.2 computes in `get_output_shape_for`, read from its source.
FACTS_KERAS_1 = [
    ("ZeroPadding2D((1, 2, 3, 4))", "None 9 9 3", "None 12 16 3", ""),
    ("ZeroPadding2D({'top_pad': 2}, dim_ordering='th')", "None 3 9 9", "None 3 11 9", ""),
    ("ZeroPadding1D({'left_pad': 2})", "None 9 3", "None 11 3", ""),
    ("UpSampling1D(length=3)", "None 9 3", "None 27 3", ""),
    ("UpSampling2D(dim_ordering='th')", "None 3 9 9", "None 3 18 18", ""),
    ("Flatten()", "None None 3", "ValueError", ""),
]


@pytest.mark.parametrize("row", FACTS_KERAS_1, ids=str)
def test_signatures_of_keras_1(row):
    fact(row, KERAS_1)


def test_words_of_keras_1_in_keras_2():
    fact(("UpSampling2D(dim_ordering='th')", "None 3 9 9", "None 3 18 18", ""), KERAS_2)


def test_symbolic_sizes_become_formulas():
    reshape = constructors(Context())["Reshape"]((-1, 7))
    shape = reshape.output_shape((FREE, 7, Symbolic.named("w"), 3))
    assert [str(size) for size in shape] == ["None", "3·w", "7"]


def test_integers_stay_integers():
    made = constructors(Context())
    assert made["Flatten"]().output_dtype("int32", "float32") == "int32"
    assert made["UpSampling2D"]().output_dtype("int32", "float32") == "float32"
    assert constructors(TF_KERAS)["UpSampling2D"]().output_dtype("int32", "float32") == "int32"


def test_derivation():
    made = constructors(Context())
    assert list(made["Flatten"]().derivation((FREE, 7, 7, 64))) == ["features: 7 · 7 · 64 = 3136"]
    assert list(made["Cropping1D"]((1, 2)).derivation((FREE, 9, 4))) == ["length: 9 − 1 − 2 = 6"]
    assert list(made["Reshape"]((-1, 4)).derivation((FREE, 8, 8))) == ["-1: 64 // 4 = 16"]
