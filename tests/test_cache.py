"""Results that are kept: the same as without, whatever changed, broke or was written at the same time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kerascount
from kerascount import pipeline
from kerascount.cache import store, version
from kerascount.cache.forms import DIAGNOSTIC
from kerascount.cache.graphs import models
from kerascount.cache.store import Store, usual_folder
from kerascount.cli.group import commands
from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Edit, Fix, Location, Note, Severity
from kerascount.pipeline import analyze_source
from kerascount.source.disk import digest

ROOT = Path(__file__).parent.parent
WRONG = "import keras\nkeras.layers.Dense(-1)\n"
USES_SIZES = "import keras\nfrom sizes import units\nkeras.layers.Dense(units)\n"
WITH_CELLS = {"cells": [{"cell_type": "code", "source": ["%time\n", "import keras\n", "keras.layers.Dense(-1)"]}]}
needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and an empty cache beside it."""
    monkeypatch.setenv("KERASCOUNT_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def entries(tmp_path: Path) -> Callable[[], list[Path]]:
    """The entries of results; beside them lies one about our own source."""
    paths = (tmp_path / "cache").glob
    return lambda: sorted(path for path in paths("??/*") if path.read_bytes()[40:41] == b"[")


def check(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(commands, ["check", "--jobs", "1", *arguments], input=stdin, prog_name="kerascount")


def said(*arguments: str) -> tuple[int, str, str]:
    return run("check", "--jobs", "1", *arguments)


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(commands, arguments, prog_name="kerascount")
    return done.exit_code, done.stdout, done.stderr


@contextmanager
def analysed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths of the inputs that are analysed meanwhile."""
    paths: list[str] = []
    original = pipeline.analyze_input

    def analyze_input(found, config, **options):  # type: ignore[no-untyped-def]
        paths.append(found.path)
        return original(found, config, **options)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "analyze_input", analyze_input)
        yield paths


# All that models have: formulas, shared weights, nested models, several inputs, unknown shapes, training.
MODELS = """
import sys
import keras
from keras import layers, ops
from somewhere import args, custom, data, mystery, width

def block(units):
    x = keras.Input((args.size, units))
    return keras.Model(x, layers.LSTM(args.units)(x), name="block")

shared = layers.Dense(width, name="shared")
inputs = {"a": keras.Input((8,), name="a"), "b": keras.Input((8,), name="b"), "c": keras.Input((None, 16), name="c")}
x = layers.Concatenate()([shared(inputs["a"]), shared(inputs["b"]), block(16)(inputs["c"])])
x = layers.Lambda(mystery)(ops.relu(x) * 2)
model = keras.Model(inputs, [layers.Dense(3)(x), layers.Dense(1, activation="sigmoid")(x)])
model.summary()
model.layers[3].trainable = False
losses = ["categorical_crossentropy", keras.losses.BinaryCrossentropy(from_logits=True)]
model.compile("adam", losses, metrics=[["accuracy"], [custom]])
model.fit({"a": data, "b": data}, ops.zeros((10, 3)), epochs=3)

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(4)
        self.steps = layers.Bidirectional(layers.GRU(8, return_sequences=True))

    def call(self, inputs):
        return self.first(self.steps(inputs))

if len(sys.argv) > 1:
    Own().build((None, 20, 10))
"""


def write_many(folder: Path) -> None:
    """Inputs of all kinds, with findings of all kinds."""
    (folder / "wrong.py").write_text(WRONG)
    (folder / "right.py").write_text(WRONG.replace("-1", "1"))
    (folder / "latin.py").write_bytes(b"# coding: latin-1\nimport keras\nkeras.layers.Dense(-1)  # \xe9\n")
    (folder / "surrogate.py").write_text(WRONG + 'keras.Sequential(name="\\udc80")\nkeras.layers.Dense("\\udc80")\n')
    (folder / "broken.py").write_text("import keras\nx = (\n")
    (folder / "undecodable.py").write_bytes(b"import keras  # \xe9\n")
    (folder / "empty.py").write_text("")
    (folder / "other.py").write_text("import os\n")
    (folder / "book.ipynb").write_text(json.dumps(WITH_CELLS))
    (folder / "old.py").write_text("from keras.layers import Dense\nDense(output_dim=3, input_dim=4)\n")
    (folder / "sizes.py").write_text("units = -3\n")
    (folder / "uses_sizes.py").write_text(USES_SIZES)


# --- the same as without


@pytest.mark.parametrize(
    "options",
    [
        *(["--format", name] for name in ("concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")),
        ["--show-fixes", "--keras", "3", "--select", "KC"],
        ["--diff", "--keras", "3"],
        ["--statistics"],
        ["--write-baseline", "/dev/stdout"],
    ],
    ids=" ".join,
)
def test_the_second_run_says_the_same_without_analysing(
    options: list[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(project)
    paths = [".", str(ROOT / "samples")]
    expected = said("--no-cache", *options, *paths)
    assert said(*options, *paths) == expected
    with analysed(monkeypatch) as again:
        assert said(*options, *paths) == expected
    assert again == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["summary"],
        ["summary", "--format", "json"],
        ["summary", "--expand-nested", "--show-trainable", "--macs"],
        ["summary", "--why"],
        ["summary", "-D", "args.units=64"],
        ["explain", "--keras", "2"],
        ["explain"],
    ],
    ids=" ".join,
)
def test_the_second_summary_is_the_same_without_analysing(
    arguments: list[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(project)
    (project / "models.py").write_text(MODELS)
    paths = [".", str(ROOT / "samples"), "--jobs", "1"]
    expected = run(*arguments, "--no-cache", *paths)
    run(*arguments, *paths)
    with analysed(monkeypatch) as again:
        assert run(*arguments, *paths) == expected
    assert again == []


def test_files_that_change_are_analysed_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(project)
    check(".")
    (project / "wrong.py").write_text(WRONG.replace("-1", "-2"))
    with analysed(monkeypatch) as again:
        assert said(".") == said("--no-cache", ".")
    assert again[0] == "wrong.py"
    assert len(set(again)) > len(again[:1])  # all of them without the cache
    with analysed(monkeypatch) as again:
        check(".")
    assert again == []


def test_files_without_keras_have_no_entry(project: Path, entries: Callable[[], list[Path]]) -> None:
    (project / "other.py").write_text("import os\n")
    (project / "empty.py").write_text("")
    assert "in 2 files" in check(".").stdout
    assert entries() == []


def test_what_keeps_nothing(project: Path, tmp_path: Path) -> None:
    (project / "wrong.py").write_text(WRONG)
    check("-", stdin=WRONG)
    for command in ("check", "summary", "explain"):
        CliRunner().invoke(commands, [command, "--no-cache", "wrong.py"])
    kerascount.analyze_paths(["wrong.py"])
    assert not (tmp_path / "cache").exists()


def test_fixes_of_findings_that_were_kept(project: Path) -> None:
    path = project / "old.py"
    path.write_text("from keras.layers import Dense\nDense(output_dim=3)\n")
    check("--keras", "3", "old.py")
    assert "Fixed" in check("--keras", "3", "--fix", "old.py").stderr
    assert "units=3" in path.read_text()
    assert "KC4" not in check("--keras", "3", "old.py").stdout


def test_a_large_program_with_a_finding(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lines, which reports may show, are read from the file itself."""
    (project / "main.py").write_text(WRONG + "#" + 600_000 * "-")
    expected = said("main.py")
    with analysed(monkeypatch) as again:
        assert said("main.py") == expected
    assert again == []


# --- nothing stale


def select_in_settings(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.kerascount]\nignore = ['KC1']\n")


def define_in_settings(project: Path) -> None:
    (project / "kerascount.toml").write_text("define = { unknown = -3 }\n")


def ignore_per_file(project: Path) -> None:
    (project / "kerascount.toml").write_text("per-file-ignores = { 'main.py' = ['KC'] }\n")


def change_the_import(project: Path) -> None:
    (project / "sizes.py").write_text("units = 5\n")


def change_it_back_in_time(project: Path) -> None:
    path = project / "sizes.py"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_text("units = +3\n")
    os.utime(path, ns=times)


def remove_the_import(project: Path) -> None:
    (project / "sizes.py").unlink()


def make_it_unreadable(project: Path) -> None:
    (project / "sizes.py").write_bytes(b"\0")


def let_an_import_appear(project: Path) -> None:
    (project / "missing.py").write_text("width = -4\n")


def let_a_package_appear(project: Path) -> None:
    (project / "missing").mkdir()
    (project / "missing" / "__init__.py").write_text("width = -4\n")


def let_a_folder_appear(project: Path) -> None:
    (project / "missing").mkdir()
    (project / "missing" / "width.py").write_text("")


def let_the_folder_become_a_package(project: Path) -> None:
    (project / "__init__.py").write_text("")
    (project.parent / "missing.py").write_text("width = -4\n")


def move_the_root(project: Path) -> None:
    (project.parent / ".git").mkdir()
    (project.parent / "src").mkdir()
    (project.parent / "src" / "missing.py").write_text("width = -4\n")


MAIN = """
import keras
from sizes import units
from missing import width
keras.layers.Dense(units)
keras.layers.Dense(unknown)
keras.layers.Dense(width)
"""


@pytest.mark.parametrize(
    "change",
    [
        select_in_settings,
        define_in_settings,
        ignore_per_file,
        change_the_import,
        change_it_back_in_time,
        remove_the_import,
        make_it_unreadable,
        let_an_import_appear,
        let_a_package_appear,
        let_a_folder_appear,
        let_the_folder_become_a_package,
        move_the_root,
    ],
    ids=lambda change: change.__name__,
)
def test_what_changed_around_a_file_counts(
    change: Callable[[Path], None], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "main.py").write_text(MAIN)
    (project / "sizes.py").write_text("units = -3\n")
    before = said("main.py")
    assert said("main.py") == before
    change(project)
    with analysed(monkeypatch) as again:
        after = said("main.py")
    assert again == ["main.py"]
    assert after == said("--no-cache", "main.py")


def test_a_module_far_away_in_the_imports_counts(project: Path) -> None:
    (project / "main.py").write_text("import keras\nfrom a import units\nkeras.layers.Dense(units)\n")
    (project / "a.py").write_text("from b import units\n")
    (project / "b.py").write_text("units = -3\n")
    assert "KC108" in check("main.py").stdout
    (project / "b.py").write_text("units = 3\n")
    assert "KC108" not in check("main.py").stdout


@pytest.mark.parametrize(
    "options",
    [
        ["-D", "unknown=-3"],
        ["--keras", "2"],
        ["--select", "KC9"],
        ["--ignore", "KC1"],
        ["--extend-select", "KC3"],
        ["--follow", "elsewhere"],
        ["--max-steps", "3"],
    ],
    ids=" ".join,
)
def test_options_count(options: list[str], project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "main.py").write_text(MAIN)
    (project / "elsewhere").mkdir()
    (project / "elsewhere" / "missing.py").write_text("width = -4\n")
    check("main.py")
    with analysed(monkeypatch) as again:
        given = said(*options, "main.py")
    assert again == ["main.py"]
    assert given == said("--no-cache", *options, "main.py")


def test_a_file_of_a_folder_is_no_named_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "main.py").write_text(WRONG)
    check("main.py")
    with analysed(monkeypatch) as again:
        check(".")
    assert again == ["main.py"]


def test_the_same_path_in_another_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, units in (("a", -1), ("b", 1)):
        (project / name).mkdir()
        (project / name / "main.py").write_text(USES_SIZES)
        (project / name / "sizes.py").write_text(f"units = {units}\n")
    found = []
    for name in ("a", "b", "a"):
        monkeypatch.chdir(project / name)
        found.append("KC108" in check("main.py").stdout)
    assert found == [True, False, True]


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (kerascount, "__version__", "0.0.0"),
        (sys, "version_info", (3, 99)),
        (sys, "platform", "amiga"),
        (version, "_parser", lambda: [__file__]),
    ],
)
def test_another_version_of_anything(
    owner: object, name: str, value: object, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "main.py").write_text(WRONG)
    check("main.py")
    monkeypatch.setattr(owner, name, value)
    with analysed(monkeypatch) as again:
        check("main.py")
    assert again == ["main.py"]


def test_our_own_source_counts_not_when_it_was_installed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "main.py").write_text(WRONG)
    source = tmp_path / "package" / "values" / "dims.py"
    source.parent.mkdir(parents=True)
    monkeypatch.setattr(kerascount, "__file__", str(tmp_path / "package" / "__init__.py"))
    for text, age, is_new in (("a", 9, True), ("a", 8, False), ("b", 7, True), ("b", 6, False), ("a", 5, False)):
        source.write_text(text)
        os.utime(source, (age, age))
        with analysed(monkeypatch) as again:
            check("main.py")
        assert again == ["main.py"] * is_new


def test_where_our_own_source_cannot_be_read_nothing_is_kept(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in an archive."""
    (project / "main.py").write_text(WRONG)
    expected = check("--no-cache", "main.py").stdout
    monkeypatch.setattr(kerascount, "__file__", str(tmp_path / "gone" / "__init__.py"))
    assert check("main.py").stdout == expected


# --- what is not kept


def test_a_defect_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "main.py").write_text(WRONG)

    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "_linted", stumble)
        assert "KC999" in check("main.py").stdout
    assert "KC108" in check("main.py").stdout


def test_what_ran_out_of_time_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "main.py").write_text(WRONG)
    clock = iter(range(0, 1000, 100))
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "process_time", lambda: next(clock))
        check("main.py")
    with analysed(monkeypatch) as again:
        check("main.py")
    assert again == ["main.py"]


# --- entries that are damaged, or none of ours


def wrong_shapes(good: list[object]) -> Iterator[object]:
    """What is like an entry, but for one thing."""
    failed, diagnostics, lines, models, looked = good
    assert isinstance(diagnostics, list)
    yield from (None, 3, "text", {}, [], [failed], [*good, 1], [1, diagnostics, lines, models, looked])
    for value in (None, {}, [[]], [3], "text", [diagnostics[0][:-1]]):
        yield [failed, value, lines, models, looked]
    for index in range(len(diagnostics[0])):
        for value in ([], {}, 3, True, "?", [None], [[1]]):
            if value != diagnostics[0][index] and not (value == "?" and isinstance(diagnostics[0][index], str)):
                yield [failed, [[*diagnostics[0][:index], value, *diagnostics[0][index + 1 :]]], lines, models, looked]
    yield from ([failed, diagnostics, value, models, looked] for value in (3, "text", [3], {}))
    yield from ([failed, diagnostics, lines, value, looked] for value in (3, "text", [3], {}, [[], [0]], [[]]))
    for value in (None, {}, [3], [[]], [["is_file", False]], [["is_file", False, [3]]], [["system", False, ["x"]]]):
        yield [failed, diagnostics, lines, models, value]
    yield [failed, diagnostics, lines, models, [[["is_file"], False, ["x"]]]]
    yield [failed, diagnostics, lines, models, [["holds_programs", True, ["\0"]]]]


def damages(good: bytes) -> Iterator[bytes]:
    yield from (b"", good[:-1], good[:20], good[:41], good + b" ", b"\0" * len(good), good[40:], b"[" * 100_000)
    yield good.replace(b"KC108", b"KC107")
    yield good.replace(b"false", b"true ")


def entry_name(path: Path) -> str:
    return path.parent.name + path.stem


def test_damaged_entries_are_written_anew(
    project: Path, entries: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "main.py").write_text(WRONG)
    expected = said("main.py")
    (entry,) = entries()
    good = entry.read_bytes()
    name = entry_name(entry).encode()
    documents = [json.dumps(item).encode() for item in wrong_shapes(json.loads(good[40:]))]
    sealed = [digest(name, item).encode() + item for item in (*documents, b"[" * 100_000, b"{", b"\xff", b"9" * 5000)]
    assert len(sealed) > 60
    for damaged in (*damages(good), *sealed):
        entry.write_bytes(damaged)
        with analysed(monkeypatch) as again:
            assert said("main.py") == expected, damaged
        assert again == ["main.py"], damaged
        assert entry.read_bytes() == good
    assert entries() == [entry]


def test_an_entry_under_the_name_of_another(project: Path, entries: Callable[[], list[Path]]) -> None:
    (project / "main.py").write_text(WRONG)
    check("main.py")
    (entry,) = entries()
    (project / "main.py").write_text(WRONG.replace("-1", "1"))
    check("main.py")
    (right,) = set(entries()) - {entry}
    right.write_bytes(entry.read_bytes())
    assert "KC108" not in check("main.py").stdout


def test_nobody_waits_for_a_pipe(project: Path, entries: Callable[[], list[Path]]) -> None:
    (project / "main.py").write_text(WRONG)
    expected = said("main.py")
    (entry,) = entries()
    entry.unlink()
    os.mkfifo(entry)
    assert said("main.py") == expected
    assert entry.is_file()


# --- several runs, and runs that end early

EAGER = "from kerascount import parallel\nparallel.PATIENCE = 0\nfrom kerascount.cli import main\nmain()\n"


def command(*arguments: str, before: str = "", eager: bool = True) -> list[str]:
    """kerascount in a process of its own, which starts workers at once."""
    start = EAGER if eager else "from kerascount.cli import main\nmain()\n"
    return [sys.executable, "-W", "error", "-c", before + start, "check", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def start(*arguments: str, before: str = "", eager: bool = True) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments, before=before, eager=eager),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_runs_at_the_same_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(project)
    for index in range(10):
        (project / f"more_{index}.py").write_text(WRONG)
    running = [start(".", "--jobs", jobs) for jobs in ("1", "2", "1")]
    ends = [(*process.communicate(timeout=120), process.returncode) for process in running]
    assert ends == 3 * [(check("--no-cache", ".").stdout, "", 2)]
    with analysed(monkeypatch) as again:
        check(".")
    assert again == []


DEADLY = """
import os, signal
replace = os.replace
def deadly(source, target):
    if target.endswith(".json") and open(source, "rb").read()[40:41] == b"[":
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)
os.replace = deadly
"""


def test_a_run_that_is_killed_while_it_writes(project: Path, entries: Callable[[], list[Path]]) -> None:
    write_many(project)
    process = start(".", "--jobs", "1", before=DEADLY)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    (partial,) = entries()
    assert said(".") == said("--no-cache", ".") == said(".")
    assert partial in entries()
    long_ago = time.time() - 7200
    os.utime(partial, (long_ago, long_ago))
    Store(str(partial.parent.parent)).write(entry_name(partial)[:2] + 38 * "0", b"")
    assert partial not in entries()


SLOW = """
import time
from kerascount import pipeline
parsed = pipeline.parsed
def slow(data, path, **options):
    print(path, flush=True)
    time.sleep(0.2)
    return parsed(data, path, **options)
pipeline.parsed = slow
"""


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=needs_fork)])
def test_ctrl_c_leaves_what_is_done(
    jobs: str, project: Path, entries: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(50):
        (project / f"{index}.py").write_text(WRONG)
    process = start(".", "--jobs", jobs, before=SLOW)
    assert process.stdout
    for _ in range(6):
        process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (130, "")
    kept = len(entries())
    assert 0 < kept < 50
    with analysed(monkeypatch) as again:
        assert check(".").exit_code == 1
    assert len(again) == 50 - kept


# --- a cache that cannot be written


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_that_cannot_be_written_is_told_once(
    jobs: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(project)
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "cache"
    monkeypatch.setenv("KERASCOUNT_CACHE_DIR", str(folder))
    expected = check("--no-cache", ".")
    process = start(".", "--jobs", jobs)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (expected.exit_code, expected.stdout)
    assert errors == f"kerascount: the cache in {folder} cannot be written: Not a directory\n"


SMALL_FILES = """  # then the command that follows
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_is_told_once(jobs: str, project: Path, tmp_path: Path) -> None:
    write_many(project)
    check(".")
    for path in project.glob("*.py"):
        path.write_bytes(path.read_bytes() + b"\n")
    expected = check("--no-cache", ".")
    limited = (sys.executable, "-c", SMALL_FILES, *command(".", "--jobs", jobs))
    done = subprocess.run(limited, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (expected.exit_code, expected.stdout)
    assert done.stderr == f"kerascount: the cache in {tmp_path / 'cache'} cannot be written: File too large\n"
    assert not [path for path in (tmp_path / "cache").glob("??/*") if path.suffix != ".json"]


def test_a_cache_that_is_full_of_hits_may_be_read_only(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "main.py").write_text(WRONG)
    expected = said("main.py")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store.os, "utime", refuse)
    monkeypatch.setattr(store.time, "time", lambda: 1e12)
    assert said("main.py") == expected


# --- what a warm run costs


def test_a_warm_run_loads_no_parser_and_starts_no_worker(project: Path) -> None:
    write_many(project)
    check(".", "--keras", "3")
    last = "import atexit, sys\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    process = start(".", "--keras", "3", before=last, eager=False)
    output, errors = process.communicate(timeout=60)
    loaded = set(errors.split())
    assert "kerascount.cache.results" in loaded
    heavy = {"libcst", "multiprocessing", "kerascount.pipeline", "kerascount.evaluate", "kerascount.layers", "hashlib"}
    assert not loaded & heavy
    assert "KC108" in output


# --- the folder


def test_the_oldest_entries_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"ab{age:038x}" for age in range(8)]
    for age, name in enumerate(names):
        Store(str(tmp_path)).write(name, b"[" * 160)
        long_ago = time.time() - age * 7200
        os.utime(tmp_path / "ab" / f"{name[2:]}.json", (long_ago, long_ago))
    assert Store(str(tmp_path)).read(names[6]) is not None  # which makes it a new one
    monkeypatch.setattr(store, "SHARE", 1000)
    Store(str(tmp_path)).write("ab" + 38 * "f", b"[" * 160)
    left = [name for name in names if Store(str(tmp_path)).read(name) is not None]
    assert left == [*names[:3], names[6]]


def test_what_is_larger_than_a_share_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SHARE", 1000)
    kept = Store(str(tmp_path / "cache"))
    kept.write(40 * "a", b"[" * 1000)
    kept.write(40 * "a", os.urandom(5000))
    assert not (tmp_path / "cache").exists()
    kept.write(40 * "a", b"[" * 100_000)
    assert kept.read(40 * "a") == b"[" * 100_000
    monkeypatch.setattr(store, "MOST_CONTENT", 1000)
    kept.write(40 * "b", b"[" * 100_000)
    assert kept.read(40 * "b") is None


def test_clean_removes_what_is_ours(project: Path, tmp_path: Path) -> None:
    write_many(project)
    check(".")
    cache = tmp_path / "cache"
    assert (cache / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    done = CliRunner().invoke(commands, ["clean"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Removed 10 entries (")
    assert not cache.exists()
    assert CliRunner().invoke(commands, ["clean"]).stdout == f"Removed nothing from {cache}.\n"


def test_clean_leaves_what_is_not_ours(project: Path, tmp_path: Path) -> None:
    cache, elsewhere = tmp_path / "cache", tmp_path / "elsewhere"
    elsewhere.mkdir()
    for folder, name in ((cache, ".gitignore"), (cache / "00", "notes.txt"), (cache / "abc", f"{38 * '0'}.json")):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("mine")
    (elsewhere / f"{38 * '0'}.json").write_text("mine")
    (project / "main.py").write_text(WRONG)
    check("main.py")
    free = next(name for name in ("01", "02", "03") if not (cache / name).exists())
    (cache / free).symlink_to(elsewhere)
    assert CliRunner().invoke(commands, ["clean"]).stdout.startswith("Removed 2 entries (")
    left = {str(path.relative_to(cache)) for path in cache.rglob("*") if path.is_file()}
    assert left == {".gitignore", "00/notes.txt", f"abc/{38 * '0'}.json"}
    assert {path.name for path in cache.iterdir()} == {".gitignore", "00", free, "abc"}
    assert len(list(elsewhere.iterdir())) == 1


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"KERASCOUNT_CACHE_DIR": "/a", "XDG_CACHE_HOME": "/b"}, "/a"),
        ("linux", {"KERASCOUNT_CACHE_DIR": "~/a"}, "/home/me/a"),
        ("linux", {"XDG_CACHE_HOME": "/b"}, "/b/kerascount"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/me/.cache/kerascount"),
        ("linux", {"KERASCOUNT_CACHE_DIR": ""}, "/home/me/.cache/kerascount"),
        ("linux", {"HOME": "nowhere"}, None),
        ("darwin", {}, "/home/me/Library/Caches/kerascount"),
        ("darwin", {"XDG_CACHE_HOME": "/b"}, "/b/kerascount"),
    ],
)
def test_where_the_folder_is(
    platform: str, variables: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("KERASCOUNT_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    for name, value in {"HOME": "/home/me", **variables}.items():
        monkeypatch.setenv(name, value)
    assert usual_folder() == expected


def test_a_relative_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERASCOUNT_CACHE_DIR", "here")
    assert usual_folder() == str(project / "here")


# --- the form of findings


def test_findings_are_the_same_afterwards() -> None:
    place = Location("\udc80 é.py", 1, 2, 3, 4, 5, 6)
    other = Location("b.py", 7, 8, 9, 10, 11, 12)
    fix = Fix("mend it", (Edit(place, "a\nb"), Edit(other, "")), safe=False)
    full = Diagnostic(
        "KC1", Severity.WARNING, "message", place, "help", (other, place), "ValueError", "Dense", "plain",
        (Note("note", other),), "line \x85\u2028", fix,
    )  # fmt: skip
    bare = Diagnostic("KC2", Severity.INFO, "", other)
    assert not [name for name in Diagnostic.__match_args__[4:] if getattr(full, name) == getattr(bare, name)]
    for item in (full, bare):
        assert DIAGNOSTIC.read(json.loads(json.dumps(DIAGNOSTIC.write(item)))) == item


def with_one_change(written: object, values: Iterator[object]) -> Iterator[object]:
    """A document with one of its parts, at any depth, changed for another value."""
    yield next(values)
    parts = written.items() if isinstance(written, dict) else enumerate(written) if isinstance(written, list) else ()
    for key, part in list(parts):
        for changed in with_one_change(part, values):
            whole = {**written} if isinstance(written, dict) else [*written]  # type: ignore[misc]
            whole[key] = changed  # type: ignore[index]
            yield whole


def test_models_are_read_as_they_were_written() -> None:
    graphs = analyze_source(MODELS, "models.py", Config()).models
    assert [model.name for model in graphs] == ["block", "functional", "own"]
    written = json.loads(json.dumps(models().write((graphs, graphs[:1]))))
    (again, first) = models().read(written)
    assert repr(again) == repr(graphs)
    assert first[0] is again[0]
    block = graphs[0]
    twice = replace(block, weights=2 * block.weights, optimizer_weights=block.weights)  # weights equal themselves alone
    ((read,),) = models().read(models().write(((twice,),)))
    assert read.weights == 2 * read.weights[: len(block.weights)] == 2 * read.optimizer_weights
    for changed in with_one_change(written, cycle((None, True, -1, "?", [], {}, [[]], {"?": []}))):
        with suppress(ValueError):
            models().read(changed)
