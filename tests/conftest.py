"""What all tests share."""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")  # the lightest; shapes are the same under all
