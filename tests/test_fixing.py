"""Fixes in files: what is changed, and that nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascount.cli.group import commands
from kerascount.diagnostics import Diagnostic, Edit, Fix, Location, Severity
from kerascount.fixing import Fixed, apply, choose, diff, edited, write
from kerascount.graph import FileReport
from tests.modernize.mending import mended

OLD = "from keras.layers.core import Dense\nlayer = Dense(output_dim=3)\n"
NEW = "from keras.layers import Dense\nlayer = Dense(units=3)\n"


def edit(column: int, end: int, text: str, line: int = 1) -> Edit:
    return Edit(Location("a.py", line, column, line, end), text)


def finding(*edits: Edit, safe: bool = True) -> Diagnostic:
    return Diagnostic("KC404", Severity.ERROR, "", edits[0].location, fix=Fix("", edits, safe))


# --- edits


def test_edits_are_made_from_the_end() -> None:
    assert edited("abcdef", [edit(1, 2, "AAA"), edit(4, 4, "-"), edit(6, 7, "")]) == "AAAbc-de"


def test_an_edit_that_several_fixes_need_is_made_once() -> None:
    shared = edit(1, 2, "X")
    first, second = finding(shared, edit(3, 4, "Y")), finding(shared, edit(5, 6, "Z"))
    assert choose([first, second], "a.py", unsafe=False) == [first.fix, second.fix]


def test_of_fixes_in_each_others_way_the_first_is_made() -> None:
    first, second, third = finding(edit(1, 4, "")), finding(edit(3, 5, "")), finding(edit(5, 5, "x"))
    assert choose([second, first, third], "a.py", unsafe=False) == [first.fix, third.fix]


def test_unsafe_fixes_are_asked_for() -> None:
    unsafe = finding(edit(1, 2, ""), safe=False)
    assert choose([unsafe], "a.py", unsafe=False) == []
    assert choose([unsafe], "a.py", unsafe=True) == [unsafe.fix]


# --- files


@pytest.mark.parametrize(
    "layout",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: f"# coding: latin-1\n# \xe9t\xe9\n{text}".encode("latin-1"),
        lambda text: f"\f{text}".encode(),
        lambda text: text.rstrip("\n").encode(),
    ],
    ids=["plain", "byte order mark", "newlines of Windows", "encoding", "form feed", "no last newline"],
)
def test_the_rest_of_a_file_stays_as_it_is(layout: object) -> None:
    assert callable(layout)
    assert mended(layout(OLD)).after == layout(NEW)


def test_fixing_twice_changes_nothing() -> None:
    once = mended(OLD.encode())
    assert once.is_changed
    assert once.fixes == 2
    assert not mended(once.after).is_changed


def test_what_does_not_parse_any_more_is_not_taken() -> None:
    from kerascount.fixing import fix

    report = FileReport("a.py", diagnostics=(finding(edit(1, 2, "(")),))
    made = fix(report, b"a = 1\n", lambda data, path: FileReport(path, failed=data == b"( = 1\n"))
    assert not made.is_changed


def notebook(*cells: object, **metadata: object) -> bytes:
    made = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
    text = json.dumps({"cells": made, "metadata": metadata, "nbformat": 4}, indent=1, ensure_ascii=False)
    return f"{text}\n".encode()


def test_cells_are_mended_in_a_notebook_and_nothing_else() -> None:
    imports, layer = OLD.splitlines(keepends=True)
    today, reworded = NEW.splitlines(keepends=True)
    old = notebook("%matplotlib inline\n" + imports, [layer, "\n", '# "été" \\ {}\n'], title="äöü")
    new = notebook("%matplotlib inline\n" + today, [reworded, "\n", '# "été" \\ {}\n'], title="äöü")
    assert mended(old, "a.ipynb").after == new


def test_a_cell_may_get_more_lines() -> None:
    old = notebook(
        ["from keras.engine.topology import Layer, get_source_inputs"], ["import keras\n", "keras.layers.Dense()"]
    )
    made = mended(old, "a.ipynb")
    imports = ["from keras.layers import Layer\n", "from keras.utils import get_source_inputs"]
    assert json.loads(made.after)["cells"][0]["source"] == imports
    assert [item.location.cell for item in made.report.diagnostics if item.severity is Severity.ERROR] == [2]


def test_the_blocks_of_a_document_are_mended() -> None:
    old = f"# Title\n\n```python\n{OLD}```\n"
    assert mended(old.encode(), "a.md").after == f"# Title\n\n```python\n{NEW}```\n".encode()


def test_writing_keeps_the_mode_and_what_a_link_points_to(tmp_path: Path) -> None:
    target, link = tmp_path / "a.py", tmp_path / "b.py"
    target.write_text(OLD)
    target.chmod(0o640)
    link.symlink_to(target)
    write(Fixed(str(link), OLD.encode(), NEW.encode(), FileReport(str(link)), 1))
    assert link.is_symlink()
    assert (target.read_text(), target.stat().st_mode & 0o777) == (NEW, 0o640)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.py", "b.py"]


def test_a_diff_names_the_file() -> None:
    made = Fixed("a.py", b"a\nb", b"a\nc", FileReport("a.py"), 1)
    no_newline = "\\ No newline at end of file\n"
    assert diff(made) == f"--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n a\n-b\n{no_newline}+c\n{no_newline}"


def test_applying_to_a_notebook_leaves_other_cells() -> None:
    data = notebook("a\n", "b\n")
    place = Location("n.ipynb", 2, 1, 2, 2, cell=2, above=1)
    assert apply(data, "n.ipynb", [Edit(place, "c")]) == notebook("a\n", "c\n")


# --- the command line


def run(path: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands, ["check", "--isolated", "--keras", "3", *options, str(path)])
    return done.exit_code, done.output


def test_fix_writes_and_reports_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(OLD + "x = Dense(3, weights=[1])\n")
    code, output = run(path, "--fix")
    assert path.read_text() == NEW + "x = Dense(3, weights=[1])\n"
    assert code == 1
    assert "Fixed 2 findings in 1 file." in output
    assert "KC405" in output
    assert "KC404" not in output


def test_diff_shows_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(OLD)
    code, output = run(path, "--diff")
    assert (code, path.read_text()) == (1, OLD)
    assert "+layer = Dense(units=3)" in output
    path.write_text(NEW)
    assert run(path, "--diff")[0] == 0


def test_unsafe_fixes_are_made_where_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    program = "from keras.layers.recurrent import LSTM\nfrom keras.layers import CuDNNLSTM\nx = CuDNNLSTM(3)\n"
    path.write_text(program)
    run(path, "--fix")
    assert "CuDNNLSTM(3)" in path.read_text()
    run(path, "--fix", "--unsafe-fixes")
    assert "= LSTM(3)" in path.read_text()
