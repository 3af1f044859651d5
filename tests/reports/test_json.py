"""The JSON document: valid by the schema that is shipped, and saying what the graph says."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import pytest

from kerascount.diagnostics import Edit, Fix
from kerascount.graph import Report
from kerascount.reports import Options, render
from kerascount.reports.json import shape_value
from kerascount.values.dims import FREE, Symbolic
from tests.reports.graphs import GOLDEN, load
from tests.reports.models import (
    EARLIER,
    REFUSED,
    WIDTH,
    call,
    dense,
    lambda_of_unknown_shape,
    report,
    sequential,
    source,
)

SCHEMA = json.loads(resources.files("kerascount.reports").joinpath("schema.json").read_text(encoding="utf-8"))


def document(kind: str, shown: Report) -> Any:
    found = json.loads(render(kind, "json", shown, Options()))
    jsonschema.validate(found, SCHEMA, jsonschema.Draft202012Validator)
    return found


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/*.json")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_keras_built(path: Any) -> None:
    graph = load(path)
    (model,) = document("summary", report(graph))["files"][0]["models"]
    assert [layer["name"] for layer in model["layers"]] == [node.name for node in graph.layers]
    assert model["total_params"] == model["trainable_params"] + model["non_trainable_params"]


def test_layer_in_full() -> None:
    model = sequential(source("x", (FREE, WIDTH)), dense("dense", WIDTH, 4, calls=(call("x"),)))
    layer = document("summary", report(model))["files"][0]["models"][0]["layers"][1]
    weight = {"dtype": "float32", "trainable": True}
    assert layer == {
        "name": "dense",
        "class": "Dense",
        "line": 2,
        "output_shape": [None, 4],
        "params": "4·X.shape[1] + 4",
        "trainable_params": "4·X.shape[1] + 4",
        "non_trainable_params": 0,
        "macs": None,
        "weights": [
            {"name": "kernel", "shape": ["X.shape[1]", 4], **weight},
            {"name": "bias", "shape": [4], **weight},
        ],
        "inbound": ["x"],
    }


def test_gaps_are_null() -> None:
    lost = dense("dense", 4, 2, output_shape=None, weights=(), built=False, unknown="depends on sys.argv", calls=())
    model = document("summary", report(sequential(lambda_of_unknown_shape(), lost)))["files"][0]["models"]
    assert not model[0]["complete"]
    assert model[0]["total_params"] is None
    assert [layer["params"] for layer in model[0]["layers"]] == [0, None]
    assert [layer["output_shape"] for layer in model[0]["layers"]] == [None, None]


@pytest.mark.parametrize(
    ("shapes", "value"),
    [
        ((), []),
        ((FREE, Symbolic.named("n") * 2), [None, "2·n"]),
        ([(FREE, 3), (FREE, 4)], [[None, 3], [None, 4]]),
        ([(FREE, 3)], [None, 3]),
        ({"a": (FREE, 3)}, {"a": [None, 3]}),
        (None, None),
    ],
)
def test_shapes(shapes: Any, value: Any) -> None:
    assert shape_value(shapes) == value


def test_check_has_the_findings_alone() -> None:
    (file,) = document("check", report(sequential(dense("dense", 3, 4)), diagnostics=(REFUSED, EARLIER)))["files"]
    assert file["models"] == []
    assert [finding["code"] for finding in file["diagnostics"]] == ["KC200", "KC101"]
    assert file["diagnostics"][1]["end_column"] == 14
    assert file["diagnostics"][1]["calls"] == [
        {"path": "train.py", "line": 30, "column": 1},
        {"path": "train.py", "line": 21, "column": 5},
    ]


def test_a_fix_is_its_edits() -> None:
    mended = replace(EARLIER, fix=Fix("train it", (Edit(EARLIER.location, "fit"),), safe=False))
    (file,) = document("check", report(diagnostics=(mended,)))["files"]
    edit = {"path": "train.py", "line": 4, "column": 1, "end_line": 4, "end_column": 6, "text": "fit"}
    assert file["diagnostics"][0]["fix"] == {"title": "train it", "safe": False, "edits": [edit]}


def test_a_finding_has_the_name_of_its_rule() -> None:
    (file,) = document("check", report(diagnostics=(REFUSED, EARLIER)))["files"]
    assert [finding["name"] for finding in file["diagnostics"]] == ["", "input-rank"]
