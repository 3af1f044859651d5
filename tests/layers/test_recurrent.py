"""Recurrent layers, held against facts from Keras 3.15.1 and, over a grid, against Keras itself."""

from __future__ import annotations

import pytest

import kerascount.layers.convolutional_recurrent
import kerascount.layers.core  # noqa: F401
from kerascount.layers.recurrent import LSTM
from kerascount.layers.registry import Context, InputSpec
from kerascount.values.dims import FREE, Symbolic
from kerascount.values.outcomes import Invalid
from kerascount.versions import Api
from tests.layers.standin import Refused, agree, eval_layer, ours, outcome

# What Keras 3.15.1 makes of these layers: for an input of this shape the output, or all outputs, and the weights.
FACTS = [
    ("SimpleRNN(4)", "None 5 3", "None 4", "kernel 3 4, recurrent_kernel 4 4, bias 4"),
    (
        "SimpleRNN(4, use_bias=False, return_sequences=True)",
        "None None 3",
        "None None 4",
        "kernel 3 4, recurrent_kernel 4 4",
    ),
    ("LSTM(8)", "None 20 10", "None 8", "kernel 10 32, recurrent_kernel 8 32, bias 32"),
    (
        "LSTM(8, return_sequences=True, return_state=True)",
        "2 None 10",
        "2 None 8, 2 8, 2 8",
        "kernel 10 32, recurrent_kernel 8 32, bias 32",
    ),
    ("LSTM(2, stateful=True, unroll=True)", "4 5 3", "4 2", "kernel 3 8, recurrent_kernel 2 8, bias 8"),
    (
        "LSTM(4, go_backwards=True, implementation=1, recurrent_dropout=0.2)",
        "None 5 3",
        "None 4",
        "kernel 3 16, recurrent_kernel 4 16, bias 16",
    ),
    ("GRU(8)", "None 20 10", "None 8", "kernel 10 24, recurrent_kernel 8 24, bias 2 24"),
    (
        "GRU(8, reset_after=False, return_state=True)",
        "None 20 10",
        "None 8, None 8",
        "kernel 10 24, recurrent_kernel 8 24, bias 24",
    ),
    ("GRU(8, use_bias=False)", "None 20 10", "None 8", "kernel 10 24, recurrent_kernel 8 24"),
    ("LSTM(0)", "None 5 3", Refused("ValueError"), ""),
    ("LSTM('8')", "None 5 3", Refused("TypeError"), ""),
    ("LSTM(None)", "None 5 3", Refused("TypeError"), ""),
    ("LSTM(2.5)", "None 5 3", Refused("ValueError"), ""),
    ("GRU(2.5)", "None 5 3", Refused("ValueError"), ""),
    ("LSTM(4, dropout='0.2')", "None 5 3", Refused("TypeError"), ""),
    ("LSTM(4, seed=0.5)", "None 5 3", Refused("ValueError"), ""),
    ("LSTM(4, use_cudnn='yes')", "None 5 3", Refused("ValueError"), ""),
    ("LSTM(4, time_major=True)", "None 5 3", Refused("ValueError"), ""),
    ("SimpleRNN(4, implementation=1)", "None 5 3", Refused("ValueError"), ""),
    ("LSTM(4, stateful=True)", "None 5 3", Refused("ValueError"), ""),
    ("LSTM(4)", "None 3", Refused("ValueError"), ""),
    ("LSTM(4)", "None 8 8 3", Refused("ValueError"), ""),
    ("LSTM(4)", "None 5 None", Refused("ValueError"), ""),
    ("LSTM(4, unroll=True)", "None None 3", "None 4", "kernel 3 16, recurrent_kernel 4 16, bias 16"),
    (
        "RNN(LSTMCell(4), return_state=True)",
        "None 5 3",
        "None 4, None 4, None 4",
        "kernel 3 16, recurrent_kernel 4 16, bias 16",
    ),
    (
        "RNN([SimpleRNNCell(3), LSTMCell(4), GRUCell(5)], return_sequences=True)",
        "None 5 3",
        "None 5 5",
        "kernel 3 3, recurrent_kernel 3 3, bias 3, kernel 3 16, recurrent_kernel 4 16, bias 16, kernel 4 15, "
        "recurrent_kernel 5 15, bias 2 15",
    ),
    (
        "RNN([LSTMCell(3), GRUCell(2)], return_state=True)",
        "None 5 3",
        "None 2, [None 3, None 3], None 2",
        "kernel 3 12, recurrent_kernel 3 12, bias 12, kernel 3 6, recurrent_kernel 2 6, bias 2 6",
    ),
    (
        "RNN(StackedRNNCells([GRUCell(3)]), return_state=True)",
        "None 5 3",
        "None 3, None 3",
        "kernel 3 9, recurrent_kernel 3 9, bias 2 9",
    ),
    ("RNN(GRUCell(3, reset_after=False))", "2 7", "2 3", "kernel 2 9, recurrent_kernel 3 9, bias 9"),
    ("RNN(GRUCell(3))", "None 7", Refused("ValueError"), ""),
    ("RNN(SimpleRNNCell(3))", "None 5 6 7", "None 3", "kernel 7 3, recurrent_kernel 3 3, bias 3"),
    ("RNN(Dense(3))", "None 5 3", Refused("ValueError"), ""),
    ("RNN([LSTMCell(4), Dense(3)])", "None 5 3", Refused("ValueError"), ""),
    ("RNN(4)", "None 5 3", Refused("ValueError"), ""),
    ("RNN([])", "None 5 3", Refused("IndexError"), ""),
    ("ConvLSTM1D(4, 3)", "None 5 8 3", "None 6 4", "kernel 3 3 16, recurrent_kernel 3 4 16, bias 16"),
    (
        "ConvLSTM1D(4, 3, data_format='channels_first', return_sequences=True)",
        "None 5 3 8",
        "None 5 4 6",
        "kernel 3 3 16, recurrent_kernel 3 4 16, bias 16",
    ),
    (
        "ConvLSTM2D(4, (3, 2), strides=2, padding='same', return_state=True)",
        "2 None 8 7 3",
        "2 4 4 4, 2 4 4 4, 2 4 4 4",
        "kernel 3 2 3 16, recurrent_kernel 3 2 4 16, bias 16",
    ),
    (
        "ConvLSTM2D(4, 3, dilation_rate=2, use_bias=False)",
        "None 5 8 8 3",
        "None 4 4 4",
        "kernel 3 3 3 16, recurrent_kernel 3 3 4 16",
    ),
    (
        "ConvLSTM3D(2, 2, return_sequences=True, return_state=True)",
        "None 2 4 5 6 1",
        "None 2 3 4 5 2, None 3 4 5 2, None 3 4 5 2",
        "kernel 2 2 2 1 8, recurrent_kernel 2 2 2 2 8, bias 8",
    ),
    ("ConvLSTM2D(4, 9)", "None 5 8 8 3", Refused("ValueError"), ""),
    ("ConvLSTM2D(4, 3, strides=2, dilation_rate=2)", "None 5 8 8 3", Refused("ValueError"), ""),
    ("ConvLSTM2D(4, 3, padding='causal')", "None 5 8 8 3", Refused("ValueError"), ""),
    ("ConvLSTM2D(4, 3)", "None 5 None 8 3", Refused("ValueError"), ""),
    ("ConvLSTM2D(4, 3)", "None 8 8 3", Refused("ValueError"), ""),
    ("ConvLSTM2D(4, 3, stateful=True)", "None 5 8 8 3", Refused("ValueError"), ""),
    ("ConvLSTM2D(4, (3, 3, 3))", "None 5 8 8 3", Refused("ValueError"), ""),
]


@pytest.mark.parametrize(("expression", "shape", "output", "weights"), FACTS)
def test_facts(expression: str, shape: str, output: str | Refused, weights: str) -> None:
    assert outcome(expression, shape) == (output, weights)


GRID = [
    "SimpleRNN(3, return_sequences=0, return_state=True)",
    "LSTM(2, return_sequences=True, return_state='yes', use_bias=False)",
    "LSTM(True, unroll=True, stateful=1)",
    "GRU(4, return_sequences=True, reset_after=0)",
    "GRU(4, activation='none')",
] + [
    f"ConvLSTM2D(2, 3, {arguments})"
    for arguments in (
        "padding='same', strides=2, data_format='channels_first'",
        "return_sequences=1",
        "use_bias=None, return_state=True",
        "strides=(1, 2)",
        "strides=0",
        "kernel_initializer='none'",
        "unroll=True",
    )
]


@pytest.mark.parametrize("expression", GRID)
def test_agreement_with_keras(expression: str) -> None:
    agree(expression, (None, 2, 5, 6, 6) if expression.startswith("Conv") else (2, 5, 3))


LSTM_4 = "kernel 3 16, recurrent_kernel 4 16, bias 16"
STACKED = f"{LSTM_4}, kernel 4 9, recurrent_kernel 3 9, bias 2 9"
TF_KERAS, KERAS_2, KERAS_1 = (Context(api=api) for api in (Api.TF_KERAS, Api.KERAS_2, Api.KERAS_1))


# What tf_keras 2.21 makes of these layers.
@pytest.mark.parametrize(
    ("expression", "shape", "output", "weights"),
    [
        ("GRU(4)", "None 5 3", "None 4", "kernel 3 12, recurrent_kernel 4 12, bias 2 12"),
        ("LSTM(4, time_major=True, return_sequences=True)", "5 None 3", "5 None 4", LSTM_4),
        ("LSTM(4, time_major=True)", "5 2 3", "2 4", LSTM_4),
        ("LSTM(4, unroll=True)", "None None 3", Refused("ValueError"), ""),
        ("LSTM(4, use_cudnn=True)", "None 5 3", Refused("TypeError"), ""),
        ("LSTM(4, seed=1, implementation=0)", "None 5 3", "None 4", LSTM_4),
        ("SimpleRNN(4, implementation=0)", "None 5 3", "None 4", "kernel 3 4, recurrent_kernel 4 4, bias 4"),
        ("CuDNNLSTM(4)", "None 5 3", "None 4", "kernel 3 16, recurrent_kernel 4 16, bias 32"),
        ("CuDNNGRU(4, return_state=True)", "None 5 3", "None 4, None 4", "kernel 3 12, recurrent_kernel 4 12, bias 24"),
        ("RNN([LSTMCell(4), GRUCell(3)], return_state=1)", "None 5 3", "None 3, [None 4, None 4], None 3", STACKED),
        ("RNN(SimpleRNNCell(4))", "2 5 2 3", Refused("ValueError"), ""),
        ("ConvLSTM1D(4, 3)", "None 5 None 3", "None None 4", "kernel 3 3 16, recurrent_kernel 3 4 16, bias 16"),
        ("ConvLSTM1D(4, 3, unroll=True)", "None 5 8 3", Refused("TypeError"), ""),
    ],
)
def test_facts_of_tf_keras(expression: str, shape: str, output: str | Refused, weights: str) -> None:
    assert outcome(expression, shape, TF_KERAS) == (output, weights)


def test_initial_states_of_tf_keras_may_follow_the_sequences() -> None:
    sequences = (None, 5, 3)
    assert ours("LSTM(4)", [sequences, (None, 4), (None, 4)], TF_KERAS).output_shape == (None, 4)
    assert ours("LSTM(4)", [sequences, (None, 4)], TF_KERAS).error == "ValueError"
    assert ours("LSTM(4)", [sequences, (None, 5), (None, 4)], TF_KERAS).error == "ValueError"
    assert ours("LSTM(4)", [sequences, (None, 4), (None, 4)]).error == "ValueError"


def test_keras_1_calls() -> None:
    keras_1 = "GRU(8, init='uniform', inner_activation='hard_sigmoid', dropout_W=0.2, consume_less='gpu')"
    weights = "kernel 10 24, recurrent_kernel 8 24, bias 24"
    assert outcome(keras_1, "None 20 10", KERAS_1) == ("None 8", weights)
    assert outcome(keras_1, "None 20 10", KERAS_2) == ("None 8", weights)
    assert outcome("GRU(8)", "None 20 10", KERAS_2) == ("None 8", weights)
    convolutional = "ConvLSTM2D(nb_filter=4, nb_row=3, nb_col=2, border_mode='same', dim_ordering='th')"
    assert outcome(convolutional, "None 5 3 8 8", KERAS_1)[0] == "None 4 8 8"


def test_the_first_layer_of_older_models_tells_its_input() -> None:
    for context in (KERAS_1, KERAS_2, TF_KERAS):
        layer = LSTM.bind((4,), {"input_dim": 3, "input_length": 5}, context).layer
        assert layer.implied_input() == {"shape": (5, 3)}


def test_what_a_built_layer_accepts() -> None:
    x = (2, 5, 3)
    assert LSTM(4).built_spec(x) == InputSpec(ndim=3)
    assert LSTM.bind((4,), {}, TF_KERAS).layer.built_spec(x) == InputSpec(shape=(FREE, FREE, 3))
    assert LSTM.bind((4,), {"stateful": True}, TF_KERAS).layer.built_spec(x) == InputSpec(shape=(2, FREE, 3))


def test_symbolic_units_stay_symbolic() -> None:
    layer = LSTM(Symbolic.named("units"))
    kernel, recurrent, _ = layer.weights((FREE, FREE, 3))
    assert [str(weight) for weight in (kernel, recurrent)] == ["kernel 3×(4·units)", "recurrent_kernel units×(4·units)"]
    assert str(layer.output_shape((FREE, FREE, 3))) == "(None, Symbolic(units))"


def test_a_cell_called_by_itself() -> None:
    # y, states = LSTMCell(3)(x, [h, c]) and y, state = GRUCell(3)(x, h) in Keras 3.15.1
    x, state = (2, 4), (2, 3)
    assert eval_layer("LSTMCell(3)").output_shape(x, [state, state]) == [state, [state, state]]
    assert eval_layer("GRUCell(3)").output_shape(x, state) == [state, state]
    with pytest.raises(Invalid):
        eval_layer("LSTMCell(3)").output_shape(x, [state])
    with pytest.raises(Invalid):
        eval_layer("SimpleRNNCell(3)").output_shape(x, [(2, 5)])


def test_derivation() -> None:
    assert list(LSTM(8, return_state=True).derivation((FREE, 5, 3))) == [
        "columns of the weights: 4 gates × 8 units = 32",
        "steps: only the last, the time axis is dropped (return_sequences is False)",
        "further outputs: the states after the last step (return_state is True)",
    ]
