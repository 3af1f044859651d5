"""How `check` prints: its formats, files and colors, as options of the command line. `rule` prints what it explains."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kerascount.cli.group import commands
from kerascount.cli.output import FORMATS, is_colored
from kerascount.rules import rules

BAD = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(-3)])\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, prog_name="kerascount")


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.py").write_text(BAD)


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_names_the_finding(output_format: str) -> None:
    done = run("check", "bad.py", "--format", output_format)
    assert done.exit_code == 1
    assert "KC1" in done.stdout
    assert "bad.py" in done.stdout


def test_paths_are_relative_to_where_the_program_runs() -> None:
    assert "file=bad.py," in run("check", str(Path("bad.py").absolute()), "--format", "github").stdout


def test_the_report_as_a_file() -> None:
    done = run("check", "bad.py", "--format", "sarif", "--output-file", "bad.sarif")
    assert (done.exit_code, done.output) == (1, "")
    assert json.loads(Path("bad.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_file_that_cannot_be_written() -> None:
    done = run("check", "bad.py", "--output-file", "gone/out.txt")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "kerascount: cannot write gone/out.txt: No such file or directory\n"


@pytest.mark.parametrize(("content", "code"), [(BAD, 0), ("import keras\nx = (\n", 2)])
def test_findings_need_not_fail(content: str, code: int) -> None:
    Path("bad.py").write_text(content)
    assert run("check", "bad.py", "--exit-zero").exit_code == code


def test_statistics() -> None:
    assert run("check", "bad.py", "--statistics").stdout.startswith("    1  KC")
    refused = run("check", "bad.py", "--statistics", "--format", "junit")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_quiet_is_silent_about_clean_files() -> None:
    Path("bad.py").write_text(BAD.replace("-3", "3"))
    assert run("check", "bad.py", "--quiet").output == ""


@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_a_terminal_has_color(variables: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert is_colored() is colored


def test_color_reaches_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror" in run("check", "bad.py").stdout
    run("check", "bad.py", "--output-file", "out.txt")
    assert "\x1b" not in Path("out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", [["KC101"], ["input-rank"], ["kc101", "input-rank"]])
def test_a_rule_by_code_or_name(asked: list[str]) -> None:
    done = run("rule", *asked)
    assert done.stdout.startswith("KC101 input-rank (error)\n\n")
    assert done.stdout.count("KC101") == 1


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (["KC555"], "No rule is called 'KC555'"),
        (["input_rank"], "did you mean 'input-rank'?"),
        ([], "Name rules, or ask for --all."),
        (["KC101", "--all"], "Name rules, or ask for --all."),
    ],
)
def test_no_such_rule(asked: list[str], refusal: str) -> None:
    done = run("rule", *asked)
    assert (done.exit_code, done.stdout) == (2, "")
    assert refusal in done.stderr


def test_all_rules_as_data() -> None:
    document = json.loads(run("rule", "--all", "--format", "json").stdout)
    assert [entry["code"] for entry in document] == [rule.code for rule in rules()]
    assert all(entry["summary"] for entry in document)
    assert [entry["code"] for entry in document if not entry["examples"] and entry["code"] < "KC9"] == []


def test_rules_whose_codes_begin_so() -> None:
    found = [rule.code for rule in rules() if rule.code.startswith("KC3")]
    document = json.loads(run("rule", "KC3", "--format", "json").stdout)
    assert [entry["code"] for entry in document] == found


def test_the_mark_in_an_indented_block_of_markdown() -> None:
    Path("notes.md").write_text("- so:\n\n  ```python\n  import keras\n  keras.layers.Dense(-3)\n  ```\n")
    _, line, mark, _ = run("check", "notes.md").stdout.splitlines()
    assert mark.index("^") == line.index("keras.layers")
    assert mark.count("^") == len("keras.layers.Dense(-3)")
