"""Fuzzing by hand, for as long as wanted: `python -m tests.fuzz.run SECONDS [SEED]`."""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import SEEDS, mutated
from tests.fuzz.properties import holds
from tests.fuzz.words import programs


def attempts(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Inputs without an end: programs of the vocabulary, and mutations of known ones and of these."""
    known = dict(SEEDS)
    while True:
        for text in _written(chance.randrange(10**9)):
            yield "program.py", text.encode()
            known[f"{chance.randrange(50)}.py"] = text.encode()
        for _ in range(30):
            name = chance.choice(sorted(known))
            yield name, mutated(known[name], chance)


def _written(number: int) -> list[str]:
    found: list[str] = []

    @seed(number)
    @settings(max_examples=30, database=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
    @given(st.lists(programs(), min_size=1, max_size=1))
    def gather(texts: list[str]) -> None:
        found.extend(texts)

    gather()
    return found


def fuzz(seconds: float, number: int) -> int:
    """How many inputs failed; they are printed."""
    until, count, failed = time.monotonic() + seconds, 0, 0
    for name, data in attempts(random.Random(number)):
        if time.monotonic() > until:
            break
        count += 1
        try:
            holds(data, name, formats=("text",))
        except Exception:
            failed += 1
            print(f"--- {name}\n{data!r}\n{traceback.format_exc()}", flush=True)
    print(f"{count} inputs, {failed} failures")
    return failed


if __name__ == "__main__":
    sys.exit(fuzz(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
