"""The documents: what they show is what the program prints, what they list is what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascount.cli import commands
from kerascount.reference import entries
from kerascount.reports.reference import markdown

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
LAYERS = ROOT / "docs" / "layers.md"
TRANSCRIPT = re.compile(r"(?<=^```console\n)\$ kerascount (.+)\n(?:.*\n)*?(?=^```$)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md")), ROOT / "samples" / "README.md"]


def printed_anew(shown: re.Match[str]) -> str:
    done = CliRunner().invoke(commands, shlex.split(shown[1]), prog_name="kerascount")
    assert done.exit_code < 2, done.output
    return f"$ kerascount {shown[1]}\n{done.output}"


def test_the_readme_shows_what_the_program_prints(record: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = README.read_text(encoding="utf-8")
    anew, count = TRANSCRIPT.subn(printed_anew, text)
    assert count >= 3, "one for each command"
    if record:
        README.write_text(anew, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == anew


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []


def test_the_readme_names_every_option() -> None:
    text = README.read_text(encoding="utf-8")
    options = {option for command in commands.commands.values() for item in command.params for option in item.opts}
    named = {option for option in options if option.startswith("-")}
    assert {option for option in named if f"`{option}" not in text} == set()


def test_the_table_of_layers_is_that_of_the_register(record: bool) -> None:
    text = LAYERS.read_text(encoding="utf-8")
    introduction, table = text[: text.index("## ")], markdown(list(entries()))
    if record:
        LAYERS.write_text(introduction + table, encoding="utf-8")
    assert LAYERS.read_text(encoding="utf-8") == introduction + table
