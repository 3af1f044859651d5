"""The command line: exit codes, streams, encodings. What the tables say is tested with the reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kerascount.cli.group import commands

ROOT = Path(__file__).parent.parent
GOOD = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\n"
BAD = "import keras\nmodel = keras.Sequential([keras.Input((4,)),\n    keras.layers.Dense(-3)])\n"


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(commands, arguments, input=stdin, prog_name="kerascount")


def start(command: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """A shell command in a process of its own, in which `kerascount` is the program."""
    command = command.replace("kerascount", f"{sys.executable} -W error -m kerascount")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    return subprocess.run(command, shell=True, capture_output=True, env=environment, check=True, timeout=60)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"good.py": GOOD, "bad.py": BAD, "broken.py": "import keras\nx = (\n"}.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_summary_of_a_file(files: Path) -> None:
    done = run("summary", "good.py")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "dense (Dense)" in done.stdout
    assert "│" in done.stdout


def test_standard_input(files: Path) -> None:
    assert run("summary", "-", stdin=GOOD).stdout == run("summary", "good.py").stdout


def test_standard_input_by_another_name(files: Path) -> None:
    cells = [{"cell_type": "code", "source": text} for text in (GOOD, BAD)]
    done = run("check", "-", "--stdin-filename", "book.ipynb", stdin=json.dumps({"cells": cells}))
    assert done.stdout.startswith("book.ipynb:cell 2:3:5: error KC")


def test_no_models_at_all(files: Path) -> None:
    done = run("summary", "-", stdin="x = 1\n")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "No Keras models found.\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "good.py"], 0),
        (["check", "bad.py"], 1),
        (["check", "broken.py"], 2),
        (["check", "gone.py", "good.py"], 2),
        (["check", "good.py", "bad.py", "broken.py"], 2),
        (["summary", "bad.py"], 0),
        (["summary", "."], 2),
        (["explain", "good.py"], 0),
        (["explain", "gone.py"], 2),
        (["check"], 2),
        (["summary", "--keras", "4", "good.py"], 2),
        (["summary", "-D", "n", "good.py"], 2),
        (["summary", "--line-length", "0", "good.py"], 2),
        (["summary", "--follow", "gone", "good.py"], 2),
        (["--version"], 0),
        (["--help"], 0),
    ],
)
def test_exit_codes(files: Path, arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert "Traceback" not in done.output


def test_a_finding_stands_at_the_call_that_raises(files: Path) -> None:
    assert run("check", "bad.py").stdout.startswith("bad.py:3:5: error KC")


@pytest.mark.parametrize("command", ["summary", "explain"])
def test_what_could_not_be_analysed_is_said_whatever_is_asked_for(files: Path, command: str) -> None:
    done = run(command, "good.py", "broken.py", "gone.py")
    assert "dense (Dense)" in done.output
    assert "broken.py:2:5: error KC900" in done.output
    assert "gone.py:1:1: error KC905" in done.output


def test_json_of_several_files(files: Path) -> None:
    done = run("summary", "--format", "json", ".", "gone.py")
    paths = {file["path"]: file for file in json.loads(done.stdout)["files"]}
    assert list(paths) == ["bad.py", "broken.py", "good.py", "gone.py"]
    assert [len(file["models"]) for file in paths.values()] == [0, 0, 1, 0]
    assert paths["broken.py"]["diagnostics"][0]["code"] == "KC900"


def test_a_version_changes_the_table(files: Path) -> None:
    assert "dense_1 (Dense)" in run("summary", "--keras", "1", "good.py").stdout


def test_definitions_fill_in_what_is_not_known(files: Path) -> None:
    arguments = (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--units', type=int)\nargs = p.parse_args()\n"
    )
    Path("args.py").write_text(arguments + GOOD.replace("Dense(3)", "Dense(args.units)"))
    assert "(None, 7)" in run("summary", "-D", "args.units=7", "args.py").stdout


@pytest.mark.parametrize("kind", [ValueError, KeyError])
def test_a_report_that_cannot_be_printed(files: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    def refuse(*_: object) -> str:
        raise kind("no room")

    monkeypatch.setattr("kerascount.reports.render", refuse)
    done = run("summary", "good.py")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no room" in done.stderr


def test_output_is_utf_8_in_any_locale(files: Path) -> None:
    done = start("kerascount summary good.py", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "│" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_a_reader_that_stops_early_is_no_error(files: Path) -> None:
    Path("long.py").write_text(GOOD + "".join(f"m{i} = keras.Sequential([keras.Input((4,))])\n" for i in range(300)))
    done = start("kerascount summary long.py | head -n 1")
    assert done.stderr == b""
    assert done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_report_that_finds_no_room_is_said(files: Path) -> None:
    done = start("kerascount summary good.py > /dev/full || test $? = 2")
    assert done.stderr == b"kerascount: cannot write the report: No space left on device\n"
