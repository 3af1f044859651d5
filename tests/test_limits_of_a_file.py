"""`--max-steps` and `--timeout`: where the analysis of a file ends, what it says then, and what it has until then."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kerascount.cli.group import commands
from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate import budget
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile

HEAD = "import keras\nfrom keras import layers\nfirst = keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n"
LONG = HEAD + "while True:\n    while True:\n        x = sorted([3, 1, 2])\n" * 30
WRONG = f"""{HEAD}import os
if os.getenv('A'):
    n = 3
wrong = keras.Sequential([keras.Input((4,)), layers.Conv2D(3, 3)])
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(LONG)
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, [*arguments, "--isolated"], prog_name="kerascount")


def test_the_limit_of_steps(program: Path) -> None:
    done = run("check", str(program), "--max-steps", "5000", "--no-cache")
    assert "KC901 limit-reached: analysis limit reached: more than 5,000 steps" in done.output
    assert "help: --max-steps N allows for more" in done.output
    assert done.exit_code == 1


@pytest.mark.parametrize("command", ["summary", "explain"])
def test_what_was_found_before_is_told(command: str, program: Path) -> None:
    done = run(command, str(program), "--max-steps", "5000")
    assert 'Model: "sequential"' in done.output
    assert "KC901" in done.output


def test_the_limit_of_time(program: Path) -> None:
    done = run("check", str(program), "--timeout", "0.05", "--no-cache")
    assert "KC901 limit-reached: analysis limit reached: more than 0.05 seconds" in done.output
    assert "help: --timeout SECONDS allows for more" in done.output


@pytest.mark.parametrize("option", ["--max-steps=0", "--max-steps=x", "--timeout=0", "--timeout=-1"])
def test_limits_that_are_none(option: str, program: Path) -> None:
    assert run("check", str(program), option).exit_code == 2


def test_time_that_is_over_ends_all_that_would_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other outcomes of conditions, other versions, functions that nothing calls: what depends on them is not sure."""
    clock = iter(range(10**9))
    monkeypatch.setattr(budget, "process_time", lambda: next(clock) * 10.0)
    function = "def build():\n    return keras.Sequential([layers.Conv2D(3, 3, input_shape=(3,))])\n"
    program = WRONG.replace("import os\n", f"import os\n{function}")
    report = evaluate_file(SourceFile("program.py", program), Config(timeout=1.0))
    assert report.models[0].variable == "first"
    found = {item.code: item.severity for item in report.diagnostics}
    assert found == {"KC101": Severity.INFO, "KC901": Severity.WARNING, "KC912": Severity.INFO}


def test_without_limits_the_same_program_is_followed_to_its_end() -> None:
    (found,) = evaluate_file(SourceFile("program.py", WRONG), Config()).diagnostics
    assert (found.code, found.severity) == ("KC101", Severity.ERROR)


def test_what_a_limit_has_cut_is_not_kept(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run may have more time."""
    monkeypatch.setenv("KERASCOUNT_CACHE_DIR", str(tmp_path / "cache"))
    run("check", str(program), "--max-steps", "5000")
    kept = [path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert [data for data in kept if b"KC901" in data] == []
