"""The documents: what they show is what the program prints, what they list is what there is."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascount.cli.group import commands
from kerascount.reference import entries
from kerascount.reports import reference
from kerascount.reports import rules as explained
from kerascount.rules import rules
from kerascount.settings import KEYS, read

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
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


@pytest.mark.parametrize("document", [README, ROOT / "docs" / "checking.md"], ids=lambda path: path.name)
def test_the_examples_for_python_hold(document: Path) -> None:
    assert doctest.testfile(str(document), module_relative=False, encoding="utf-8").failed == 0


def test_every_option_is_named() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/checking.md"))
    options = {option for command in commands.commands.values() for item in command.params for option in item.opts}
    named = {option for option in options if option.startswith("-")}
    assert {option for option in named if f"`{option}" not in text} == set()


def test_every_setting_is_named() -> None:
    text = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert [key for key in KEYS if f"`{key}`" not in text or key not in example] == []


def test_the_settings_that_are_shown_are_taken(tmp_path: Path) -> None:
    for number, document in enumerate((README, ROOT / "docs" / "checking.md")):
        for example in re.findall(r"^```toml\n(.*?)^```$", document.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            path = tmp_path / str(number) / "pyproject.toml"
            path.parent.mkdir()
            path.write_text(example, encoding="utf-8")
            assert read(path).selection.ignore == ("KC310",)


LISTS: dict[str, Callable[[], str]] = {
    "layers.md": lambda: reference.markdown(list(entries())),
    "rules.md": lambda: explained.markdown(rules()),
}


@pytest.mark.parametrize("document", LISTS)
def test_a_list_is_that_of_its_register(document: str, record: bool) -> None:
    path = ROOT / "docs" / document
    text = path.read_text(encoding="utf-8")
    anew = text[: text.index("## ")] + LISTS[document]()
    if record:
        path.write_text(anew, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == anew
