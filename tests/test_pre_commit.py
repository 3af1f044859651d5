"""The hooks, as the real pre-commit installs them from this checkout and runs them on commits to another repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parent.parent
RIGHT = "import keras\nmodel = keras.Sequential([keras.Input((8,)), keras.layers.Dense(3)])\n"
WRONG = RIGHT.replace("Dense(3)", "Conv2D(3, 3)")
FIXABLE = RIGHT.replace("3)])", "3)])  # kerascount: ignore[KC103]")
NAMES = "train.py", "modèle à 3 层.py"
CONFIG = "repos: [{{repo: '{path}', rev: {revision}, hooks: [{{id: kerascount}}, {{id: kerascount-fix}}]}}]\n"
# git and pre-commit as they are without the settings of whoever runs the tests
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONUTF8": "1"}
PEOPLE = {f"GIT_{who}_{what}": "tests@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Repository:
    """A repository of git, and what is done in it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.environment = {**inherited, **ALONE, **PEOPLE, **environment}
        folder.mkdir(exist_ok=True)
        self.run("git", "init", "-q")

    def run(self, *command: str) -> str:
        """What a command prints; it must succeed."""
        code, output = self.attempt(*command)
        assert code == 0, output
        return output

    def attempt(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    def stage(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        self.run("git", "add", name)

    def commit(self) -> tuple[int, str]:
        return self.attempt("git", "commit", "-q", "-m", "change")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with what is in this checkout now, committed or not: its folder and its revision."""
    repository = Repository(tmp_path_factory.mktemp("kerascount"))
    for name in ("pyproject.toml", "README.md", ".pre-commit-hooks.yaml"):
        copy(ROOT / name, repository.folder)
    copytree(ROOT / "kerascount", repository.folder / "kerascount", ignore=ignore_patterns("__pycache__"))
    repository.run("git", "add", "--all")
    repository.run("git", "commit", "-q", "-m", "all of it")
    return repository.folder, repository.run("git", "rev-parse", "HEAD").strip()


@pytest.fixture(scope="module")
def project(hooks: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository in which pre-commit is installed with our hooks."""
    store = tmp_path_factory.mktemp("store")
    project = Repository(tmp_path_factory.mktemp("project"), PRE_COMMIT_HOME=str(store))
    path, revision = hooks
    project.stage(".pre-commit-config.yaml", CONFIG.format(path=path.as_posix(), revision=revision))
    project.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    return project


def test_a_commit_fails_until_the_staged_files_are_right(project: Repository) -> None:
    for name in NAMES:
        project.stage(name, WRONG)
    code, output = project.commit()
    assert code == 1
    assert [name for name in NAMES if f"{name}:2:" not in output] == []
    assert "KC101" in output
    for name in NAMES:
        project.stage(name, RIGHT)
    code, output = project.commit()
    assert code == 0, output


def test_only_what_is_staged_counts(project: Repository) -> None:
    project.stage("staged.py", RIGHT)
    for name in ("staged.py", "not_staged.py"):
        (project.folder / name).write_text(WRONG, encoding="utf-8")
    code, output = project.commit()
    assert code == 0, output
    assert (project.folder / "staged.py").read_text(encoding="utf-8") == WRONG


def test_what_can_be_mended_is_mended_before_the_next_try(project: Repository) -> None:
    project.stage("mended.py", FIXABLE)
    code, output = project.commit()
    assert code == 1
    assert "files were modified by this hook" in output
    assert (project.folder / "mended.py").read_text(encoding="utf-8") == RIGHT
    project.run("git", "add", "mended.py")
    code, output = project.commit()
    assert code == 0, output
