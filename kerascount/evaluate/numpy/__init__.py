"""Stand-ins for NumPy and for the data of a program: shapes and types, and values where the program spells them out.

`STAND_INS` holds functions and constants by their dotted names; `ARRAY_ATTRIBUTES` and `ARRAY_METHODS` are what
arrays have. Each takes evaluated values and gives such, or raises `Invalid` or `Undetermined`.
"""

from __future__ import annotations

import math
from typing import Any, Final

from kerascount.evaluate.numpy import creation, datasets, functions, further, preprocessing, random
from kerascount.evaluate.numpy.arrays import SIZED, DType, LibraryObject, UndeterminedNumber
from kerascount.evaluate.numpy.methods import ARRAY_ATTRIBUTES, ARRAY_METHODS

CONSTANTS: Final[dict[str, Any]] = {
    "numpy.pi": math.pi,
    "numpy.e": math.e,
    "numpy.inf": math.inf,
    "numpy.nan": math.nan,
    "numpy.newaxis": None,
    "tensorflow.newaxis": None,
    "numpy.bool_": DType("bool"),
    "numpy.bool": DType("bool"),
    "numpy.int": DType("int64"),
    "numpy.float": DType("float64"),
    "numpy.double": DType("float64"),
    "numpy.single": DType("float32"),
    **{f"numpy.{name}": DType(name) for name in SIZED},
}
STAND_INS: Final[dict[str, Any]] = {
    **CONSTANTS,
    **creation.STAND_INS,
    **functions.STAND_INS,
    **further.STAND_INS,
    **random.STAND_INS,
    **datasets.STAND_INS,
    **preprocessing.STAND_INS,
}

__all__ = ["ARRAY_ATTRIBUTES", "ARRAY_METHODS", "STAND_INS", "DType", "LibraryObject", "UndeterminedNumber"]
