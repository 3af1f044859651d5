"""What the analysis of hostile inputs takes: processor time and memory of each, the most expensive first.

    python benchmarks/hostile.py [WORD …]

Each input of `tests/hostile/inputs.py` (those with one of the words in their names) is checked and summarized, and all
reports are written, in a process of its own. Bounds are two seconds for each analysis and 200 MB; on a busy machine it
takes longer.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.hostile.runs import all_of

SECONDS, MEGABYTES = 4.0, 200.0  # of two analyses


def main() -> None:
    words = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        found = all_of(Path(folder), lambda name: not words or any(word in name for word in words))
        taken = sorted(found, key=lambda item: -item.seconds)
    print(f"{'input':50} {'seconds':>8} {'MB':>6}  findings")
    for item in taken:
        beyond = "!" if item.seconds > SECONDS or item.megabytes > MEGABYTES or item.signal else " "
        codes = " ".join(dict.fromkeys(item.codes))
        print(f"{item.name[:50]:50} {item.seconds:8.2f} {item.megabytes:6.0f}{beyond} {codes}")
    total, most = sum(item.seconds for item in taken), max(item.megabytes for item in taken)
    within = sum(item.seconds <= SECONDS and item.megabytes <= MEGABYTES and not item.signal for item in taken)
    print(f"{len(taken)} inputs, {within} within the bounds; {total:.0f} s in all, {most:.0f} MB at most")


if __name__ == "__main__":
    main()
