"""All operations: importing this registers them."""

from kerascount.ops import (  # noqa: F401 - importing them does that
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
from kerascount.ops.registry import OPS

__all__ = ["OPS"]
