"""What a program says commands neither a terminal nor the service that shows the log of a workflow."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kerascount.analysis import analyze
from kerascount.config import Config, Selection
from kerascount.reports import Options, render

EVIL = "x\\n::error file=x.py,line=1::said\\n\\x1b]0;said\\x07\\x9b31m\\u202e\\r  ::warning::said ##[error]said"
PROGRAM = f"""import keras
right = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="{EVIL}")], name="{EVIL}")
wrong = keras.Sequential([keras.Input((4,)), keras.layers.Conv2D(3, 3, name="{EVIL}")])
raise ValueError("{EVIL}")
"""
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COLOR = re.compile(r"\x1b\[[0-9;]*m")
KINDS = (
    *(("check", name) for name in ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")),
    *((kind, name) for kind in ("summary", "explain") for name in ("text", "json")),
    ("why", "text"), ("statistics", "text"),
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("evil") / "a\n::error file=x.py::said\x1b[2J.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize(("kind", "output_format"), KINDS)
def test_nothing_that_a_program_says_is_a_command(kind: str, output_format: str, color: bool, path: Path) -> None:
    lint = kind in ("check", "statistics")
    report = analyze([str(path)], Config(selection=Selection(("KC",))), lint=lint)
    text = render(kind, output_format, report, Options(color=color))
    assert "said" in text or kind in ("why", "statistics")
    assert UNSEEN.search(COLOR.sub("", text) if color and output_format == "text" else text) is None
    commands = [line for line in text.splitlines() if line.strip().startswith("::") or "##[" in line]
    if output_format == "github":
        assert len(commands) == len(text.splitlines()) == len(report.files[0].diagnostics)
    elif output_format not in ("json", "sarif", "gitlab", "rdjson"):
        assert commands == []
    else:
        json.loads(text)
        assert [line for line in commands if line.strip().startswith("::")] == []
    if output_format == "junit":
        ElementTree.fromstring(text)
