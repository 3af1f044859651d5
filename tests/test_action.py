"""The GitHub action: its description is complete, and its steps do in a shell what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "action.yml").read_text(encoding="utf-8")
ACTION = yaml.safe_load(TEXT)
CHECK = ACTION["runs"]["steps"][-1]
EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
RIGHT = "import keras\nmodel = keras.Sequential([keras.Input((8,)), keras.layers.Dense(3)])\n"
WRONG = RIGHT.replace("Dense(3)", "Conv2D(3, 3)")


def check(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The step that checks, in a shell such as GitHub's. Inputs are named with `_` for `-`."""
    given = {f"inputs.{name}": item["default"] for name, item in ACTION["inputs"].items()}
    given |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
    given |= {"steps.python.outputs.python-path": sys.executable, "runner.temp": str(ROOT.parent)}
    set_there = {name: EXPRESSION.sub(lambda found: given[found[1]], value) for name, value in CHECK["env"].items()}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CHECK["run"]],
        cwd=folder,
        env={**os.environ, **set_there, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "right one.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    if sys.version_info >= (3, 11):  # as the action's Python is
        (tmp_path / "click.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    return tmp_path


def test_every_input_is_used_and_described() -> None:
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", TEXT))
    assert used == set(ACTION["inputs"])
    assert all(item["description"] for item in ACTION["inputs"].values())


def test_every_variable_of_a_step_is_set() -> None:
    own = {"options"}
    for step in ACTION["runs"]["steps"]:
        named = set(re.findall(r"\$\{?([A-Za-z_]+)", step.get("run", ""))) - own - {"GITHUB_ACTION_PATH"}
        assert named - set(step.get("env", {})) == set()


def test_findings_are_annotations_and_fail_the_job(folder: Path) -> None:
    done = check(folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error ")
    assert "file=wrong.py,line=2," in done.stdout


def test_a_job_may_go_on_with_findings(folder: Path) -> None:
    done = check(folder, fail_on="never", format="concise")
    assert done.returncode == 0
    assert done.stdout.startswith("wrong.py:2:")


def test_paths_stand_one_a_line_and_options_are_words(folder: Path) -> None:
    assert check(folder, paths="right one.py\nwrong.py\n", args="--ignore KC101").returncode == 0
    assert check(folder, paths="right one.py", keras_version="2").returncode == 0


def test_sarif_is_written_beside_the_annotations(folder: Path) -> None:
    done = check(folder, sarif_file="found.sarif")
    assert done.returncode == 1
    assert json.loads((folder / "found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]


def test_what_cannot_be_used_fails_the_job(folder: Path) -> None:
    assert check(folder, fail_on="warnings").returncode == 2
    assert check(folder, paths="missing.py", fail_on="never").returncode == 2
