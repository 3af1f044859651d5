"""Which Keras a program was written for: told by its imports, and by what only an old Keras had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from kerascount.evaluate.imports import dotted
from kerascount.evaluate.keras.names import canonical, certainly_missing, public
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_1, KERAS_2, KERAS_3, TF_KERAS, Api, Generation, generation_2


class Signs:
    """What tells of one Keras in a text: patterns that begin with the bound of a word.

    Without these bounds an engine looks for the first letters alone, which is ten times as fast and finds no less.
    They are compiled when they are first looked for: most programs give no cause to look for half of them.
    """

    def __init__(self, *patterns: str) -> None:
        self.patterns = [(pattern.replace(r"\b", ""), pattern) for pattern in patterns]

    def search(self, text: str) -> bool:
        return any(re.search(loose, text) and re.search(exact, text) for loose, exact in self.patterns)


# Arguments and names that only Keras 1 had.
KERAS_1_ONLY: Final = Signs(
    r"\b(?:nb_filter|nb_row|nb_col|nb_epoch|nb_val_samples|samples_per_epoch|border_mode|subsample|subsample_length|"
    r"pool_length|filter_length|W_regularizer|b_regularizer|W_constraint|dim_ordering|inner_activation|inner_init)\s*=",
    r"\b(?:Merge|MaxoutDense|TimeDistributedDense|Highway|AtrousConvolution[12]D|Deconvolution2D|SReLU)\s*\(",
    r"\bConvolution[123]D\(\s*\w+\s*,\s*\w+\s*,\s*\w+",
    r"\bConvolution1D\(\s*\w+\s*,\s*\w+\s*,\s*border",
)
# What came with Keras 2, which still took the arguments of Keras 1.
KERAS_2_STYLE: Final = Signs(
    r"\b(?:kernel_size|(?:kernel|recurrent|bias|depthwise)_(?:initializer|regularizer|constraint)|recurrent_dropout|"
    r"steps_per_epoch)\s*=|\bConv[12]D\(\s*\w+\s*,\s*\(|\b(?:Conv(?:olution)?|(?:Max|Average)Pooling)[123]D\([^()]*\bpadding\s*="
)
# Import paths and names of standalone Keras 2, gone from Keras 3.
KERAS_2_ONLY: Final = Signs(
    r"\b(?:from|import)\s+keras\.(?:layers\.(?:core|convolutional|recurrent|normalization|embeddings|merge|pooling|"
    r"wrappers|noise|advanced_activations|local|convolutional_recurrent|cudnn_recurrent)|engine|legacy|"
    r"utils\.(?:np_utils|vis_utils|multi_gpu_utils|generic_utils|data_utils|layer_utils)|backend\.tensorflow_backend|"
    r"utils\.training_utils|preprocessing\.text|applications\.resnet50)\b",
)
TF_KERAS_ONLY: Final = Signs(
    r"\b(?:tf_keras|keras\.wrappers\.scikit_learn|tensorflow\.contrib|tensorflow\.python\.keras|tf\.contrib|tf\.placeholder|tf\.Session|"
    r"tensorflow\.compat\.v1|tf\.compat\.v1|DenseFeatures|LocallyConnected[12]D|CuDNN(?:LSTM|GRU)|ThresholdedReLU|"
    r"tensorflow\.keras\.(?:layers\.experimental|wrappers\.scikit_learn|utils\.np_utils))\b",
    r"\b(?:Adam|Adamax|Adagrad|Adadelta|Nadam|RMSprop|SGD)\([^()]*\b(?:lr|decay)\s*=",
)
# What TensorFlow had up to 2.1, whose Keras counted itself as 2.2: no other takes `nb_epoch`.
TENSORFLOW_1_ONLY: Final = Signs(
    r"\b(?:tensorflow\.(?:contrib|examples)|tf\.(?:contrib|placeholder|Session|InteractiveSession|app\.flags)|"
    r"tf\.global_variables_initializer|nb_epoch\s*=)",
)
COMPATIBILITY: Final = Signs(r"\bcompat\.v1\b")
# What came with Keras 3.
KERAS_3_ONLY: Final = Signs(
    r"\bfrom\s+keras\s+import\s[^\n]*\b(?:ops|random)\b|\bimport\s+keras\.ops\b|\bfrom\s+keras\.ops\b|"
    r"\bkeras\.(?:ops|random|distribution)\.|\bKERAS_BACKEND\b"
)
TENSORFLOW: Final = re.compile(r"^\s*(?:from|import)\s+tensorflow\b", re.MULTILINE)
KERAS: Final = re.compile(r"^\s*(?:from|import)\s+keras\b", re.MULTILINE)


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
    return bool(TENSORFLOW.search(text)) and not KERAS.search(text)


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
