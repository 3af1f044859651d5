"""How time and memory grow with the files, the layers and the lines that there are.

    python benchmarks/growth.py

Each row is whole commands of one process, from a cold start and without the cache; times are of the processor. What
grows linearly has a last column of about 1: the time of the largest for each thing, start-up taken off, against that of
the one before. In a folder, one file in twenty builds a model, as in a repository that is about more than models.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from programs import program, script

KERASCOUNT = (sys.executable, "-m", "kerascount")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
ONE_IN = 20  # files of a folder that build a model
OTHER = '''\
"""Module number {index}: nothing of it is about models."""

import json
import logging

logger = logging.getLogger(__name__)


class Store{index}:
    def __init__(self, path):
        self.path = path

    def load(self):
        with open(self.path) as file:
            return json.load(file)

    def save(self, items):
        logger.info("saving %d items", len(items))
        with open(self.path, "w") as file:
            json.dump(items, file, indent={index})
'''
LAYERS = """\
import keras
from keras import layers

x = inputs = keras.Input((8,))
for index in range({count}):
    x = layers.Dense(8, activation="relu")(x)
model = keras.Model(inputs, x)
"""


def files(folder: Path, count: int) -> Path:
    for index in range(count):
        text = script(index) if index % ONE_IN == 0 else OTHER.format(index=index)
        (folder / f"module_{index}.py").write_text(text)
    return folder


def layers(folder: Path, count: int) -> Path:
    path = folder / "model.py"
    path.write_text(LAYERS.format(count=count))
    return path


def lines(folder: Path, count: int) -> Path:
    path = folder / "program.py"
    path.write_text(program(count))
    return path


GROWING: Mapping[str, tuple[Callable[[Path, int], Path], tuple[int, ...]]] = {
    "files": (files, (100, 1_000, 10_000)),
    "layers": (layers, (100, 1_000, 10_000)),
    "lines": (lines, (1_000, 5_000, 20_000)),
}


def measured(path: Path) -> tuple[float, int]:
    """Seconds of the processor, and the peak of memory in MB, of a check."""
    command = [*KERASCOUNT, "check", "--isolated", "--no-cache", "--jobs", "1", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss >> (20 if sys.platform == "darwin" else 10)


def rows(start_up: float) -> Iterator[str]:
    for what, (make, counts) in GROWING.items():
        before = 0.0
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                seconds, memory = measured(make(Path(folder), count))
            each = (seconds - start_up) / count
            ratio = f"{each / before:8.2f}" if before else ""
            yield f"{count:>8,} {what:10}{seconds:10.2f}{1e6 * each:12,.0f}{memory:10}{ratio}"
            before = each


def table() -> Iterator[str]:
    yield f"{'check of':19}{'seconds':>10}{'µs for one':>12}{'peak, MB':>10}{'growth':>8}"
    with tempfile.TemporaryDirectory() as folder:
        start_up = min(measured(layers(Path(folder), 1))[0] for _ in range(3))
    yield from rows(start_up)


if __name__ == "__main__":
    for line in table():
        print(line, flush=True)
