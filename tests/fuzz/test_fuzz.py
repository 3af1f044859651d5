"""Half a minute of fuzzing; `tests/fuzz/run.py` and `tests/fuzz/with_atheris.py` go on for longer."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kerascount import parallel, workers
from tests.fuzz.mutations import SEEDS, mutated
from tests.fuzz.properties import agree, holds
from tests.fuzz.words import programs

QUICK = settings(  # the same programs in every run, so that what fails is known at once; run.py looks for others
    max_examples=100,
    deadline=timedelta(seconds=60),
    suppress_health_check=[*HealthCheck],
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)


@QUICK
@given(programs())
def test_programs_of_the_vocabulary(text: str) -> None:
    holds(text.encode(), formats=("text", "json"))


@QUICK
@given(st.sampled_from(sorted(SEEDS)), st.randoms(use_true_random=False))
def test_bytes_that_were_a_program_once(name: str, chance: random.Random) -> None:
    holds(mutated(SEEDS[name], chance), name, formats=("text",))


@QUICK
@given(st.binary(max_size=200), st.sampled_from(["a.py", "a.ipynb", "a.md"]))
def test_any_bytes(data: bytes, name: str) -> None:
    holds(data, name, formats=("text",))


@pytest.mark.filterwarnings("ignore:os.fork")  # of JAX, which other tests import; workers do not touch it
def test_all_ways_to_a_report_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    monkeypatch.setattr(workers.threading, "active_count", lambda: 1)
    chance = random.Random(1)
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, data in SEEDS.items():
        (folder / name).write_bytes(data)
        for number in range(2):
            (folder / f"{number}_{name}").write_bytes(mutated(data, chance))
    agree(folder, tmp_path / "cache")
