"""The source of `keras.applications`, evaluated as anybody's source, builds what it was recorded to build when it runs.

With `--all-applications` every call that was recorded is held against its source, which takes a minute.
"""

from __future__ import annotations

import json
import sysconfig
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.models.applications import FAMILY_OF
from kerascount.source.files import SourceFile
from kerascount.versions import KERAS_3
from tests.models.application_calls import COMMON, EXTRA, FAMILY_HEADS
from tests.models.record_applications import digest
from tests.models.test_applications import our_row

FACTS = Path(__file__).parents[1] / "models" / "applications_keras3.json"
NOT_A_FILE = "imagnet"  # refused where there is no such file, which only a run can tell
PROGRAM = """
from {module} import {name}
from keras import Input
from keras.layers import ReLU

model = {call}
"""


@cache
def recorded() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts


def made(module: str, call: str) -> dict[str, Any]:
    """What the source makes of a call, as the judge tells it."""
    text = PROGRAM.format(module=module, name=call.partition("(")[0], call=call)
    config = Config(KERAS_3, follow=(sysconfig.get_path("purelib"),))
    report = evaluate_file(SourceFile("program.py", text), config)
    errors = [item for item in report.diagnostics if item.severity is Severity.ERROR]
    if errors:
        return {"error": errors[0].message.partition(":")[0]}
    model = report.models[-1]
    assert not model.unknown
    return {"model": model.name, "rows": [our_row(layer) for layer in model.layers]}


def some_calls(name: str) -> Sequence[str]:
    """All ways to call VGG16, some of the first of a family with all that are its own, and the others' defaults."""
    if name == "VGG16":
        return [call for call in recorded()["calls"] if call.startswith("VGG16(")]
    arguments = (*COMMON[::2], *EXTRA.get(name, ())) if name in FAMILY_HEADS else ("",)
    return [f"{name}({text})" for text in dict.fromkeys(arguments)]


@pytest.mark.parametrize("name", sorted(FAMILY_OF))
def test_builds_what_keras_builds(name: str, request: pytest.FixtureRequest) -> None:
    import keras

    module = getattr(keras.applications, name).__module__
    facts = {call: fact for call, fact in recorded()["calls"].items() if call.startswith(f"{name}(")}
    calls = facts if request.config.getoption("--all-applications") else some_calls(name)
    wanted = [call for call in calls if NOT_A_FILE not in call]
    assert {call: digest(made(module, call)) for call in wanted} == {call: facts[call] for call in wanted}


def test_the_source_is_the_installed_one() -> None:
    import keras

    assert Path(sysconfig.get_path("purelib")) in Path(keras.__file__).parents
    assert keras.__version__ == recorded()["version"]
