"""The command line: exit codes, streams, encodings. What the tables say is tested with the reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GOOD = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\n"
BAD = "import keras\nmodel = keras.Sequential([keras.Input((4,)),\n    keras.layers.Dense(-3)])\n"


def run(*arguments: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "kerascount", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    return subprocess.run(command, capture_output=True, input=stdin, env=environment, check=False, timeout=60)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"good.py": GOOD, "bad.py": BAD, "broken.py": "import keras\nx = (\n"}.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_summary_of_a_file(files: Path) -> None:
    done = run("summary", "good.py")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "dense (Dense)" in done.stdout.decode()
    assert "│" in done.stdout.decode()


def test_standard_input(files: Path) -> None:
    assert run("summary", "-", stdin=GOOD.encode()).stdout == run("summary", "good.py").stdout


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
    assert done.returncode == code
    assert b"Traceback" not in done.stdout + done.stderr


def test_a_finding_stands_at_the_call_that_raises(files: Path) -> None:
    assert run("check", "bad.py").stdout.decode().startswith("bad.py:3:5: error KC")


@pytest.mark.parametrize("command", ["summary", "explain"])
def test_what_could_not_be_analysed_is_said_whatever_is_asked_for(files: Path, command: str) -> None:
    done = run(command, "good.py", "broken.py", "gone.py")
    said = (done.stdout + done.stderr).decode()
    assert "dense (Dense)" in said
    assert "broken.py:2:5: error KC900" in said
    assert "gone.py:1:1: error KC905" in said


def test_json_of_several_files(files: Path) -> None:
    done = run("summary", "--format", "json", ".", "gone.py")
    paths = {file["path"]: file for file in json.loads(done.stdout)["files"]}
    assert list(paths) == ["./bad.py", "./broken.py", "./good.py", "gone.py"]
    assert [len(file["models"]) for file in paths.values()] == [0, 0, 1, 0]
    assert paths["./broken.py"]["diagnostics"][0]["code"] == "KC900"


def test_a_version_changes_the_table(files: Path) -> None:
    assert "dense_1 (Dense)" in run("summary", "--keras", "1", "good.py").stdout.decode()


def test_definitions_fill_in_what_is_not_known(files: Path) -> None:
    Path("args.py").write_text(GOOD.replace("Dense(3)", "Dense(args.units)"))
    assert "(None, 7)" in run("summary", "-D", "args.units=7", "args.py").stdout.decode()


def test_output_is_utf_8_in_any_locale(files: Path) -> None:
    Path("é.py").write_text(GOOD, encoding="utf-8")
    done = run("summary", "é.py", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "│" in done.stdout.decode("utf-8")
    assert done.returncode == 0


def test_a_reader_that_stops_early_is_no_error(files: Path) -> None:
    Path("long.py").write_text(GOOD + "".join(f"m{i} = keras.Sequential([keras.Input((4,))])\n" for i in range(300)))
    command = f"{sys.executable} -m kerascount summary long.py | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert done.stderr == b""
    assert done.stdout
