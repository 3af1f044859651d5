"""`tensorflow_datasets`: data sets whose shapes are public, by their names; of others no more is known."""

from __future__ import annotations

from typing import Any, Final

from kerascount.evaluate.numpy.arrays import LibraryObject, Row
from kerascount.evaluate.numpy.tfdata import Dataset
from kerascount.ops.shapes import dimension
from kerascount.values.dims import FREE
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.record import record
from kerascount.values.shape import Shape


@record
class Known:
    """Pictures or texts with a class each, and how many there are in the parts where that never changed."""

    shape: Shape
    classes: int
    counts: tuple[tuple[str, int | None], ...] = (("train", None),)
    key: str = "image"
    dtype: str = "uint8"


_PICTURES: Final[Shape] = (FREE, FREE, 3)
_MNIST: Final = (("train", 60_000), ("test", 10_000))
_CIFAR: Final = (("train", 50_000), ("test", 10_000))
KNOWN: Final = {
    **dict.fromkeys(("mnist", "fashion_mnist", "kmnist"), Known((28, 28, 1), 10, _MNIST)),
    "cifar10": Known((32, 32, 3), 10, _CIFAR),
    "cifar100": Known((32, 32, 3), 100, _CIFAR),
    "svhn_cropped": Known((32, 32, 3), 10, (("train", 73_257), ("test", 26_032), ("extra", 531_131))),
    "horses_or_humans": Known((300, 300, 3), 2, (("train", None), ("test", None))),
    "rock_paper_scissors": Known((300, 300, 3), 3, (("train", None), ("test", None))),
    "beans": Known((500, 500, 3), 3, (("train", None), ("validation", None), ("test", None))),
    "eurosat": Known((64, 64, 3), 10),
    "patch_camelyon": Known((96, 96, 3), 2, (("train", None), ("validation", None), ("test", None))),
    "tf_flowers": Known(_PICTURES, 5),
    "cats_vs_dogs": Known(_PICTURES, 2),
    "malaria": Known(_PICTURES, 2),
    "oxford_flowers102": Known(_PICTURES, 102, (("train", None), ("validation", None), ("test", None))),
    "stanford_dogs": Known(_PICTURES, 120, (("train", None), ("test", None))),
    "food101": Known(_PICTURES, 101, (("train", None), ("validation", None))),
    "imdb_reviews": Known((), 2, (("train", 25_000), ("test", 25_000), ("unsupervised", 50_000)), "text", "string"),
    "iris": Known((4,), 3, (("train", 150),), "features", "float32"),
}


def load(
    name: Any, split: Any = None, data_dir: Any = None, batch_size: Any = None, shuffle_files: Any = False,
    download: Any = True, as_supervised: Any = False, decoders: Any = None, read_config: Any = None,
    with_info: Any = False, *rest: Any, **options: Any,
) -> Any:  # fmt: skip
    known = KNOWN.get(name.partition("/")[0].partition(":")[0]) if isinstance(name, str) else None
    made = _parts(known, split, batch_size, as_supervised)
    return (made, _info(known)) if with_info is True else made


def _parts(known: Known | None, split: Any, batch_size: Any, as_supervised: Any) -> Any:
    if isinstance(split, (list, tuple)):
        return [_parts(known, one, batch_size, as_supervised) for one in split]
    if split is None and known is not None:
        return {name: _part(known, name, batch_size, as_supervised) for name, _ in known.counts}
    if split is None or isinstance(split, Unknown):
        return Unknown("the parts of a data set that is not known")
    return _part(known, split, batch_size, as_supervised)


def _part(known: Known | None, split: Any, batch_size: Any, as_supervised: Any) -> Any:
    if known is None or isinstance(as_supervised, Unknown):
        data = Dataset(Unknown("a data set whose shapes are not known"))
    else:
        pair = Tensor(known.shape, known.dtype), Tensor((), "int64")
        count = dict(known.counts).get(split) if isinstance(split, str) else None
        data = Dataset(pair if as_supervised else {known.key: pair[0], "label": pair[1]}, count)
    if batch_size is None:
        return data
    if batch_size == -1:
        return Unknown("a whole data set at once")
    return data.attribute("batch")(dimension(batch_size))


def _info(known: Known | None) -> Any:
    if known is None:
        return Unknown("a data set whose shapes are not known")
    shape = tuple(None if size is FREE else size for size in known.shape)
    names = Unknown("the names of the classes")
    label = LibraryObject("ClassLabel", {"num_classes": known.classes, "names": names, "shape": ()})
    features = {known.key: LibraryObject("Image", {"shape": shape}), "label": label}
    splits = {name: LibraryObject("SplitInfo", {"num_examples": _count(name, count)}) for name, count in known.counts}
    return LibraryObject("DatasetInfo", {"features": features, "splits": splits})


def _count(name: str, count: int | None) -> Any:
    return Unknown("how many examples there are", f"examples in {name}") if count is None else count


STAND_INS: Final = {"tensorflow_datasets.load": Row("load", load)}
