"""The data sets of Keras, scikit-learn and TensorFlow 1, by their true shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.evaluate.numpy.arrays import Labels, LibraryObject, Row, rows
from kerascount.ops.shapes import dimension
from kerascount.values.dims import Dim, Symbolic
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape

Pair = tuple[Tensor, Tensor]


def images(size: Shape, classes: int, labels: Shape, label_dtype: str, train: int) -> Callable[[], tuple[Pair, Pair]]:
    """`load_data` of a set of images with 10,000 of them for testing."""

    def part(count: int) -> Pair:
        return Tensor((count, *size), "uint8"), Labels((count, *labels), label_dtype, classes)

    return lambda: (part(train), part(10_000))


def mnist(path: Any = "mnist.npz") -> tuple[Pair, Pair]:
    return images((28, 28), 10, (), "uint8", 60_000)()


def read_data_sets(
    train_dir: Any, fake_data: Any = False, one_hot: Any = False, dtype: Any = "float32", reshape: Any = True,
    validation_size: Any = 5000, *rest: Any, **more: Any,
) -> LibraryObject:  # fmt: skip
    """MNIST as the tutorials of TensorFlow 1 read it: parts that give batches of scaled images."""
    if not isinstance(one_hot, bool) or not isinstance(reshape, bool) or not isinstance(validation_size, int):
        raise Undetermined("how the images and labels are laid out")
    size: Shape = (784,) if reshape else (28, 28, 1)

    def arrays(count: Dim) -> Pair:
        labels = Tensor((count, 10), "float64") if one_hot else Labels((count,), "uint8", 10)
        return Tensor((count, *size), "float32"), labels

    def part(count: Dim) -> LibraryObject:
        names = dict(zip(("images", "labels"), arrays(count), strict=True))
        next_batch = Row("next_batch", lambda batch_size, *rest, **more: arrays(dimension(batch_size)))
        return LibraryObject("DataSet", {**names, "num_examples": count, "next_batch": next_batch})

    counts = {"train": 60_000 - validation_size, "validation": validation_size, "test": 10_000}
    return LibraryObject("Datasets", {name: part(count) for name, count in counts.items()})


def cifar100(label_mode: Any = "fine") -> tuple[Pair, Pair]:
    if isinstance(label_mode, str) and label_mode not in ("fine", "coarse"):
        raise Invalid(f'`label_mode` must be one of `"fine"`, `"coarse"`. Received: label_mode={label_mode}.')
    return images((32, 32, 3), 20 if label_mode == "coarse" else 100, (1,), "int64", 50_000)()


def imdb(
    path: Any = "imdb.npz", num_words: Any = None, skip_top: Any = 0, maxlen: Any = None, *rest: Any, **more: Any
) -> tuple[Pair, Pair]:
    """Reviews as lists of word numbers; `maxlen` drops the long ones."""
    count: Dim = 25_000 if maxlen is None else Symbolic.named("reviews up to maxlen")
    part = Tensor((count,), "object"), Labels((count,), "int64", 2)
    return part, (Tensor((count,), "object"), Labels((count,), "int64", 2))


def split_point(count: int, test_split: Any) -> int:
    """`int(len(x) * (1 - test_split))`."""
    if not isinstance(test_split, (int, float)):
        raise Undetermined("depends on `test_split`")
    require(0 <= test_split < 1, f"Invalid `test_split` argument: {test_split}. It must be between 0 and 1.")
    return int(count * (1 - test_split))


def reuters(
    path: Any = "reuters.npz", num_words: Any = None, skip_top: Any = 0, maxlen: Any = None, test_split: Any = 0.2,
    *rest: Any, **more: Any,
) -> tuple[Pair, Pair]:  # fmt: skip
    count = 11_228
    train = split_point(count, test_split)
    sizes: tuple[Dim, Dim] = (train, count - train)
    if maxlen is not None:
        sizes = (Symbolic.named("wires up to maxlen"), Symbolic.named("test wires up to maxlen"))
    parts = [(Tensor((size,), "object"), Labels((size,), "int64", 46, every=False)) for size in sizes]
    return parts[0], parts[1]


def _regression(count: int, features: int, dtype: str, test_split: Any) -> tuple[Pair, Pair]:
    train = split_point(count, test_split)
    first, second = ((Tensor((n, features), dtype), Tensor((n,), dtype)) for n in (train, count - train))
    return first, second


def boston_housing(path: Any = "boston_housing.npz", test_split: Any = 0.2, seed: Any = 113) -> tuple[Pair, Pair]:
    return _regression(506, 13, "float64", test_split)


def california_housing(
    version: Any = "large", path: Any = "california_housing.npz", test_split: Any = 0.2, seed: Any = 113
) -> tuple[Pair, Pair]:
    if isinstance(version, str) and version not in ("large", "small"):
        raise Invalid(f"Argument `version` must be one of 'small', 'large'. Received: version={version}")
    return _regression(600 if version == "small" else 20_640, 8, "float32", test_split)


def _samples(n_samples: Any, shape: Shape) -> Pair:
    count = dimension(n_samples)
    if isinstance(count, tuple):
        count = sum(count)  # samples per class
    return Tensor((count, *shape), "float64"), Tensor((count,), "int64")


def make_classification(n_samples: Any = 100, n_features: Any = 20, **options: Any) -> Pair:
    return _samples(n_samples, (dimension(n_features),))


def make_regression(
    n_samples: Any = 100, n_features: Any = 100, n_informative: Any = 10, n_targets: Any = 1, **options: Any
) -> Pair:
    x, _ = _samples(n_samples, (dimension(n_features),))
    rest = () if n_targets == 1 else (dimension(n_targets),)
    return x, Tensor((*x.dims()[:1], *rest), "float64")


def make_blobs(n_samples: Any = 100, n_features: Any = 2, centers: Any = None, **options: Any) -> Pair:
    if isinstance(n_samples, (list, tuple)):
        n_samples = sum(n_samples)
    if isinstance(centers, (list, Tensor)):
        raise Undetermined("blobs around given centers")
    return _samples(n_samples, (dimension(n_features),))


def make_plane(n_samples: Any = 100, **options: Any) -> Pair:
    """`make_moons`, `make_circles`: points of a plane."""
    return _samples(n_samples, (2,))


def bunch(data: Shape, target: Shape, target_dtype: str, classes: int = 0, **more: Shape) -> Callable[..., Any]:
    """A `load_…` function: an object with `data` and `target`, or both as a pair; `classes` for class numbers."""

    def load(*, return_X_y: Any = False, as_frame: Any = False, **options: Any) -> Any:  # noqa: N803
        if as_frame is not False or options.get("n_class", 10) != 10:
            raise Undetermined("a part of the data set, or a frame")
        labels = Labels(target, target_dtype, classes) if classes else Tensor(target, target_dtype)
        pair = Tensor(data, "float64"), labels
        if return_X_y:
            return pair
        others = {name: Tensor(shape, "float64") for name, shape in more.items()}
        return LibraryObject("Bunch", {"data": pair[0], "target": pair[1], **others})

    return load


SKLEARN: Final = {
    "load_iris": bunch((150, 4), (150,), "int64", 3),
    "load_digits": bunch((1797, 64), (1797,), "int64", 10, images=(1797, 8, 8)),
    "load_wine": bunch((178, 13), (178,), "int64", 3),
    "load_breast_cancer": bunch((569, 30), (569,), "int64", 2),
    "load_diabetes": bunch((442, 10), (442,), "float64"),
    "load_boston": bunch((506, 13), (506,), "float64"),
    "load_linnerud": bunch((20, 3), (20, 3), "float64"),
    "fetch_california_housing": bunch((20640, 8), (20640,), "float64"),
    "fetch_olivetti_faces": bunch((400, 4096), (400,), "int64", images=(400, 64, 64)),
    "make_classification": make_classification,
    "make_regression": make_regression,
    "make_blobs": make_blobs,
    "make_moons": make_plane,
    "make_circles": make_plane,
}
KERAS: Final = {
    "mnist": mnist,
    "fashion_mnist": images((28, 28), 10, (), "uint8", 60_000),
    "cifar10": images((32, 32, 3), 10, (1,), "uint8", 50_000),
    "cifar100": cifar100,
    "imdb": imdb,
    "reuters": reuters,
    "boston_housing": boston_housing,
    "california_housing": california_housing,
}

STAND_INS: Final[dict[str, Row]] = {
    **rows("keras.datasets.", {f"{name}.load_data": load for name, load in KERAS.items()}),
    **rows("sklearn.datasets.", SKLEARN),
    **rows("tensorflow.examples.tutorials.mnist.input_data.", {"read_data_sets": read_data_sets}),
}
