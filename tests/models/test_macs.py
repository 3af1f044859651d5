"""Multiply-accumulates, held against what the program multiplies that JAX makes of the real model."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

os.environ.setdefault("KERAS_BACKEND", "jax")

from kerascount.cli.group import commands
from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import ModelGraph
from kerascount.source.files import SourceFile
from kerascount.values.dims import Free, Symbolic
from tests.multiplications import multiplied

HEAD = "import keras\nfrom keras import Input, Model, Sequential, layers, ops\nfrom keras.layers import *\n"


def built(text: str) -> list[ModelGraph]:
    return list(evaluate_file(SourceFile("program.py", HEAD + text), Config()).models)


def real(text: str) -> Any:
    """The model that the program calls `model`."""
    names: dict[str, Any] = {}
    exec(compile(HEAD + text, "program.py", "exec"), names)
    return names["model"]


def agree(text: str) -> None:
    with warnings.catch_warnings():  # Keras' own
        warnings.simplefilter("ignore")
        model = real(text)
        wanted = multiplied(model, *((1, *tensor.shape[1:]) for tensor in model.inputs))
    found = built(text)[-1].macs
    assert found is not None
    assert found.unknown == ""
    assert found.count == wanted, found


def of_call(shapes: str, call: str) -> str:
    """The program of one call on inputs `a`, `b`, `c` of these shapes: "8 3, 5 3"."""
    sizes = [tuple(map(int, shape.split())) for shape in shapes.split(",")]
    names = "abc"[: len(sizes)]
    inputs = "".join(f"{name} = Input({shape})\n" for name, shape in zip(names, sizes, strict=True))
    return f"{inputs}model = Model([{', '.join(names)}], {call})\n"


CALLS = [
    ("7", "Dense(5)(a)"),
    ("4 7", "Dense(5, use_bias=False)(a)"),
    ("7", "Dense(5, lora_rank=2)(a)"),
    ("4 7", "EinsumDense('abc,cd->abd', output_shape=(None, 6), bias_axes='d')(a)"),
    ("4 7", "EinsumDense('...x,xy->...y', output_shape=6)(a)"),
    ("4 7", "EinsumDense('abc,cde->abde', output_shape=(4, 3, 2), lora_rank=2)(a)"),
    ("4 6", "EinsumDense('abc,bcd->ad', output_shape=5)(a)"),
    ("9", "Embedding(20, 6)(a)"),
    ("9", "Embedding(20, 6, lora_rank=2)(a)"),
    ("9", "BatchNormalization()(a)"),
    ("6 6 4", "GroupNormalization(2)(a)"),
    ("6 6 4", "LayerNormalization()(a)"),
    ("6 6 4", "AveragePooling2D(2)(a)"),
    ("6 6 4", "GlobalAveragePooling2D()(a)"),
    ("9 9 4", "Conv2D(6, 3, lora_rank=2)(a)"),
    ("9 9 4", "Conv2D(6, 3, groups=2)(a)"),
    ("4 9 9", "Conv2D(6, 3, data_format='channels_first')(a)"),
    ("9 4", "Conv1D(6, 3, padding='causal', dilation_rate=2)(a)"),
    ("5 6 7 2", "Conv3D(3, (2, 3, 2), strides=(2, 1, 2))(a)"),
    ("5 6 7 2", "Conv3DTranspose(3, 2, strides=2)(a)"),
    ("9 4", "Conv1DTranspose(6, 3, strides=2, padding='same')(a)"),
    ("9 4", "SeparableConv1D(6, 3, depth_multiplier=2)(a)"),
    ("9 4", "DepthwiseConv1D(3, strides=2)(a)"),
    ("6 5", "SimpleRNN(4)(a)"),
    ("6 5", "LSTM(4, return_sequences=True)(a)"),
    ("6 5", "GRU(4)(a)"),
    ("6 5", "GRU(4, reset_after=False)(a)"),
    ("6 5", "LSTM(4, unroll=True)(a)"),
    ("6 5", "RNN([LSTMCell(3), GRUCell(2)])(a)"),
    ("6 5", "RNN(StackedRNNCells([SimpleRNNCell(3), GRUCell(2)]), return_sequences=True)(a)"),
    ("6 5", "Bidirectional(LSTM(4), merge_mode='sum')(a)"),
    ("6 5", "Bidirectional(GRU(4), backward_layer=LSTM(4, go_backwards=True))(a)"),
    ("4 8 3", "ConvLSTM1D(2, 3)(a)"),
    ("4 8 8 3", "ConvLSTM2D(2, 3, strides=2, padding='same', return_sequences=True)(a)"),
    ("4 6 5", "TimeDistributed(Dense(3))(a)"),
    ("4 8 8 3", "TimeDistributed(Conv2D(2, 3))(a)"),
    ("4 6 5", "TimeDistributed(LSTM(3))(a)"),
    ("8 8 3", "SpectralNormalization(Conv2D(2, 3))(a)"),
    ("5 6, 7 6", "Attention()([a, b])"),
    ("5 6, 7 4, 7 6", "Attention(use_scale=True)([a, b, c])"),
    ("5 6, 7 6", "Attention(score_mode='concat')([a, b])"),
    ("5 6, 7 6", "AdditiveAttention()([a, b])"),
    ("5 6", "MultiHeadAttention(2, 3)(a, a)"),
    ("5 6, 7 4", "MultiHeadAttention(2, 3, value_dim=5, output_shape=9)(a, b, return_attention_scores=True)[0]"),
    ("5 6, 7 4, 7 8", "MultiHeadAttention(2, 3, value_dim=5)(a, b, key=c, return_attention_scores=True)[0]"),
    ("4 5 6", "MultiHeadAttention(2, 3, attention_axes=(2,))(a, a)"),
    ("4 5 6", "MultiHeadAttention(2, 3, attention_axes=(1, 2))(a, a)"),
    ("5 6", "MultiHeadAttention(2, 3, use_gate=True)(a, a)"),
    ("5 6, 7 6", "GroupQueryAttention(4, 6, 2)(a, b)"),
    ("5 6, 7 6", "GroupQueryAttention(4, 6, 2, use_gate=True)(a, b)"),
    ("6, 6", "Dot(axes=1)([a, b])"),
    ("5 6, 6 7", "Dot(axes=(2, 1))([a, b])"),
    ("5 6, 7 6", "Dot(axes=-1, normalize=True)([a, b])"),
    ("5 6, 5 6", "Multiply()([a, b])"),
    ("64 2", "STFTSpectrogram(frame_length=16, frame_step=8, fft_length=32)(a)"),
    ("64 1", "STFTSpectrogram('real', frame_length=16, frame_step=8, fft_length=32)(a)"),
    ("5 6, 6 7", "ops.matmul(a, b)"),
    ("2 5 6, 6 7", "ops.matmul(a, ops.expand_dims(b, 1))"),
    ("5 6, 5 7", "ops.einsum('bij,bik->bjk', a, b)"),
    ("5 6, 5 7", "ops.einsum('bij,bik->bijk', a, b)"),
    ("5 6, 5 6", "ops.einsum('bij,bij->bi', a, b)"),
    ("5 6, 7 6", "ops.einsum('...ij,...kj->...ik', a, b)"),
    ("5 6", "ops.dot(a, ops.ones((6, 4)))"),
    ("5 6", "ops.tensordot(a, ops.ones((6, 4)), axes=1)"),
    ("5 6", "ops.tensordot(a, ops.ones((6, 5, 4)), axes=[[1, 2], [1, 0]])"),
    ("9 9 4", "ops.conv(a, ops.ones((3, 3, 4, 6)), strides=2)"),
    ("9 9 4", "ops.depthwise_conv(a, ops.ones((3, 3, 4, 2)))"),
    ("9 9 4", "ops.separable_conv(a, ops.ones((3, 3, 4, 2)), ops.ones((1, 1, 8, 6)))"),
    ("5 2 6, 7 2 6", "ops.nn.dot_product_attention(a, b, b)"),
    ("5 6", "Dense(4)(ops.reshape(a, (-1, 6)))"),
    ("5 6", "Dense(4)(ops.transpose(a, (1, 0, 2)))"),
]  # fmt: skip


@pytest.mark.parametrize(("shapes", "call"), CALLS, ids=[call for _, call in CALLS])
def test_one_call_costs_what_jax_multiplies(shapes: str, call: str) -> None:
    agree(of_call(shapes, call))


WINDOWS = [(1, 3, "valid", 1), ((2, 3), 1, "same", 2), ((2, 3), (2, 2), "valid", 1), (3, 3, "same", 1)]


@pytest.mark.parametrize("layer", ["Conv2D(4", "SeparableConv2D(4", "DepthwiseConv2D(depth_multiplier=2"])
@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_windows_of_all_kinds(layer: str, window: tuple[Any, ...]) -> None:
    size, strides, padding, dilation = window
    extra = f"kernel_size={size}, strides={strides}, padding={padding!r}, dilation_rate={dilation}"
    agree(of_call("11 13 2", f"{layer}, {extra})(a)"))


PROGRAMS = {
    "a layer that is called twice": """
a, b = Input((9,)), Input((9,))
encode = Dense(5)
model = Model([a, b], Subtract()([encode(a), encode(b)]))
""",
    "a model in a model, called twice": """
inner = Sequential([Input((8, 8, 1)), Conv2D(4, 3), Flatten(), Dense(3)])
a, b = Input((8, 8, 1)), Input((8, 8, 1))
model = Model([a, b], inner(a) + inner(b))
""",
    "a model on every step": """
a = Input((5, 8, 8, 1))
model = Model(a, TimeDistributed(Sequential([Input((8, 8, 1)), Conv2D(4, 3), Flatten(), Dense(3)]))(a))
""",
    "a layer of the program's own": """
class Block(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.first, self.again = Dense(units), Dense(units)
    def call(self, x):
        x = self.first(x)
        for _ in range(3):
            x = self.again(x) + x
        scores = ops.softmax(ops.matmul(x, ops.transpose(x, (0, 2, 1))))
        rows = ops.reshape(x, (-1, x.shape[-1]))
        return ops.matmul(scores, ops.reshape(self.again(rows), ops.shape(x)))
a = Input((6, 4))
model = Model(a, Block(8)(a))
""",
    "the program's own weights": """
class Linear(layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], 5))
    def call(self, x):
        return x @ self.w
a = Input((6, 4))
model = Model(a, Linear()(a))
""",
    "a model of the program's own inside": """
class Net(Model):
    def __init__(self):
        super().__init__()
        self.conv, self.head = Conv2D(4, 3), Dense(2)
    def call(self, x):
        return self.head(keras.layers.Flatten()(self.conv(x)))
a = Input((8, 8, 1))
model = Model(a, Net()(a))
""",
    "a Lambda": """
a = Input((6, 4))
model = Model(a, Lambda(lambda x: ops.einsum('btc,bsc->bts', x, x))(a))
""",
    "a fixed batch": """
a = Input(batch_shape=(16, 6, 4))
model = Model(a, Dense(3)(LSTM(5)(a)))
""",
    "masks": """
a = Input((7,))
x = Embedding(20, 6, mask_zero=True)(a)
model = Model(a, Dense(2)(Bidirectional(LSTM(4))(x)))
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_cost_what_jax_multiplies(name: str) -> None:
    agree(PROGRAMS[name])


# Of the models of Keras 3.15.1, by `multiplied`.
APPLICATIONS = {
    "MobileNetV2": 300_774_272,
    "ResNet50": 3_857_973_248,
    "EfficientNetB0": 385_814_752,
    "NASNetMobile": 563_638_816,
}


@pytest.mark.parametrize("name", APPLICATIONS)
def test_applications(name: str) -> None:
    macs = built(f"model = keras.applications.{name}(weights=None)\n")[-1].macs
    assert macs is not None
    assert macs.count == APPLICATIONS[name]


def test_the_rows_add_up_to_the_model() -> None:
    for text in PROGRAMS.values():
        model = built(text)[-1]
        counts = [row.macs.count for row in model.layers if row.macs is not None]
        assert model.macs is not None
        assert sum(counts) == model.macs.count  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a = Input((None, 4))\nmodel = Model(a, LSTM(3)(a))", "left open"),
        ("a = Input((None, None, 3))\nmodel = Model(a, Conv2D(4, 3)(a))", "left open"),
        (
            "class Own(layers.Layer):\n"
            "    def __init__(self):\n        super().__init__()\n        self.dense = Dense(4)\n"
            "    def call(self, x):\n"
            "        for _ in range(unknown()):\n            x = self.dense(x)\n"
            "        return x\n"
            "a = Input((4,))\nmodel = Model(a, Own()(a))",
            "passes",
        ),
        (
            "a = Input((4,))\nmodel = Model(a, ops.einsum('bi,ij,jk->bk', a, ops.ones((4, 5)), ops.ones((5, 6))))",
            "order",
        ),
        ("a = Input((4,))\nmodel = Model(a, unknown(a))", "somewhere"),
        ("a = Input((4,))\nmodel = Model(a, Dense(2)(Concatenate()([Dense(3)(a), unknown])))", "somewhere"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_said(text: str, why: str) -> None:
    macs = built("from somewhere import unknown\n" + text)[-1].macs
    assert macs is not None
    assert isinstance(macs.count, Free)
    assert why in macs.unknown


def test_formulas() -> None:
    text = "import sys\nunits = int(sys.argv[1])\nmodel = Sequential([Input((4,)), Dense(units), Dense(3)])"
    macs = built(text)[-1].macs
    assert macs is not None
    assert isinstance(macs.count, Symbolic)
    assert str(macs.count).startswith("7·")


def test_a_model_of_the_program_that_is_run() -> None:
    program = """
class Net(Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.head = Dense(7), Dense(2)
    def call(self, x):
        return self.head(self.hidden(self.hidden(x)))
run = Net()
run(ops.zeros((4, 7)))
never = Net()
"""
    run, never = built(program)
    assert [run.macs and run.macs.count, never.macs] == [112, None]
    assert [row.macs and row.macs.count for row in run.layers] == [98, 14]


def test_reports_show_them(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(HEAD + "model = Sequential([Input((6, 4)), LSTM(3), Dense(2)])\n", encoding="utf-8")

    def shown(*arguments: str) -> str:
        return CliRunner().invoke(commands, [*arguments, str(path)]).output

    assert "MACs: kernel 6×4×12 + recurrent_kernel 6×3×12 = 504\n" in shown("explain")
    assert shown("summary", "--macs").endswith("MACs: 510 (for one sample)\n")
    assert "MACs" not in shown("summary")
    (model,) = json.loads(shown("summary", "--format", "json"))["files"][0]["models"]
    assert [model["macs"], *(layer["macs"] for layer in model["layers"])] == [510, 504, 6]
