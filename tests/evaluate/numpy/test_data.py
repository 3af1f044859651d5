"""Data sets and preprocessing: shapes as Keras 3.15, scikit-learn 1.7 and the data sets' own descriptions have them."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

import pytest

from kerascount.evaluate.numpy.arrays import LibraryObject
from kerascount.evaluate.numpy.tfdata import from_tensor_slices
from kerascount.evaluate.python.modules import tables_of_data
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import shape_text


def call(name: str, *args: Any, **kwargs: Any) -> Any:
    (function,) = (tables.STAND_INS[name] for tables in tables_of_data(name) if name in tables.STAND_INS)
    return function(*args, **kwargs)


def texts(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [texts(item) for item in value]
    return f"{shape_text(value.dims())} {value.dtype}" if isinstance(value, Tensor) else value


DATASETS = [
    ("mnist", {}, ["(60000, 28, 28) uint8", "(60000,) uint8"], ["(10000, 28, 28) uint8", "(10000,) uint8"]),
    ("fashion_mnist", {}, ["(60000, 28, 28) uint8", "(60000,) uint8"], ["(10000, 28, 28) uint8", "(10000,) uint8"]),
    ("cifar10", {}, ["(50000, 32, 32, 3) uint8", "(50000, 1) uint8"], ["(10000, 32, 32, 3) uint8", "(10000, 1) uint8"]),
    (
        "cifar100",
        {},
        ["(50000, 32, 32, 3) uint8", "(50000, 1) int64"],
        ["(10000, 32, 32, 3) uint8", "(10000, 1) int64"],
    ),
    ("imdb", {"num_words": 5000}, ["(25000,) object", "(25000,) int64"], ["(25000,) object", "(25000,) int64"]),
    ("reuters", {}, ["(8982,) object", "(8982,) int64"], ["(2246,) object", "(2246,) int64"]),
    ("boston_housing", {}, ["(404, 13) float64", "(404,) float64"], ["(102, 13) float64", "(102,) float64"]),
    ("california_housing", {}, ["(16512, 8) float32", "(16512,) float32"], ["(4128, 8) float32", "(4128,) float32"]),
    (
        "california_housing",
        {"version": "small"},
        ["(480, 8) float32", "(480,) float32"],
        ["(120, 8) float32", "(120,) float32"],
    ),
]


@pytest.mark.parametrize(("name", "options", "train", "test"), DATASETS)
def test_datasets(name: str, options: dict[str, Any], train: list[str], test: list[str]) -> None:
    assert texts(call(f"keras.datasets.{name}.load_data", **options)) == [train, test]


@pytest.mark.parametrize("shape", [(7,), (7, 1), (7, 2), (1, 1), (3, 1, 1)])
def test_to_categorical(shape: tuple[int, ...]) -> None:
    import keras
    import numpy

    real = keras.utils.to_categorical(numpy.zeros(shape, "int64"), 5)
    assert texts(call("keras.utils.to_categorical", Tensor(shape, "int64"), 5)) == f"{real.shape} {real.dtype}"


def test_to_categorical_counts_known_labels() -> None:
    (_, labels), _ = call("keras.datasets.cifar10.load_data")
    assert call("keras.utils.to_categorical", labels).dims() == (50000, 10)
    assert call("keras.utils.to_categorical", [0, 2, 1]).dims() == (3, 3)
    with pytest.raises(Undetermined):
        call("keras.utils.to_categorical", Tensor((5,), "int64"))
    with pytest.raises(Invalid) as refusal:
        call("keras.utils.to_categorical", labels, 9)
    assert refusal.value.error == "IndexError"


def test_class_numbers_are_known_until_some_are_set() -> None:
    (_, labels), _ = call("keras.datasets.cifar10.load_data")
    assert call("numpy.unique", labels).dims() == (10,)
    assert call("numpy.amax", call("numpy.ravel", call("numpy.squeeze", labels))) == 9
    (_, topics), _ = call("keras.datasets.reuters.load_data")
    assert call("numpy.max", topics) == 45
    with pytest.raises(Undetermined):  # all of them need not be in each part
        call("numpy.unique", topics)
    labels.forget()
    for name in ("numpy.unique", "numpy.max", "keras.utils.to_categorical"):
        with pytest.raises(Undetermined):
            call(name, labels)


@pytest.mark.parametrize(
    ("drawn", "classes"),
    [
        (("randint", 0, 2, 30), 2),
        (("randint", 5, None, (200, 1)), 5),
        (("randint", 1, 3, 50), 3),
        (("choice", 3, 200), 3),
        (("randint", 0, 10, 30), None),  # the largest of ten may be missing among thirty
        (("randint", -1, 2, 90), None),
    ],
)
def test_many_random_labels_meet_every_class(drawn: tuple[Any, ...], classes: int | None) -> None:
    labels = call(f"numpy.random.{drawn[0]}", *drawn[1:])
    if classes is None:
        with pytest.raises(Undetermined):
            call("keras.utils.to_categorical", labels)
    else:
        assert call("keras.utils.to_categorical", call("numpy.array", labels)).dims()[-1] == classes


def test_the_mnist_of_tensorflow_1() -> None:
    """As `input_data.py` of TensorFlow 1.15 has it."""
    read = "tensorflow.examples.tutorials.mnist.input_data.read_data_sets"
    train = call(read, "MNIST_data").attribute("train")
    assert texts(train.attribute("images")) == "(55000, 784) float32"
    assert texts(train.attribute("next_batch")(100)) == ["(100, 784) float32", "(100,) uint8"]
    whole = call(read, "MNIST_data", one_hot=True, reshape=False).attribute("test")
    assert texts(whole.attribute("next_batch")(5)) == ["(5, 28, 28, 1) float32", "(5, 10) float64"]


def test_pad_sequences() -> None:
    import keras

    for options in ({}, {"maxlen": 5}, {"maxlen": 2, "dtype": "float32"}):
        real = keras.utils.pad_sequences([[1, 2, 3], [4]], **options)
        assert texts(call("keras.utils.pad_sequences", [[1, 2, 3], [4]], **options)) == f"{real.shape} {real.dtype}"
    found = call("keras.utils.pad_sequences", Unknown("reads a file", "sequences"), maxlen=100)
    assert shape_text(found.dims()) == "(len(sequences), 100)"


@pytest.mark.parametrize(
    ("options", "sizes"),
    [
        ({}, (112, 38)),
        ({"test_size": 0.2}, (120, 30)),
        ({"test_size": 0.33, "random_state": 1}, (100, 50)),
        ({"test_size": 10}, (140, 10)),
        ({"train_size": 0.7}, (105, 45)),
        ({"train_size": 0.5, "test_size": 0.1}, (75, 15)),
    ],
)
def test_train_test_split(options: dict[str, Any], sizes: tuple[int, int]) -> None:
    x, y = Tensor((150, 4), "float64"), Tensor((150,), "int64")
    parts = call("sklearn.model_selection.train_test_split", x, y, **options)
    assert [part.dims() for part in parts] == [(sizes[0], 4), (sizes[1], 4), (sizes[0],), (sizes[1],)]


def test_train_test_split_refuses() -> None:
    with pytest.raises(Invalid):
        call("sklearn.model_selection.train_test_split", Tensor((5, 2)), Tensor((4,)))
    with pytest.raises(Invalid):
        call("sklearn.model_selection.train_test_split", Tensor((5, 2)), test_size=1.5)


def test_objects_of_libraries() -> None:
    scaler = call("sklearn.preprocessing.StandardScaler")
    assert isinstance(scaler, LibraryObject)
    assert texts(scaler.attribute("fit_transform")(Tensor((9, 3), "int64"))) == "(9, 3) float64"
    assert scaler.attribute("fit")(Tensor((9, 3))) is scaler
    with pytest.raises(Undetermined):
        scaler.attribute("mean_")
    iris = call("sklearn.datasets.load_iris")
    assert texts([iris.attribute("data"), iris.attribute("target")]) == ["(150, 4) float64", "(150,) int64"]
    assert texts(call("sklearn.datasets.load_iris", return_X_y=True)) == ["(150, 4) float64", "(150,) int64"]


def test_batches() -> None:
    generator = call("keras.preprocessing.image.ImageDataGenerator", rescale=1 / 255)
    flow = generator.attribute("flow")(Tensor((60, 32, 32, 3)), Tensor((60, 10)), batch_size=8)
    assert texts(flow.element) == ["(None, 32, 32, 3) float32", "(None, 10) float32"]
    folder = generator.attribute("flow_from_directory")("train", target_size=(150, 150), class_mode="binary")
    assert texts(folder.element) == ["(None, 150, 150, 3) float32", "(None,) float32"]
    images = call("keras.utils.image_dataset_from_directory", "train", image_size=(64, 48), color_mode="grayscale")
    assert texts(images.element) == ["(None, 64, 48, 1) float32", "(None,) int32"]
    pairs = from_tensor_slices((Tensor((60, 28, 28)), Tensor((60,), "int64")))
    batches = pairs.attribute("shuffle")(100).attribute("batch")(32)
    assert texts(batches.element) == ["(None, 28, 28) float32", "(None,) int64"]


def test_a_call_that_was_not_foreseen_is_undetermined() -> None:
    with pytest.raises(Undetermined):
        call("numpy.zeros", (2, 3), nonsense={}, shape=3)
