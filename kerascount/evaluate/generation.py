"""Which Keras a program was written for: told by its imports, and by what only an old Keras had."""

from __future__ import annotations

import re

from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_1, KERAS_3, TF_KERAS, Generation

# Arguments and names that only Keras 1 had.
ONLY_1 = re.compile(
    r"\b(?:nb_filter|nb_row|nb_col|border_mode|subsample|W_regularizer|b_regularizer|dim_ordering|nb_epoch|"
    r"output_dim\s*=\s*\d+\s*,\s*init|Merge|MaxoutDense|TimeDistributedDense|Highway|AtrousConvolution\dD|"
    r"Deconvolution2D)\s*[=(]"
)
ONLY_2 = re.compile(
    r"\b(?:batch_input_shape|fit_generator|predict_classes|CuDNN\w+|tf\.placeholder|tf\.Session|LocallyConnected\dD|"
    r"tf_keras|tensorflow\.contrib|tensorflow\.python\.keras|DenseFeatures|ThresholdedReLU)\b"
)


def infer_generation(source: SourceFile) -> Generation:
    """The generation that fits the text; Keras 3 where nothing speaks against it."""
    text = source.text
    if ONLY_1.search(text):
        return KERAS_1
    return TF_KERAS if ONLY_2.search(text) else KERAS_3
