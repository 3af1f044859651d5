"""Calls in the words of Keras 1 and 2, and what the fix for Keras 3 makes of them."""

from __future__ import annotations

import pytest

from kerascount.diagnostics import Severity
from tests.modernize.mending import PATH, found, lint, mend, models

IMPORTS = {
    "1": "from keras.layers import *  # Merge(\nfrom keras.models import Model\n",
    "2": "from tensorflow.keras.layers import *  # CuDNNLSTM\nfrom tensorflow.keras.models import Model\n",
}
IMAGE = "x = Input((16, 16, 3))\n"
STEPS = "x = Input((16, 3))\n"
ROW = "x = Input((16,))\n"

# What x is, the call, and what it is today; the models that contain it are compared as well.
KERAS_1 = [
    (ROW, "Dense(4, 'uniform', 'relu')", "Dense(4, kernel_initializer='uniform', activation='relu')"),
    (ROW, "Dense(output_dim=4, bias = False)", "Dense(units=4, use_bias = False)"),
    (ROW, "Dropout(p=.5)", "Dropout(rate=.5)"),
    (ROW, "GaussianNoise(sigma=1)", "GaussianNoise(stddev=1)"),
    (ROW, "BatchNormalization(mode=0, gamma_init='one')", "BatchNormalization(gamma_initializer='one')"),
    (IMAGE, "Convolution2D(8, 3, 5)", "Convolution2D(8, (3, 5))"),
    (IMAGE, "Convolution2D(8, 3, nb_col=5)", "Convolution2D(8, (3, 5))"),
    (IMAGE, "Convolution2D(nb_col=5, nb_filter=8, nb_row=3)", "Convolution2D(kernel_size=(3, 5), filters=8)"),
    (IMAGE, "Convolution2D(8, 3, 3, 'he_normal')", "Convolution2D(8, (3, 3), kernel_initializer='he_normal')"),
    (IMAGE, "Convolution2D( 8, (3),3, subsample=(2, 2),)", "Convolution2D( 8, ((3), 3), strides=(2, 2),)"),
    (
        IMAGE,
        "Convolution2D(8, 3, 3, border_mode='same', dim_ordering='tf')",
        "Convolution2D(8, (3, 3), padding='same', data_format='channels_last')",
    ),
    (IMAGE, "Convolution2D(8, 3, 3, dim_ordering='default')", "Convolution2D(8, (3, 3))"),
    (IMAGE, "AtrousConvolution2D(8, 3, 3, atrous_rate=(2, 2))", "Conv2D(8, (3, 3), dilation_rate=(2, 2))"),
    (IMAGE, "MaxPooling2D((2, 2), border_mode='same')", "MaxPooling2D((2, 2), padding='same')"),
    (IMAGE, "SeparableConv2D(8, 3, 3, bias=False)", "SeparableConv2D(8, (3, 3), use_bias=False)"),
    (IMAGE, "MaxPooling2D((2, 2), (1, 1), 'same')", "MaxPooling2D((2, 2), (1, 1), 'same')"),
    (IMAGE, "SeparableConvolution2D(8, 3, 3)", "SeparableConvolution2D(8, (3, 3))"),
    (IMAGE, "ZeroPadding2D((1, 1))", "ZeroPadding2D((1, 1))"),
    (STEPS, "Convolution1D(4, 3, subsample_length=2)", "Convolution1D(4, 3, strides=2)"),
    (STEPS, "Convolution1D(nb_filter=4, filter_length=3)", "Convolution1D(filters=4, kernel_size=3)"),
    (STEPS, "MaxPooling1D(pool_length=2, stride=1)", "MaxPooling1D(pool_size=2, strides=1)"),
    (STEPS, "UpSampling1D(length=3)", "UpSampling1D(size=3)"),
    (STEPS, "LSTM(4, consume_less='gpu', forget_bias_init='one')", "LSTM(4)"),
    (STEPS, "LSTM(output_dim=4, inner_activation='sigmoid')", "LSTM(units=4, recurrent_activation='sigmoid')"),
    (STEPS, "LSTM(4, dropout_W=.2, dropout_U=.1)", "LSTM(4, dropout=.2, recurrent_dropout=.1)"),
    (STEPS, "TimeDistributedDense(4, W_constraint=None)", "Dense(4, kernel_constraint=None)"),
]  # fmt: skip
KERAS_2 = [
    (IMAGE, "BatchNormalization(fused=True, momentum=.9)", "BatchNormalization(momentum=.9)"),
    (ROW, "Dense(4, dynamic=False)", "Dense(4)"),
    (STEPS, "LSTM(4, time_major=False)", "LSTM(4)"),
]  # fmt: skip


@pytest.mark.parametrize(("keras", "given", "call", "today"), [
    *(("1", *row) for row in KERAS_1), *(("2", *row) for row in KERAS_2),
])  # fmt: skip
def test_a_call_is_reworded_and_builds_the_same(keras: str, given: str, call: str, today: str) -> None:
    old = f"{IMPORTS[keras]}{given}Model(x, {call}(x))\n"
    new = mend(old)
    assert new == old.replace(call, today)
    assert models(old, keras) == models(new, "3")


def test_the_shape_of_steps_is_one_tuple() -> None:
    program = "from keras.layers.recurrent import GRU\nlayer = GRU(4, input_dim=3, input_length=5, inner_init='one')\n"
    assert mend(program) == (
        "from keras.layers import GRU\nlayer = GRU(4, input_shape=(5, 3), recurrent_initializer='one')\n"
    )


def test_a_path_is_followed_from_where_it_is_known() -> None:
    program = "from tensorflow.keras import layers\nlayers.experimental.preprocessing.Rescaling(1/255)\n"
    assert mend(program) == "from tensorflow.keras import layers\nlayers.Rescaling(1/255)\n"


def test_what_has_an_effect_is_not_left_out() -> None:
    program = (
        "from keras.layers.core import Dense\nimport numpy as np\nDense(3, weights=[np.ones((4, 3)), np.ones(3)])\n"
    )
    assert found(program) == [(1, "KC401"), (3, "KC405")]
    assert "weights" in mend(program)


def test_comments_and_layout_stay() -> None:
    program = """from keras.layers.core import (
    Dense,  # all to all
    Dropout  # against overfitting
)
layer = Dense(  # the last one
    10,
    # as in the paper
    init = 'uniform' ,
    weights=None,  # none yet
    name="out", \\
    bias=False)
"""
    assert (
        mend(program)
        == """from keras.layers import (
    Dense,  # all to all
    Dropout  # against overfitting
)
layer = Dense(  # the last one
    10,
    # as in the paper
    kernel_initializer = 'uniform' ,
      # none yet
    name="out", \\
    use_bias=False)
"""
    )


def test_a_safe_fix_leaves_what_is_unsafe() -> None:
    program = "from tensorflow.keras.layers import CuDNNLSTM, Input, LSTM\ny = CuDNNLSTM(4)(Input((5, 3)))\n"
    assert mend(program, unsafe=False) == program
    assert mend(program) == "from tensorflow.keras.layers import Input, LSTM\ny = LSTM(4)(Input((5, 3)))\n"


def test_nothing_is_said_without_a_target_or_where_it_is_the_own_keras() -> None:
    program = "from keras.layers.core import Dense\nDense(output_dim=3)\n"
    assert found(program, "1") == []
    assert [code for _, code in found(program, "2")] == ["KC404"]


def test_what_a_program_catches_is_none() -> None:
    program = """try:
    from keras.layers.merge import add
except ImportError:
    from keras.layers import add
from keras.layers.core import Dense
"""
    assert found(program) == [(5, "KC401")]


def test_what_is_wrong_besides_is_found_where_it_stands() -> None:
    program = """from keras.models import Sequential
from keras.layers.core import Dense
from keras.layers.convolutional import Convolution2D
model = Sequential()
model.add(Dense(output_dim=3, batch_input_shape=(1, 8)))
model.add(Convolution2D(4, 3, 3))
"""
    assert found(program) == [(2, "KC401"), (3, "KC401"), (5, "KC404"), (6, "KC101")]


def test_what_is_left_in_tensorflow_alone_is_taken_from_there() -> None:
    program = "from keras.preprocessing.image import ImageDataGenerator, img_to_array\nImageDataGenerator()\n"
    marked = program + "# np_utils CuDNNLSTM\n"
    assert mend(marked, unsafe=False) == marked
    assert mend(marked) == (
        "from keras.preprocessing.image import img_to_array\n"
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
        "ImageDataGenerator()\n# np_utils CuDNNLSTM\n"
    )


def test_the_backend_is_asked_as_today() -> None:
    program = """from keras import backend as K
from keras.layers import Input, Lambda
axis = 1 if K.image_dim_ordering() == "th" else -1
layer = Lambda(lambda x: x * K.int_shape(x)[axis] / K.ndim(x))
x = layer(Input((2,)))
"""
    assert mend(program, unsafe=False).splitlines()[2:4] == [
        'axis = 1 if K.image_data_format() == "channels_first" else -1',
        "layer = Lambda(lambda x: x * x.shape[axis] / len(x.shape))",
    ]


def test_the_keras_that_takes_a_program_is_the_one_that_it_is_for() -> None:
    program = "from keras.layers import Conv2D\nnb_filter = 4\nlayer = Conv2D(nb_filter, (3, 3), padding='same')\n"
    assert mend(program) == program


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from keras import backend as K\n{}K.sum(x)", "from keras import ops, backend as K\n{}ops.sum(x)"),
        ("import keras.backend as K\n{}K.sum(x)", "import keras.backend as K\nfrom keras import ops\n{}ops.sum(x)"),
        ("import keras\n{}keras.backend.argmax(x)", "import keras\n{}keras.ops.argmax(x, axis=-1)"),
    ],
)
def test_operations_are_taken_from_where_they_are(old: str, new: str) -> None:
    given = "from keras.layers import Input, Lambda\ny = Lambda(lambda x: {})(Input((2,)))  # np_utils CuDNNLSTM\n"
    (imports, call), (imports_today, call_today) = old.split("{}"), new.split("{}")
    program = imports + given.replace("{}", call)
    assert mend(program, unsafe=False) == program
    assert mend(program) == imports_today + given.replace("{}", call_today)


def test_what_another_version_is_asked_for_is_none() -> None:
    program = """import keras
if keras.__version__ >= "2.0":
    from keras.layers.merge import add
else:
    from keras.layers import merge
new = keras.__version__ > "3"
if not new:
    keras.layers.Dense(output_dim=3)
from keras.layers.core import Dense
"""
    assert found(program) == [(9, "KC401")]


def test_what_stands_under_an_unknown_condition_is_no_error() -> None:
    program = "import sys\nfrom keras.layers import Dense\nif sys.argv:\n    Dense(output_dim=3)  # np_utils Merge(\n"
    assert found(program) == []
    assert mend(program) == program.replace("output_dim", "units")


def test_a_fix_that_needs_the_import_of_an_unsafe_one_is_unsafe() -> None:
    program = """from tensorflow.keras.layers import CuDNNLSTM, Conv1D, Deconvolution2D, ThresholdedReLU
x = CuDNNLSTM(4)
y = Conv1D(4, 3, dynamic=False)
"""
    assert mend(program, unsafe=False) == program.replace(", dynamic=False", "")


def test_the_length_of_the_inputs_of_a_model_stays_known() -> None:
    program = """from keras.layers.recurrent import LSTM
from keras.layers import Embedding
from keras.models import Sequential
embedding = Embedding(100, 8, input_length=5)
model = Sequential()
model.add(embedding)
model.add(LSTM(4))
"""
    new = mend(program)
    assert "Embedding(100, 8, input_shape=(5,))" in new
    assert found(program) == [(1, "KC401")]
    assert models(program, "2.3") == models(new, "3")


def test_scopes_of_names_are_from_keras_itself() -> None:
    program = "import keras\nfrom keras import backend as K\nwith K.name_scope('a'):  # np_utils CuDNNLSTM\n    pass\n"
    assert mend(program) == program.replace("K.name", "name").replace("backend as K", "name_scope, backend as K")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("from keras import layers\nlayers.Dense(3, activaton='relu')\n", "KC104"),
        ("from keras import layers\nlayers.dense(3)\n", "KC119"),
        ("from keras.layers.core import Dense\nDense(3, activaton='relu')\n", "KC104"),
        ("from keras.layers.core import Dense\nfrom keras import layers\nlayers.dense(3)\n", "KC119"),
    ],
)
def test_a_slip_of_the_pen_is_none_of_versions(program: str, code: str) -> None:
    assert found(program)[-1] == (program.count("\n"), code)


def test_one_old_word_makes_a_program_old() -> None:
    assert found("from keras import layers\nlayers.Conv2D(8, 3, bias=False)\n") == [(2, "KC404")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "from keras.engine.topology import Layer, get_source_inputs",
            "from keras.layers import Layer\nfrom keras.utils import get_source_inputs",
        ),
        (
            "from keras.utils import np_utils\nnp_utils.to_categorical([1])",
            "from keras import utils as np_utils\nnp_utils.to_categorical([1])",
        ),
        ("import keras.layers.core as core\ncore.Dense(3)", "import keras.layers as core\ncore.Dense(3)"),
        ("import keras.layers.core\nkeras.layers.core.Dense(3)", "import keras.layers\nkeras.layers.Dense(3)"),
        ("from keras.layers import core\ncore.Dense(3)", "from keras import layers as core\ncore.Dense(3)"),
        ("from keras.layers.core import *\nDense(3)", "from keras.layers import *\nDense(3)"),
        (
            "from keras.utils.np_utils import to_categorical as one_hot",
            "from keras.utils import to_categorical as one_hot",
        ),
        ("from keras.utils.visualize_util import plot", "from keras.utils import plot_model as plot"),
        ("from keras.optimizers import rmsprop", "from keras.optimizers import RMSprop as rmsprop"),
        ("from keras.objectives import mse", "from keras.losses import mean_squared_error as mse"),
        ("from tensorflow.contrib.keras.api.keras.layers import Dense", "from tensorflow.keras.layers import Dense"),
        ("from keras.layers.core import Lambda; x = 1", "from keras.layers import Lambda; x = 1"),
        (
            "if True:\n    from keras.legacy import interfaces\nimport keras.engine",
            "if True:\n    pass\nimport keras.engine",
        ),
    ],
)  # fmt: skip
def test_imports_are_made_from_where_things_are(old: str, new: str) -> None:
    marker = "  # Merge( CuDNNLSTM np_utils\n"
    assert mend(old + marker) == new + marker


def test_tensorflow_may_be_called_inside_of_layers() -> None:
    program = """import tensorflow as tf
from tensorflow.keras import layers
class Mean(layers.Layer):
    def call(self, x):
        return tf.reduce_mean(x, axis=1)
y = Mean()(layers.Input((4, 3)))
z = layers.Lambda(lambda x: tf.abs(x))(y)
z = tf.abs(y)
"""
    assert found(program) == [(8, "KC410")]
    assert mend(program) == program.replace("z = tf.abs(y)", "z = tf.keras.ops.abs(y)")
    assert found(mend(program)) == []


MODEL = """from keras.layers import Dense
from keras.models import Sequential
model = Sequential([Dense(1, input_dim=2)])
model.compile("sgd", "mse")
from batches import g
result = {}  # """


@pytest.mark.parametrize(
    ("keras", "old", "new", "safe"),
    [
        ("1", "fit_generator(g, 100, 3)", "fit(g, steps_per_epoch=100, epochs=3)", False),
        ("2", "fit_generator(g, 100, 3)", "fit(g, steps_per_epoch=100, epochs=3)", True),
        ("2", "fit_generator(generator = g, workers=2)", "fit(x = g)", True),
        ("1", "evaluate_generator(g, val_samples=5)", "evaluate(g, steps=5)", False),
        ("2", "predict_generator(g, 5, max_queue_size=1)", "predict(g, steps=5)", True),
        ("1", "fit(g, g, nb_epoch=5)", "fit(g, g, epochs=5)", True),
        ("2", "predict_proba(g)", "predict(g)", True),
        ("2", "predict_classes(g)", '(model.predict(g) > 0.5).astype("int32")', False),
    ],
)
def test_training_is_called_as_today(keras: str, old: str, new: str, safe: bool) -> None:
    given = MODEL + {"1": "Merge(", "2": "CuDNNLSTM"}[keras]
    program = given.replace("{}", f"model.{old}")
    today = given.replace("{}", new if new.startswith("(") else f"model.{new}")
    assert mend(program) == today
    assert mend(program, unsafe=False) == (today if safe else program)


def test_a_call_that_keras_3_takes_for_another_is_a_warning() -> None:
    program = "from keras.layers import *\nx = Input((16, 16, 3))\ny = Convolution2D(8, 3, 5)(x)\n"
    (item,) = lint(program.encode(), PATH).diagnostics
    assert (item.code, item.severity) == ("KC406", Severity.WARNING)
    (item,) = lint(program.replace("5", "nb_col=5").encode(), PATH).diagnostics
    assert (item.code, item.severity) == ("KC406", Severity.ERROR)
