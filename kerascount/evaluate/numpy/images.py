"""Images and records out of files: the sizes of an image are open, its channels known where a program says them."""

from __future__ import annotations

from typing import Any, Final

from kerascount.evaluate.numpy.arrays import LibraryObject, Row, as_array, dtype_name, rows
from kerascount.evaluate.objects import External
from kerascount.models.tree import is_symbolic
from kerascount.ops.shapes import dimension
from kerascount.values.dims import FREE, Dim, Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.values.shape import Shape

HEIGHT: Final = Symbolic.named("height")
WIDTH: Final = Symbolic.named("width")
CHANNELS: Final = {"grayscale": 1, "rgb": 3, "rgba": 4, "L": 1, "RGB": 3, "RGBA": 4, "CMYK": 4, "HSV": 3, "YCbCr": 3}


class Image(LibraryObject):
    """An image of PIL, of (height, width) and so many channels; one of a single channel has no axis for it."""

    def __init__(self, height: Dim = HEIGHT, width: Dim = WIDTH, channels: int | None = None) -> None:
        super().__init__("Image", {})
        self.sizes = (height, width)
        self.channels = channels
        from kerascount.evaluate.numpy.methods import run_time_size

        shown = run_time_size(height), run_time_size(width)
        self.attributes.update(size=shown[::-1], height=shown[0], width=shown[1])
        self.attributes.update((name, Row(name, method)) for name, method in self._methods().items())

    def _methods(self) -> dict[str, Any]:
        def same(*args: Any, **options: Any) -> Image:
            return Image(*self.sizes, self.channels)

        def convert(mode: Any = None, *args: Any, **options: Any) -> Image:
            return Image(*self.sizes, CHANNELS.get(mode) if isinstance(mode, str) else None)

        def resize(size: Any, *args: Any, **options: Any) -> Image:
            width, height = size
            return Image(dimension(height), dimension(width), self.channels)

        return {"convert": convert, "resize": resize, "copy": same, "transpose": same, "filter": same}

    def array(self) -> Tensor:
        if self.channels is None:
            raise Undetermined("the channels of an image are not known")
        return Tensor(self.sizes if self.channels == 1 else (*self.sizes, self.channels), "uint8")


def load_img(path: Any, color_mode: Any = "rgb", target_size: Any = None, *rest: Any, **options: Any) -> Image:
    if options.get("grayscale"):
        color_mode = "grayscale"
    channels = CHANNELS.get(color_mode) if isinstance(color_mode, str) else None
    if target_size is None:
        return Image(channels=channels)
    height, width = target_size
    return Image(dimension(height), dimension(width), channels)


def img_to_array(img: Any, data_format: Any = None, dtype: Any = None) -> Tensor:
    """(height, width, channels): an image of a single channel gets an axis for it."""
    shape = as_array(img).dims()
    if data_format not in (None, "channels_last") or len(shape) not in (2, 3):
        raise Undetermined("an image with its channels first, or of any rank")
    return Tensor((*shape, 1) if len(shape) == 2 else shape, dtype_name(dtype, "float32"))


def array_to_img(x: Any, *args: Any, **options: Any) -> Image:
    shape = as_array(x).dims()
    height, width, channels = shape
    return Image(height, width, channels if isinstance(channels, int) else None)


# --- TensorFlow


def text(*args: Any, **options: Any) -> Tensor:
    """`tf.io.read_file`, `tf.io.serialize_tensor`."""
    return Tensor((), "string")


def decode(contents: Any, channels: Any = 0, *args: Any, dtype: Any = "uint8", **options: Any) -> Tensor:
    known = dimension(channels) if channels else Symbolic.named("channels")
    return Tensor((HEIGHT, WIDTH, known), dtype_name(dtype))


def decode_image(
    contents: Any, channels: Any = None, dtype: Any = "uint8", name: Any = None, expand_animations: Any = True
) -> Tensor:
    if expand_animations is not False:
        raise Undetermined("an image, or the images of an animation")
    return decode(contents, channels, dtype=dtype)


def decode_raw(input_bytes: Any, out_type: Any, *args: Any, **options: Any) -> Tensor:
    """As many numbers as the text has bytes for."""
    return Tensor((*as_array(input_bytes).dims(), FREE), dtype_name(out_type))


def parse_tensor(serialized: Any, out_type: Any, name: Any = None) -> Tensor:
    return Tensor(None, dtype_name(out_type), why="a tensor out of a file")


def fixed_length(shape: Any, dtype: Any, default_value: Any = None) -> Tensor:
    sizes = shape if isinstance(shape, (list, tuple)) else (shape,)
    return Tensor(tuple(map(dimension, sizes)), dtype_name(dtype))


def sparse(*args: Any, **options: Any) -> Unknown:
    return Unknown("a sparse tensor out of a file")


def parse_example(serialized: Any, features: Any, *args: Any, **options: Any) -> dict[str, Any]:
    batch = as_array(serialized).dims()

    def parsed(feature: Any) -> Any:
        return Tensor((*batch, *feature.dims()), feature.dtype) if isinstance(feature, Tensor) else feature

    return {name: parsed(feature) for name, feature in features.items()}


# --- OpenCV


def imread(filename: Any, flags: Any = 1) -> Tensor:
    name = flags.name if isinstance(flags, External) else flags
    if name in (1, "cv2.IMREAD_COLOR"):
        return Tensor((HEIGHT, WIDTH, 3), "uint8")
    if name in (0, "cv2.IMREAD_GRAYSCALE"):
        return Tensor((HEIGHT, WIDTH), "uint8")
    raise Undetermined("the channels of an image are not known")


def resize(src: Any, dsize: Any, *args: Any, **options: Any) -> Tensor:
    """To (width, height); an axis of one channel is dropped."""
    found = _plain(src)
    if dsize is None or isinstance(dsize, Unknown):
        raise Undetermined("the size of an image that is scaled")
    width, height = dsize
    channels = found.dims()[2:]
    known = len(channels) == 1 and isinstance(channels[0], int)
    rest: Shape = () if known and channels[0] == 1 else channels
    return Tensor((dimension(height), dimension(width), *rest), found.dtype)


def convert_color(src: Any, code: Any, *args: Any, **options: Any) -> Tensor:
    """`cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)`"""
    if not isinstance(code, External):
        raise Undetermined("a colour space that is not known")
    found = _plain(src)
    _, _, goal = code.name.rpartition("_")[2].partition("2")
    if goal == "GRAY":
        return Tensor(found.dims()[:2], found.dtype)
    if goal not in ("RGB", "BGR", "HSV", "LAB", "YCrCb", "YUV", "RGBA", "BGRA"):
        raise Undetermined(f"the channels of {goal}")
    return Tensor((*found.dims()[:2], 4 if goal.endswith("A") else 3), found.dtype)


def same(src: Any, *args: Any, **options: Any) -> Tensor:
    found = _plain(src)
    return Tensor(found.shape, found.dtype)


def _plain(src: Any) -> Tensor:
    if is_symbolic(src):
        raise Undetermined("OpenCV on a Keras tensor")
    return as_array(src)


_OF_TENSORFLOW: Final[dict[str, Any]] = {
    "io.read_file": text,
    "io.serialize_tensor": text,
    "io.decode_raw": decode_raw,
    "io.parse_tensor": parse_tensor,
    "io.parse_single_example": parse_example,
    "io.parse_example": parse_example,
    "io.FixedLenFeature": fixed_length,
    "io.VarLenFeature": sparse,
    "read_file": text,
    "io.decode_image": decode_image,
    "image.decode_image": decode_image,
    **{f"{owner}.decode_{kind}": decode for owner in ("io", "image") for kind in ("jpeg", "png", "bmp")},
}
STAND_INS: Final[dict[str, Row]] = {
    **rows("tensorflow.", _OF_TENSORFLOW),
    **{
        f"keras.{owner}.{name}": Row(name, function)
        for owner in ("utils", "preprocessing.image")
        for name, function in (("load_img", load_img), ("img_to_array", img_to_array), ("array_to_img", array_to_img))
    },
    "PIL.Image.open": Row("open", lambda *args, **options: Image()),
    "PIL.Image.fromarray": Row("fromarray", lambda obj, mode=None: _from_array(obj)),
    **rows(
        "cv2.",
        {
            "imread": imread,
            "resize": resize,
            "cvtColor": convert_color,
            **dict.fromkeys(("flip", "GaussianBlur", "medianBlur", "blur", "bitwise_not"), same),
        },
    ),
}


def _from_array(value: Any) -> Image:
    shape = as_array(value).dims()
    channels = 1 if len(shape) == 2 else shape[2]
    return Image(shape[0], shape[1], channels if isinstance(channels, int) else None)
