"""What is said about programs that Keras refuses: the whole finding, as a reader of `check` sees it.

The programs and their findings stand in messages.md; `pytest --record` writes the findings anew, for review.
That Keras raises there, and what, is asked of Keras itself.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from unittest.mock import patch

import keras
import pytest

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import Report
from kerascount.reports import Options, render
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_3
from tests.evaluate.keras.judge import real

PAGE = Path(__file__).with_name("messages.md")
SECTION = re.compile(
    r"^## (?P<title>[^\n]+)\n\n```python\n(?P<source>.*?)^```\n\n```text\n(?P<said>.*?)^```\n", re.MULTILINE | re.DOTALL
)
SECTIONS = [found.group("title", "source", "said") for found in SECTION.finditer(PAGE.read_text(encoding="utf-8"))]
each = pytest.mark.parametrize(("title", "source", "said"), SECTIONS, ids=[title for title, _, _ in SECTIONS])


def report(source: str) -> Report:
    return Report((evaluate_file(SourceFile("train.py", source), Config(KERAS_3)),))


def checked(source: str) -> str:
    """The findings without the verdict below them."""
    text = render("check", "text", report(source), Options())
    return "".join(text.splitlines(keepends=True)[:-1])


@each
def test_finding(title: str, source: str, said: str, record: bool) -> None:
    if record:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(page.replace(f"{source}```\n\n```text\n{said}", f"{source}```\n\n```text\n{checked(source)}"))
    assert checked(source) == said


@each
def test_keras_raises_there(title: str, source: str, said: str) -> None:
    (file,) = json.loads(render("check", "json", report(source), Options()))["files"]
    first = file["diagnostics"][0]
    line = first["calls"][0]["line"] if first["calls"] else first["line"]
    with patch.object(keras.initializers.VarianceScaling, "__call__", keras.initializers.Zeros.__call__):  # is faster
        assert real(source).error == (line, first["error"])


def test_json_says_the_same_as_the_text() -> None:
    for _, source, said in SECTIONS:
        (file,) = json.loads(render("check", "json", report(source), Options()))["files"]
        for item in file["diagnostics"]:
            called = f"{item['code']} {item['name']}"
            assert f"{item['line']}:{item['column']}: {item['severity']} {called}: {item['text']}\n" in said
            assert item["message"].startswith(f"{item['error']}: ")
            notes = [f"note: {note['text']} at train.py:{note['line']}:{note['column']}\n" for note in item["notes"]]
            assert all(note in said for note in notes)
