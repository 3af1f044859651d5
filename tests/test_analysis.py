"""The pipeline around the evaluator, which a stand-in replaces here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import libcst as cst
import pytest

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.graph import FileReport
from kerascount.pipeline import analyze_source
from kerascount.source.files import SourceFile
from kerascount.source.pieces import Piece

Evaluate = Callable[..., FileReport]


@pytest.fixture
def evaluate_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Evaluate], None]:
    monkeypatch.chdir(tmp_path)

    def install(function: Evaluate) -> None:
        module = ModuleType("kerascount.evaluate.program")
        module.evaluate_file = function  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)

    return install


def nothing(source: SourceFile, config: Config, *, named: bool = True, **limits: object) -> FileReport:
    return FileReport(source.path)


def stumble(source: SourceFile, config: Config, *, named: bool = True, **limits: object) -> FileReport:
    """An evaluator with a defect in what it does with calls of `g`."""

    def run(node: cst.CSTNode) -> None:
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "g":
            raise ZeroDivisionError("oh")
        for child in node.children:
            run(child)

    run(source.module)
    return FileReport(source.path)


def endless(source: SourceFile, config: Config, *, named: bool = True, **limits: object) -> FileReport:
    return endless(source, config)


def codes(*arguments: str, config: Config | None = None) -> list[tuple[str, bool, list[str]]]:
    report = analyze(arguments, config or Config())
    return [(file.path, file.failed, [item.code for item in file.diagnostics]) for file in report.files]


def test_one_bad_file_does_not_keep_the_others_from_being_analysed(evaluate_with: Callable[[Evaluate], None]) -> None:
    evaluate_with(nothing)
    Path("bad.py").write_text("x = (")
    Path("binary.py").write_bytes(b"\x7fELF\0\0")
    Path("empty.py").write_text("")
    Path("good.py").write_text("import keras")
    Path("book.ipynb").write_text('{"cells": [')
    Path("latin.py").write_bytes(b"import keras  # \xe9")
    assert codes("bad.py", "binary.py", "book.ipynb", "empty.py", "gone.py", "good.py", "latin.py") == [
        ("bad.py", True, ["KC900"]),
        ("binary.py", True, ["KC903"]),
        ("book.ipynb", True, ["KC907"]),
        ("empty.py", False, ["KC902"]),
        ("gone.py", True, ["KC905"]),
        ("good.py", False, []),
        ("latin.py", True, ["KC906"]),
    ]


def test_files_that_cannot_build_a_model_are_not_parsed_in_folders(evaluate_with: Callable[[Evaluate], None]) -> None:
    evaluate_with(nothing)
    Path("other.py").write_text("import os\nx = (")
    assert codes(".") == [("other.py", False, [])]
    assert codes("other.py") == [("other.py", True, ["KC900"])]
    assert codes(".", config=Config(follow=("lib",))) == [("other.py", True, ["KC900"])]


def test_an_internal_error_names_the_line_that_was_being_evaluated(evaluate_with: Callable[[Evaluate], None]) -> None:
    evaluate_with(stumble)
    Path("a.py").write_text("import keras\nx = [f(1),\n     g(2)]\n")
    Path("b.py").write_text("import keras\n")
    first, second = analyze(["a.py", "b.py"], Config()).files
    (found,) = first.diagnostics
    assert (found.code, found.severity, found.location.line, found.location.column) == ("KC999", Severity.ERROR, 3, 6)
    assert "ZeroDivisionError: oh" in found.message
    assert first.failed
    assert not second.failed


def test_endless_recursion_is_an_internal_error(evaluate_with: Callable[[Evaluate], None]) -> None:
    evaluate_with(endless)
    Path("a.py").write_text("import keras\n")
    assert codes("a.py") == [("a.py", True, ["KC999"])]


def test_the_settings_reach_the_evaluator(evaluate_with: Callable[[Evaluate], None]) -> None:
    def show(source: SourceFile, config: Config, *, named: bool = True, **limits: object) -> FileReport:
        place = source.location(source.module.body[0])
        found = Diagnostic("KC000", Severity.INFO, repr(dict(config.defines)), place)
        return FileReport(source.path, diagnostics=(found,))

    evaluate_with(show)
    Path("a.py").write_text("import keras\n")
    (file,) = analyze(["a.py"], Config(defines={"n": 3})).files
    assert file.diagnostics[0].message == "{'n': 3}"


MODEL = """
from keras import Input, Sequential, layers
model = Sequential([Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile(loss="mse")
"""


def test_check_works_out_no_place_where_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Piece, "spans")
    assert analyze_source(MODEL, "train.py", Config(), lint=True).diagnostics == ()


def test_a_report_of_models_has_let_go_of_the_source() -> None:
    (model,) = analyze_source(MODEL, "train.py", Config()).models
    places = [model.place, *(node.place for node in model.layers), *(item.place for item in model.compilations)]
    assert [place.line for place in places if isinstance(place, Location)] == [3, 3, 3, 4]
    assert [node.layer for node in model.layers] == [None, None]  # its arguments may be functions of the program


def test_a_report_of_models_keeps_what_its_layers_explain() -> None:
    program = "import keras\nmodel = keras.Sequential([keras.Input((7, 2)), keras.layers.Flatten()])\n"
    (model,) = analyze_source(program, "train.py", Config()).models
    assert model.layers[0].derivation == ("features: 7 · 2 = 14",)


def test_multiplications_are_counted_where_they_are_asked_for() -> None:
    counts = [analyze_source(MODEL, "train.py", Config(macs=macs)).models[0].macs for macs in (True, False)]
    assert counts[0] is not None
    assert counts[0].count == 4 * 8 + 8
    assert counts[1] is None
