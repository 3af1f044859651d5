"""Settings in files: which one holds, what it says, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascount.cli.group import commands
from kerascount.config import Config, Selection
from kerascount.diagnostics import Severity
from kerascount.settings import BadSettings, Settings
from kerascount.versions import KERAS_1, KERAS_3

PROGRAM = 'import keras\nm = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("a.py", "sub/b.py", "sub/c.py"):
        (tmp_path / name).write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(*arguments: str) -> list[str]:
    """The files with findings, in order."""
    done = CliRunner().invoke(commands, ["check", *arguments])
    assert done.exit_code in (0, 1), done.output
    return [line.partition(":")[0] for line in done.stdout.splitlines() if ": warning KC301" in line]


def test_without_settings(project: Path) -> None:
    assert checked(".") == ["a.py", "sub/b.py", "sub/c.py"]


def test_the_nearest_file_holds(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.kerascount]\nignore = ["KC3"]\n')
    assert checked(".") == []
    assert checked(".", "--isolated") == ["a.py", "sub/b.py", "sub/c.py"]
    (project / "sub" / "kerascount.toml").write_text('per-file-ignores = {"b.*" = ["KC301"]}\n')
    assert checked(".") == ["sub/c.py"]
    assert checked(".", "--config", "pyproject.toml") == []


def test_a_pyproject_of_other_tools_says_nothing(project: Path) -> None:
    (project / "kerascount.toml").write_text('ignore = ["KC301"]\n')
    (project / "sub" / "pyproject.toml").write_text("[tool.ruff]\n# not [tool.kerascount]\n")
    assert checked(".") == []


def test_exclude(project: Path) -> None:
    (project / "kerascount.toml").write_text('exclude = ["sub/*", "!sub/c.py"]\n')
    assert checked(".") == ["a.py", "sub/c.py"]
    assert checked("sub/b.py") == ["sub/b.py"], "what is named is wanted"


def test_gitignore(project: Path) -> None:
    (project / ".gitignore").write_text("sub/\na.*\n")
    assert checked(".") == []
    assert checked(".", "--isolated") == ["a.py", "sub/b.py", "sub/c.py"]
    (project / ".gitignore").write_text("*.py\n")
    (project / "sub" / ".gitignore").write_text("!c.py\n")
    assert checked(".") == ["sub/c.py"]


def test_gitignore_outside_of_a_repository(project: Path) -> None:
    (project / ".git").rmdir()
    (project / ".gitignore").write_text("*.py\n")
    assert checked(".") == ["a.py", "sub/b.py", "sub/c.py"]


def test_what_the_command_line_says_goes_before(project: Path) -> None:
    (project / "kerascount.toml").write_text(
        'select = ["KC1"]\nkeras-version = 1\nfollow = ["lib"]\n[define]\nunits = 3\nn = 4\n'
    )
    config = Settings(Config(defines={"n": 5})).at("a.py")
    assert config.selection == Selection(select=("KC1",))
    assert config.keras == KERAS_1
    assert config.follow == (str(project / "lib"),)
    assert config.defines == {"units": 3, "n": 5}
    asked = Settings(Config(KERAS_3, selection=Selection(select=("KC3",)))).at("a.py")
    assert (asked.keras, asked.selection.select) == (KERAS_3, ("KC3",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nselct = []", "kerascount.toml:2: there is no setting 'selct'; did you mean 'select'?"),
        ('select = "KC1"', "kerascount.toml:1: select must be a list of strings, not 'KC1'"),
        ('ignore = ["E501"]', "kerascount.toml:1: ignore names 'E501', and no rule has a code that begins so"),
        (
            '\n[per-file-ignores]\n"a" = ["KC"]\n"b" = 1',
            "kerascount.toml:2: per-file-ignores must be a list of strings",
        ),
        ("exclude = [1]", "kerascount.toml:1: exclude must be a list of strings, not [1]"),
        ('keras-version = "4"', "kerascount.toml:1: keras-version "),
        ("define = 1", "kerascount.toml:1: define must be a table"),
        ("select = [", "kerascount.toml: "),
    ],
)
def test_errors_name_their_place(project: Path, text: str, message: str) -> None:
    (project / "kerascount.toml").write_text(text)
    done = CliRunner().invoke(commands, ["check", "a.py"])
    assert done.exit_code == 2
    assert message in done.stderr
    with pytest.raises(BadSettings):
        Settings(Config()).at("a.py")


@pytest.mark.parametrize(
    ("selection", "shown"),
    [
        (Selection(), (True, True, False)),
        (Selection(select=("KC3",)), (True, True, True)),
        (Selection(select=("KC1",)), (False, False, False)),
        (Selection(extend_select=("KC301",)), (True, True, True)),
        (Selection(ignore=("KC3",)), (False, False, False)),
        (Selection(ignore=("KC3",), extend_select=("KC301",)), (True, True, True)),
        (Selection(select=("KC3",), ignore=("KC301",)), (False, False, False)),
    ],
)
def test_selection(selection: Selection, shown: tuple[bool, bool, bool]) -> None:
    assert tuple(selection.shows("KC301", severity) for severity in Severity) == shown
