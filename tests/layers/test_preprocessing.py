"""Preprocessing of features, text and sound against Keras: facts of runs, and grids against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from kerascount.layers import (
    audio_preprocessing,  # noqa: F401
    backend_specific,  # noqa: F401
    convolution,  # noqa: F401
    core,  # noqa: F401
    image_augmentation,  # noqa: F401
    normalization,  # noqa: F401
    preprocessing,  # noqa: F401
    reshaping,  # noqa: F401
    text_preprocessing,  # noqa: F401
)
from kerascount.values.dims import FREE, Symbolic
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from tests.layers.facts import Fact, check, invalid
from tests.layers.judge import agree, ours
from tests.layers.standin import agree as agree_inside
from tests.layers.standin import eval_layer

# Keras 3.15.1 with TensorFlow, without which it has none of these layers.
FACTS: list[Fact] = [
    ("StringLookup(vocabulary=['a', 'b'], output_mode='one_hot')", "None 4", "None 4 3", ""),
    ("StringLookup(vocabulary=['[UNK]', 'a', 'b'], output_mode='one_hot')", "None 1", "None 3", ""),
    ("StringLookup(vocabulary=['a', 'b'], mask_token='', output_mode='one_hot')", "None 1", "None 3", ""),
    ("StringLookup(vocabulary=['', '[UNK]', 'a', 'b'], mask_token='')", "None 1", "None 1", ""),
    ("StringLookup(vocabulary=['', 'a', 'b'], mask_token='')", "None 1", invalid(), ""),
    ("StringLookup(vocabulary=[1, 2])", "None 1", invalid(), ""),
    ("StringLookup(vocabulary=[1, 'a'])", "None 1", "None 1", ""),
    ("StringLookup(vocabulary=[])", "None 1", invalid(), ""),
    ("StringLookup(vocabulary={'a', 'b'})", "None 1", invalid("AttributeError"), ""),
    ("StringLookup(vocabulary=range(3))", "None 1", invalid("AttributeError"), ""),
    ("StringLookup(vocabulary=['a'], mask_token=0)", "None 1", invalid("TypeError"), ""),
    ("StringLookup(vocabulary=['a'], oov_token=0)", "None 1", "None 1", ""),
    ("StringLookup(vocabulary=['a'], oov_token=None)", "None 1", "None 1", ""),
    ("IntegerLookup(vocabulary=['a'])", "None 1", invalid(), ""),
    ("IntegerLookup(vocabulary=[1.0, 2.0])", "None 1", "None 1", ""),
    ("IntegerLookup(vocabulary=[1, 2], mask_token=1.5)", "None 1", invalid("TypeError"), ""),
    ("IntegerLookup(vocabulary=[1, 2], mask_token=True)", "None 1", invalid(), ""),
    ("IntegerLookup(vocabulary=[1, 2], mask_token=3.0)", "None 1", invalid("TypeError"), ""),
    ("IntegerLookup(vocabulary=[1, -1])", "None 1", "None 1", ""),
    ("IntegerLookup(vocabulary=[1, -1], invert=True)", "None 1", invalid(), ""),
    ("IntegerLookup(vocabulary=[1, -1], invert=True, output_mode='int')", "None 1", invalid(), ""),
    ("IntegerLookup(vocabulary=[True, False])", "None 1", "None 1", ""),
    ("IntegerLookup(vocabulary=[1, 2], output_mode='tf_idf')", "None 1", invalid(), ""),
    ("IntegerLookup(vocabulary=[1, 2], output_mode='tf_idf', idf_weights=[1., 2.])", "None 1", "None 3", ""),
    ("IntegerLookup(vocabulary=[1, 2], output_mode='tf_idf', idf_weights=[1.])", "None 1", invalid(), ""),
    ("IntegerLookup(output_mode='tf_idf')", "None 1", "None None", ""),
    ("IntegerLookup(output_mode='tf_idf', max_tokens=10, pad_to_max_tokens=True)", "None 1", "None 10", ""),
    ("IntegerLookup(vocabulary=[1, 2], vocabulary_dtype='int32')", "None 1", invalid(), ""),
    ("IntegerLookup()", "None 1", "None 1", ""),
    ("StringLookup()", "None 3", "None 3", ""),
    ("StringLookup(vocabulary=['a'], num_oov_indices=0, output_mode='multi_hot')", "None 3", "None 1", ""),
    ("StringLookup(vocabulary=['a'], output_mode='multi_hot')", "None 3 2", "None 3 2", ""),
    ("StringLookup(vocabulary=['a'], output_mode='multi_hot')", "None", "2", ""),
    ("StringLookup(vocabulary=['a'], output_mode='one_hot')", "None", "None 2", ""),
    ("StringLookup(vocabulary=['a'], dtype='int32')", "None 1", "None 1", ""),
    ("StringLookup(vocabulary=['a'], dtype='string')", "None 1", "None 1", ""),
    ("StringLookup(vocabulary=['a', 'b', 'a'])", "None 1", invalid(), ""),
    ("StringLookup(vocabulary=['a', 'b'], invert=True)", "None 1", "None 1", ""),
    ("StringLookup(vocabulary=['a'], salt=3)", "None 1", "None 1", ""),
    ("StringLookup(max_tokens=1)", "None 1", invalid(), ""),
    ("StringLookup(vocabulary=['a'], output_mode='binary')", "None 3", "None 2", ""),
    ("StringLookup(vocabulary=['a'])", "None 1 | None 1", invalid("AttributeError"), ""),
    ("TextVectorization()", "None", "None None", ""),
    ("TextVectorization()", "None 1", "None None", ""),
    ("TextVectorization()", "None 3", "None None", ""),
    ("TextVectorization(output_mode=None)", "None 1", invalid(), ""),
    ("TextVectorization(split=None)", "None 3", "None None", ""),
    ("TextVectorization(split=None, output_mode='multi_hot', vocabulary=['a'])", "None 3", "None 2", ""),
    ("TextVectorization(split=None, output_mode='multi_hot', vocabulary=['a'])", "None", "None 2", ""),
    ("TextVectorization(output_mode='multi_hot', vocabulary=['a'])", "None", "None 2", ""),
    ("TextVectorization(output_mode='multi_hot', vocabulary=['a'])", "None 1", "None 1 2", ""),
    ("TextVectorization(output_mode='count', max_tokens=10, pad_to_max_tokens=True)", "None 1", "None 1 10", ""),
    ("TextVectorization(output_mode='count')", "None 1", "None 1 None", ""),
    ("TextVectorization(output_mode='one_hot', vocabulary=['a'])", "None 1", "None 1 None 2", ""),
    ("TextVectorization(output_mode='tf_idf', vocabulary=['a'], idf_weights=[1.])", "None 1", "None 1 2", ""),
    ("TextVectorization(output_sequence_length=4)", "2 1", "2 4", ""),
    ("TextVectorization(ragged=True)", "2 1", "2 None", ""),
    ("TextVectorization(ragged=True, output_sequence_length=3)", "2 1", "2 3", ""),
    ("TextVectorization(ngrams=[1, 2])", "2 1", invalid(), ""),
    ("TextVectorization(vocabulary=['', '[UNK]', 'a'], output_sequence_length=3)", "2 1", "2 3", ""),
    ("TextVectorization(dtype='float32')", "2 1", "2 None", ""),
    ("TextVectorization(vocabulary=['a', ''] )", "2 1", invalid(), ""),
    ("Hashing(10)", "None 3", "None 3", ""),
    ("Hashing(10, output_mode='one_hot')", "None 1", "None 10", ""),
    ("Hashing(10, output_mode='one_hot')", "None 3", "None 10", ""),
    ("Hashing(10, output_mode='one_hot')", "None", "10", ""),
    ("Hashing(10, output_mode='multi_hot')", "None 3", "None 10", ""),
    ("Hashing(10, output_mode='multi_hot')", "2 3 4", "2 3 10", ""),
    ("Hashing(0)", "None 3", invalid(), ""),
    ("Hashing(None)", "None 3", invalid(), ""),
    ("Hashing('a')", "None 3", invalid("TypeError"), ""),
    ("Hashing(10, dtype='float32')", "None 3", invalid(), ""),
    ("Hashing(10, dtype='int32')", "None 3", "None 3", ""),
    ("Hashing(10, dtype='int16')", "None 3", invalid(), ""),
    ("Hashing(10, output_mode='tf_idf')", "None 3", invalid(), ""),
    ("Hashing(10, sparse=True)", "None 3", invalid(), ""),
    ("Hashing(10, sparse=True, output_mode='count')", "None 3", "None 10", ""),
    ("Hashing(10, salt=(1, 2))", "None 3", "None 3", ""),
    ("Hashing(10, salt=(1, 2, 3))", "None 3", invalid(), ""),
    ("Hashing(10.5, output_mode='count')", "None 3", invalid(), ""),
    ("Hashing(10, salt=1.5)", "None 3", invalid(), ""),
    ("HashedCrossing(10)", "None 1 | None 1", "None 1", ""),
    ("HashedCrossing(10)", "None | None", "None", ""),
    ("HashedCrossing(10)", "None 2 | None 2", "None 2", ""),
    ("HashedCrossing(10)", "None 1 | None 2", invalid(), ""),
    ("HashedCrossing(10)", "2 1 | 2 1", "2 1", ""),
    ("HashedCrossing(10)", "2 1 | 2 1 | 2 1", invalid(), ""),
    ("HashedCrossing(10)", "2 1", invalid(), ""),
    ("HashedCrossing(10)", "2 1 |", invalid(), ""),
    ("HashedCrossing(10, 'one_hot')", "2 1 | 2 1", "2 10", ""),
    ("HashedCrossing(10, 'one_hot')", "None | None", "None 10", ""),
    ("HashedCrossing(10, 'multi_hot')", "2 1 | 2 1", invalid(), ""),
    ("HashedCrossing(10, foo=1)", "2 1 | 2 1", "2 1", ""),
    ("HashedCrossing(10, dtype='float32')", "2 1 | 2 1", "2 1", ""),
    ("HashedCrossing(10, dtype='int32')", "2 1 | 2 1", "2 1", ""),
    ("HashedCrossing(0)", "2 1 | 2 1", "2 1", ""),
    ("Hashing(3)", "None 1 | None 1", invalid("AttributeError"), ""),
    ("TextVectorization(split=None, output_sequence_length=2)", "None 3", "None 2", ""),
    ("TextVectorization(split=None, ngrams=2)", "None 3", "None None", ""),
    ("TextVectorization(standardize=None)", "None 1", "None None", ""),
    ("TextVectorization(standardize='upper')", "None 1", invalid(), ""),
    ("TextVectorization(standardize=len)", "None 1", "None None", ""),
    ("TextVectorization(split=',')", "None 1", invalid(), ""),
    ("TextVectorization(split='character', output_mode='multi_hot', vocabulary=['a'])", "2 1", "2 1 2", ""),
    ("TextVectorization(ngrams='2')", "None 1", invalid(), ""),
    ("TextVectorization(ngrams=0)", "None 1", "None None", ""),
    ("TextVectorization(output_sequence_length=2.)", "None 1", invalid(), ""),
    ("TextVectorization(output_sequence_length=2, output_mode='count', vocabulary=['a'])", "None 1", invalid(), ""),
    ("TextVectorization(max_tokens=3, vocabulary=['a', 'b'])", "None 1", invalid(), ""),
    ("TextVectorization(max_tokens=4, vocabulary=['a', 'b'])", "None 1", "None None", ""),
    ("TextVectorization(max_tokens=3, vocabulary=['a', 'b'], output_mode='count')", "None 1", "None 1 3", ""),
    ("TextVectorization(max_tokens=0)", "None 1", invalid(), ""),
    ("TextVectorization(10, pad_to_max_tokens=True, output_mode='tf_idf')", "None 1", "None 1 10", ""),
    ("TextVectorization(output_mode='tf-idf', vocabulary=['a'], idf_weights=[1.])", "None 1", "None 1 2", ""),
    ("TextVectorization(pad_to_max_tokens=True)", "None 1", invalid(), ""),
    ("TextVectorization(output_mode='int', idf_weights=[1.])", "None 1", invalid(), ""),
    ("TextVectorization(vocabulary=[])", "None 1", invalid(), ""),
    ("TextVectorization(input_shape=(1, ))", "None 1", "None None", ""),
    ("StringLookup(vocabulary=['a'], input_shape=(1,))", "None 1", invalid("TypeError"), ""),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_facts(fact: Fact) -> None:
    check(fact)


SHAPES: list[Any] = [(None,), (None, 1), (2, 3), (None, None), (None, 3, 1), (2, 3, 4)]
ENCODERS = [
    "CategoryEncoding(4, {mode})", "CategoryEncoding({value})", "Discretization([0.0, 1.0], output_mode={mode})",
    "Discretization(num_bins=5, output_mode={mode})", "Discretization({value})", "Discretization(num_bins={value})",
]  # fmt: skip
MODES = ["'int'", "'one_hot'", "'multi_hot'", "'count'", "'binary'", "'tf_idf'", "None"]
VALUES = ["0", "-1", "3", "2.5", "None", "'a'", "[1.0, 2.0]", "[]"]


@pytest.mark.parametrize("template", ENCODERS)
def test_encoders(template: str) -> None:
    fills = [template.format(mode=mode, value="") for mode in MODES] if "{mode}" in template else []
    fills += [template.format(value=value) for value in VALUES] if "{value}" in template else []
    for call, shape in product(fills, SHAPES):
        agree(call, shape)


@pytest.mark.parametrize("axis", ["-1", "1", "0", "None", "(1, 2)", "(2, 1)", "()", "(1, 1)", "3", "-4", "1.5", "'a'"])
def test_normalization(axis: str) -> None:
    given = ["", ", mean=1.0", ", mean=1.0, variance=2.0", ", mean=[1.0, 2.0, 3.0], variance=[2.0, 2.0, 2.0]"]
    given += [", mean=[1.0], variance=[2.0]", ", mean=[1.0, 2.0], variance=2.0"]
    for values, shape in product(given, [(2, 3), (None, 3), (None, None), (2, 3, 3)]):
        agree(f"Normalization({axis}{values})", shape)


@pytest.mark.parametrize("shape", [(None, 16000), (None, None), (2, 100), (500,), (None, 500, 2)], ids=str)
def test_mel_spectrogram(shape: Any) -> None:
    calls = ["", "256, 64", "256, 64, 128", "64, 16, 128", "num_mel_bins=0", "num_mel_bins=-1", "num_mel_bins=2.5"]
    calls += ["sampling_rate='a'", "sequence_stride=0", "sequence_stride=7", "None", "'a'", "512, window='foo'"]
    for arguments in calls:
        agree(f"MelSpectrogram({arguments})", shape)


@pytest.mark.parametrize("mode", ["log", "magnitude", "psd", "real", "imag", "angle", "stft", "power"])
def test_stft_spectrogram_modes(mode: str) -> None:
    ends = [
        "",
        ", padding='same'",
        ", expand_dims=True",
        ", data_format='channels_first'",
        ", frame_step=5, fft_length=64",
    ]
    for end, shape in product(ends, [(None, 100, 2), (2, None, 1)]):
        agree(f"STFTSpectrogram({mode!r}, 20{end})", shape)


@pytest.mark.parametrize(
    "arguments",
    [
        "frame_length=1", "frame_length=0", "frame_length='8'", "frame_length=8.0", "frame_length=8, frame_step=9",
        "frame_length=8, frame_step=0", "frame_length=8, fft_length=7", "frame_length=8, window='kaiser'",
        "frame_length=8, window='hamming'", "frame_length=8, window=None", "frame_length=8, window=[1.0, 2.0]",
        "frame_length=8, scaling=None", "frame_length=8, scaling='x'", "frame_length=8, padding='causal'",
        "frame_length=200", "frame_length=200, padding='same'", "",
    ],
)  # fmt: skip
def test_stft_spectrogram_arguments(arguments: str) -> None:
    agree(f"STFTSpectrogram({arguments})", (None, 100, 2))
    agree(f"STFTSpectrogram({arguments})", (None, 100))
    agree(f"STFTSpectrogram({arguments})", (None, 100, None))


@pytest.mark.parametrize(
    "layers",
    [
        "[Rescaling(0.5), Resizing(4, 4)]", "[Dense(3), BatchNormalization(), Dense(2)]", "(Dense(3), Dense(2))",
        "[Conv2D(2, 3), Flatten()]", "[Flatten(), Conv2D(2, 3)]", "[Conv2D(2, 9)]", "[]", "Dense(3)", "[len]",
        "[Equalization(bins=2), Rescaling(2)]", "[Pipeline([Dense(3)]), Dense(2)]", "[RandomFlip(), RandomZoom(0.1)]",
    ],
)  # fmt: skip
def test_pipeline(layers: str) -> None:
    agree_inside(f"Pipeline({layers})", (None, 8, 8, 3))
    agree_inside(f"Pipeline({layers}, 'name')", (None, 8))


def test_a_vocabulary_that_is_not_known() -> None:
    lookup = eval_layer("StringLookup(vocabulary=words, output_mode='one_hot')", words=Unknown("read from a file"))
    with pytest.raises(Undetermined):
        lookup.output_shape((FREE, 1))
    assert eval_layer("StringLookup(vocabulary='words.txt')").output_shape((FREE, 1)) == (FREE, 1)


# What `get_vocabulary()` of Keras 3.15.1 gives after `adapt` on these data.
LEARNED = [
    ("StringLookup(output_mode='one_hot', max_tokens=4)", ["x", "y", "x", "z", "w"], ["[UNK]", "x", "z", "y"]),
    ("IntegerLookup(output_mode='count')", [5, 6, 6, 7, -1], [-1, 6, 7, 5]),
    ("TextVectorization()", ["The cat,", "a Cat's day"], ["", "[UNK]", "the", "day", "cats", "cat", "a"]),
    ("TextVectorization(ngrams=2, max_tokens=5)", ["b a b", "a b"], ["", "[UNK]", "b", "a b", "a"]),
]


@pytest.mark.parametrize(("call", "data", "vocabulary"), LEARNED)
def test_learned_vocabularies(call: str, data: list[Any], vocabulary: list[Any]) -> None:
    adapted = eval_layer(call).adapted((len(data),), Symbolic.named("n"), data)
    assert adapted.all_tokens(special=True) == vocabulary
    assert adapted.vocabulary_size == len(vocabulary)


def test_what_is_learned_from_unknown_data_stays_a_formula() -> None:
    adapted = eval_layer("StringLookup(output_mode='multi_hot')").adapted(None, Symbolic.named("n"), None)
    assert adapted.output_shape((FREE, 3)) == (FREE, Symbolic.named("n"))
    with pytest.raises(Undetermined):
        adapted.all_tokens(special=True)


def test_a_given_vocabulary_cannot_be_adapted() -> None:
    with pytest.raises(Invalid):
        eval_layer("StringLookup(vocabulary=['a'])").adapted(None, Symbolic.named("n"), None)


@pytest.mark.parametrize("call", ["JaxLayer(len)", "FlaxLayer(1)", "TFSMLayer('model')", "TorchModuleWrapper(1)"])
def test_layers_of_other_libraries(call: str) -> None:
    with pytest.raises(Undetermined):
        ours(call, (None, 8))
