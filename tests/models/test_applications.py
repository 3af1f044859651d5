"""The models of `keras.applications`, held against those that the real Keras builds.

The counts for older lines were taken from runs of tf_keras 2.21 and of Keras_Applications 1.0.8.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.graph import LayerNode, ModelGraph
from kerascount.models.applications import FAMILY_OF, build_application
from kerascount.models.applications.preprocessing import MODES, Preprocessing
from kerascount.models.freeze import freeze
from kerascount.models.functional import FunctionalObject
from kerascount.models.inputs import input_layer
from kerascount.models.session import Session
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import flat_shapes, to_python
from kerascount.versions import KERAS_2, KERAS_3, TF_KERAS, Api, Generation

Rows = list[tuple[Any, ...]]
TF_KERAS_2_21 = Generation(Api.TF_KERAS, (2, 21))


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Keras that neither draws initial weights, which takes most of the time, nor downloads trained ones."""
    import keras
    from keras.src import backend
    from keras.src.utils import file_utils

    def initialize(variable: Any, initializer: Any) -> None:
        variable._value = np.broadcast_to(np.float32(0), variable._shape)

    monkeypatch.setattr(backend.Variable, "_initialize_with_initializer", initialize)
    monkeypatch.setattr(keras.Model, "load_weights", lambda *args, **kwargs: None)
    monkeypatch.setattr(file_utils, "get_file", lambda *args, **kwargs: "weights.h5")
    keras.utils.clear_session(free_memory=False)
    return keras


def theirs(keras: Any, name: str, arguments: Mapping[str, Any]) -> tuple[str, Rows]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about weights for another size, and unusual channels
        model = getattr(keras.applications, name)(**arguments)
    return model.name, real_rows(model)


def real_rows(model: Any) -> Rows:
    return [
        (
            row.name,
            type(row).__name__,
            [tuple(x.shape) for x in row._inbound_nodes[-1].output_tensors],
            [(w.name, tuple(w.shape), w.trainable) for w in getattr(row, "weights", ())],
            [x._keras_history.operation.name for x in row._inbound_nodes[-1].input_tensors],
        )
        for row in model.operations
    ]


def ours(name: str, arguments: Mapping[str, Any]) -> tuple[str, Rows]:
    model = freeze(build_application(Session(KERAS_3), name, **arguments))
    assert not model.unknown
    return model.name, [our_row(row) for row in model.layers]


def our_row(row: LayerNode) -> tuple[Any, ...]:
    assert row.output_shape is not None
    shapes = [tuple(to_python(size) for size in shape) for shape in flat_shapes(row.output_shape)]
    weights = [(w.weight.name, w.weight.shape, w.trainable) for w in row.weights]
    return row.name, row.class_name, shapes, weights, [x.layer for x in row.calls[-1].inbound]


NO_TOP = {"weights": None, "include_top": False}
# A sample; `test_application_facts` holds all functions against what was recorded.
AGREEING: list[tuple[str, dict[str, Any]]] = [
    ("VGG16", {**NO_TOP, "input_shape": (33, 50, 1), "pooling": "max"}),
    ("InceptionV3", {"weights": "trained.h5", "classes": 10}),
    ("MobileNetV2", {**NO_TOP, "alpha": 1.4, "input_shape": (None, None, 3)}),
    ("MobileNetV3Large", {**NO_TOP, "minimalistic": True, "include_preprocessing": False, "pooling": "max"}),
    ("DenseNet121", {**NO_TOP, "input_shape": (65, 32, 3), "pooling": "avg"}),
    ("EfficientNetB0", {"weights": "imagenet", "include_top": False, "input_shape": (50, 51, 3)}),
    ("ConvNeXtTiny", {**NO_TOP, "pooling": "avg", "name": "backbone"}),
]


@pytest.mark.parametrize(("name", "arguments"), AGREEING, ids=lambda value: value if isinstance(value, str) else "")
def test_agrees_with_keras(keras: Any, name: str, arguments: dict[str, Any], tmp_path: Path) -> None:
    if arguments["weights"] == "trained.h5":
        (tmp_path / "trained.h5").touch()
        arguments = {**arguments, "weights": str(tmp_path / "trained.h5")}
    assert ours(name, arguments) == theirs(keras, name, arguments)


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("VGG16", {"weights": "imagnet"}),
    ("VGG16", {"weights": None, "bogus": 1}),
    ("VGG16", {"classes": 10}),
    ("VGG16", {"input_shape": (200, 200, 3)}),
    ("VGG16", {"input_shape": [224, 224, 3]}),
    ("ResNet50", {"weights": None, "input_shape": (20, 224, 3)}),
    ("ResNet50", {"weights": None, "input_shape": (224, 224)}),
    ("ResNet50", {"weights": None, "input_shape": (None, None, 3)}),
    ("ResNet50", {"include_top": False, "input_shape": (64, 64, 1)}),
    ("ResNet50", {"classifier_activation": "sigmoid"}),
    ("ResNet50", {"weights": None, "name": "a/b"}),
    ("InceptionV3", {"weights": None, "input_shape": (74, 100, 3)}),
    ("MobileNet", {"alpha": 0.3, "include_top": False}),
    ("MobileNet", {"depth_multiplier": 2}),
    ("MobileNetV2", {"alpha": 0.25}),
    ("MobileNetV2", {"weights": None, "alpha": "small"}),
    ("MobileNetV3Large", {"alpha": 0.75, "minimalistic": True}),
    ("MobileNetV3Small", {"weights": None, "input_shape": (31, 31, 3)}),
    ("EfficientNetB0", {"weights": None, "include_top": False, "input_shape": (None, 90, 3), "classes": 10, "x": 1}),
    ("EfficientNetV2B0", {"weights": None, "name": "backbone"}),
    ("ConvNeXtTiny", {"name": "backbone", "include_top": False}),
    ("NASNetLarge", {"include_top": False, "input_shape": (None, None, 3)}),
]


@pytest.mark.parametrize(("name", "arguments"), REFUSED, ids=str)
def test_refuses_what_keras_refuses(keras: Any, name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)) as raised:
        theirs(keras, name, arguments)
    with pytest.raises(Invalid) as refusal:
        ours(name, arguments)
    assert refusal.value.error == raised.type.__name__


def test_a_model_on_top_of_a_tensor(keras: Any) -> None:
    inputs = keras.Input((64, 64, 3))
    x = keras.layers.RandomFlip()(inputs)
    real = keras.applications.MobileNet(input_tensor=x, weights=None, include_top=False, input_shape=(64, 64, 3))
    keras.utils.clear_session(free_memory=False)
    program = """
import keras
inputs = keras.Input((64, 64, 3))
x = keras.layers.RandomFlip()(inputs)
model = keras.applications.MobileNet(input_tensor=x, weights=None, include_top=False, input_shape=(64, 64, 3))
"""
    assert [our_row(row) for row in model_of(program).layers] == real_rows(real)


def model_of(program: str, variable: str = "model", generation: Generation | None = None) -> ModelGraph:
    (file,) = analyze_text(program, generation)
    assert not file.diagnostics
    return next(model for model in file.models if model.variable == variable)


def analyze_text(program: str, generation: Generation | None = None, follow: tuple[str, ...] = ()) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "program.py")
        path.write_text(program, encoding="utf-8")
        return analyze([str(path)], Config(generation, follow=follow)).files


@pytest.mark.parametrize("module", ["vgg16", "resnet_v2", "densenet", "efficientnet"])
@pytest.mark.parametrize("data_format", [None, "channels_first"])
def test_preprocessing_is_in_the_graph(keras: Any, module: str, data_format: str | None) -> None:
    shape = (3, 8, 9) if data_format else (8, 9, 3)
    inputs = keras.Input(shape)
    outputs = getattr(keras.applications, module).preprocess_input(inputs, data_format)
    session = Session(KERAS_3)
    x = input_layer(session, shape=shape).tensor
    y = Preprocessing(session, MODES[module], False)(x, data_format)
    built = freeze(FunctionalObject(session, x, y, {}))
    assert [our_row(row) for row in built.layers] == real_rows(keras.Model(inputs, outputs))


def test_preprocessing_of_arrays() -> None:
    session = Session(KERAS_3)
    images = Tensor((None, 8, 9, 3), "uint8")  # type: ignore[arg-type]
    made = Preprocessing(session, "caffe", True)(images, mode="tf")
    assert (made.shape, made.dtype) == (images.shape, "float32")
    with pytest.raises(Invalid):
        Preprocessing(session, "caffe", True)(images, mode="jax")
    with pytest.raises(Undetermined):
        Preprocessing(session, "caffe", False)(Unknown("reads a file"))


# Function, arguments, layers, parameters, those not trainable, and some names: of the model and of layers.
TF_FACTS: list[tuple[str, dict[str, Any], int, int, int, str]] = [
    ("VGG16", {"weights": None}, 23, 138357544, 0, "vgg16 input_1 block1_conv1 fc2 predictions"),
    ("ResNet50", {"weights": None}, 177, 25636712, 53120, "resnet50 conv5_block3_out predictions"),
    ("MobileNetV2", {**NO_TOP, "alpha": 0.35, "pooling": "avg"}, 155, 410208, 14080, "mobilenetv2_0.35_None bn_Conv1"),
    (
        "MobileNetV3Small", {"weights": None, "alpha": 1.3}, 239, 3999536, 16384,
        "MobilenetV3small Conv/BatchNorm tf.__operators__.add expanded_conv/squeeze_excite/Mul multiply Predictions",
    ),
    ("MobileNetV3Large", {"include_top": False}, 263, 2996352, 24400, "MobilenetV3large multiply_19 Conv_1"),
    ("DenseNet121", {"weights": None}, 429, 8062504, 83648, "densenet121 zero_padding2d conv1/conv conv1/bn"),
    ("NASNetMobile", {**NO_TOP, "pooling": "max"}, 743, 4267604, 36650, "NASNet stem_conv1 global_max_pooling2d"),
    ("EfficientNetB0", {"include_top": False}, 238, 4049571, 42023, "efficientnetb0 normalization tf.math.multiply"),
    ("EfficientNetV2S", {"weights": None}, 516, 21612360, 153872, "efficientnetv2-s rescaling predictions"),
    ("InceptionResNetV2", NO_TOP, 780, 54336736, 60544, "inception_resnet_v2 custom_scale_layer_39 conv_7b_ac"),
    ("ConvNeXtTiny", {"weights": None}, 153, 28589128, 0, "convnext_tiny_stem tf.__operators__.add_17"),
    (
        "ConvNeXtTiny", {**NO_TOP, "model_name": "back/bone"}, 151, 27820128, 0,
        "back/bone back/bone_stem layer_normalization",
    ),
]  # fmt: skip
# The same of Keras_Applications 1.0.8, which Keras 2.3 stands on.
KERAS_2_FACTS: list[tuple[str, dict[str, Any], int, int, int, str]] = [
    ("ResNet50", {"weights": None}, 177, 25636712, 53120, "resnet50 bn_conv1 res2a_branch2a bn5c_branch2c fc1000"),
    ("ResNet50V2", {"weights": None}, 192, 25613800, 45440, "resnet50v2 post_bn probs"),
    ("MobileNet", {"weights": None}, 93, 4253864, 21888, "mobilenet_1.00_224 conv1_pad reshape_1 act_softmax"),
    ("MobileNetV2", {"weights": None}, 157, 3538984, 34112, "mobilenetv2_1.00_224 Conv1_pad Logits"),
    ("DenseNet121", {"weights": None}, 429, 8062504, 83648, "densenet121 conv1/conv fc1000"),
    ("InceptionResNetV2", NO_TOP, 780, 54336736, 60544, "inception_resnet_v2 block8_10 conv_7b_ac"),
]
FACTS = [*((TF_KERAS_2_21, *fact) for fact in TF_FACTS), *((KERAS_2, *fact) for fact in KERAS_2_FACTS)]


@pytest.mark.parametrize(("generation", "name", "arguments", "layers", "params", "frozen", "names"), FACTS)
def test_older_lines(
    generation: Generation, name: str, arguments: dict[str, Any], layers: int, params: int, frozen: int, names: str
) -> None:
    model = freeze(build_application(Session(generation), name, **arguments))
    weights = [weight for row in model.layers for weight in row.weights]
    assert len(model.layers) == layers
    assert sum(w.size for w in weights) == params
    assert sum(w.size for w in weights if not w.trainable) == frozen
    assert set(names.split()) <= {model.name, *(row.name for row in model.layers)}


@pytest.mark.parametrize(
    ("imported", "first"),
    [
        ("from keras.applications import ResNet50", "conv1"),
        ("from keras.applications.resnet50 import ResNet50", "conv1"),
        ("from keras.applications.resnet import ResNet50", "conv1_conv"),
        ("from keras.applications import resnet\nResNet50 = resnet.ResNet50", "conv1_conv"),
    ],
)
def test_the_standalone_package_has_two_functions_resnet50(imported: str, first: str) -> None:
    model = model_of(f"{imported}\nmodel = ResNet50(weights=None, include_top=False)", generation=KERAS_2)
    assert model.layers[2].name == first


def test_tf_keras_takes_no_name() -> None:
    with pytest.raises(Invalid):
        build_application(Session(TF_KERAS), "VGG16", weights=None, name="backbone")


@pytest.mark.parametrize(
    "path",
    [
        "keras.applications.VGG16", "keras.applications.vgg16.VGG16", "tensorflow.keras.applications.vgg16.VGG16",
        "tensorflow.keras.applications.VGG16", "keras.src.applications.vgg16.VGG16", "tf_keras.applications.VGG16",
    ],
)  # fmt: skip
def test_all_paths_lead_here(path: str) -> None:
    owner, _, name = path.rpartition(".")
    model = model_of(f"from {owner} import {name}\nmodel = {name}(include_top=False)")
    assert (model.name, model.built) == ("vgg16", True)


def test_errors_are_reported_at_the_call() -> None:
    (file,) = analyze_text("from keras.applications import ResNet50\n\nbase = ResNet50(classes=10)\n")
    (finding,) = file.diagnostics
    assert (finding.location.line, finding.severity.value) == (3, "error")
    assert "`classes` should be 1000" in finding.message


def test_what_depends_on_unknown_arguments_is_unknown() -> None:
    program = "import keras, sys\nmodel = keras.applications.VGG16({})\n"
    assert not analyze_text(program.format("include_top=sys.argv[1]"))[0].diagnostics
    weights = model_of(program.format("weights=sys.argv[1], classes=3"))
    assert weights.layers[-1].output_shape[-1] == 3  # type: ignore[index]


def test_followed_source_goes_first(tmp_path: Path) -> None:
    folder = tmp_path / "keras" / "src" / "applications"
    folder.mkdir(parents=True)
    (folder / "vgg16.py").write_text("import keras\ndef VGG16():\n    return keras.Sequential(name='followed')\n")
    program = "from keras.src.applications.vgg16 import VGG16\nmodel = VGG16()\n"
    (file,) = analyze_text(program, follow=(str(tmp_path),))
    assert [model.name for model in file.models] == ["followed"]
    assert model_of(program).name == "vgg16"


def test_families_load_when_one_of_their_models_is_built() -> None:
    code = (
        "import sys; from kerascount.models.session import Session; import kerascount.models.applications as a; "
        "before = set(sys.modules); a.build_application(Session(), 'VGG16', weights=None); "
        "print(*sorted(name.rpartition('.')[2] for name in set(sys.modules) - before if '.applications.' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["application", "sources", "vgg"]


def test_all_functions_are_known(keras: Any) -> None:
    public = {name for name in dir(keras.applications) if name[0].isupper()}
    assert public == FAMILY_OF.keys()
