"""A cheap look at the bytes of a file: can the program in it build a Keras model at all?"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

# What a snippet without imports names at least: classes of models and inputs, and the beginnings or endings of the
# names of layers and applications, which it calls. Too much passes rather than too little.
MODELS: Final = "Sequential Model Functional Input InputLayer"
CALLED: Final = (
    "Activation Add Attention Average Bidirectional CenterCrop Concatenate Conv1D Conv2D Conv3D ConvLSTM ConvNeXt "
    "Convolution Cropping Dense Dot Dropout ELU EfficientNet Embedding Flatten GRU Identity Inception LSTM Lambda "
    "Lookup Masking Maximum Merge Minimum MobileNet Multiply NASNet Noise Normalization Permute Pool RNN Random ReLU "
    "Regularization RepeatVector Rescaling Reshape ResNet Resizing Softmax Subtract TimeDistributed UpSampling VGG1 "
    "Vectorization Xception ZeroPadding"
)


def may_build_models(data: bytes) -> bool:
    return b"keras" in data or _names().search(data) is not None


@cache
def _names() -> re.Pattern[bytes]:
    """One flat alternation of literals lets the search skip all bytes that none of them begins with."""
    models = (rf"{name}\b" for name in MODELS.split())
    called = (rf"{name}\w{{0,99}}\s{{0,99}}\(" for name in CALLED.split())
    return re.compile("|".join([*models, *called]).encode())
