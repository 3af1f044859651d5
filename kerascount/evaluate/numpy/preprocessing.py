"""What programs do with data before it reaches a model: splits, scalers, batches."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from kerascount.evaluate.numpy.arrays import LibraryObject, Row, as_array, rows
from kerascount.evaluate.numpy.frames import Frame
from kerascount.evaluate.numpy.methods import run_time_size
from kerascount.evaluate.numpy.tfdata import Batches, Dataset
from kerascount.ops.shapes import dimension
from kerascount.values.dims import FREE, Dim, Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape

CHANNELS: Final = {"grayscale": 1, "rgb": 3, "rgba": 4}


# --- scikit-learn


def train_test_split(
    *arrays: Any,
    test_size: Any = None,
    train_size: Any = None,
    random_state: Any = None,
    shuffle: Any = True,
    stratify: Any = None,
) -> list[Any]:
    """Each array in two: the first of them keeps what the test share, rounded up, leaves."""
    if not arrays:
        raise Invalid("At least one array required as input")
    counts = [_rows(one) for one in arrays if not isinstance(one, Unknown)]
    if not counts:
        raise Undetermined(arrays[0].why)
    for count in counts[1:]:
        require(count == counts[0], f"Found input variables with inconsistent numbers of samples: {counts}")
    train: Dim = FREE
    test: Dim = FREE
    if isinstance(counts[0], int):
        with suppress(Undetermined):
            train, test = split_sizes(counts[0], test_size, train_size)
    return [part for one in arrays for part in (_first(one, train), _first(one, test))]


def _rows(value: Any) -> Dim:
    return len(value) if isinstance(value, (list, tuple)) else as_array(value).dims()[0]


def _first(value: Any, count: Dim) -> Any:
    if isinstance(value, Frame):
        return value.like(count)
    if isinstance(value, Unknown):
        return Unknown(value.why)
    found = as_array(value)
    return Tensor((count, *found.dims()[1:]), found.dtype)


def split_sizes(count: int, test_size: Any, train_size: Any) -> tuple[int, int]:
    """`sklearn.model_selection._split._validate_shuffle_split`."""
    if any(isinstance(size, Unknown) for size in (test_size, train_size)):
        raise Undetermined("the size of a split is not known")
    if test_size is None and train_size is None:
        test_size = 0.25
    for name, size in (("test_size", test_size), ("train_size", train_size)):
        if isinstance(size, float) and not 0 < size < 1 or isinstance(size, int) and not 0 < size < count:
            raise Invalid(
                f"{name}={size} should be either positive and smaller than the number of samples or in (0, 1)"
            )
    test = math.ceil(test_size * count) if isinstance(test_size, float) else test_size
    train = math.floor(train_size * count) if isinstance(train_size, float) else train_size
    test = count - train if test is None else test
    train = count - test if train is None else train
    require(train + test <= count, f"The sum of train_size and test_size = {train + test} is larger than {count}")
    require(train > 0, "the resulting train set will be empty")
    return train, test


def scaler(*args: Any, **options: Any) -> LibraryObject:
    """`StandardScaler`, `MinMaxScaler` …: the shape stays."""
    found = LibraryObject("scaler", {})

    def transform(X: Any, *rest: Any, **more: Any) -> Tensor:  # noqa: N803
        array = as_array(X)
        if len(array.dims()) != 2:
            raise Invalid(f"Expected 2D array, got {len(array.dims())}D array instead")
        return Tensor(array.shape, array.dtype if "float" in array.dtype else "float64")

    def fit(X: Any, *rest: Any, **more: Any) -> LibraryObject:  # noqa: N803
        transform(X)
        return found

    methods: dict[str, Callable[..., Any]] = {
        "fit": fit,
        "partial_fit": fit,
        "transform": transform,
        "fit_transform": transform,
        "inverse_transform": transform,
    }
    found.attributes.update((name, Row(name, method)) for name, method in methods.items())
    return found


def label_encoder() -> LibraryObject:
    found = LibraryObject("LabelEncoder", {})

    def transform(y: Any) -> Tensor:
        return Tensor(as_array(y).shape, "int64")

    methods = {"fit": lambda y: found, "transform": transform, "fit_transform": transform}
    found.attributes.update((name, Row(name, method)) for name, method in methods.items())
    return found


# --- batches


def image_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: Any = "int",
    class_names: Any = None,
    color_mode: Any = "rgb",
    batch_size: Any = 32,
    image_size: Any = (256, 256),
    shuffle: Any = True,
    seed: Any = None,
    validation_split: Any = None,
    subset: Any = None,
    **options: Any,
) -> Any:
    image: Shape = (*_image_size(image_size), CHANNELS[color_mode])
    return _of_files(Tensor(image), labels, label_mode, class_names, batch_size, subset)


def of_directory(element: Any, batch_size: Any, class_names: Any, subset: Any) -> Any:
    """What a function gives that makes a data set of files in folders."""
    batch = None if batch_size is None else dimension(batch_size)

    def made() -> Dataset:
        data = Dataset(element, batch=batch)
        data.attributes["class_names"] = class_names if class_names is not None else Unknown("the names of folders")
        return data

    return (made(), made()) if subset == "both" else made()


def text_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: Any = "int",
    class_names: Any = None,
    batch_size: Any = 32,
    max_length: Any = None,
    shuffle: Any = True,
    seed: Any = None,
    validation_split: Any = None,
    subset: Any = None,
    **options: Any,
) -> Any:
    return _of_files(Tensor((), "string"), labels, label_mode, class_names, batch_size, subset)


def audio_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: Any = "int",
    class_names: Any = None,
    batch_size: Any = 32,
    sampling_rate: Any = None,
    output_sequence_length: Any = None,
    ragged: Any = False,
    shuffle: Any = True,
    seed: Any = None,
    validation_split: Any = None,
    subset: Any = None,
    **options: Any,
) -> Any:
    length = FREE if output_sequence_length is None else dimension(output_sequence_length)
    return _of_files(Tensor((length, FREE)), labels, label_mode, class_names, batch_size, subset)


def _of_files(sample: Tensor, labels: Any, label_mode: Any, class_names: Any, batch_size: Any, subset: Any) -> Any:
    """Batches of what the files hold, with the class that their folder says."""
    batched = batch_size is not None
    element: Any = Tensor((FREE, *sample.dims()), sample.dtype) if batched else sample
    if labels is not None and label_mode is not None:
        element = element, _directory_labels(label_mode, class_names, batched)
    return of_directory(element, batch_size, class_names, subset)


def timeseries_generator(
    data: Any, targets: Any, length: Any, sampling_rate: Any = 1, stride: Any = 1, start_index: Any = 0,
    end_index: Any = None, shuffle: Any = False, reverse: Any = False, batch_size: Any = 128,
) -> Batches:  # fmt: skip
    """`TimeseriesGenerator`: windows of so many steps, each with the target behind it."""
    found, wanted = as_array(data), as_array(targets)
    steps = dimension(length)
    if sampling_rate != 1:
        steps = -(-steps // dimension(sampling_rate))
    element = Tensor((FREE, steps, *found.dims()[1:]), found.dtype), Tensor((FREE, *wanted.dims()[1:]), wanted.dtype)
    return iterator("TimeseriesGenerator", element, batch_size)


def _image_size(size: Any) -> tuple[Any, Any]:
    if isinstance(size, Unknown):
        raise Undetermined(size.why)
    if not isinstance(size, (list, tuple)) or len(size) != 2:
        raise Invalid(f"Invalid `image_size`: {size}. It must be a tuple of 2 integers.")
    return dimension(size[0]), dimension(size[1])


def _directory_labels(label_mode: Any, class_names: Any, batched: bool) -> Any:
    batch: Shape = (FREE,) if batched else ()
    if label_mode == "int":
        return Tensor(batch, "int32")
    if label_mode == "binary":
        return Tensor((*batch, 1))
    known = isinstance(class_names, (list, tuple))
    return Tensor((*batch, len(class_names) if known else Symbolic.named("number of folders")))


def timeseries_dataset_from_array(
    data: Any,
    targets: Any,
    sequence_length: Any,
    sequence_stride: Any = 1,
    sampling_rate: Any = 1,
    batch_size: Any = 128,
    **options: Any,
) -> LibraryObject:
    batch: Shape = () if batch_size is None else (FREE,)
    steps = dimension(sequence_length)
    windows = Tensor((*batch, steps, *as_array(data).dims()[1:]), as_array(data).dtype)
    size = None if batch_size is None else dimension(batch_size)
    if targets is None:
        return Dataset(windows, batch=size)
    found = as_array(targets)
    return Dataset((windows, Tensor((*batch, *found.dims()[1:]), found.dtype)), batch=size)


def image_data_generator(*args: Any, **options: Any) -> LibraryObject:
    """`ImageDataGenerator(...)`."""

    def flow(x: Any, y: Any = None, batch_size: Any = 32, *rest: Any, **more: Any) -> LibraryObject:
        images = as_array(x)
        if len(images.dims()) != 4:
            raise Invalid(f"Input data in `NumpyArrayIterator` should have rank 4. Found rank {len(images.dims())}")
        element: Any = Tensor((FREE, *images.dims()[1:]))
        if y is not None:
            labels = as_array(y)
            element = element, Tensor((FREE, *labels.dims()[1:]), labels.dtype)
        return iterator("NumpyArrayIterator", element, batch_size, images.dims()[0])

    attributes: dict[str, Any] = {"flow": Row("flow", flow), "fit": Row("fit", lambda x, *rest, **more: None)}
    attributes["flow_from_directory"] = Row("flow_from_directory", flow_from_directory)
    return LibraryObject("ImageDataGenerator", attributes)


def flow_from_directory(
    directory: Any,
    target_size: Any = (256, 256),
    color_mode: Any = "rgb",
    classes: Any = None,
    class_mode: Any = "categorical",
    batch_size: Any = 32,
    *rest: Any,
    **options: Any,
) -> LibraryObject:
    image: Shape = (*_image_size(target_size), CHANNELS[color_mode])
    element: Any = Tensor((FREE, *image))
    if class_mode == "input":
        element = element, element
    elif class_mode is not None:
        by_number = class_mode in ("binary", "sparse")
        element = element, Tensor((FREE,)) if by_number else _directory_labels("categorical", classes, True)
    attributes: dict[str, Any] = {"target_size": target_size, "image_shape": image}
    if isinstance(classes, (list, tuple)):
        attributes["num_classes"] = len(classes)
    made = iterator("DirectoryIterator", element, batch_size)
    made.attributes.update(attributes)
    return made


def iterator(kind: str, element: Any, batch_size: Any, samples: Dim | None = None) -> Batches:
    """An iterator over batches of images."""
    size = dimension(batch_size)
    if isinstance(samples, int) and isinstance(size, int) and size > 0:
        made = Batches(element, -(-samples // size), min(samples, size), kind)
    else:
        made = Batches(element, None, size, kind)
    made.attributes["batch_size"] = batch_size
    made.attributes["next"] = Row("next", lambda: made.first)
    if samples is not None:
        made.attributes["n"] = made.attributes["samples"] = run_time_size(samples)
    return made


STAND_INS: Final[dict[str, Row]] = {
    **rows(
        "keras.utils.",
        {
            "image_dataset_from_directory": image_dataset_from_directory,
            "timeseries_dataset_from_array": timeseries_dataset_from_array,
            "text_dataset_from_directory": text_dataset_from_directory,
            "audio_dataset_from_directory": audio_dataset_from_directory,
        },
    ),
    **rows(
        "keras.preprocessing.",
        {
            "sequence.TimeseriesGenerator": timeseries_generator,
            "image.ImageDataGenerator": image_data_generator,
            "image_dataset_from_directory": image_dataset_from_directory,
            "timeseries_dataset_from_array": timeseries_dataset_from_array,
            "text_dataset_from_directory": text_dataset_from_directory,
            "audio_dataset_from_directory": audio_dataset_from_directory,
        },
    ),
    **rows("sklearn.model_selection.", {"train_test_split": train_test_split}),
    **rows("sklearn.cross_validation.", {"train_test_split": train_test_split}),
    **rows(
        "sklearn.preprocessing.",
        {
            **dict.fromkeys(("StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler", "Normalizer"), scaler),
            "LabelEncoder": label_encoder,
        },
    ),
}
# Where they are, and were, also found.
STAND_INS.update(
    {
        "keras.preprocessing.image.image_dataset_from_directory": STAND_INS["keras.utils.image_dataset_from_directory"],
        "keras.preprocessing.ImageDataGenerator": STAND_INS["keras.preprocessing.image.ImageDataGenerator"],
    }
)
