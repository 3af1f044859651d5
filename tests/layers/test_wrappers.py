"""Wrappers, held against facts from Keras 3.15.1 and, over a grid, against Keras itself."""

from __future__ import annotations

import pytest

import kerascount.layers.activation
import kerascount.layers.convolution
import kerascount.layers.convolutional_recurrent
import kerascount.layers.core
import kerascount.layers.merging
import kerascount.layers.normalization
import kerascount.layers.reshaping
import kerascount.layers.wrappers  # noqa: F401
from kerascount.layers.registry import Context
from kerascount.versions import Api
from tests.layers.standin import Refused, Standin, agree, eval_layer, ours, outcome

# What Keras 3.15.1 makes of these layers: for an input of this shape the output, or all outputs, and the weights.
FACTS = [
    ("TimeDistributed(Dense(4))", "8 7 5", "8 7 4", "kernel 5 4, bias 4"),
    ("TimeDistributed(Conv2D(2, 3))", "None None 8 8 3", "None None 6 6 2", "kernel 3 3 3 2, bias 2"),
    ("TimeDistributed(Flatten())", "None 4 3 2", "None 4 6", ""),
    (
        "TimeDistributed(LSTM(4, return_sequences=True))",
        "None 4 6 3",
        "None 4 6 4",
        "kernel 3 16, recurrent_kernel 4 16, bias 16",
    ),
    (
        "TimeDistributed(Bidirectional(GRU(2)))",
        "None 4 6 3",
        "None 4 4",
        "kernel 3 6, recurrent_kernel 2 6, bias 2 6, kernel 3 6, recurrent_kernel 2 6, bias 2 6",
    ),
    ("TimeDistributed(TimeDistributed(Dense(2)))", "None 4 6 3", "None 4 6 2", "kernel 3 2, bias 2"),
    (
        "TimeDistributed(BatchNormalization())",
        "None 4 6",
        "None 4 6",
        "gamma 6, beta 6, moving_mean 6 frozen, moving_variance 6 frozen",
    ),
    ("TimeDistributed(Dense(4))", "None 5", Refused("ValueError"), ""),
    ("TimeDistributed(LSTM(4, return_state=True))", "None 4 6 3", Refused("ValueError"), ""),
    ("TimeDistributed(Conv2D(2, 9))", "None 4 8 8 3", Refused("ValueError"), ""),
    ("TimeDistributed(Dense)", "None 7 5", Refused("ValueError"), ""),
    ("TimeDistributed(4)", "None 7 5", Refused("ValueError"), ""),
    (
        "Bidirectional(LSTM(4))",
        "None 5 3",
        "None 8",
        "kernel 3 16, recurrent_kernel 4 16, bias 16, kernel 3 16, recurrent_kernel 4 16, bias 16",
    ),
    (
        "Bidirectional(LSTM(4, return_sequences=True), 'sum')",
        "None None 3",
        "None None 4",
        "kernel 3 16, recurrent_kernel 4 16, bias 16, kernel 3 16, recurrent_kernel 4 16, bias 16",
    ),
    (
        "Bidirectional(GRU(4, return_state=True), merge_mode='mul')",
        "2 5 3",
        "2 4, 2 4, 2 4",
        "kernel 3 12, recurrent_kernel 4 12, bias 2 12, kernel 3 12, recurrent_kernel 4 12, bias 2 12",
    ),
    (
        "Bidirectional(SimpleRNN(4, return_sequences=True), merge_mode=None)",
        "None 5 3",
        "None 5 4, None 5 4",
        "kernel 3 4, recurrent_kernel 4 4, bias 4, kernel 3 4, recurrent_kernel 4 4, bias 4",
    ),
    (
        "Bidirectional(LSTM(2, return_state=True), None)",
        "None 5 3",
        "None 2, None 2, None 2, None 2, None 2, None 2",
        "kernel 3 8, recurrent_kernel 2 8, bias 8, kernel 3 8, recurrent_kernel 2 8, bias 8",
    ),
    (
        "Bidirectional(LSTM(4), 'ave', backward_layer=GRU(4, go_backwards=True))",
        "None 5 3",
        "None 4",
        "kernel 3 16, recurrent_kernel 4 16, bias 16, kernel 3 12, recurrent_kernel 4 12, bias 2 12",
    ),
    (
        "Bidirectional(LSTM(4), backward_layer=LSTM(6, go_backwards=True))",
        "None 5 3",
        "None 8",
        "kernel 3 16, recurrent_kernel 4 16, bias 16, kernel 3 24, recurrent_kernel 6 24, bias 24",
    ),
    (
        "Bidirectional(RNN([LSTMCell(2), GRUCell(3)], return_state=True))",
        "None 5 3",
        "None 6, [None 2, None 2], None 3, [None 2, None 2], None 3",
        "kernel 3 8, recurrent_kernel 2 8, bias 8, kernel 2 9, recurrent_kernel 3 9, bias 2 9, kernel 3 8, "
        "recurrent_kernel 2 8, bias 8, kernel 2 9, recurrent_kernel 3 9, bias 2 9",
    ),
    (
        "Bidirectional(ConvLSTM1D(3, 2, return_sequences=True))",
        "None 4 6 2",
        "None 4 5 6",
        "kernel 2 2 12, recurrent_kernel 2 3 12, bias 12, kernel 2 2 12, recurrent_kernel 2 3 12, bias 12",
    ),
    ("Bidirectional(LSTM(4), 'max')", "None 5 3", Refused("ValueError"), ""),
    ("Bidirectional(LSTM)", "None 5 3", Refused("ValueError"), ""),
    ("Bidirectional(Dense(4))", "None 5 3", Refused("TypeError"), ""),
    ("Bidirectional(LSTM(4, go_backwards=True))", "None 5 3", Refused("ValueError"), ""),
    ("Bidirectional(LSTM(4), backward_layer=LSTM(4))", "None 5 3", Refused("ValueError"), ""),
    ("Bidirectional(LSTM(4), backward_layer=Dense(4))", "None 5 3", Refused("AttributeError"), ""),
    (
        "Bidirectional(LSTM(4), backward_layer=LSTM(4, return_sequences=True, go_backwards=True))",
        "None 5 3",
        Refused("ValueError"),
        "",
    ),
    ("Bidirectional(LSTM(4), return_sequences=True)", "None 5 3", Refused("ValueError"), ""),
    ("Bidirectional(LSTM(4))", "None 8 8 3", Refused("ValueError"), ""),
    ("Bidirectional(LSTM(4, stateful=True))", "None 5 3", Refused("ValueError"), ""),
    ("SpectralNormalization(Dense(4))", "None 5", "None 4", "kernel 5 4, vector_u 1 4 frozen, bias 4"),
    (
        "SpectralNormalization(Conv1D(4, 2), power_iterations=2)",
        "None 9 3",
        "None 8 4",
        "kernel 2 3 4, vector_u 1 4 frozen, bias 4",
    ),
    ("SpectralNormalization(Embedding(10, 4))", "None 6", "None 6 4", "embeddings 10 4, vector_u 1 4 frozen"),
    (
        "SpectralNormalization(SpectralNormalization(Dense(3)))",
        "None 5",
        "None 3",
        "kernel 5 3, vector_u 1 3 frozen, vector_u 1 3 frozen, bias 3",
    ),
    (
        "TimeDistributed(SpectralNormalization(Dense(3)))",
        "None 5 4",
        "None 5 3",
        "kernel 4 3, vector_u 1 3 frozen, bias 3",
    ),
    ("SpectralNormalization(LSTM(3))", "None 5 4", Refused("ValueError"), ""),
    ("SpectralNormalization(ReLU())", "None 5", Refused("ValueError"), ""),
    ("SpectralNormalization(Dense(4), power_iterations=0)", "None 5", Refused("ValueError"), ""),
    ("SpectralNormalization(Dense(4), power_iterations='2')", "None 5", Refused("TypeError"), ""),
    ("SpectralNormalization(4)", "None 5", Refused("ValueError"), ""),
    ("Wrapper(Dense(3))", "None 5", Refused("TypeError"), ""),
]


@pytest.mark.parametrize(("expression", "shape", "output", "weights"), FACTS)
def test_facts(expression: str, shape: str, output: str | Refused, weights: str) -> None:
    assert outcome(expression, shape) == (output, weights)


GRID = [
    f"Bidirectional({layer}, {merge_mode!r})"
    for layer in ("GRU(2, return_sequences=True)", "SimpleRNN(2, return_state=True)")
    for merge_mode in ("sum", "concat", None)
] + ["TimeDistributed(Dense(0))", "TimeDistributed(LayerNormalization())", "SpectralNormalization(Conv1D(2, 9))"]


@pytest.mark.parametrize("expression", GRID)
def test_agreement_with_keras(expression: str) -> None:
    agree(expression, (None, 5, 3))


TF_KERAS, KERAS_1 = Context(api=Api.TF_KERAS), Context(api=Api.KERAS_1)


# What tf_keras 2.21 makes of these layers.
@pytest.mark.parametrize(
    ("expression", "shape", "output"),
    [
        ("Bidirectional(LSTM(4, go_backwards=True))", "None 5 3", "None 8"),
        ("Bidirectional(LSTM(4), backward_layer=LSTM(6, go_backwards=True))", "None 5 3", "None 10"),
        ("Bidirectional(LSTM(4), 'sum', backward_layer=LSTM(6, go_backwards=True))", "None 5 3", Refused("ValueError")),
        ("Bidirectional(LSTM(4), 'sum', backward_layer=LSTM(1, go_backwards=True))", "None 5 3", "None 4"),
        ("Bidirectional(LSTM(4, unroll=True))", "None None 3", Refused("ValueError")),
        ("TimeDistributed(LSTM(4))", "None 5 3", Refused("ValueError")),
        ("TimeDistributed(Bidirectional(LSTM(3)))", "2 4 6 3", "2 4 6"),
        ("SpectralNormalization(Conv2D(4, 2))", "None 5 3", Refused("ValueError")),
        ("Wrapper(Dense(3))", "None 5 3", "None 5 3"),
    ],
)
def test_facts_of_tf_keras(expression: str, shape: str, output: str | Refused) -> None:
    assert outcome(expression, shape, TF_KERAS)[0] == output


def test_several_inputs_in_tf_keras() -> None:
    sequences, state = (None, 5, 3), (None, 4)
    assert ours("TimeDistributed(Concatenate())", [sequences, (None, 5, 4)], TF_KERAS).output_shape == (None, 5, 7)
    assert ours("TimeDistributed(Concatenate())", [sequences, (None, 5, 4)]).error == "ValueError"
    assert ours("Bidirectional(LSTM(4))", [sequences, *[state] * 4], TF_KERAS).output_shape == (None, 8)
    assert ours("Bidirectional(LSTM(4))", [sequences, *[state] * 3], TF_KERAS).error == "ValueError"
    assert ours("Bidirectional(LSTM(4))", [sequences, (None, 5), *[state] * 3], TF_KERAS).error == "ValueError"


@pytest.mark.parametrize(
    ("context", "name", "names"),
    [
        (Context(), "lstm", ["forward_lstm", "backward_lstm"]),
        (Context(), "forward_x", ["forward_x", "backward_forward_x"]),  # Keras 3.15.1
        (TF_KERAS, "forward_x", ["forward_forward_x", "backward_forward_x"]),  # tf_keras 2.21
        (KERAS_1, "lstm_1", ["forward_lstm_1", "backward_lstm_1"]),
    ],
)
def test_names_of_the_two_directions(context: Context, name: str, names: list[str]) -> None:
    inside = Standin(eval_layer("LSTM(4)", context), name)
    layer = eval_layer("Bidirectional(inside)", context, inside=inside)
    assert [sublayer.name for _, sublayer in layer.sublayers()] == names


def test_an_own_backward_layer_keeps_its_name() -> None:
    forward, backward = (Standin(eval_layer(f"LSTM(4, go_backwards={back})"), "lstm") for back in (False, True))
    layer = eval_layer("Bidirectional(forward, backward_layer=backward)", forward=forward, backward=backward)
    assert [sublayer for _, sublayer in layer.sublayers()][1] is backward


def test_derivation() -> None:
    layer = eval_layer("Bidirectional(inside)", inside=Standin(eval_layer("LSTM(4)"), "lstm"))
    assert list(layer.derivation((None, 5, 3))) == [
        "forward and backward: (None, 4) each, by forward_lstm and backward_lstm",
        "merge_mode 'concat': side by side in the last dimension",
    ]
