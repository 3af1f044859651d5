"""The published architectures that Keras ships are right: no rule says more than a note about them."""

from __future__ import annotations

import pytest
from keras import applications

from kerascount.diagnostics import Severity
from tests.rules.lint import lint

FUNCTIONS = [name for name in dir(applications) if callable(getattr(applications, name))]


def test_there_are_forty() -> None:
    assert len(FUNCTIONS) == 40


@pytest.mark.parametrize("name", FUNCTIONS)
def test_keras_applications_are_clean(name: str) -> None:
    program = (
        "import keras\n"
        f"model = keras.applications.{name}(weights=None)\n"
        'model.compile("adam", "categorical_crossentropy")\n'
    )
    assert [item for item in lint(program) if item.severity is not Severity.INFO] == []
