"""Ratios of kerascount's time to what it cannot be faster than, and to running the program instead.

    python benchmarks/run.py [--runs N]

Both sides of a ratio are measured in turns in this one run, and the medians are printed: on a shared machine seconds
mean little, ratios hold. What the engine alone does in a second follows, for information. It needs Keras with a
backend installed; `pip install -e '.[test]'` does that.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SCRIPT = HERE / "convnet.py"
Pair = tuple[float, float]  # seconds of kerascount, seconds of the yardstick


@dataclass(frozen=True)
class Benchmark:
    """One line of the table."""

    what: str
    yardstick: str
    limit: float
    measure: Callable[[bool], Pair]  # told whether the yardstick goes first


def seconds(command: list[str]) -> float:
    env = {**os.environ, "KERAS_BACKEND": os.environ.get("KERAS_BACKEND", "jax"), "PYTHONPATH": str(HERE.parent)}
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=env)
    return time.perf_counter() - start


def in_turns(ours: Callable[[], float], theirs: Callable[[], float], theirs_first: bool) -> Pair:
    if theirs_first:
        yardstick = theirs()
        return ours(), yardstick
    return ours(), theirs()


def against_command(*command: str) -> Callable[[bool], Pair]:
    """The summary of the small script from a cold start, against another process."""
    summary = [sys.executable, "-m", "kerascount", "summary", str(SCRIPT)]
    return lambda first: in_turns(lambda: seconds(summary), lambda: seconds([sys.executable, *command]), first)


def against_parse(theirs_first: bool) -> Pair:
    """The whole of `summary` on a folder against the bare parse of its files, in a process of their own."""
    env = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    command = [
        sys.executable,
        str(HERE / "folder.py"),
        str(applications()),
        *(["--parse-first"] if theirs_first else []),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    ours, theirs = map(float, done.stdout.split())
    return ours, theirs


def applications() -> Path:
    found = importlib.util.find_spec("keras")
    if found is None or found.origin is None:
        sys.exit("Keras is not installed here: pip install -e '.[test]'")
    return Path(found.origin).parent / "src" / "applications"


BENCHMARKS = (
    Benchmark("summary of keras/src/applications", "libcst.parse_module on its files", 2.0, against_parse),
    Benchmark(
        "one script, cold start", 'python -c "import libcst, click"', 1.6, against_command("-c", "import libcst, click")
    ),
    Benchmark("one script, cold start", "running it under Keras", 1.0, against_command(str(SCRIPT))),
)


def table(runs: int) -> Iterator[str]:
    yield f"{'what':35}{'against':35}{'seconds':>8}{'against':>9}{'ratio':>7}{'limit':>7}"
    for benchmark in BENCHMARKS:
        pairs = [benchmark.measure(bool(index % 2)) for index in range(runs)]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        verdict = "" if ratio <= benchmark.limit else "  over"
        yield (
            f"{benchmark.what:35}{benchmark.yardstick:35}{ours:8.2f}{theirs:9.2f}{ratio:7.2f}{benchmark.limit:7.2f}{verdict}"
        )


def main() -> None:
    compileall.compile_dir(HERE.parent / "kerascount", quiet=2)  # as pip does when it installs
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often each pair is measured")
    for line in table(parser.parse_args().runs):
        print(line, flush=True)
    print(flush=True)
    env = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    subprocess.run([sys.executable, str(HERE / "engine.py")], check=True, env=env)


if __name__ == "__main__":
    main()
