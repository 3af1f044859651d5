"""kerascount as a library."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import kerascount
from kerascount import Config, Selection, Severity, analyze_paths, check_source, parse_version, summarize_source

GOOD = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\n"
BAD = "import keras\nmodel = keras.Sequential([keras.Input((4,)),\n    keras.layers.Dense(-3)])\n"


def test_check_source() -> None:
    assert check_source(GOOD) == ()
    (found,) = check_source(BAD, path="train.py")
    assert (found.code, found.severity, found.location.path, found.location.line) == (
        "KC108",
        Severity.ERROR,
        "train.py",
        3,
    )
    assert check_source(BAD, Config(selection=Selection(ignore=("KC1",)))) == ()


def test_summarize_source() -> None:
    (model,) = summarize_source(GOOD)
    assert (model.name, str(model.outputs[0].shape)) == ("sequential", "(None, 3)")
    assert sum(weight.size for weight in model.weights) == 15
    (model,) = summarize_source(GOOD, Config(parse_version("2.3")))
    assert model.name == "sequential_1"


def test_a_text_that_does_not_parse() -> None:
    assert summarize_source("x = (") == ()
    assert [item.code for item in check_source("x = (")] == ["KC900"]


def test_analyze_paths(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "bad.py").write_text(BAD)
    report = analyze_paths([tmp_path])
    assert [(Path(file.path).name, len(file.diagnostics)) for file in report.files] == [("bad.py", 1), ("good.py", 0)]
    assert [len(file.models) for file in analyze_paths([tmp_path], lint=False).files] == [0, 1]


def test_results_cannot_be_changed() -> None:
    (model,) = summarize_source(GOOD)
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.name = "other"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        check_source(BAD)[0].code = "KC1"  # type: ignore[misc]


def test_all_that_is_public_is_there() -> None:
    assert all(hasattr(kerascount, name) for name in kerascount.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = kerascount.nothing
