"""The names that Keras accepts as strings for activations, initializers and the like.

Those of Keras 3 are 3.15.1's; the older ones were read and tried in tf_keras 2.21, Keras 2.3.1 and 1.2.2.
"""

from __future__ import annotations

from typing import Final

from kerascount.versions import Api

ACTIVATIONS: Final = frozenset(
    """
    celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu
    linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus
    softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold
    """.split()
)
INITIALIZERS: Final = frozenset(
    """
    Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer Initializer
    LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal RandomUniform STFT
    STFTInitializer TruncatedNormal VarianceScaling Zeros constant glorot_normal glorot_uniform
    he_normal he_uniform identity initializer lecun_normal lecun_uniform normal one ones orthogonal
    random_normal random_uniform stft truncated_normal uniform variance_scaling zero zeros
    """.split()
)
REGULARIZERS: Final = frozenset(
    """
    L1 L1L2 L2 OrthogonalRegularizer Regularizer l1 l1l2 l2 orthogonal_regularizer regularizer
    """.split()
)
CONSTRAINTS: Final = frozenset(
    """
    Constraint MaxNorm MinMaxNorm NonNeg UnitNorm constraint max_norm min_max_norm non_neg unit_norm
    """.split()
)

TF_ACTIVATIONS: Final = frozenset(
    """
    elu exponential gelu hard_sigmoid leaky_relu linear log_softmax mish relu relu6 selu sigmoid silu
    softmax softplus softsign swish tanh softmax_v2 serialize deserialize
    ELU LeakyReLU PReLU ReLU Softmax ThresholdedReLU
    """.split()
)
OLD_ACTIVATIONS: Final = frozenset(
    "elu exponential hard_sigmoid linear relu selu sigmoid softmax softplus softsign tanh".split()
)
VERSION_2: Final = frozenset(
    """
    Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal LecunUniform Ones Orthogonal
    RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros glorot_normal glorot_uniform he_normal
    he_uniform lecun_normal lecun_uniform
    """.split()
)
OLD_INITIALIZERS: Final = INITIALIZERS | {f"{name}V2" for name in VERSION_2}
OLD_REGULARIZERS: Final = REGULARIZERS | frozenset(
    "l1_l2 activity_l1 activity_l2 activity_l1l2 L1L2Regularizer WeightRegularizer ActivityRegularizer".split()
)
OLD_CONSTRAINTS: Final = CONSTRAINTS | frozenset("RadialConstraint radial_constraint maxnorm nonneg unitnorm".split())

KNOWN: Final = {
    "activation function": {Api.KERAS_3: ACTIVATIONS, Api.TF_KERAS: TF_ACTIVATIONS},
    "initializer": {Api.KERAS_3: INITIALIZERS - {"Constant", "constant"}},  # these are read from a `value`
    "regularizer": {Api.KERAS_3: REGULARIZERS},
    "constraint": {Api.KERAS_3: CONSTRAINTS},
}
OLD: Final = {
    "activation function": OLD_ACTIVATIONS,
    "initializer": OLD_INITIALIZERS,
    "regularizer": OLD_REGULARIZERS,
    "constraint": OLD_CONSTRAINTS,
}
# Keras 3 looks registered names up for these only; all older lines do for every kind.
CUSTOM_IN_KERAS_3: Final = frozenset({"initializer"})


def is_known(kind: str, name: str, api: Api, custom: frozenset[str]) -> bool:
    """Whether the line of Keras finds `name`, when the program has registered the names `custom`."""
    if kind == "regularizer" and api is Api.TF_KERAS:
        return True  # what it does not know it keeps as the string
    if name in custom and (api is not Api.KERAS_3 or kind in CUSTOM_IN_KERAS_3):
        return True
    return name in names(kind, api)


def names(kind: str, api: Api) -> frozenset[str]:
    """Those that a line of Keras knows without the program's own."""
    return KNOWN[kind].get(api, OLD[kind])
