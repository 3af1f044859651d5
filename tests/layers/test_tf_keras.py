"""Every layer of tf_keras, held against what tf_keras 2.21 made of calls of it: `record_tf_keras.py` records them."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import GraphWeight
from kerascount.source.files import SourceFile
from kerascount.values.shape import shape_text
from kerascount.versions import parse_version
from tests.layers.record_tf_keras import HEADER

FACTS = Path(__file__).with_name("tf_keras_calls.txt").read_text(encoding="utf-8").splitlines()
KERAS_2 = Config(parse_version("2"))


def layer_of(fact: str) -> str:
    return fact.split(" | ")[1].partition("(")[0]


BY_LAYER = {name: list(facts) for name, facts in groupby(FACTS, layer_of)}


@pytest.mark.parametrize("layer", BY_LAYER)
def test_is_what_tf_keras_made(layer: str) -> None:
    differences = [f"{fact}\n    we: {found}" for fact in BY_LAYER[layer] if (found := difference(fact))]
    assert not differences, "\n".join(differences)


def difference(fact: str) -> str:
    """What we found, where it is not what was recorded."""
    inputs, call, wanted, *weights = map(str.strip, fact.split(" |"))
    names = ", ".join(part.partition(" = ")[0] for part in inputs.split("; "))
    program = f"{HEADER}{inputs}\ny = {call}\nmodel = keras.Model([{names}], y)\n"
    report = evaluate_file(SourceFile("program.py", program), KERAS_2)
    errors = [item.message for item in report.diagnostics if item.severity is Severity.ERROR]
    if not weights:
        return "" if errors else "nothing refused"
    if errors:
        return errors[0]
    (model,) = report.models
    shapes = [shape_text(x.shape) if x.shape is not None else "?" for x in model.outputs]
    found = [", ".join(shapes), *(sizes(model.weights, trainable) for trainable in (True, False))]
    expected = [recorded_shapes(wanted), *map(recorded_sizes, weights)]
    return "" if found == expected else str(found)


def sizes(weights: Iterable[GraphWeight], trainable: bool) -> str:
    """`4x8, 8`, of one side of the split."""
    return ", ".join("x".join(map(str, item.weight.shape)) for item in weights if item.trainable is trainable)


def recorded_sizes(text: str) -> str:
    return ", ".join(part.partition(" ")[2] for part in text.split(", "))


def recorded_shapes(text: str) -> str:
    shapes = list(_flat(literal_eval(text)))
    return ", ".join(map(str, shapes))


def _flat(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list) or value and isinstance(value[0], tuple):
        for item in value:
            yield from _flat(item)
    else:
        yield value
