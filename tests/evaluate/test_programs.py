"""The evaluator as a Python interpreter, held against Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluate.programs import Program, agrees, programs_in, seen_by_python, seen_by_us

PROGRAMS = [
    program for path in sorted(Path(__file__).parent.joinpath("python").glob("*.md")) for program in programs_in(path)
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.title)
def test_python_gives_what_the_annotations_say(program: Program) -> None:
    if program.is_known:
        assert _differing(program, seen_by_python(program)) == {}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.title)
def test_evaluator_gives_what_the_annotations_say(program: Program) -> None:
    seen = seen_by_us(program)
    assert seen.pop(0, "runs to its end") == "runs to its end"
    assert _differing(program, seen) == {}


def _differing(program: Program, seen: dict[int, str]) -> dict[int, tuple[str, str | None]]:
    return {
        line: (expected, seen.get(line))
        for line, expected in program.expected.items()
        if not agrees(expected, seen.get(line))
    }
