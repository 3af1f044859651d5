"""Programs written by chance: Python and our evaluator give the same, and nothing that is fed to it breaks it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile
from kerascount.source.stack import on_deep_stack
from tests.evaluate.generated import Writer
from tests.evaluate.programs import read, seen_by_python, seen_by_us

BATCH = 25
SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.py"))
# Words that stand where the programs have others.
WORDS = ("None", "[]", "x", "(1, 2)", "'a'", "-1", "1.5", "{}", "lambda: 0", "model", "...", "range(3)", "self", "*[1]")


@pytest.mark.parametrize("start", range(0, 200, BATCH))
def test_evaluator_agrees_with_python(start: int) -> None:
    for seed in range(start, start + BATCH):
        program = read(str(seed), Writer(seed).program())
        expected = seen_by_python(program)[0]
        if " at 0x" not in expected:
            assert (seed, seen_by_us(program).get(0)) == (seed, expected)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nothing_breaks_the_evaluator(path: Path) -> None:
    chance = random.Random(path.stem)
    for _ in range(12):
        text = changed(path.read_text(), chance)
        try:
            source = SourceFile(path.name, text)
        except Unreadable:
            continue
        evaluate(source)


def evaluate(source: SourceFile) -> None:
    on_deep_stack(lambda: evaluate_file(source, Config()))


def changed(text: str, chance: random.Random) -> str:
    """The program with lines left out, swapped and repeated, and with other words in them."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
        how = chance.choice(("leave out", "swap", "repeat", "reword", "reword"))
        if how == "leave out":
            lines[first] = ""
        elif how == "swap":
            lines[first], lines[second] = lines[second], lines[first]
        elif how == "repeat":
            lines.insert(first, lines[second])
        else:
            words = lines[first].split(" ")
            words[-1] = chance.choice(WORDS)
            lines[first] = " ".join(words)
    return "\n".join(lines)
