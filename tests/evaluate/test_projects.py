"""Programs of more than one file: imports are followed within the project, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.values.dims import FREE

BUILD = "import keras\ndef build(n=2):\n    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(n)])\n"
PROJECTS = {
    "a module beside it": {"net.py": BUILD, "main.py": "import keras\nfrom net import build\nmodel = build(5)\n"},
    "a package of the project": {
        "setup.py": "",
        "pkg/__init__.py": "from .net import build",
        "pkg/net.py": BUILD,
        "scripts/main.py": "import keras\nimport pkg\nmodel = pkg.build(5)\n",
    },
    "the src layout": {
        "pyproject.toml": "",
        "src/pkg/__init__.py": "",
        "src/pkg/nets/__init__.py": "from pkg.nets.net import build",
        "src/pkg/nets/net.py": BUILD,
        "scripts/main.py": "import keras\nfrom pkg.nets import build\nmodel = build(5)\n",
    },
    "a folder without __init__.py": {
        "nets/net.py": BUILD,
        "main.py": "import keras\nimport nets.net\nmodel = nets.net.build(5)\n",
    },
    "inside a package, from its root": {
        "pkg/__init__.py": "",
        "pkg/net.py": BUILD,
        "pkg/apps/__init__.py": "",
        "pkg/apps/main.py": "import keras\nfrom pkg.net import build\nmodel = build(5)\n",
    },
    "a module that is called like the library it wraps": {
        "pkg/__init__.py": "",
        "pkg/torchlike.py": "import torchlike\nVERSION = torchlike.__version__\n",
        "pkg/main.py": "import keras\nimport torchlike\nn = 5 if torchlike.VERSION else 5\n"
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(n)])\n",
    },
    "all names of a module that is half done": {
        "pkg/__init__.py": "from .names import *",
        "pkg/names.py": "from collections.abc import Iterable\nfrom . import again\n__all__ = ['n']\nn = 5\n",
        "pkg/again.py": "from .names import *\nHAVE = [name for name in dir() if not name.startswith('_')]\n"
        "for name in HAVE:\n    {'n': 1}[name]\n",
        "main.py": "import keras\nfrom pkg import n\n"
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(n)])\n",
    },
    "relative imports": {
        "pkg/__init__.py": "",
        "pkg/net.py": BUILD,
        "pkg/apps/__init__.py": "",
        "pkg/apps/main.py": "import keras\nfrom ..net import build\nmodel = build(5)\n",
    },
    "a package whose modules import each other by their full names": {
        "pkg/__init__.py": "from . import parts",
        "pkg/parts/__init__.py": "from .net import build",
        "pkg/parts/net.py": BUILD,
        "pkg/zoo.py": "import pkg.parts.net\ndef build(n):\n    return pkg.parts.net.build(n)\n",
        "main.py": "import keras\nimport pkg.zoo as zoo\nmodel = zoo.build(5)\n",
    },
    "a package that is imported after its module": {
        "pkg/__init__.py": "",
        "pkg/net.py": BUILD,
        "main.py": "import keras\nfrom pkg.net import build\nimport pkg\nmodel = pkg.net.build(5)\n",
    },
    "a package that runs before its modules": {
        "pkg/__init__.py": "UNITS = 5\nfrom . import zoo\n",
        "pkg/tools.py": "from . import UNITS\ndef units():\n    return UNITS\n",
        "pkg/zoo.py": BUILD + "from .tools import units\n",
        "main.py": "import keras\nfrom pkg.tools import units\nfrom pkg.zoo import build\nmodel = build(units())\n",
    },
    "modules that import each other": {
        "net.py": "import main\n" + BUILD,
        "main.py": "import keras\nimport net\nif __name__ == '__main__':\n    model = net.build(5)\n",
    },
    "a name of the standard library": {
        "random.py": "raise ValueError\n",
        "net.py": BUILD,
        "main.py": "import keras\nimport random\nfrom net import build\nmodel = build(5)\n",
    },
}


@pytest.mark.parametrize("name", PROJECTS)
def test_follows_the_imports_of(name: str, tmp_path: Path) -> None:
    for path, text in PROJECTS[name].items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (main,) = tmp_path.rglob("main.py")
    (report,) = analyze([str(main)], Config()).files
    assert [model.layers[-1].output_shape for model in report.models if not model.entry] == [(FREE, 5)]
    assert not report.diagnostics


def test_a_package_has_its_modules(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "net.py").write_text(f"{BUILD}__all__ = ['build']\n")
    main = tmp_path / "pkg" / "__init__.py"
    main.write_text(
        "import keras\nfrom .net import *\nnames = net.__all__ + []\nmodel = net.build(5)\n"
        "if __name__ != 'pkg' or len(__path__) != 1:\n    raise ImportError\n"
    )
    (report,) = analyze([str(main)], Config()).files
    assert [model.layers[-1].output_shape for model in report.models if not model.entry] == [(FREE, 5)]
    assert not report.diagnostics


def test_modules_know_their_names(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("names = [__name__, *__path__][:1]\nfrom . import net\n")
    (tmp_path / "pkg" / "net.py").write_text("from pkg import names\nnames += [__name__, __package__]\n")
    main = tmp_path / "main.py"
    main.write_text(
        "import keras\nimport pkg\nlayer = keras.layers.Dense(3, name=' '.join([__name__, *pkg.names]))\n"
        "keras.Sequential([keras.Input((3,)), layer])\n"
    )
    (report,) = analyze([str(main)], Config()).files
    assert [model.layers[-1].name for model in report.models] == ["__main__ pkg pkg.net pkg"]


def test_nothing_outside_of_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(BUILD)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "main.py").write_text("import keras\nfrom net import build\nmodel = build(5)\n")
    (report,) = analyze([str(tmp_path / "project" / "main.py")], Config()).files
    assert not report.models
    (report,) = analyze([str(tmp_path / "project" / "main.py")], Config(follow=(str(tmp_path),))).files
    assert len(report.models) == 1


def test_packages_beside_an_installed_one_are_strangers(tmp_path: Path) -> None:
    installed = tmp_path / "site-packages"
    (installed / "ours").mkdir(parents=True)
    (installed / "ours" / "__init__.py").write_text("")
    (installed / "ours" / "net.py").write_text(BUILD)
    (installed / "theirs.py").write_text(BUILD)
    main = installed / "ours" / "main.py"
    main.write_text("import keras\nfrom ours import net\nimport theirs\na = net.build(1)\nb = theirs.build(2)\n")
    (report,) = analyze([str(main)], Config()).files
    assert [model.variable for model in report.models if not model.entry] == ["a"]
