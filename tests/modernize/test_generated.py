"""Programs for Keras 1, written by chance: mended, they build the same models in Keras 3."""

from __future__ import annotations

import random

import pytest

from tests.evaluate.keras.judge import real
from tests.modernize.mending import found, mend, models

IMPORTS = (
    "from keras.layers.core import Dense, Dropout, Activation, Flatten\n"
    "from keras.layers.convolutional import (Convolution2D, MaxPooling2D,  # and more\n    ZeroPadding2D)\n"
    "from keras.layers import BatchNormalization, AtrousConvolution2D as Atrous\n"
    "from keras.models import Sequential; from keras.regularizers import l2\n"
    "from keras.optimizers import SGD\n",
    "import keras\nfrom keras.layers import *\nfrom keras.regularizers import l2\nfrom keras.models import Sequential\n"
    "from keras.optimizers import SGD\n",
)
# A layer and its arguments: those of each kind are given by position, then the others by name in any order.
LAYERS = (
    ("Convolution2D", ("4", "3", "3"), ("nb_filter", "nb_row", "nb_col")),
    ("Atrous", ("4", "2", "3"), ("nb_filter", "nb_row", "nb_col")),
    ("Dropout", ("0.5",), ("p",)),
    ("BatchNormalization", (), ()),
    ("ZeroPadding2D", ("(1, 1)",), ("padding",)),
    ("MaxPooling2D", ("(2, 2)",), ("pool_size",)),
)
FURTHER = {
    "Convolution2D": (
        "border_mode='same'", "init='he_normal'", "subsample=(1, 1)", "bias=False", "W_regularizer=l2(0.1)",
        "dim_ordering='tf'", "b_constraint=None", "activation='relu'", "weights=None",
    ),
    "Atrous": ("atrous_rate=(1, 1)", "border_mode='same'", "bias=True"),
    "BatchNormalization": ("mode=0", "axis=-1", "gamma_init='one'", "momentum=.9"),
    "MaxPooling2D": ("strides=(1, 1)", "border_mode='same'"),
    "Dense": ("init='uniform'", "bias=False", "W_constraint=None", "activation='softmax'"),
}  # fmt: skip
BETWEEN = (", ", ",", " , ", ",\n        ", ",  # so it is\n        ")


class Writer:
    """Writes one program; the same seed gives the same program."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def program(self) -> str:
        first = self.layer(
            "Convolution2D", ("4", "3", "3"), ("nb_filter", "nb_row", "nb_col"), "input_shape=(32, 32, 3)"
        )
        layers = [first, *(self.layer(*self.chance.choice(LAYERS)) for _ in range(self.chance.randint(0, 5)))]
        layers += ["Flatten()", self.layer("Dense", ("10",), ("output_dim",))]
        added = "".join(f"model.add({layer})\n" for layer in layers)
        program = f"{self.chance.choice(IMPORTS)}model = Sequential()\n{added}model.compile(SGD(lr=0.1), 'mse')\n"
        return program if " as Atrous" in program else program.replace("Atrous(", "AtrousConvolution2D(")

    def layer(self, name: str, values: tuple[str, ...], words: tuple[str, ...], *more: str) -> str:
        by_position = self.chance.randint(0, len(values))
        named = [f"{word}={value}" for word, value in zip(words, values, strict=True)][by_position:]
        further = FURTHER.get(name, ())
        named += [*more, *self.chance.sample(further, self.chance.randint(0, min(3, len(further))))]
        self.chance.shuffle(named)
        arguments = [*values[:by_position], *named]
        text = "".join(argument + self.chance.choice(BETWEEN) for argument in arguments[:-1])
        return f"{name}({text}{''.join(arguments[-1:])}{self.chance.choice(('', ',')) if arguments else ''})"


@pytest.mark.parametrize("start", range(0, 24, 6))
def test_mended_programs_build_the_same(start: int) -> None:
    for seed in range(start, start + 6):
        program = Writer(seed).program()
        new = mend(program)
        assert found(new) == [], f"{seed}\n{program}\n{new}"
        assert mend(new) == new
        assert models(program, "1") == models(new, "3"), f"{seed}\n{program}\n{new}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_keras_3_takes_them(seed: int) -> None:
    assert real(mend(Writer(seed).program())).error is None
