"""The documents: what they show is what the program prints, what they list is what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascount.cli import commands
from kerascount.layers.catalogue import SECTIONS, find_layer
from kerascount.layers.registry import REGISTRY, lookup
from kerascount.versions import Api

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
LAYERS = ROOT / "docs" / "layers.md"
TRANSCRIPT = re.compile(r"(?<=^```console\n)\$ kerascount (.+)\n(?:.*\n)*?(?=^```$)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md")), ROOT / "samples" / "README.md"]


NAMES = {Api.KERAS_1: "Keras 1", Api.KERAS_2: "Keras 2", Api.TF_KERAS: "tf.keras 2"}


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


def section_lists() -> str:
    """The names of all layers by section of the Keras docs, then those that Keras 3 no longer has."""
    find_layer("", Api.KERAS_3)  # looks through all sections
    rows = ["| section | layers |", "|---|---|"]
    for section in SECTIONS:
        own = {name: cls for name, cls in REGISTRY.items() if cls.__module__.endswith(f".{section}")}
        names = [name for name in own if lookup(name, Api.KERAS_3)]
        rows.append(f"| {section.replace('_', ' ')} | {', '.join(f'`{name}`' for name in names)} |")
    rows += ["", "| gone from Keras 3 | known in |", "|---|---|"]
    for name in sorted(REGISTRY):
        if not lookup(name, Api.KERAS_3):
            rows.append(f"| `{name}` | {', '.join(line for api, line in NAMES.items() if lookup(name, api))} |")
    return "\n".join(rows) + "\n"


def test_the_list_of_layers_is_that_of_the_register(record: bool) -> None:
    text = LAYERS.read_text(encoding="utf-8")
    introduction = text[: text.index("| section |")]
    if record:
        LAYERS.write_text(introduction + section_lists(), encoding="utf-8")
    assert LAYERS.read_text(encoding="utf-8") == introduction + section_lists()
