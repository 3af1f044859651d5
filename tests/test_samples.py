"""The samples: kerascount prints what stands beside them, and the real Keras agrees."""

from __future__ import annotations

import re
import shlex
import traceback
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascount.cli.group import commands
from tests import keras_prints

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
ROW = re.compile(r"\| \[(.+\.py)\]\(\1\) \| [^|]+ \| `(.+)` \| \[txt\]\((.+\.txt)\) \| (.+) \|")
HEADING = re.compile(r"samples/\w+\.py:\d+: .*\n")


@dataclass(frozen=True)
class Sample:
    """A row of the table in samples/README.md."""

    program: str
    command: str
    output: str
    judge: str

    @property
    def expected(self) -> str:
        return (SAMPLES / self.output).read_text(encoding="utf-8")

    def printed(self) -> str:
        arguments = [*shlex.split(self.command), f"samples/{self.program}"]
        done = CliRunner().invoke(commands, arguments, prog_name="kerascount")
        assert done.exit_code < 2, done.output
        return done.output


ROWS = [Sample(*found.groups()) for found in ROW.finditer((SAMPLES / "README.md").read_text(encoding="utf-8"))]
every = pytest.mark.parametrize("sample", ROWS, ids=lambda sample: sample.output)
judged = pytest.mark.parametrize(
    "sample",
    [row for row in ROWS if row.judge.startswith("Keras 3") and row.command != "check"],
    ids=lambda sample: sample.output,
)


@every
def test_kerascount_prints_the_output(sample: Sample, record: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = sample.printed()
    if record:
        (SAMPLES / sample.output).write_text(printed, encoding="utf-8")
    assert printed == sample.expected


@judged
def test_keras_prints_the_same_tables(sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    monkeypatch.chdir(tmp_path)
    np.save("features.npy", np.zeros((200, 30)))
    tables = keras_prints.tables(SAMPLES / sample.program)
    assert "\n".join(tables) == HEADING.sub("", sample.expected)


def test_keras_raises_where_check_says() -> None:
    text = (SAMPLES / "wrong_shapes.txt").read_text(encoding="utf-8")
    said = re.findall(r"^(?: *called from )?samples/wrong_shapes\.py:(\d+):", text, re.MULTILINE)
    with pytest.raises(ValueError, match="output size would be zero or negative") as raised:
        keras_prints.tables(SAMPLES / "wrong_shapes.py")
    frames = traceback.extract_tb(raised.tb)
    assert [str(frame.lineno) for frame in reversed(frames) if frame.filename.endswith("wrong_shapes.py")] == said


def test_every_file_has_its_row() -> None:
    files = {path.name for path in SAMPLES.iterdir() if path.suffix in (".py", ".txt")}
    assert files == {row.program for row in ROWS} | {row.output for row in ROWS}
