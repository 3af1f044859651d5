"""The tables of saved models are those that Keras prints when it has loaded them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.graph import FileReport, Report, params
from kerascount.reports import Options, render
from tests.evaluate.saved_models import CASES, RECORDED, TF_KERAS_ONLY, table

RECORDS = json.loads(RECORDED.read_text(encoding="utf-8"))
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")  # of the backend, when Keras saves
KERAS_3 = sorted(CASES.keys() - TF_KERAS_ONLY)


def read(path: Path) -> FileReport:
    (file,) = analyze([str(path)], Config()).files
    return file


def shown(file: FileReport) -> list[str]:
    text = render("summary", "text", Report((file,)), Options(columns=120, expand_nested=True, line_length=120))
    return lines(text)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.fixture(scope="module")
def keras() -> Any:
    import keras

    return keras


@pytest.mark.parametrize("name", KERAS_3)
def test_json_of_keras_3(name: str, keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    keras.backend.clear_session()
    text = CASES[name](keras).to_json()
    (tmp_path / "model.json").write_text(text)
    file = read(tmp_path / "model.json")
    assert not file.diagnostics
    assert shown(file) == lines(table(keras.models.model_from_json(text)))


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("name", ["sequential", "nested models, called twice"])
def test_files_of_keras_3(name: str, suffix: str, keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    keras.backend.clear_session()
    path = tmp_path / f"model{suffix}"
    CASES[name](keras).save(path)
    assert shown(read(path)) == lines(table(keras.models.load_model(path)))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["name"])
def test_json_of_tf_keras(record: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(json.dumps(record["saved"]))
    file = read(tmp_path / "model.json")
    assert not file.diagnostics
    assert shown(file) == lines(record["table"])


# --- what is not known


def saved(config: Any, class_name: str = "Sequential") -> str:
    return json.dumps({"module": "keras", "class_name": class_name, "config": config, "registered_name": class_name})


def layer(class_name: str, **config: Any) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": class_name, "config": config, "registered_name": None}


FRONT = layer("InputLayer", name="x", batch_shape=[None, 4], dtype="float32")


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[[str], FileReport]:
    def run(text: str) -> FileReport:
        (tmp_path / "model.json").write_text(text)
        return read(tmp_path / "model.json")

    return run


def test_a_layer_of_the_program(read_text: Callable[[str], FileReport]) -> None:
    stack = [FRONT, layer("Dense", name="a", units=3), layer("Mine", name="b"), layer("Dense", name="c", units=2)]
    file = read_text(saved({"name": "m", "layers": stack}))
    (model,) = file.models
    assert [row.output_shape is None for row in model.layers] == [False, True, True]
    assert not model.complete
    (finding,) = file.diagnostics
    assert (finding.code, finding.severity) == ("KC911", Severity.INFO)
    assert not file.failed


def test_the_shape_of_an_unknown_layer_that_the_file_notes(keras: Any, tmp_path: Path) -> None:
    class Mine(keras.layers.Layer):  # type: ignore[misc, name-defined]
        def call(self, x: Any) -> Any:
            return x * 2

    x = keras.Input((8,))
    keras.Model(x, keras.layers.Dense(3)(Mine()(x))).save(tmp_path / "model.keras")
    (model,) = read(tmp_path / "model.keras").models
    assert [str(row.output_shape) for row in model.layers] == ["(None, 8)", "(None, 8)", "(None, 3)"]


def test_a_model_of_the_program(read_text: Callable[[str], FileReport]) -> None:
    file = read_text(saved({"name": "net", "n": 3}, "Net"))
    assert [(model.name, model.class_name, model.complete) for model in file.models] == [("net", "Net", False)]
    assert [item.code for item in file.diagnostics] == ["KC911"]


@pytest.mark.parametrize(
    "function",
    [
        {"class_name": "__lambda__", "config": {"value": [base64.b64encode(b"code").decode(), None, None]}},
        [base64.b64encode(b"code").decode(), None, None],
    ],
)
def test_compiled_code_is_reported(function: Any, read_text: Callable[[str], FileReport]) -> None:
    file = read_text(saved({"name": "m", "layers": [FRONT, layer("Lambda", name="f", function=function)]}))
    (finding,) = file.diagnostics
    assert (finding.code, finding.severity) == ("KC910", Severity.WARNING)
    assert file.models[0].layers[0].output_shape is None


@pytest.mark.parametrize(
    "text",
    [
        saved(layer("Dense", name="a", units=3)["config"], "Dense"),
        saved({"name": "m", "layers": [], "input_layers": [["x", 0, 0]], "output_layers": []}, "Functional"),
        saved({"name": "m", "layers": [3], "input_layers": [], "output_layers": []}, "Functional"),
        saved({"name": "m", "layers": 3, "input_layers": 3, "output_layers": 3}, "Functional"),
        saved({"name": 3, "layers": [{"class_name": "Dense"}]}),
        saved({"name": "m", "layers": [layer("Dense", name="a", units="x")], "build_input_shape": ["x"]}),
        saved(None),
        saved(3),
        saved([]),
        saved([[]]),
    ],
)
def test_nonsense_is_no_internal_error(text: str, read_text: Callable[[str], FileReport]) -> None:
    assert "KC999" not in [item.code for item in read_text(text).diagnostics]


@pytest.mark.parametrize(
    ("module", "name", "options", "count"),
    [
        ("convnext", "LayerScale", {"init_values": 1e-6, "projection_dim": 4}, 4),
        ("inception_resnet_v2", "CustomScaleLayer", {"scale": 0.1}, 0),
    ],
)
def test_layers_of_the_applications(
    module: str, name: str, options: dict[str, Any], count: int, keras: Any, tmp_path: Path
) -> None:
    made = getattr(import_module(f"keras.src.applications.{module}"), name)(**options)
    x = keras.Input((4,))
    keras.Model(x, made([x, x]) if name == "CustomScaleLayer" else made(x)).save(tmp_path / "model.keras")
    (model,) = read(tmp_path / "model.keras").models
    assert (model.complete, params(model.weights)) == (True, count)


@pytest.mark.parametrize("call", ["keras.models.model_from_json({text!r})", "keras.Model.from_config({config!r})"])
def test_programs_that_spell_a_configuration_out(call: str, keras: Any, tmp_path: Path) -> None:
    keras.backend.clear_session()
    text = CASES["nested models, called twice"](keras).to_json()
    config = json.loads(text)["config"]
    (tmp_path / "model.py").write_text(f"import keras\nmodel = {call.format(text=text, config=config)}\n")
    (tmp_path / "model.json").write_text(text)
    (written,), (loaded,) = read(tmp_path / "model.py").models[-1:], read(tmp_path / "model.json").models
    assert [(row.name, row.output_shape) for row in written.layers] == [
        (row.name, row.output_shape) for row in loaded.layers
    ]
