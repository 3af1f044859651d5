"""The shape of the program: imports point one way, nothing of an analysed program is run, starting is cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kerascount"
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each folder or module may import of ours.
ALLOWED: dict[str, set[str]] = {
    "values": set(),
    "versions": {"values"},
    "diagnostics": {"values"},
    "layers": {"values", "versions"},
    "ops": {"values"},
    "graph": {"diagnostics", "layers", "values", "versions"},
    "models": {"diagnostics", "graph", "layers", "ops", "values", "versions"},
    "source": {"diagnostics", "values"},
    "config": {"diagnostics", "values", "versions"},
    "evaluate": {"config", "diagnostics", "graph", "layers", "models", "ops", "source", "values", "versions"},
    "modernize": {"config", "diagnostics", "evaluate", "graph", "layers", "models", "source", "values", "versions"},
    "definitions": {"evaluate"},
    "reference": {"evaluate", "layers", "models", "reports", "values", "versions"},
    "rules": {"diagnostics", "graph", "values", "versions"},
    "reports": {"diagnostics", "graph", "rules", "values", "versions"},  # of the rules, what they are called
    "settings": {"config", "rules", "values", "versions"},
    "ignores": {"config", "diagnostics", "rules", "source", "values"},
    "baseline": {"diagnostics", "graph"},
    "fixing": {"diagnostics", "graph", "source"},
    "workers": {"source"},
    "parallel": {"source", "workers"},
    "cache": {"config", "diagnostics", "graph", "source", "values", "versions"},
    "pipeline": {
        "cache",
        "config",
        "diagnostics",
        "evaluate",
        "graph",
        "ignores",
        "modernize",
        "rules",
        "source",
        "values",
    },
    "analysis": {"cache", "config", "diagnostics", "graph", "parallel", "pipeline", "source"},
    "cli": {
        "analysis",
        "baseline",
        "cache",
        "config",
        "definitions",
        "diagnostics",
        "fixing",
        "graph",
        "pipeline",
        "reference",
        "reports",
        "rules",
        "settings",
        "versions",
    },
    "api": {"analysis", "config", "diagnostics", "graph", "pipeline"},
    "__init__": {"api", "config", "diagnostics", "graph", "versions"},
    "__main__": {"cli"},
}


def part(path: Path) -> str:
    """The folder of a module, or the module itself at the top."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The parts of kerascount that a module imports, those for type checking and inside functions included."""
    for node in ast.walk(tree(path)):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith("kerascount.") and not name.startswith("kerascount.__"):
                yield name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    own = part(path)
    assert own in ALLOWED, f"say in ALLOWED what {own} may import"
    assert set(imported(path)) - {own} <= ALLOWED[own]


def test_the_table_itself_points_one_way() -> None:
    left = dict(ALLOWED)
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    assert not left, f"these import each other: {sorted(left)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_of_a_program_is_run(path: Path) -> None:
    called = {
        node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"eval", "exec", "compile", "__import__", "literal_eval"}
    modules = {
        name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for name in (a.name for a in node.names)
    }
    assert not modules & {"ast", "pickle", "marshal", "runpy", "subprocess", "numpy", "keras", "tensorflow"}


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, libcst, click; before = set(sys.modules); import kerascount.cli.group, kerascount.cli.check; "
        "print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    foreign = {name for name in done.stdout.split() if not name.startswith("kerascount")}
    assert len(foreign) < 5, sorted(foreign)


def test_a_small_script_needs_few_sections() -> None:
    script = PACKAGE.parent / "benchmarks" / "convnet.py"
    code = (
        "import atexit, sys; from kerascount.cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    command = [sys.executable, "-c", code, "summary", "--isolated", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    loaded = {name.removeprefix("kerascount.") for name in done.stderr.split() if name.startswith("kerascount.")}
    assert "evaluate.program" in loaded
    assert not loaded & {
        "cli.check",
        "definitions",
        "evaluate.keras.training.run_before_3",
        "evaluate.numpy.frames",
        "evaluate.numpy.further",
        "evaluate.numpy.tfdata",
        "evaluate.python.misc",
        "layers.recurrent",
        "ops.catalogue",
        "reports.json",
        "reports.tf_keras",
        "rules",
    }


def test_ci_runs_the_command_of_the_readme() -> None:
    root = PACKAGE.parent
    commands = [line for line in (root / "README.md").read_text(encoding="utf-8").splitlines() if "pytest" in line]
    assert commands
    assert all(line in (root / ".ci" / "run").read_text(encoding="utf-8") for line in commands)
