"""Comments that silence findings: where they hold, and what is said of those that silence nothing."""

from __future__ import annotations

import pytest

from kerascount.config import Config, Selection
from kerascount.diagnostics import Diagnostic
from kerascount.pipeline import analyze_data, analyze_source

IMPORTS = "import keras\nfrom keras.layers import *\n"
ONE = 'layer = keras.Sequential([Input((8,)), Dense(1, activation="softmax")])'  # KC301
OVER_LINES = 'layer = keras.Sequential([Input((8,)), Dense(1,{first}\n    activation="softmax",{middle}\n)])'


def found(program: str, selection: Selection | None = None) -> list[Diagnostic]:
    config = Config(selection=selection or Selection())
    return list(analyze_source(IMPORTS + program + "\n", "train.py", config, lint=True).diagnostics)


def codes(program: str, selection: Selection | None = None) -> list[str]:
    return [item.code for item in found(program, selection)]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("", ["KC301"]),
        ("# kerascount: ignore", []),
        ("# kerascount: ignore[KC301]", []),
        ("# kerascount:ignore[kc3]", []),
        ("# a reason  # kerascount: ignore[KC301, KC302]", ["KC920"]),
        ("# kerascount: ignore[KC101]", ["KC301", "KC920"]),
        ("# kerascount: ignore[]", ["KC301"]),
        ("# kerascount: ignore-file", []),
        ("# noqa", []),
        ("# noqa: KC301", []),
        ("# noqa: E501, KC301", []),
        ("# noqa: E501", ["KC301"]),
        ("# NOQA:KC101", ["KC301", "KC920"]),
        ("# see kerascount", ["KC301"]),
    ],
)
def test_on_the_line(comment: str, left: list[str]) -> None:
    assert codes(f"{ONE}  {comment}") == left


def test_first_and_last_line_of_the_finding() -> None:
    comment = "  # kerascount: ignore[KC301]"
    assert codes(OVER_LINES.format(first=comment, middle="")) == []
    assert codes(OVER_LINES.format(first="", middle=comment)) == ["KC301", "KC920"]


def test_for_the_file() -> None:
    assert codes(f"# kerascount: ignore-file[KC3]\n{ONE}\n{ONE}") == []
    assert codes("x = 1  # kerascount: ignore-file[KC301]") == ["KC920"]


def test_text_that_looks_like_a_comment_is_none() -> None:
    assert codes(f'{ONE}; text = "# kerascount: ignore"') == ["KC301"]


def test_rules_that_are_not_selected_are_not_missed() -> None:
    assert codes("x = 1  # kerascount: ignore[KC301]", Selection(ignore=("KC301",))) == []
    assert codes("x = 1  # kerascount: ignore", Selection(select=("KC1", "KC920"))) == []
    assert codes("x = 1  # kerascount: ignore[KC301]", Selection(select=("KC3",))) == []


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("x = 1  # kerascount: ignore[KC101]", "x = 1"),
        ("x = 1  # kerascount: ignore[KC101] since then", "x = 1  # since then"),
        ("x = 1  # kerascount: ignore[KC101]  # type: ignore", "x = 1  # type: ignore"),
        ("x = 1  # a reason  # kerascount: ignore[KC101]", "x = 1  # a reason"),
        ("x = 1  # noqa: KC101", "x = 1"),
        (f"{ONE}  # kerascount: ignore[KC101, KC301]", f"{ONE}  # kerascount: ignore[KC301]"),
        (f"{ONE}  # noqa: KC301, KC101", f"{ONE}  # noqa: KC301"),
        ("x = 1  # noqa: E501, KC101", "x = 1  # noqa: E501"),
    ],
)
def test_fix(line: str, mended: str) -> None:
    (item,) = found(line)
    assert item.fix
    (edit,) = item.fix.edits
    place = edit.location
    assert (place.line, place.end_line) == (3, 3)
    assert line[: place.column - 1] + edit.text + line[place.end_column - 1 :] == mended


def test_fix_in_an_indented_block_of_markdown() -> None:
    data = b"- example:\n\n  ```python\n  import keras\n  x = 1  # noqa: KC101\n  ```\n"
    (item,) = analyze_data(data, "train.md", Config(), lint=True).diagnostics
    assert item.fix
    (edit,) = item.fix.edits
    assert (edit.location.line, edit.location.column, edit.location.end_column) == (5, 8, 23)
