"""Which Keras a program was written for: told by its imports, and by what only an old Keras had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import libcst as cst

from kerascount.evaluate.imports import dotted
from kerascount.evaluate.keras.names import canonical, certainly_missing, public
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_1, KERAS_2, KERAS_3, TF_KERAS, Api, Generation, generation_2


class Sign(NamedTuple):
    """Words of which a text must have one, and what stands around them."""

    words: str
    behind: str = ""
    before: str = r"\b"

    def is_in(self, text: str) -> bool:
        """To look for the words first is quicker than to compile the pattern, which most programs do not need."""
        words = self.words.split()
        if not any(word in text for word in words):
            return False
        return bool(re.search(f"{self.before}(?:{'|'.join(map(re.escape, words))}){self.behind}", text))


class Signs:
    """What tells of one Keras in a text."""

    def __init__(self, *signs: Sign) -> None:
        self.signs = signs

    def search(self, text: str) -> bool:
        return any(sign.is_in(text) for sign in self.signs)


# Arguments and names that only Keras 1 had.
KERAS_1_ONLY: Final = Signs(
    Sign(
        "nb_filter nb_row nb_col nb_epoch nb_val_samples samples_per_epoch border_mode subsample subsample_length "
        "pool_length filter_length W_regularizer b_regularizer W_constraint dim_ordering inner_activation inner_init",
        r"\s*=",
    ),
    Sign(
        "Merge MaxoutDense TimeDistributedDense Highway AtrousConvolution1D AtrousConvolution2D Deconvolution2D SReLU",
        r"\s*\(",
    ),
    Sign("Convolution1D Convolution2D Convolution3D", r"\(\s*\w+\s*,\s*\w+\s*,\s*\w+"),
    Sign("Convolution1D", r"\(\s*\w+\s*,\s*\w+\s*,\s*border"),
)
# What came with Keras 2, which still took the arguments of Keras 1.
KERAS_2_STYLE: Final = Signs(
    Sign("kernel_size recurrent_dropout steps_per_epoch", r"\s*="),
    Sign("_initializer _regularizer _constraint", r"\s*=", before=r"\b(?:kernel|recurrent|bias|depthwise)"),
    Sign("Conv1D Conv2D", r"\(\s*\w+\s*,\s*\("),
    Sign("padding", r"\s*=", before=r"\b(?:Conv(?:olution)?|(?:Max|Average)Pooling)[123]D\([^()]*\b"),
)
# Import paths and names of standalone Keras 2, gone from Keras 3.
KERAS_2_ONLY: Final = Signs(
    Sign(
        "layers.core layers.convolutional layers.recurrent layers.normalization layers.embeddings layers.merge "
        "layers.pooling layers.wrappers layers.noise layers.advanced_activations layers.local "
        "layers.convolutional_recurrent layers.cudnn_recurrent engine legacy utils.np_utils utils.vis_utils "
        "utils.multi_gpu_utils utils.generic_utils utils.data_utils utils.layer_utils utils.training_utils "
        "backend.tensorflow_backend preprocessing.text applications.resnet50",
        r"\b",
        before=r"\b(?:from|import)\s+keras\.",
    ),
)
TF_KERAS_ONLY: Final = Signs(
    Sign(
        "tf_keras keras.wrappers.scikit_learn tensorflow.contrib tensorflow.python.keras tf.contrib tf.placeholder "
        "tf.Session tensorflow.compat.v1 tf.compat.v1 DenseFeatures LocallyConnected1D LocallyConnected2D CuDNNLSTM "
        "CuDNNGRU ThresholdedReLU tensorflow.keras.layers.experimental tensorflow.keras.wrappers.scikit_learn "
        "tensorflow.keras.utils.np_utils",
        r"\b",
    ),
    Sign("lr decay", r"\s*=", before=r"\b(?:Adam|Adamax|Adagrad|Adadelta|Nadam|RMSprop|SGD)\([^()]*\b"),
)
# What TensorFlow had up to 2.1, whose Keras counted itself as 2.2: no other takes `nb_epoch`.
TENSORFLOW_1_ONLY: Final = Signs(
    Sign(
        "tensorflow.contrib tensorflow.examples tf.contrib tf.placeholder tf.Session tf.InteractiveSession "
        "tf.app.flags tf.global_variables_initializer"
    ),
    Sign("nb_epoch", r"\s*="),
)
COMPATIBILITY: Final = Signs(Sign("compat.v1", r"\b"))
# What came with Keras 3.
KERAS_3_ONLY: Final = Signs(
    Sign("ops random", r"\b", before=r"\bfrom\s+keras\s+import\s[^\n]{0,999}\b"),
    Sign("keras.ops", r"\b", before=r"\b(?:import|from)\s+"),
    Sign("keras.ops. keras.random. keras.distribution."),
    Sign("KERAS_BACKEND", r"\b"),
)
TENSORFLOW: Final = Signs(Sign("tensorflow", r"\b", before=r"(?m)^[ \t]*(?:from|import)\s+"))
KERAS: Final = Signs(Sign("keras", r"\b", before=r"(?m)^[ \t]*(?:from|import)\s+"))


def generation_of(source: SourceFile, asked: Generation | None) -> Generation:
    """The generation that the user asked for, else the one that the text speaks of; Keras 3 in doubt."""
    if asked is None:
        return _infer(source)
    if asked.api is Api.KERAS_2 and is_from_tensorflow(source.text):
        return Generation(Api.TF_KERAS, asked.version)  # TensorFlow shipped these versions as well
    return asked


def alternatives(generation: Generation, text: str) -> tuple[Generation, ...]:
    """The other lines of Keras that a program may have been written for, nearest first."""
    if generation.api is Api.KERAS_3 and KERAS_3_ONLY.search(text):
        return ()
    if generation.api is Api.TF_KERAS and is_from_tensorflow(text):
        return (KERAS_3,)
    return {
        Api.KERAS_3: (TF_KERAS,),
        Api.TF_KERAS: (KERAS_2, KERAS_3),
        Api.KERAS_2: (TF_KERAS, KERAS_1),
        Api.KERAS_1: (KERAS_2, TF_KERAS),
    }[generation.api]


def _infer(source: SourceFile) -> Generation:
    text = source.text
    if is_from_tensorflow(text):
        if TENSORFLOW_1_ONLY.search(text) and not COMPATIBILITY.search(text):
            return generation_of(source, generation_2(2))
    elif KERAS_1_ONLY.search(text):
        return KERAS_2 if KERAS_2_STYLE.search(text) else KERAS_1
    if KERAS_2_ONLY.search(text):
        return KERAS_2
    older = TF_KERAS_ONLY.search(text) or any(_gone(*name) for name in _imported(source.module))
    return TF_KERAS if older else KERAS_3


def is_from_tensorflow(text: str) -> bool:
    """Whether the only Keras in a program is that of TensorFlow."""
    return TENSORFLOW.search(text) and not KERAS.search(text)


def _imported(module: cst.Module) -> Iterator[tuple[str, str]]:
    """The (module, name) of every `from … import …` at the top of a file."""
    for line in module.body:
        for node in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if (
                isinstance(node, cst.ImportFrom)
                and node.module is not None
                and not isinstance(node.names, cst.ImportStar)
            ):
                owner = dotted(node.module)
                yield from ((owner, dotted(alias.name)) for alias in node.names)


def _gone(owner: str, name: str) -> bool:
    """Whether a name was public in Keras 2 and is not in Keras 3."""
    module = canonical(owner)
    here = public(Api.TF_KERAS).get(module, frozenset())
    return name in here and certainly_missing(module, name, Api.KERAS_3)
