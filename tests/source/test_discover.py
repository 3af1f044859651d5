"""Which files the arguments mean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kerascount.source.discover import discover
from kerascount.source.errors import Unreadable


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = [
        "b.py", "a.py", "notes.txt", "book.ipynb", "README.md", "model.json", ".ipynb_checkpoints/book.ipynb",
        "pkg/deep/c.py", "pkg/__init__.py", ".hidden/x.py", "node_modules/x.py",
        "pkg/__pycache__/x.py", "my-env/pyvenv.cfg", "my-env/lib/x.py", "venv/x.py", ".hidden.py", "folder.py/d.py",
    ]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*arguments: str) -> list[str]:
    return [found.path.replace(os.sep, "/") for found in discover(arguments)]


def test_a_folder_stands_for_its_programs_and_notebooks(tree: Path) -> None:
    assert paths(".") == [
        "a.py",
        "b.py",
        "book.ipynb",
        "folder.py/d.py",
        "pkg/__init__.py",
        "pkg/deep/c.py",
    ]


def test_a_named_file_counts_whatever_its_name(tree: Path) -> None:
    assert paths("notes.txt", ".hidden.py", "venv/x.py") == ["notes.txt", ".hidden.py", "venv/x.py"]


def test_a_named_folder_counts_whatever_its_name(tree: Path) -> None:
    assert paths("venv", ".hidden") == ["venv/x.py", ".hidden/x.py"]


def test_each_file_once_in_the_order_of_the_arguments(tree: Path) -> None:
    assert paths("b.py", ".", "./a.py", "-", "-")[:2] == ["b.py", "a.py"]
    assert len(paths("b.py", ".", "./a.py", "-", "-")) == 7


def test_what_does_not_exist_is_said(tree: Path) -> None:
    (missing,) = discover(["nowhere.py"])
    with pytest.raises(Unreadable) as refusal:
        missing.read()
    assert refusal.value.diagnostic.code == "KC905"
    assert refusal.value.failed


def test_a_dangling_link_cannot_be_read(tree: Path) -> None:
    (tree / "link.py").symlink_to("gone.py")
    (link,) = discover(["link.py"])
    with pytest.raises(Unreadable) as refusal:
        link.read()
    assert refusal.value.diagnostic.code == "KC904"


def test_a_link_to_its_own_folder_ends(tree: Path) -> None:
    (tree / "pkg" / "loop").symlink_to(tree, target_is_directory=True)
    assert len(paths("pkg")) == 2


def test_standard_input_may_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    (closed,) = discover(["-"])
    with pytest.raises(Unreadable, match="closed"):
        closed.read()


def test_standard_input_may_have_a_name() -> None:
    assert [found.path for found in discover(["-"], "book.ipynb")] == ["book.ipynb"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipes_are_not_waited_for(tree: Path) -> None:
    os.mkfifo(tree / "pipe.py")
    assert "pipe.py" not in paths(".")
    (pipe,) = discover(["pipe.py"])
    with pytest.raises(Unreadable, match="no file"):
        pipe.read()


def test_a_link_to_itself_cannot_be_read(tree: Path) -> None:
    (tree / "link.py").symlink_to("link.py")
    (link,) = [found for found in discover(["."]) if found.path == "link.py"]
    with pytest.raises(Unreadable) as refusal:
        link.read()
    assert refusal.value.diagnostic.code == "KC904"
