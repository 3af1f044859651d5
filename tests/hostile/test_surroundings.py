"""What lies around the programs of a stranger: files of settings, pipes, links, folders, odd names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RIGHT = "import keras\nmodel = keras.Sequential([keras.Input((8,)), keras.layers.Dense(3)])\n"
WRONG = RIGHT.replace("Dense(3)", "Conv2D(3, 3)")


def check(folder: Path, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kerascount", "check", "--no-cache", *arguments, str(folder)],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[tool.kerascount]\n" + "# x\n" * 500_000, "has more than 1 MB"),
        ("[tool.kerascount]\nignore = " + "[" * 50_000, "pyproject.toml: "),
        ("[tool.kerascount]\nignore = [" + "9" * 100_000 + "]", "pyproject.toml: "),
        ("[tool.kerascount]\nexclude = [['" + "*" * 100_000 + "']]", "must be a list of strings"),
        ("[tool.kerascount]\ntimeout = 1e9\n", "there is no setting 'timeout'"),
        ("[tool.kerascount]\nmax-steps = 1000000000\n", "there is no setting 'max-steps'"),
    ],
    ids=["long", "deep", "large number", "pattern", "timeout", "steps"],
)
def test_settings_that_cannot_be_used(text: str, why: str, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(text)
    done = check(folder)
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text", ["\n" * 900_000, "tool = 3\n", "[tools]\n" + "a = 1\n" * 100_000, "[tool.kerascounts]\nselect = 3\n"]
)
def test_settings_of_other_tools_are_not_read(text: str, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(text)
    assert "KC101" in check(folder).stdout


@pytest.mark.parametrize(
    "pattern",
    [
        "*a*a*a*a*a*a*a*a*a*a*a*b", "**/" * 50 + "b", "a/**/" * 30 + "b", "*" * 10_000 + "b", "[" * 10_000,
        "!" * 10_000, "\\" * 10_001, "a?" * 5000 + "b", "\n" * 500_000, "x\n" * 500_000, "\0", "[!" + "a-z" * 3000,
    ],
)  # fmt: skip
def test_patterns_that_would_be_tried_for_ever(pattern: str, folder: Path) -> None:
    deep = folder / "/".join("a" * 60) / ("a" * 200)
    deep.mkdir(parents=True)
    (deep / f"{'a' * 200}.py").write_text(WRONG)
    (folder / ".gitignore").write_text(pattern)
    settings = "exclude = ['*a*a*a*a*a*a*a*a*a*a*a*b']\nper-file-ignores = {'**/*a*a*a*b' = ['KC2']}\n"
    (folder / "kerascount.toml").write_text(settings)
    done = check(folder)
    assert done.returncode == 1
    assert done.stdout.count("KC101") == 2, done.stderr


def test_pipes_links_and_folders_that_cannot_be_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    os.mkfifo(folder / ".gitignore")
    (folder / "loop.py").symlink_to("loop.py")
    (folder / "gone.py").symlink_to("nowhere.py")
    (folder / "endless.py").symlink_to("/dev/zero")
    (folder / "again").symlink_to(folder)
    (folder / "other").mkdir()
    (folder / "other" / "back").symlink_to("..")
    (folder / "named.py").mkdir()
    done = check(folder, "--format", "concise")
    assert done.returncode == 2
    assert sorted(line.split(": ")[1].split()[0] for line in done.stdout.splitlines()) == ["KC101", *["KC904"] * 3]
    assert "KC904" in check(folder / "pipe.py").stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read all")
def test_a_folder_that_may_not_be_read(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0)
    assert "KC904" in check(folder).stdout


def test_odd_names(folder: Path) -> None:
    names = (b"a\n::error::b.py", b"\x1b[2J.py", b"\xff\xfe.py", b"--help.py", b"-.py", b" .py", "\u202e.py".encode())
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(WRONG)
    for output_format in ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"):
        done = check(folder, "--format", output_format)
        assert done.returncode == 1, done.stderr
        assert done.stdout.count("KC101") >= 8
        assert "\x1b" not in done.stdout
        assert output_format == "github" or "\n::error" not in done.stdout


def test_a_program_that_imports_what_cannot_be_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    (folder / "large.py").write_bytes(b"x = 1\n" * 2_000_000)
    (folder / "deep.py").write_text("x = " + "(" * 5000)
    (folder / "zero.py").symlink_to("/dev/zero")
    (folder / "main.py").write_text("import pipe, large, deep, zero\n" + WRONG)
    done = check(folder / "main.py", "--format", "concise")
    assert "KC101" in done.stdout
    assert "KC999" not in done.stdout
