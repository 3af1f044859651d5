"""The operations of Keras as functions on shapes: `OPS["matmul"](x, y)` is the tensor that `keras.ops.matmul` gives.

A tensor whose `history` is set is a Keras tensor, on which Keras is stricter than on arrays.
"""

from kerascount.ops import (
    core,
    creation,
    elementwise,
    image,
    indexing,
    linalg,
    manipulation,
    nn,
    reductions,
    signal,
)
from kerascount.ops.indexing import array_item, get_item
from kerascount.ops.registry import OPS, Op
from kerascount.ops.shapes import broadcast_shapes

# The operation that each operator of Python records on a Keras tensor.
OPERATORS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "@": "matmul",
    "/": "true_divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "!=": "not_equal",
    "&": "logical_and",
    "|": "logical_or",
    "^": "logical_xor",
}
UNARY_OPERATORS = {"-": "negative", "~": "logical_not"}

__all__ = [
    "OPERATORS",
    "OPS",
    "UNARY_OPERATORS",
    "Op",
    "array_item",
    "broadcast_shapes",
    "core",
    "creation",
    "elementwise",
    "get_item",
    "image",
    "indexing",
    "linalg",
    "manipulation",
    "nn",
    "reductions",
    "signal",
]
