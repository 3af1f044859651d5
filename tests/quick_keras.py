"""The real Keras without what takes its time and is compared nowhere: random numbers in weights, collecting garbage.

Shapes, types, names and refusals are untouched: only the values that initializers give are zeros, where they are
ones that cannot refuse a shape.
"""

from __future__ import annotations

from typing import Any


def make_quick() -> None:
    """Patch the Keras that is installed, on JAX, for the rest of the process."""
    import keras
    from keras.src.backend.common import global_state
    from keras.src.backend.jax import core

    names = "GlorotUniform GlorotNormal HeNormal HeUniform LecunNormal LecunUniform RandomNormal RandomUniform"
    plain = tuple(getattr(keras.initializers, name) for name in [*names.split(), "TruncatedNormal", "Zeros", "Ones"])
    orthogonal = keras.initializers.Orthogonal
    initialize = core.JaxVariable._initialize_with_initializer

    def quick(self: Any, initializer: Any) -> None:
        shape = self._shape
        certain = type(initializer) in plain or type(initializer) is orthogonal and len(shape) > 1 and 0 not in shape
        if not certain or not all(isinstance(size, int) for size in shape):
            initialize(self, initializer)
            return
        self._initialize_layout()
        self._value = _zeros(shape, self._dtype)

    core.JaxVariable._initialize_with_initializer = quick
    global_state.gc = _NoCollection()


def _zeros(shape: tuple[int, ...], dtype: str) -> Any:
    import jax
    import numpy as np

    return jax.device_put(np.zeros(shape, jax.numpy.dtype(dtype)))


class _NoCollection:
    """`clear_session` collects garbage each time; Python does so by itself."""

    def collect(self) -> None: ...
