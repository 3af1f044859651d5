"""Annotated programs: `expression  #: value`, `#: unknown: why`, `#: raises TypeError: message`.

They stand in Markdown files, one program under each heading. What is annotated is recorded while the program runs,
with our evaluator and, where nothing in it is unknown, with Python itself.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kerascount.config import Config
from kerascount.evaluate.objects import Module, StandIn
from kerascount.evaluate.program import Run
from kerascount.source.files import SourceFile
from kerascount.values.objects import Unknown
from kerascount.versions import KERAS_3

SECTION = re.compile(r"^## (?P<title>.+?)$\n.*?^```python$\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ANNOTATED = re.compile(r"^(?P<indent> *)(?P<code>\S.*?)  #: (?P<expected>.+)$")
PREAMBLE = """\
def caught(line, function):
    try:
        value = function()
    except Exception as error:
        record(line, f"raises {type(error).__name__}: {error}")
    else:
        record(line, value)
"""


@dataclass(frozen=True)
class Program:
    """A program, what it records where, and what each record must show."""

    title: str
    text: str
    expected: dict[int, str]

    @property
    def is_known(self) -> bool:
        return not any(text.startswith("unknown") for text in self.expected.values())


def read(title: str, text: str) -> Program:
    """The program, with each annotated line turned into one that records its value."""
    lines, expected = [], {}
    for number, line in enumerate(text.splitlines(), 1):
        found = ANNOTATED.match(line)
        if found:
            expected[number] = found["expected"]
            raises = found["expected"].startswith("raises")
            code = f"caught({number}, lambda: ({found['code']}))" if raises else f"record({number}, ({found['code']}))"
            line = found["indent"] + code
        lines.append(line)
    return Program(title, PREAMBLE + "\n".join(lines) + "\n", expected)


def programs_in(path: Path) -> list[Program]:
    return [read(f"{path.stem}: {found['title']}", found["text"]) for found in SECTION.finditer(path.read_text())]


class Recorded(Run):
    """A run that keeps what the program records."""

    def execute(self, module: Module) -> None:
        self.seen: dict[int, str] = {}
        module.names["record"] = StandIn("record", partial(record, self.seen))
        super().execute(module)


def record(seen: dict[int, str], line: int, value: Any) -> None:
    seen[line] = shown(value)


def seen_by_us(program: Program) -> dict[int, str]:
    """What our evaluator recorded, as text by line; what stopped the program is shown as line 0."""
    run = Recorded(KERAS_3, SourceFile("program.py", program.text), Config(), {})
    ended = [f"{error.kind}: {error.message}" for error in run.errors] + ([str(run.limit)] if run.limit else [])
    return run.seen | ({0: ended[-1]} if ended else {})


def seen_by_python(program: Program) -> dict[int, str]:
    seen: dict[int, str] = {}
    names: dict[str, Any] = {"__name__": "__main__", "record": partial(record, seen)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `3(4)` is meant
        exec(compile(program.text, program.title, "exec", dont_inherit=True), names)
    return seen


def shown(value: Any) -> str:
    if isinstance(value, Unknown):
        return f"unknown: {value.why}"
    return value if isinstance(value, str) and value.startswith("raises ") else repr(value)


def agrees(expected: str, seen: str | None) -> bool:
    """Whether a record shows what it must; `raises TypeError` and `unknown:` leave the rest open."""
    if seen is None or expected == seen:
        return seen is not None
    if expected.startswith("unknown:"):
        return seen.startswith(expected)
    return expected.startswith("raises ") and ":" not in expected and seen.startswith(f"{expected}:")
