"""Programs, notebooks, documents and saved models with bytes turned, moved, repeated and left out."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Final

SAMPLES: Final = sorted((Path(__file__).parents[2] / "samples").glob("*.py"))
PROGRAM: Final = b"import keras\nm = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\nm.summary()\n"
NOTEBOOK: Final = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# a\n"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["%matplotlib inline\n", "import keras\n"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": PROGRAM.decode()},
    ],
    "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip
SEEDS: Final = {path.name: path.read_bytes() for path in SAMPLES if path.stat().st_size < 4_000} | {
    "notebook.ipynb": json.dumps(NOTEBOOK).encode(),
    "document.md": b"# a\n\n```python\n" + PROGRAM + b"```\n\n> ~~~py\n> >>> x = 1\n> ~~~\n",
}
PIECES: Final = (
    b"(", b")", b"[", b"]", b"{", b"}", b"'", b'"""', b"\\", b"\n", b"\r", b"\t", b"\f", b"\0", b"\xff", b"\xed\xa0\x80", b":", b"*",
    b"**", b"lambda x: ", b"yield ", b"await ", b"async ", b"not ", b" if 1 else ", b"f'{", b"}'", b"# coding: ", b"\xef\xbb\xbf",
    b"9" * 30, b"-1", b"None", b"self", b"super()", b"...", b":=", b"@", b"import ", b"from . import *", b"global x\n", b"del ",
    b"class A(A): pass\n", b"def f(): return f()\n", b"while 1: pass\n", b"x = [x]\n", b"``` python\n", b"%%time\n", b"!ls\n", b"?",
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The same with a few changes."""
    for _ in range(chance.randint(1, 6)):
        start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
        end = min(end, start + chance.choice((0, 1, 8, 80)))
        piece = data[start:end]
        change = chance.choice(
            (b"", piece * 2, piece[::-1], chance.choice(PIECES), chance.choice(PIECES), bytes([chance.randrange(256)]))
        )
        data = data[:start] + change + data[end:]
    return data[:20_000]
