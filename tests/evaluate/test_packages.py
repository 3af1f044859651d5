"""The sources of public packages, followed from drivers, build the models that `record_packages` recorded."""

from __future__ import annotations

import json
import sysconfig
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import LayerNode
from kerascount.source.files import SourceFile
from kerascount.versions import TF_KERAS
from tests.evaluate.package_calls import PACKAGES, calls
from tests.models.record_applications import digest
from tests.models.test_applications import our_row

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("packages_tf_keras.json").read_text(encoding="utf-8"))


def made(package: str, call: str) -> dict[str, Any]:
    """What the driver builds, as the judge tells it."""
    source = SourceFile("driver.py", f"{PACKAGES[package][0]}\nmodel = {call}\n")
    report = evaluate_file(source, Config(keras=TF_KERAS, follow=(sysconfig.get_path("purelib"),)))
    errors = [item for item in report.diagnostics if item.severity is Severity.ERROR]
    if not report.models:  # what is refused behind something that is not installed here is but a note
        errors = errors or list(report.diagnostics)
    if errors:
        return {"error": errors[0].message.partition(":")[0]}
    model = report.models[-1]
    assert not model.unknown
    return {"model": model.name, "rows": [row(layer) for layer in model.layers]}


def row(layer: LayerNode) -> tuple[Any, ...]:
    name, class_name, shapes, weights, inbound = our_row(layer)
    trained_first = sorted(weights, key=lambda weight: not weight[2])
    return name, class_name, shapes, [(path.rpartition("/")[2], *rest) for path, *rest in trained_first], inbound


@pytest.mark.parametrize("package", PACKAGES)
def test_the_package_is_the_one_recorded(package: str) -> None:
    assert version(package) == RECORDED["versions"][package]


@pytest.mark.parametrize(("package", "call"), list(calls()))
def test_builds_what_the_package_builds(package: str, call: str) -> None:
    assert digest(made(package, call)) == RECORDED["calls"][call]
