"""Sharing the work: the same results in the same order, whatever becomes of the workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kerascount import parallel, workers
from kerascount.parallel import each
from kerascount.workers import Crew

ROOT = Path(__file__).parent.parent
HERE = os.getpid()
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
pytestmark = pytest.mark.filterwarnings("ignore:os.fork")  # of JAX, which other tests import; workers do not touch it


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little work is shared as well, and by processes that know the functions of these tests."""
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    monkeypatch.setattr(workers.threading, "active_count", lambda: 1)


def shared(work: Callable[[int], object], items: Iterator[int] | range, jobs: int | None = 2) -> list[object]:
    return each(work, list(items), jobs, stays=lambda item: item == 0, lost=lambda item, how: (item, how))


def is_here(item: int) -> bool:
    return os.getpid() == HERE


@needs_fork
def test_results_are_in_the_order_of_the_items() -> None:
    def slowest_first(item: int) -> int:
        time.sleep(0.02 if item < 5 else 0)
        return item * item

    assert shared(slowest_first, range(100)) == [item * item for item in range(100)]


@needs_fork
def test_who_does_the_work() -> None:
    assert shared(is_here, range(50)) == [True] + 49 * [False]  # the first one stays
    assert all(shared(is_here, range(50), jobs=1))


@needs_fork
@pytest.mark.parametrize("jobs", [2, 3])
def test_a_worker_that_dies_costs_its_item_alone(jobs: int) -> None:
    def work(item: int) -> int:
        if item in (7, 30, 31):
            os.kill(os.getpid(), signal.SIGKILL)
        if item == 40:
            os._exit(3)
        return item

    died = {**dict.fromkeys((7, 30, 31), "SIGKILL"), 40: "exit code 3"}
    assert shared(work, range(60), jobs) == [(item, died[item]) if item in died else item for item in range(60)]


@needs_fork
def test_every_worker_dies() -> None:
    def work(item: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert shared(work, range(1, 9)) == [(item, "SIGKILL") for item in range(1, 9)]


@needs_fork
def test_where_no_process_can_be_started_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError("too many processes")

    monkeypatch.setattr(os, "fork", refuse)
    assert all(shared(is_here, range(20)))


@needs_fork
def test_nobody_waits_for_idle_workers_where_the_last_one_to_work_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(item: int) -> int:
        if item == 1:
            time.sleep(0.2)
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    started: list[Crew[int, object]] = []
    start = Crew._start

    def start_two(crew: Crew[int, object]) -> None:
        if len(started) < 2:
            started.append(crew)
            start(crew)

    monkeypatch.setattr(Crew, "_start", start_two)
    monkeypatch.setattr(workers, "SHARES", 1)
    assert shared(work, range(1, 9)) == [(1, "SIGKILL"), *range(2, 9)]


def test_workers_that_are_not_forked(tmp_path: Path) -> None:
    """As where there are other threads, and on other systems."""
    program = tmp_path / "program.py"
    program.write_text(
        "import threading\nfrom kerascount import Config, analyze_paths, parallel\n"
        "if __name__ == '__main__':\n"
        "    parallel.PATIENCE = 0\n"
        "    threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        f"    paths = [{str(ROOT / 'samples')!r}]\n"
        "    shared, alone = (analyze_paths(paths, lint=False, jobs=jobs) for jobs in (2, 1))\n"
        "    assert repr(shared) == repr(alone), (shared, alone)\n"
    )
    done = subprocess.run([sys.executable, program], env=ENVIRONMENT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


# --- the command


EAGER = "from kerascount import parallel\nparallel.PATIENCE = 0\nfrom kerascount.cli import main\nmain()\n"


def command(*arguments: str, before: str = "") -> list[str]:
    """kerascount in a process of its own, which starts workers at once."""
    return [sys.executable, "-W", "error", "-c", before + EAGER, *arguments]


@pytest.mark.parametrize(
    "arguments",
    [
        ("summary", "--format", "json", "--macs"),
        ("explain", "--keras", "2"),
        ("check", "--select", "KC"),
    ],
    ids=" ".join,
)
def test_results_do_not_depend_on_the_number_of_jobs(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import keras\nx = (\n")
    paths = [str(ROOT / "samples"), str(tmp_path), str(tmp_path / "gone.py")]
    one, two = (
        subprocess.run(
            command(*arguments, "--no-cache", *paths, "--jobs", jobs),
            env=ENVIRONMENT,
            capture_output=True,
            timeout=120,
            check=False,
        )
        for jobs in ("1", "2")
    )
    assert one.stdout
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)


def test_standard_input_is_read_here() -> None:
    arguments = command("check", "-", str(ROOT / "samples"), "--jobs", "2")
    done = subprocess.run(
        arguments, env=ENVIRONMENT, input=b"import keras\nkeras.layers.Dense(-1)\n", capture_output=True, timeout=60
    )
    assert done.stdout.startswith(b"-:2:1: error KC1")


DEADLY = """
import os, signal
from kerascount import pipeline
parsed = pipeline.parsed
def deadly(data, path, **options):
    if path.endswith("deadly.py"):
        os.kill(os.getpid(), signal.SIGKILL)
    return parsed(data, path, **options)
pipeline.parsed = deadly
"""


@needs_fork
def test_a_file_with_which_a_worker_dies_is_reported(tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "deadly.py", "e.py"):
        (tmp_path / name).write_text("import keras\nkeras.layers.Dense(-1)\n")
    arguments = command("check", str(tmp_path), "--jobs", "2", "--format", "concise", before=DEADLY)
    done = subprocess.run(arguments, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    found = [Path(line.split(":")[0]).name + line.partition(" KC")[2][:3] for line in done.stdout.splitlines()]
    assert found[:4] == ["a.py108", "b.py108", "deadly.py998", "e.py108"]
    assert (done.returncode, done.stderr) == (2, "")


ENDLESS = """
import os, time
from kerascount import pipeline
def endless(data, path, **options):
    os.write(1, b"busy\\n")  # in one piece: print() may write the end of the line by itself
    time.sleep(600)
pipeline.parsed = endless
"""


def endless(tmp_path: Path) -> subprocess.Popen[str]:
    """The command with two workers that have begun with files that take forever; a group of processes of its own."""
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text("import keras\n")
    arguments = command("check", str(tmp_path), "--jobs", "2", before=ENDLESS)
    started = subprocess.Popen(
        arguments, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert started.stdout
    assert [started.stdout.readline() for _ in range(2)] == 2 * ["busy\n"]
    return started


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@needs_fork
def test_ctrl_c_ends_everything_at_once(tmp_path: Path) -> None:
    started = endless(tmp_path)
    os.killpg(started.pid, signal.SIGINT)
    _, errors = started.communicate(timeout=20)
    assert (started.returncode, errors) == (130, "")
    assert not is_alive(started.pid)


@needs_fork
def test_workers_do_not_outlive_a_command_that_is_killed(tmp_path: Path) -> None:
    for index in range(300):
        (tmp_path / f"{index}.py").write_text("import keras\n")
    slow = ENDLESS.replace("600", "0.2")
    arguments = command("check", str(tmp_path), "--jobs", "2", before=slow)
    with subprocess.Popen(arguments, env=ENVIRONMENT, stdout=subprocess.PIPE) as started:
        assert started.stdout
        started.stdout.readline()
        started.kill()
        assert started.stdout.read().count(b"busy") < 10  # its end comes when the last worker is gone


@needs_fork
def test_a_reader_that_stops_early_is_no_error() -> None:
    line = " ".join(f"'{word}'" for word in command("summary", str(ROOT / "samples"), "--jobs", "2"))
    done = subprocess.run(f"{line} | head -n 1", shell=True, env=ENVIRONMENT, capture_output=True, timeout=60)
    assert done.stdout
    assert done.stderr == b""
