"""The operations that Python's operators are, without the many others."""

from kerascount.ops import elementwise, linalg  # noqa: F401 - importing them registers these
from kerascount.ops.registry import OPS

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

__all__ = ["OPERATORS", "OPS", "UNARY_OPERATORS"]
