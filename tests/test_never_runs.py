"""Nothing of an analysed program is ever run: what Python tells its auditors is the witness."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

import kerascount
from kerascount.rules import rules
from tests.hostile import inputs

ROOT = Path(__file__).parent.parent
# Modules of Python that nothing here imports, and packages that only exist to be caught being imported.
RARE = (
    "antigravity",
    "this",
    "turtle",
    "sqlite3",
    "ftplib",
    "poplib",
    "wsgiref",
    "cProfile",
    "pydoc_data.topics",
    "encodings.idna",
)
TRAPS = ("trap", "trap_of_a_layer", "tensorflow", "keras", "torch", "numpy", "pandas")
WISHES = """
import {name}, importlib, runpy, pickle, marshal, ctypes, socket, subprocess, os, shutil, builtins, code, urllib.request
from {name} import *
__import__("{name}")
importlib.import_module("{name}")
importlib.reload({name})
importlib.util.spec_from_file_location("a", "{folder}/wish.py").loader.exec_module(None)
runpy.run_path("{folder}/wish.py")
runpy.run_module("{name}")
exec(open("{folder}/wish.py").read())
eval("__import__('os').system('touch {folder}/touched')")
exec(compile("import {name}", "{folder}/wish.py", "exec"))
builtins.exec("import {name}")
getattr(builtins, "ex" + "ec")("import {name}")
globals()["__builtins__"]["exec"]("import {name}")
(lambda: 0).__globals__["os"].system("touch {folder}/touched")
().__class__.__base__.__subclasses__()[-1].__init__.__globals__["os"].system("touch {folder}/touched")
"{{0.__class__.__init__.__globals__}}".format(importlib)
type("X", (), {{"__init__": lambda self: os.system("touch {folder}/touched")}})()
pickle.loads(b"cos\\nsystem\\n(S'touch {folder}/touched'\\ntR.")
marshal.loads(b"c")
ctypes.CDLL("{folder}/wish.so")
socket.create_connection(("127.0.0.1", 9))
urllib.request.urlopen("http://127.0.0.1:9/")
subprocess.run(["touch", "{folder}/touched"])
os.system("touch {folder}/touched"); os.popen("touch {folder}/touched"); os.execvp("touch", ["touch"])
os.remove("{folder}/wish.py"); os.rename("{folder}/wish.py", "{folder}/wished.py"); os.mkdir("{folder}/made")
shutil.rmtree("{folder}"); open("{folder}/written", "w").write("a"); os.kill(os.getpid(), 9); os._exit(3)
code.interact(); breakpoint(); input(); help()
import numpy as np, pandas as pd, tensorflow as tf, keras
np.load("{folder}/wish.npy", allow_pickle=True); pd.read_csv("{folder}/wish.csv"); pd.read_pickle("{folder}/wish.pkl")
keras.models.load_model("{folder}/wish.keras", safe_mode=False); tf.saved_model.load("{folder}")
keras.utils.get_file("a", "http://127.0.0.1:9/a"); keras.datasets.mnist.load_data()
keras.models.model_from_json(open("{folder}/wish.json").read())
keras.layers.Lambda(lambda x: os.system("touch {folder}/touched"))(keras.Input((4,)))
class Layer(keras.layers.Layer):
    def __init__(self, **kwargs):
        import trap_of_a_layer
        os.system("touch {folder}/touched")
        super().__init__(**kwargs)
    def __del__(self):
        os.system("touch {folder}/touched")
keras.Sequential([keras.Input((4,)), Layer(), keras.layers.Dense(3)]).summary()
"""
LAMBDA = {
    "class_name": "Sequential",
    "config": {"name": "a", "layers": [{"class_name": "Lambda", "config": {
        "name": "l", "function": {"class_name": "__lambda__", "config": {"code": "4wAAAAAAAAAA", "defaults": None}},
    }}, {"class_name": "trap>Layer", "module": "trap", "registered_name": "trap>Layer", "config": {}}]},
}  # fmt: skip


def examples() -> dict[str, str]:
    """The programs of the rules' documentation, and hostile ones."""
    found = {
        f"{rule.code}_{number}.py": example.program for rule in rules() for number, example in enumerate(rule.examples)
    }
    names = ("eval of text", "eval of itself", "literal_eval", "sleep", "globals", "caches", "metaclasses", "namedtuples",
             "dataclasses", "enums", "getattr games", "expressions that do not compile", "codecs", "paths", "json",
             "arguments", "data sets", "configurations", "imports of itself")  # fmt: skip
    return found | {f"hostile_{name}.py".replace(" ", "_"): inputs.HEAD + inputs.STATEMENTS[name] for name in names}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs of all kinds, modules that must not be imported, and files that must not be opened."""
    folder = tmp_path_factory.mktemp("spied")
    programs, traps, named = folder / "programs", folder / "traps", folder / "named"
    shutil.copytree(ROOT / "samples", programs / "samples")
    for place in (traps, named):
        place.mkdir()
    for name in TRAPS:
        (traps / f"{name}.py").write_text(f"open({str(folder / 'sprung')!r}, 'a').write({name!r})\n")
    for name in ("wish.py", "wish.npy", "wish.csv", "wish.pkl", "wish.keras", "wish.json"):
        (named / name).write_text("raise SystemExit('run')\n")
    for name in (*RARE[:-1], "trap"):
        (programs / f"wishes_{name}.py").write_text(WISHES.format(name=name, folder=named))
    for name, text in examples().items():
        (programs / name).write_text(text, encoding="utf-8")
    (programs / "saved.json").write_text(json.dumps(LAMBDA))
    (programs / "cookie.py").write_text("# coding: trap\nimport keras\n")
    (programs / "bare.py").write_text("# coding: idna\nimport keras\n")
    return folder


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


@pytest.fixture(scope="module")
def heard(folder: Path) -> dict[str, Any]:
    before = contents(folder)
    command = [sys.executable, "-m", "tests.spy", str(folder / "programs"), str(folder / "traps")]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert contents(folder) == before
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_no_deed_is_done(heard: dict[str, Any]) -> None:
    assert heard["deeds"] == []


def test_nothing_is_compiled_run_or_imported_once_all_is_loaded(heard: dict[str, Any]) -> None:
    """But for methods of our own data classes, which Python writes when they are first needed."""
    own = ("compile (b'def __create_fn__(", 'compile (b"def __create_fn__(', "exec (<code object <module> at")
    assert [said for said in heard["run"] if not said.startswith(own)] == []


def test_no_module_is_imported_for_a_program(heard: dict[str, Any]) -> None:
    assert set(heard["modules"]) & {*RARE, *TRAPS} == set()
    assert [name for name in heard["imported"] if name in {*RARE, *TRAPS, "encodings.trap"}] == []


def test_no_file_is_opened_for_a_program(heard: dict[str, Any], folder: Path) -> None:
    """But for the inputs themselves, files of settings, and what Python and we consist of."""
    own = [Path(kerascount.__file__).parent, folder / "programs", *map(Path, {*sysconfig.get_paths().values()})]
    own += [Path(sys.base_prefix), Path(sys.prefix), ROOT / "tests"]
    foreign = [
        said for said in heard["opened"] if not any(Path(said.rpartition(" ")[0]).is_relative_to(p) for p in own)
    ]
    assert foreign == []
    assert {said.rpartition(" ")[2] for said in heard["opened"]} <= {"r", "rb", "None"}


@pytest.mark.skipif(not shutil.which("unshare"), reason="cuts the network")
def test_neither_network_nor_a_folder_to_write_to_is_needed(folder: Path, tmp_path: Path) -> None:
    cut = ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        pytest.skip("namespaces are not allowed here")
    before = contents(folder / "programs")
    os.chmod(folder / "programs", 0o555)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "kerascount", "check", "--max-steps", "4000", str(folder / "programs")]
    done = subprocess.run(
        [*cut, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=200
    )
    os.chmod(folder / "programs", 0o755)
    assert "Traceback" not in done.stderr
    assert "KC999" not in done.stdout
    assert "KC101" in done.stdout
    assert contents(folder / "programs") == before
