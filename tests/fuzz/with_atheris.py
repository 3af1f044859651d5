"""Fuzzing with atheris, which looks for bytes that take new ways through the code.

    python -m tests.fuzz.with_atheris [-max_total_time=SECONDS] [FOLDER]

It begins with the inputs of the folder, such as `samples`, and puts there what it finds; copy them first.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports(include=["kerascount"]):
    import kerascount.evaluate.program
    from tests.fuzz.properties import holds

LOADED = kerascount.evaluate.program
NAMES = ("a.py", "a.ipynb", "a.md")


def one(data: bytes) -> None:
    holds(data[1:], NAMES[data[0] % len(NAMES)] if data else "a.py", formats=("text",))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
