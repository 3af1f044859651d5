"""The source of `keras.applications`, evaluated as anybody's source, builds what it builds when it runs."""

from __future__ import annotations

import sysconfig
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import ModelGraph, params
from kerascount.source.files import SourceFile
from kerascount.values.shape import shapes_text

MODELS = [
    ("vgg16", "VGG16"),
    ("resnet", "ResNet50"),
    ("resnet_v2", "ResNet50V2"),
    ("mobilenet", "MobileNet"),
    ("densenet", "DenseNet121"),
    ("inception_v3", "InceptionV3"),
    ("efficientnet", "EfficientNetB0"),
    ("mobilenet_v3", "MobileNetV3Small"),
]


def evaluated(module: str, name: str) -> ModelGraph:
    text = f"from keras.src.applications.{module} import {name}\n\nmodel = {name}(weights=None)\n"
    config = Config(follow=(sysconfig.get_path("purelib"),))
    report = evaluate_file(SourceFile("program.py", text), config)
    assert report.diagnostics == ()
    return report.models[-1]


@pytest.fixture
def cheap_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random numbers for 138 million weights take longer than everything else, and nobody looks at them."""
    import keras

    zeros = keras.initializers.Zeros()
    for name in ("GlorotUniform", "VarianceScaling", "RandomNormal", "HeNormal"):
        monkeypatch.setattr(getattr(keras.initializers, name), "__call__", lambda self, *args, **kw: zeros(*args, **kw))


@pytest.mark.usefixtures("cheap_weights")
@pytest.mark.parametrize(("module", "name"), MODELS, ids=[name for _, name in MODELS])
def test_builds_what_keras_builds(module: str, name: str) -> None:
    import keras

    keras.utils.clear_session()
    real = getattr(import_module(f"keras.src.applications.{module}"), name)(weights=None)
    ours = evaluated(module, name)
    assert [row(layer) for layer in ours.layers] == [real_row(operation) for operation in real.operations]
    assert params(ours.weights) == real.count_params()
    assert params(ours.weights, trainable=True) == sum(w.size for w in map(_array, real.trainable_weights))


def row(layer: Any) -> tuple[str, str, str, Any]:
    return layer.name, layer.class_name, shapes_text(layer.output_shape), params(layer.weights)


def real_row(operation: Any) -> tuple[str, str, str, Any]:
    count = operation.count_params() if hasattr(operation, "count_params") else 0
    return operation.name, type(operation).__name__, str(tuple(operation.output.shape)), count


def _array(weight: Any) -> Any:
    import numpy

    return numpy.empty(weight.shape, "bool")


def test_the_source_is_the_installed_one() -> None:
    import keras

    assert Path(sysconfig.get_path("purelib")) in Path(keras.__file__).parents
