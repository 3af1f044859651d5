"""Notebooks and Markdown: their Python is one program, and places are those of the document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.graph import FileReport, Report
from kerascount.reports import Options, render

IMPORTS = "import keras\nfrom keras import layers"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(path: str, text: str | bytes) -> FileReport:
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())
    (file,) = analyze([path], Config()).files
    return file


def notebook(*cells: str | tuple[str, str], **metadata: Any) -> str:
    pairs = [cell if isinstance(cell, tuple) else ("code", cell) for cell in cells]
    found = [{"cell_type": kind, "source": text, "metadata": {}} for kind, text in pairs]
    return json.dumps({"cells": found, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def findings(file: FileReport) -> list[tuple[str, str]]:
    return [(f"{item.location.where}:{item.location.column}", item.code) for item in file.diagnostics]


def test_cells_continue_each_other() -> None:
    text = notebook(
        ("markdown", "# Title"),
        IMPORTS,
        ("raw", "import nothing"),
        "%%time\nmodel = keras.Sequential()\nmodel.add(layers.Dense(3))",
        "model.build((None, 4));",
    )
    (model,) = run("a.ipynb", text).models
    assert [row.name for row in model.layers] == ["dense"]
    assert (model.location.where, model.location.line) == ("cell 4:2", 4)


def test_source_may_be_a_list_of_lines() -> None:
    book = json.loads(notebook(""))
    book["cells"][0]["source"] = ["import keras\n", "m = keras.Sequential([keras.Input((4,))])"]
    assert len(run("a.ipynb", json.dumps(book)).models) == 1


def test_format_3() -> None:
    cells = [
        {"cell_type": "heading", "source": "Title", "level": 1},
        {"cell_type": "code", "language": "python", "input": ["import keras\n", "m = keras.Sequential()\n"]},
        {"cell_type": "code", "language": "julia", "input": "using Flux"},
    ]
    file = run("a.ipynb", json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3, "metadata": {}}))
    assert [model.location.where for model in file.models] == ["cell 2:2"]


def test_a_cell_that_does_not_parse_is_left_out() -> None:
    file = run("a.ipynb", notebook(IMPORTS, "print 'x'\ny = 1", "layers.Dense(y)\nlayers.Dense(-1)"))
    assert findings(file) == [("cell 2:1:7", "KC908"), ("cell 3:2:1", "KC108")]
    assert not file.failed


def test_the_next_cell_runs_after_an_exception() -> None:
    file = run("a.ipynb", notebook(IMPORTS, "layers.Dense(-1)\nx = 1", "m = keras.Sequential()\nprint(x)"))
    assert findings(file) == [("cell 2:1:1", "KC108")]
    assert len(file.models) == 1


@pytest.mark.parametrize("magic", ["%run helpers.py", "%%capture names\n1", "%store -r build"])
def test_what_a_magic_may_have_bound_is_not_undefined(magic: str) -> None:
    assert not findings(run("a.ipynb", notebook(IMPORTS, magic, "build(3)\ndisplay(names)\nget_ipython()")))


def test_columns_behind_a_magic_are_those_of_the_cell() -> None:
    assert findings(run("a.ipynb", notebook(IMPORTS, "  %time layers.Dense(-1)"))) == [("cell 2:1:9", "KC108")]


def test_json_tells_places_both_ways() -> None:
    file = run("a.ipynb", notebook(IMPORTS, ("markdown", ""), "\nm = keras.Sequential()\nlayers.Dense(-1)"))
    found = json.loads(render("summary", "json", Report((file,)), Options()))["files"][0]
    model, finding = found["models"][0], found["diagnostics"][0]
    assert (model["line"], model["cell"], model["cell_line"]) == (4, 3, 2)
    assert (finding["line"], finding["cell"], finding["cell_line"]) == (5, 3, 3)


@pytest.mark.parametrize(
    ("text", "code", "failed"),
    [
        ("", "KC907", True),
        ("{", "KC907", True),
        ("[]", "KC907", True),
        ("{}", "KC907", True),
        ("[" * 100_000, "KC907", True),
        (b"\xff\xfe\x00", "KC907", True),
        ('{"cells": []}', "KC902", False),
        ('{"cells": 3, "metadata": []}', "KC902", False),
        ('{"cells": [3, {"cell_type": "code"}, {"cell_type": "code", "source": {}}]}', "KC902", False),
        (notebook("x = 1", kernelspec={"language": "R"}), "KC907", False),
        (notebook("x = '\ud800'", "import keras"), "KC908", False),
    ],
)
def test_notebooks_that_are_none(text: str | bytes, code: str, failed: bool) -> None:
    file = run("a.ipynb", text)
    assert [item.code for item in file.diagnostics] == [code]
    assert file.failed is failed


MARKDOWN = """\
```python hl_lines="2"
import keras
from keras import layers
```
1. item
   ```{.python .numbered}
   layers.Dense(-1)
   ```
~~~py
x = = 1
~~~
```bash
layers.Dense(-2)
```
````python3
m = '''
```
'''
layers.Dense(-3)
````
```
>>> x = layers.Dense(
...     -4)
output
```
> ```py
> layers.Dense(-5)
> undefined
> ```
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fenced_blocks(newline: str) -> None:
    assert findings(run("a.md", MARKDOWN.replace("\n", newline))) == [
        ("10:5", "KC908"),
        ("7:4", "KC108"),
        ("19:1", "KC108"),
        ("22:9", "KC108"),
        ("27:3", "KC108"),
    ]


def test_a_document_without_python() -> None:
    assert findings(run("a.md", "# Title\n```sh\nls\n```\n")) == [("1:1", "KC902")]


def test_programs_for_ipython() -> None:
    text = f"# %% first\n{IMPORTS}\n# %matplotlib inline\n!pip install x\n%time layers.Dense(-1)\n# %%\ndisplay(3)\n"
    assert findings(run("a.py", text)) == [("6:7", "KC108")]


def test_a_program_that_is_none_in_ipython_either() -> None:
    assert findings(run("a.py", "%pwd\nx = = 3\n")) == [("1:1", "KC900")]
