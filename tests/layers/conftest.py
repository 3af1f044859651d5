"""What the tests of layers share."""

from __future__ import annotations

import pytest


@pytest.fixture
def undrawn(monkeypatch):
    """Weights of zeros: drawing them would take most of the time."""
    import numpy
    from keras.src.initializers.random_initializers import RandomInitializer, VarianceScaling

    for drawing in (RandomInitializer, VarianceScaling):
        monkeypatch.setattr(drawing, "__call__", lambda self, shape, dtype=None: numpy.zeros(shape, "float32"))
