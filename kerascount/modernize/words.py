"""What the arguments of layers were called, and what became of them.

The words of Keras 1 are those of `keras/legacy/interfaces.py` of Keras 2.3.1, which translated them.
"""

from __future__ import annotations

from typing import Any, Final

# By the old word: the new ones, of which the first that a layer takes is meant.
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "nb_filter": ("filters",),
    "filter_length": ("kernel_size",),
    "border_mode": ("padding",),
    "subsample": ("strides",),
    "subsample_length": ("strides",),
    "atrous_rate": ("dilation_rate",),
    "dim_ordering": ("data_format",),
    "bias": ("use_bias",),
    "init": ("kernel_initializer", "embeddings_initializer", "alpha_initializer"),
    "inner_init": ("recurrent_initializer",),
    "inner_activation": ("recurrent_activation",),
    "beta_init": ("beta_initializer",),
    "gamma_init": ("gamma_initializer",),
    "W_regularizer": ("kernel_regularizer", "embeddings_regularizer"),
    "U_regularizer": ("recurrent_regularizer",),
    "b_regularizer": ("bias_regularizer",),
    "W_constraint": ("kernel_constraint", "embeddings_constraint"),
    "b_constraint": ("bias_constraint",),
    "dropout_W": ("dropout",),
    "dropout_U": ("recurrent_dropout",),
    "output_dim": ("units",),
    "p": ("rate",),
    "sigma": ("stddev",),
    "pool_length": ("pool_size",),
    "stride": ("strides",),
    "length": ("size",),
    "theta": ("threshold",),
}
# Words for one size each of what is one tuple today.
SIZES: Final = (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3"))
# `input_dim` and `input_length` of layers over sequences: today's `input_shape`.
SEQUENCE: Final = ("input_length", "input_dim")
DATA_FORMATS: Final = {"tf": "channels_last", "th": "channels_first"}
# Arguments that may go where they have one of these values: the layer does the same without them.
WITHOUT_EFFECT: Final[dict[str, tuple[Any, ...]]] = {
    "weights": (None,),
    "mode": (0,),
    "forget_bias_init": ("one",),
    "time_major": (False,),
    "dynamic": (False,),
    "causal": (False,),
    "renorm": (False,),
    "virtual_batch_size": (None,),
    "adjustment": (None,),
    "sparse": (False,),
    "input_length": (None,),
    "dropout": (0, 0.0, None),
    "robust_masking": (False,),
    "max_values": (None,),
    "mask_value": (None,),
    "oov_value": (None,),
    "max_tokens": (None,),
}
# Those that may go whatever they are: they say how it is computed, not what.
HOW: Final = frozenset(
    ["consume_less", "implementation", "fused", "node_indices", "tensor_indices", "create_input_layer"]
)
# Layers whose work another one does today, and the arguments that it needs for that.
REPLACED: Final = {
    "AtrousConvolution1D": "Conv1D",
    "AtrousConv1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "AtrousConv2D": "Conv2D",
    "Deconvolution2D": "Conv2DTranspose",
    "Deconv2D": "Conv2DTranspose",
    "Deconvolution3D": "Conv3DTranspose",
    "Deconv3D": "Conv3DTranspose",
    "TimeDistributedDense": "Dense",
    "CuDNNLSTM": "LSTM",
    "CuDNNGRU": "GRU",
    "ThresholdedReLU": "ReLU",
}
# Of these, the layers that do not keep the shapes of their weights, or take further arguments into account.
ROUGHLY: Final = frozenset(["Deconvolution2D", "Deconv2D", "CuDNNLSTM", "CuDNNGRU", "ThresholdedReLU"])
