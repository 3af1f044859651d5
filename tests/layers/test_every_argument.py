"""Recurrent, wrapping and preprocessing layers with random arguments, held against the installed Keras.

A field of a layer without values here fails the test: no argument goes untried.
"""

from __future__ import annotations

import random
from contextlib import nullcontext
from typing import Any, Final

import pytest

import kerascount.layers.convolution
import kerascount.layers.convolutional_recurrent
import kerascount.layers.core
import kerascount.layers.image_augmentation
import kerascount.layers.merging
import kerascount.layers.preprocessing
import kerascount.layers.reshaping
import kerascount.layers.wrappers  # noqa: F401
from kerascount.layers.registry import REGISTRY, Absent, ByApi, Field, fields
from tests.layers.judge import Outcome
from tests.layers.standin import _as_lists, ours

Values = dict[str, tuple[list[str], list[str]]]  # by the name of the argument: what fits, and what does not

FLAG: Final = (["True", "False"], ["None", "0"])
FACTOR: Final = (["0.2", "(0.1, 0.3)", "0", "1.0"], ["1.5", "-0.1", "'a'", "None", "(0.5, 0.1)", "(0.1,)"])
SIZE: Final = (["1", "4", "12"], ["0", "-1", "None", "2.5", "'4'"])
RATE: Final = (["0.2", "0", "0.5"], ["1.5", "'0.2'", "None"])
NAMED: Final[Values] = {
    "initializer": (["'zeros'", "'he_normal'"], ["'nope'", "3"]),
    "regularizer": (["'l2'", "None"], ["'nope'", "0.1"]),
    "constraint": (["'max_norm'", "None"], ["'nope'", "2"]),
    "activation": (["'relu'", "None", "'linear'"], ["'nope'", "3"]),
    "factor": FACTOR,
    "seed": (["1", "None"], ["0.5", "'a'"]),
}
VALUES: Final[Values] = {
    "units": (["1", "4"], ["0", "-2", "2.5", "'4'", "None", "True"]),
    "filters": (["1", "2"], ["0", "-1", "None", "2.5"]),
    "kernel_size": (["1", "2"], ["0", "-1", "None", "'3'", "(1, 1, 1, 1)"]),
    "strides": (["1", "2"], ["0", "None", "'2'"]),
    "dilation_rate": (["1", "2"], ["0", "None"]),
    "padding": (["'same'", "'valid'"], ["'causal'", "'full'", "None"]),
    "data_format": (["'channels_last'", "None"], ["'NHWC'", "3"]),
    "use_bias": FLAG,
    "unit_forget_bias": FLAG,
    "dropout": RATE,
    "recurrent_dropout": RATE,
    "return_sequences": FLAG,
    "return_state": FLAG,
    "go_backwards": FLAG,
    "stateful": FLAG,
    "unroll": FLAG,
    "reset_after": FLAG,
    "use_cudnn": (["'auto'", "True", "False"], ["'yes'", "None"]),
    "implementation": (["1", "2"], ["0"]),
    "zero_output_for_mask": FLAG,
    "cell": (["LSTMCell(4)", "[GRUCell(3), SimpleRNNCell(2)]", "StackedRNNCells([LSTMCell(2)])"], ["4", "Dense(3)"]),
    "merge_mode": (["'concat'", "'sum'", "'mul'", "'ave'", "None"], ["'avg'", "3"]),
    "weights": (["None"], ["None"]),
    "backward_layer": (["None", "LSTM(4, go_backwards=True)"], ["LSTM(4)", "Dense(3)", "3"]),
    "power_iterations": (["1", "3"], ["0", "-1", "'1'", "None"]),
    "height": SIZE,
    "width": SIZE,
    "interpolation": (["'bilinear'", "'nearest'"], ["None", "'x'"]),
    "fill_mode": (["'constant'", "'nearest'"], ["'mirror'", "None"]),
    "fill_value": (["0.0", "1"], ["None"]),
    "crop_to_aspect_ratio": FLAG,
    "pad_to_aspect_ratio": FLAG,
    "antialias": FLAG,
    "bounding_box_format": (["None", "'xyxy'"], ["None"]),
    "scale": (["2.0", "0.5"], ["None"]),
    "offset": (["0.0", "1"], ["None"]),
    "mode": (["'horizontal'", "'vertical'"], ["'x'", "None"]),
    "value_range": (["(0, 255)", "[0, 1]"], ["255", "(0,)", "None", "'a'"]),
    "sigma": (["1.0", "(0.1, 1.0)"], ["'a'"]),
    "bins": (["256", "64"], ["0", "-1", "'a'"]),
    "clip_limit": (["4.0"], ["4.0"]),
    "tile_grid_size": (["(8, 8)", "(2, 2)"], ["8", "(8,)"]),
    "num_ops": (["1", "2"], ["0", "'a'"]),
    "num_chains": (["1", "3"], ["0", "'a'"]),
    "chain_depth": (["1", "3"], ["0", "'a'"]),
    "alpha": (["0.2", "1.0"], ["'a'", "None"]),
    "all_ops": FLAG,
    "num_tokens": (["1", "4"], ["0", "-1", "None", "2.5"]),
    "sparse": (["False"], ["False"]),
    "num_bins": (["4"], ["0", "-1", "2.5", "'a'"]),
    "bin_boundaries": (["[0.0, 1.0]", "(1, 2, 3)"], ["None", "3"]),
    "epsilon": (["0.01"], ["0.01"]),
    "axis": (["-1", "None", "1", "(1, 2)"], ["5", "'a'", "1.5"]),
    "mean": (["None"], ["0.0", "[1.0, 2.0]"]),
    "variance": (["None"], ["1.0"]),
    "invert": FLAG,
    "name": (["'a'", "None"], ["'a'"]),
    "dtype": (["None", "'float32'"], ["None"]),
}
IMAGE: Final = [(None, 8, 8, 3), (None, None, None, 3), (8, 8, 3), (2, 8, 10, 1), (None, 4)]
SEQUENCE: Final = [(None, 5, 3), (2, 5, 3), (None, None, 2), (None, 3), (None, 5, None), (None, 5, 6, 3)]
CATEGORIES: Final = [(None, 1), (None, 4), (2, 3), (None, 3, 2), (None,)]
OWN: Final[dict[str, Values]] = {
    "TimeDistributed": {
        "layer": (["Dense(4)", "LSTM(3)", "Conv1D(2, 2)", "Flatten()"], ["4", "Add()", "Conv2D(2, 9)"])
    },
    "Bidirectional": {"layer": (["LSTM(4)", "GRU(2, return_sequences=True)", "RNN(GRUCell(3))"], ["4", "Dense(3)"])},
    "SpectralNormalization": {
        "layer": (["Dense(4)", "EinsumDense('abc,cd->abd', (None, 5))"], ["Flatten()", "LSTM(3)"])
    },
    "CategoryEncoding": {"output_mode": (["'one_hot'", "'multi_hot'", "'count'"], ["'int'", "None"])},
    "Discretization": {"output_mode": (["'int'", "'one_hot'", "'multi_hot'", "'count'"], ["'tf_idf'", "None"])},
    "RandomGaussianBlur": {"kernel_size": (["3", "(3, 5)"], ["'a'", "(3,)"])},
    "RandomErasing": {"scale": (["0.2", "(0.02, 0.33)"], ["'a'", "(0.5,)"])},
    "RandomElasticTransform": {"scale": FACTOR},
    "RandomPerspective": {"scale": FACTOR},
    "RandomPosterization": {"factor": (["1", "8"], ["0", "9", "'a'", "None"])},
}
SIGNED: Final = {"RandomRotation", "RandomZoom", "RandomTranslation", "RandomBrightness"}
SHAPES: Final[dict[str, list[Any]]] = {
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "RNN", "TimeDistributed", "Bidirectional"), SEQUENCE),
    **dict.fromkeys(("SpectralNormalization", "Normalization"), SEQUENCE),
    "ConvLSTM1D": [(None, 5, 6, 3), (2, 3, 4, 1), (None, 5, 3), (None, 2, None, 3)],
    "ConvLSTM2D": [(None, 5, 6, 4, 3), (2, 3, 4, 4, 1), (None, 5, 3, 3)],
    "ConvLSTM3D": [(None, 2, 4, 4, 4, 1), (None, 2, 3, 4, 1)],
    **dict.fromkeys(("CategoryEncoding", "Discretization"), CATEGORIES),
    **dict.fromkeys(
        """
        CenterCrop Resizing Rescaling RandomCrop RandomFlip RandomRotation RandomZoom RandomTranslation RandomShear
        RandomBrightness RandomContrast RandomSaturation RandomSharpness RandomHue RandomGrayscale RandomGaussianBlur
        RandomColorDegeneration RandomColorJitter RandomErasing RandomElasticTransform RandomPerspective
        RandomPosterization RandomInvert RandAugment AugMix CutMix MixUp Solarization AutoContrast Equalization
        ContrastLimitedAdaptiveHistogramEqualization
        """.split(),
        IMAGE,
    ),
}


def values_of(name: str, field: Field) -> tuple[list[str], list[str]]:
    own = OWN.get(name, {}).get(field.name) or VALUES.get(field.name)
    if own is None:
        kind = next((kind for kind in NAMED if field.name.endswith(kind)), None)
        assert kind is not None, f"{name}: no values for {field.name}"
        own = NAMED[kind]
    return (own[0], ["'a'", "None"]) if name in SIGNED and own is FACTOR else own


def call_of(name: str, pick: random.Random, slip: bool) -> str:
    """A call with all required and some of the other arguments; a slip is one value that may be refused."""
    taken = [field for field in fields(REGISTRY[name]) if not _gone(field)]
    given = [field for field in taken if field.default is ... or pick.random() < 0.25]
    texts = {field.name: pick.choice(values_of(name, field)[0]) for field in taken}
    if slip:
        field = pick.choice(taken)
        texts[field.name] = pick.choice(values_of(name, field)[1])
        given = [item for item in taken if item in given or item is field]
    return f"{name}({', '.join(f'{field.name}={texts[field.name]}' for field in given)})"


def _gone(field: Field) -> bool:
    return isinstance(field.default, ByApi) and isinstance(field.default.value, Absent)


def theirs(expression: str, shape: Any) -> Outcome:
    """The layer in Keras, whose variables get no values: most of the time would go into these."""
    import keras

    names = {name: getattr(keras.layers, name) for name in dir(keras.layers)}
    remembers = "stateful=True" in expression  # which gives its states values at once
    try:
        with nullcontext() if remembers else keras.StatelessScope(initialize_variables=False):
            layer = eval(expression, names)
            output = layer(keras.Input(batch_shape=shape))
    except Exception as error:
        return Outcome(error=type(error).__name__)
    weights = tuple((weight.name, tuple(weight.shape), weight.trainable) for weight in layer.weights)
    return Outcome(keras.tree.map_structure(lambda tensor: tuple(tensor.shape), output), weights)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SHAPES)
def test_random_arguments(name: str) -> None:
    pick = random.Random(name)
    for number in range(24):
        expression, shape = call_of(name, pick, slip=number % 3 == 0), pick.choice(SHAPES[name])
        real, said = theirs(expression, shape), ours(expression, shape)
        assert bool(said.error) == bool(real.error), f"{expression} on {shape}: Keras {real}, we {said}"
        if not real.error:
            assert said.weights == real.weights, f"{expression} on {shape}"
            assert _as_lists(said.output_shape) == _as_lists(real.output_shape), f"{expression} on {shape}"
