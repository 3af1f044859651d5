"""What Keras makes of the names of classes."""

from __future__ import annotations

import re
from functools import cache


@cache
def to_snake_case(name: str) -> str:
    """`Conv2D` → `conv2d`, `LeakyReLU` → `leaky_re_lu`."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
