"""Calls of layers in which every argument of Keras 3 is varied, the same at every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from kerascount.layers.registry import REGISTRY, Layer, lookup, signature
from kerascount.versions import Api

SEVERAL = {"Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"}

# Values by the argument's name, or by its class and name: those that fit, then `|` and those that seldom do.
BY_NAME = {
    "filters": "2 4 6 True | 0 -1 None '4' 4.0 [4]",
    "units": "1 4 True | 0 -1 None '4' 4.0 (4,)",
    "kernel_size": "SIZES | SIZES_OFF",
    "pool_size": "SIZES | SIZES_OFF",
    "strides": "SIZES 1 1 | SIZES_OFF",
    "dilation_rate": "SIZES 1 1 | SIZES_OFF",
    "output_padding": "None 0 | SIZES_OFF 1",
    "size": "SIZES | SIZES_OFF",
    "output_size": "SIZES 1 4 | SIZES_OFF 7",
    "padding": "'valid' 'same' 'VALID' | 'causal' 'full' None 0 ['same'] ''",
    "data_format": "None 'channels_last' 'channels_first' | 'NHWC' 3 ''",
    "groups": "1 2 4 | 0 3 -1 None '2' 2.0",
    "depth_multiplier": "1 2 | 0 -1 None '1' 2.0",
    "lora_rank": "None 2 | 0 -1",
    "axis": "-1 1 2 (1,2) [-1] (-2,-1) | 0 None 7 '1' 1.0 (0,1) () (1,9)",
    "axes": "1 2 -1 (1,2) (2,1) [2,2] | 0 3 (1,) () (1,2,3) None '1' 1.0 (1,5)",
    "Concatenate.axis": "-1 1 2 -2 | 0 None 7 '1' 1.0 (1,)",
    "Softmax.axis": "-1 1 (1,2) | None 7",
    "shared_axes": "None [1] (1,2) 1 [2] | [0] [9] '1' [-1] () 1.0",
    "target_shape": "(-1,) (12,) (3,-1) (-1,4) (3,8) [24] | (-1,-1) (7,) None 5 (0,) ('2',3) (-2,3)",
    "dims": "(2,1) (1,2) (2,1,3) [3,1,2] (1,) | (0,1) (1,1) (2,) () None 1 (-1,1) (1.0,2)",
    "n": "1 3 True | 0 -1 2.0 None '3' (3,)",
    "interpolation": "'nearest' 'bilinear' | 'area' None 3 ''",
    "input_dim": "5 10 | 0 -1 None '5' 5.0 True",
    "output_dim": "4 3 | 0 -1 None '5' 5.0 True",
    "rate": "0.5 0 1 0.1 | -0.1 1.5 None '0.5' (0.5,) 2",
    "stddev": "0.1 1 0.5 | -0.1 1.5 None '0.5' 2",
    "noise_shape": "None (None,1) (2,1) [1,1] | 3 () 'ab' (0,1) (2.0,1) (-1,1)",
    "AlphaDropout.noise_shape": "None (None,1) [1,1]",
    "epsilon": "0.001 1 | None",
    "momentum": "0.9 0 | None",
    "max_value": "None 6 0.5 | -1 'a' (1,)",
    "negative_slope": "0.1 0 1 | -1 None 'a' (1,)",
    "threshold": "0.1 0 | -1 None 'a'",
    "alpha": "0.1 1",
    "l1": "0.1 0 | -1 None 'a' (1,)",
    "l2": "0.1 0 | -1 None 'a' (1,)",
    "mask_value": "0.0 -1 1",
    "use_bias": "True False 0 1",
    "center": "True False 0 1",
    "scale": "True False 0 1",
    "keepdims": "True False",
    "rms_scaling": "True False",
    "mask_zero": "True False",
    "tie_weights": "True False",
    "normalize": "True False",
    "synchronized": "False",
    "renorm": "True False",
    "renorm_clipping": "None {'rmax':2} | {'foo':1}",
    "renorm_momentum": "0.9",
    "seed": "None 3 0 | 'a' 1.5 (1,)",
    "dtype": "'float16' 'mixed_bfloat16' None | 'float31' 3 [] {}",
    "name": "'a' None",
    "input_length": "None 3",
    "equation": "'abc,cd->abd' 'ab,bc->ac' '...x,xy->...y' 'abc,bcd->ad' | 'ab' 'ab,cd' 3 None",
    "output_shape": "5 (None,5) (4,5) [5] | None 'a' 2.5",
    "bias_axes": "None 'd' 'c' | 'z' 3",
    "weights": "None",
    "lora_alpha": "None 2",
    "quantization_config": "None",
    "gptq_unpacked_column_size": "None",
    "reverse_dtype": "None 'float32'",
    "logit_soft_cap": "None 3.0",
}  # fmt: skip
BY_KIND = {
    "Activation": "None 'relu' 'softmax' 'leaky_relu' | 'foo' 3 [] {} 'ReLU'",
    "Initializer": "'zeros' 'ones' 'he_normal' 'uniform' None | 'foo' 3 {} 'identity' 'orthogonal' 'Constant'",
    "Regularizer": "None 'l2' 'L1L2' | 'foo' 3 {} 'l1_l2'",
    "Constraint": "None 'max_norm' 'UnitNorm' | 'foo' 3 {} 'maxnorm'",
    "Margins": "0 1 MARGINS | -1 (1,) (1,2,3,4) None 2.5 'a' 99",
    "Pair": "0 1 (1,2) [0,1] | -1 (1,) (1,2,3) None 2.5 (-1,1) 99",
}  # fmt: skip
SIZES = {1: "1 2 (2,) [3]", 2: "1 2 (1,2) [3,2]", 3: "1 2 (1,2,1) [2,2,2]"}
SIZES_OFF = "0 -1 None 2.0 '2' () (1,) (1,2) (1,2,3) (1,2,3,4) 99"
MARGINS = {1: "(1,2)", 2: "(1,2) ((1,0),(0,2))", 3: "(1,2,0) ((1,0),(0,2),(1,1))"}
SHAPES = {
    1: [(None, 9, 4), (None, None, 6), (2, 6, 8)],
    2: [(None, 9, 9, 4), (2, 6, None, 8), (None, 8, 12, 6)],
    3: [(None, 5, 6, 7, 4), (None, 6, None, 4, 8)],
}
RANKLESS = [(None, 4), (None, 3, 4), (2, 4, 6), (None, 2, 3, 4), (None, None, 8)]
PAIRS = [[(None, 3, 4), (None, 3, 4)], [(2, 3, 4), (2, 3, 1)], [(None, 4), (None, 4)], [(None, 3, 4), (None, 4, 3)]]


def pool(cls: type[Layer], name: str, kind: str) -> tuple[list[str], list[str]]:
    """The values that are tried for an argument, fitting and odd ones. Raises `KeyError` where none are stated."""
    by_kind = kind if kind in BY_KIND else ""
    words = BY_NAME.get(f"{cls.__name__}.{name}") or (BY_KIND[by_kind] if by_kind else BY_NAME[name])
    words = words.replace("SIZES_OFF", SIZES_OFF).replace("SIZES", SIZES[cls.rank or 2])
    fitting, _, odd = words.replace("MARGINS", MARGINS[cls.rank or 2]).partition("|")
    return fitting.split(), odd.split()


def layer_classes(module: str) -> Iterator[type[Layer]]:
    """The layers of Keras 3 that a module of `kerascount.layers` describes, each once."""
    for name, cls in REGISTRY.items():
        if cls.__module__ == module and name == cls.__name__ and lookup(name, Api.KERAS_3):
            yield cls


def calls(cls: type[Layer], each: int) -> Iterator[tuple[str, Any]]:
    """Calls of the class with the shape of their input: `each` of them for each of its arguments."""
    pick = random.Random(cls.__name__)
    items = signature(cls, Api.KERAS_3).items
    pools = {item.name: pool(cls, item.name, item.kind) for item in items}
    required = signature(cls, Api.KERAS_3).required
    shapes = PAIRS if cls.__name__ in SEVERAL else SHAPES.get(cls.rank, RANKLESS)
    for varied in [*pools] * each or [None]:
        others = [name for name in pools if name in required or pick.random() < 0.15]
        values = {name: pick.choice(pools[name][0]) for name in others}
        if varied is not None:
            values[varied] = pick.choice([*pools[varied][0], *pools[varied][1]])
        yield f"{cls.__name__}({', '.join(f'{name}={value}' for name, value in values.items())})", pick.choice(shapes)
