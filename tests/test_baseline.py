"""Findings that a project has already are listed, and not told again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kerascount.cli.group import commands

LAYER = 'm = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])\n'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["check", *arguments])


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "train.py"
    path.write_text(f"import keras\n{LAYER}{LAYER}")
    assert run("train.py", "--write-baseline", "base.json").exit_code == 0
    return path


def test_what_is_listed_is_not_told(program: Path) -> None:
    assert run("train.py").exit_code == 1
    assert run("train.py", "--baseline", "base.json").exit_code == 0


def test_it_may_move(program: Path) -> None:
    program.write_text(f"import keras\n\nif True:\n    {LAYER}{LAYER}")
    assert run("train.py", "--baseline", "base.json").exit_code == 0


def test_what_is_new_is_told(program: Path) -> None:
    program.write_text(f"import keras\n{LAYER}{LAYER}{LAYER}")
    done = run("train.py", "--baseline", "base.json")
    assert done.exit_code == 1
    assert done.stdout.startswith("train.py:4:42: warning KC301")


def test_why_a_file_failed_is_always_told(program: Path) -> None:
    program.write_text("import keras\nm = keras.Sequential([\nm.summary()\n")
    assert run("train.py", "--write-baseline", "base.json").exit_code == 2
    done = run("train.py", "--baseline", "base.json")
    assert (done.exit_code, "KC900" in done.stdout) == (2, True)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 0, "findings": []}', json.dumps({"version": 1, "findings": [1]})]
)
def test_a_file_that_is_none(program: Path, text: str) -> None:
    Path("base.json").write_text(text)
    done = run("train.py", "--baseline", "base.json")
    assert done.exit_code == 2
    assert "base.json is " in done.stderr


def test_a_place_that_cannot_be_written(program: Path) -> None:
    done = run("train.py", "--write-baseline", "gone/base.json")
    assert (done.exit_code, "cannot write gone/base.json" in done.stderr) == (2, True)
