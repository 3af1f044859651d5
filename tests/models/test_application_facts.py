"""All functions of `keras.applications`, held against what `record_applications` recorded of the real Keras.

A fact is one line for a whole model; `record_applications` prints all layers of a call whose lines differ.
"""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from kerascount.layers.catalogue import find_layer
from kerascount.models.applications import FAMILY_OF, build_application
from kerascount.models.freeze import freeze
from kerascount.models.inputs import input_layer
from kerascount.models.layer import LayerObject, make_layer
from kerascount.models.session import Session
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid
from kerascount.versions import KERAS_3, Api, Generation
from tests.models.record_applications import digest
from tests.models.test_applications import our_row

FILES = {"applications_keras3.json": KERAS_3, "applications_tf_keras.json": Generation(Api.TF_KERAS, (2, 21))}


@cache
def recorded(file: str) -> dict[str, str]:
    facts: dict[str, str] = json.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))["calls"]
    return facts


def made(call: str, generation: Generation) -> dict[str, Any]:
    """What our own functions make of a call, as the judge tells it."""
    session = Session(generation)
    scope: dict[str, Any] = {name: partial(build_application, session, name) for name in FAMILY_OF}

    def new_input(shape: Any, name: str | None = None) -> Tensor:
        return input_layer(session, shape=shape, name=name).tensor

    def new_relu() -> LayerObject:
        described = find_layer("ReLU", session.api)
        assert described is not None
        return make_layer(session, described.bind((), {}, session.context))

    try:
        model = freeze(eval(call, {**scope, "Input": new_input, "ReLU": new_relu}))
    except Invalid as refusal:
        return {"error": refusal.error}
    return {"model": model.name, "rows": [our_row(row) for row in model.layers]}


# Refused for another reason than Keras gives, and so with another class of error.
OTHER_ERRORS = {
    "ConvNeXtTiny(weights=None, include_top=False, name=None)",
    "VGG16(weights=None, include_top=False, input_shape=(128.0, 128, 3))",
    "MobileNet(weights=None, alpha='1')",
    "MobileNetV3Small(weights=None, include_top=False, input_shape=('128', 128, 3))",
    "MobileNetV3Small(input_tensor=(128, 128, 3), weights=None)",
}


@pytest.mark.parametrize("name", sorted(FAMILY_OF))
@pytest.mark.parametrize("file", FILES)
def test_models_and_refusals_are_those_recorded(file: str, name: str) -> None:
    facts = {call: fact for call, fact in recorded(file).items() if call.startswith(f"{name}(")}
    ours = {call: digest(made(call, FILES[file])) for call in facts}
    assert {call: ours[call] for call in facts if call not in OTHER_ERRORS} == {
        call: fact for call, fact in facts.items() if call not in OTHER_ERRORS
    }
    assert all(ours[call].endswith("Error") for call in OTHER_ERRORS & facts.keys())


def test_every_function_is_recorded_with_variants() -> None:
    models = [call.partition("(")[0] for call, fact in recorded("applications_keras3.json").items() if "layers" in fact]
    assert {name for name in FAMILY_OF if models.count(name) < 4} == set()
