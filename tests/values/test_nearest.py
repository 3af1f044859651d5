"""What was meant by a misspelt word."""

from __future__ import annotations

import pytest

from kerascount.values.nearest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("rleu", ["relu", "selu", "tanh"], "relu"),
        ("Conv2d", ["Conv1D", "Conv2D", "Conv3D"], "Conv2D"),
        ("Adm", ["adam", "sgd"], "adam"),
        ("HeNormal", ["he_normal", "he_uniform"], "he_normal"),
        ("resnet", ["relu", "selu"], ""),
        (3, ["relu"], ""),
        ("", ["relu", "_"], ""),
    ],
)
def test_nearest(word: object, known: list[str], meant: str) -> None:
    assert nearest(word, known) == meant
    assert did_you_mean(word, known) == (f"did you mean {meant!r}?" if meant else "")
