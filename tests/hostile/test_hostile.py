"""Whatever an input is: it is analysed or refused, in bounded time and memory, and what was found before is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import inputs

ROOT = Path(__file__).parents[2]
PARTS = 6
# What is refused as a whole: it does not parse, is no text, or too large.
REFUSED = {"KC900", "KC901", "KC902", "KC903", "KC906", "KC907", "KC909"}
# `benchmarks/hostile.py` has the true numbers. These only tell what hangs or bursts, on a busy machine as well.
MOST_SECONDS = 40
MOST_MEGABYTES = 400

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and limits what a process may use")


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_inputs(part: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.hostile.runs", str(tmp_path), str(part), str(PARTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr
    taken: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(taken) == len(range(part, len(inputs.STATEMENTS) + len(inputs.NESTED) + len(inputs.FILES), PARTS))
    assert [found for found in map(_fault, taken) if found] == []


def _fault(taken: dict[str, Any]) -> str:
    name, codes = taken["name"], taken["codes"]
    if taken["signal"] or {"KC999", "crash"} & {*codes}:
        return f"{name}: ends with signal {taken['signal']}: {taken['messages']}"
    if taken["seconds"] > MOST_SECONDS or taken["megabytes"] > MOST_MEGABYTES:
        return f"{name}: takes {taken['seconds']:.1f} s, {taken['megabytes']:.0f} MB"
    if name.endswith(".py") and "first" not in taken["models"] and not REFUSED & {*codes}:
        return f"{name}: loses its first model: {taken['messages']}"
    return ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("fifty_megabytes.py", "KC901"), ("fifty_megabytes_of_lines.py", "KC901"), ("long_line.py", "KC901"),
        ("null_bytes.py", "KC903"), ("lone_surrogates.py", "KC906"), ("coding_zip.py", "KC906"),
        ("coding_idna.py", "KC906"), ("coding_unicode_escape.py", "KC906"), ("no_json.ipynb", "KC907"),
        ("deep_json.ipynb", "KC907"), ("large_number.ipynb", "KC907"), ("bomb.keras", "KC909"),
        ("lying_bomb.keras", "KC909"), ("deepest.json", "KC909"), ("long_cell.ipynb", "KC901"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(name: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(inputs.FILES[name]())
    done = subprocess.run(
        [sys.executable, "-m", "kerascount", "check", "--isolated", "--no-cache", "--format", "concise", str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert f": {code} " in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
