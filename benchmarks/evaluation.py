"""The evaluator alone: how many statements of a program it follows in a second, by what they do.

    python benchmarks/evaluation.py

Times are of the processor, the least of several runs, without the parse.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Mapping

from programs import program

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile

PASSES = 2_000
LOOP = f"import keras\nfrom keras import layers\nx = keras.Input((8,))\ntotal = 0\nfor i in range({PASSES}):\n"
BODIES: Mapping[str, tuple[str, int]] = {  # what a pass of the loop does, and how many statements that is
    "arithmetic": ("    total = (total * 3 + i) % 1000\n    half = total // 2\n", 2 * PASSES),
    "calls of functions": ("    def double(n):\n        return n * 2\n    total = double(i)\n", 3 * PASSES),
    "calls of layers": ("    x = layers.Dense(8)(x)\n", PASSES),
}


def seconds(text: str, runs: int = 3) -> float:
    source = SourceFile("program.py", text)
    times = []
    for _ in range(runs):
        start = time.process_time()
        evaluate_file(source, Config(macs=False))
        times.append(time.process_time() - start)
    return min(times)


def table() -> Iterator[str]:
    for what, (body, statements) in BODIES.items():
        yield f"{f'followed a second, {what}':45}{statements / seconds(LOOP + body):10,.0f}  statements"
    for lines in (1_000, 5_000):
        yield f"{f'a program of {lines:,} lines':45}{lines / seconds(program(lines)):10,.0f}  lines"


if __name__ == "__main__":
    gc.set_threshold(50_000, 20, 20)  # as the command line does
    for line in table():
        print(line, flush=True)
