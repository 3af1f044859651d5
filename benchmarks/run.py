"""Ratios of kerascount's time to what it cannot be faster than, and to running the program instead.

    python benchmarks/run.py [--runs N]

Both sides of a ratio are measured in turns in this one run, and the medians are printed: on a shared machine seconds
mean little, ratios hold. They are seconds of the processor; of jobs, which use several, of the clock: these want a
machine without other work. How time and memory grow, and what the engine
and the evaluator do in a second, follows for information. It needs Keras
with a backend installed; `pip install -e '.[test]'` does that.
"""

from __future__ import annotations

import argparse
import asyncio
import atexit
import compileall
import importlib.util
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from programs import program, write_scripts

HERE = Path(__file__).parent
SCRIPT = HERE / "convnet.py"
KERASCOUNT = (sys.executable, "-m", "kerascount")
CHECK = (*KERASCOUNT, "check", "--no-cache")
Pair = tuple[float, float]  # seconds of kerascount, seconds of the yardstick


@dataclass(frozen=True)
class Benchmark:
    """One line of the table."""

    what: str
    yardstick: str
    limit: float
    measure: Callable[[bool], Pair]  # told whether the yardstick goes first


def environment() -> dict[str, str]:
    own = {"PYTHONPATH": str(HERE.parent), "KERASCOUNT_CACHE_DIR": str(generated() / "cache")}
    return {"KERAS_BACKEND": "jax", **os.environ, **own}


def seconds(command: list[str]) -> float:
    start = _of_children()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment())
    return _of_children() - start


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_turns(ours: Callable[[], float], theirs: Callable[[], float], theirs_first: bool) -> Pair:
    if theirs_first:
        yardstick = theirs()
        return ours(), yardstick
    return ours(), theirs()


def against_command(*command: str) -> Callable[[bool], Pair]:
    """The summary of the small script from a cold start, against another process."""
    summary = [*KERASCOUNT, "summary", "--no-cache", str(SCRIPT)]
    return lambda first: in_turns(lambda: seconds(summary), lambda: seconds([sys.executable, *command]), first)


def against_parse(kind: str, folder: Callable[[], Path]) -> Callable[[bool], Pair]:
    """The whole of a command on a folder against the bare parse of its files, in a process of their own."""

    def measure(theirs_first: bool) -> Pair:
        order = ["--parse-first"] if theirs_first else []
        command = [sys.executable, str(HERE / "folder.py"), kind, str(folder()), *order]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
        ours, theirs = map(float, done.stdout.split())
        return ours, theirs

    return measure


def shared_among(jobs: int) -> Callable[[bool], Pair]:
    """The check of the generated scripts by several processes, against the same by one."""

    def check(number: int) -> float:
        start = time.monotonic()
        seconds([*CHECK, str(scripts()), "--jobs", str(number)])
        return time.monotonic() - start

    return lambda first: in_turns(lambda: check(jobs), lambda: check(1), first)


def of_length(lines: int, others: int) -> Callable[[bool], Pair]:
    """The check of a generated program, from a cold start, against that of a shorter one."""

    def check(length: int) -> float:
        path = generated() / f"lines_{length}.py"
        path.write_text(program(length))
        return seconds([*CHECK, str(path)])

    return lambda first: in_turns(lambda: check(lines), lambda: check(others), first)


def against_keras(count: int) -> Callable[[bool], Pair]:
    """The check of so many scripts, against as many runs of one of them."""

    def measure(theirs_first: bool) -> Pair:
        paths = sorted(map(str, scripts().iterdir()))[:count] if count > 1 else [str(SCRIPT)]
        check, run = [*CHECK, *paths], [sys.executable, str(SCRIPT)]
        return in_turns(lambda: seconds(check), lambda: count * seconds(run), theirs_first)

    return measure


def from_cache(count: int) -> Callable[[bool], Pair]:
    """The check of so many scripts that are as they were, against the first one, which is measured once."""

    def check() -> float:
        return seconds([*KERASCOUNT, "check", str(scripts(count))])

    first = cache(check)

    def measure(theirs_first: bool) -> Pair:
        theirs = first()
        return check(), theirs

    return measure


def from_cache_against_command(*command: str) -> Callable[[bool], Pair]:
    """The check of the small script that is as it was, against another process."""
    check = [*KERASCOUNT, "check", str(SCRIPT)]
    fill = cache(lambda: seconds(check))

    def ours() -> float:
        fill()
        return seconds(check)

    return lambda first: in_turns(ours, lambda: seconds([sys.executable, *command]), first)


@cache
def generated() -> Path:
    """A folder for what is generated; it is removed at the end."""
    made = tempfile.TemporaryDirectory()
    atexit.register(made.cleanup)
    return Path(made.name)


@cache
def scripts(count: int = 300) -> Path:
    folder = generated() / f"scripts_{count}"
    folder.mkdir()
    write_scripts(folder, count)
    return folder


def without_keras() -> Path:
    """A package of the standard library, which has nothing to do with Keras."""
    return Path(asyncio.__file__).parent


def applications() -> Path:
    found = importlib.util.find_spec("keras")
    if found is None or found.origin is None:
        sys.exit("Keras is not installed here: pip install -e '.[test]'")
    return Path(found.origin).parent / "src" / "applications"


PARSE = "libcst.parse_module on its files"
BENCHMARKS = (
    Benchmark("summary of keras/src/applications", PARSE, 2.0, against_parse("summary", applications)),
    Benchmark("check of keras/src/applications", PARSE, 1.5, against_parse("check", applications)),
    Benchmark("check of 300 generated scripts", PARSE, 1.5, against_parse("check", scripts)),
    Benchmark("check of asyncio, without Keras", PARSE, 0.02, against_parse("check", without_keras)),
    Benchmark("check of 300 scripts, --jobs 2", "with --jobs 1", 1 / 1.7, shared_among(2)),
    Benchmark("check of 5,000 lines", "of 1,000 lines", 5.0, of_length(5_000, 1_000)),
    Benchmark(
        "one script, cold start", 'python -c "import libcst, click"', 1.3, against_command("-c", "import libcst, click")
    ),
    Benchmark(
        "check of one script, kept", 'python -c "import click"', 2.0, from_cache_against_command("-c", "import click")
    ),
    Benchmark("check of 2,000 scripts, kept", "the first time", 0.05, from_cache(2_000)),
    Benchmark("check of one script", "running it under Keras", 1 / 50, against_keras(1)),
    Benchmark("check of a hundred scripts", "running one a hundred times", 1 / 300, against_keras(100)),
)


def table(runs: int) -> Iterator[str]:
    yield f"{'what':35}{'against':35}{'seconds':>8}{'against':>9}{'ratio':>7}{'limit':>7}"
    for benchmark in BENCHMARKS:
        pairs = [benchmark.measure(bool(index % 2)) for index in range(runs)]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        verdict = "" if ratio <= benchmark.limit else "  over"
        yield (
            f"{benchmark.what:35}{benchmark.yardstick:35}{ours:8.2f}{theirs:9.2f}{ratio:7.3f}{benchmark.limit:7.3f}{verdict}"
        )


def main() -> None:
    compileall.compile_dir(HERE.parent / "kerascount", quiet=2)  # as pip does when it installs
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often each pair is measured")
    for line in table(parser.parse_args().runs):
        print(line, flush=True)
    print(flush=True)
    for informative in ("growth.py", "engine.py", "evaluation.py"):
        subprocess.run([sys.executable, str(HERE / informative)], check=True, env=environment())


if __name__ == "__main__":
    main()
