"""`preprocess_input` of the families: images as the weights of each one were trained on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kerascount.models.node import apply
from kerascount.models.operators import operate, record
from kerascount.models.session import Session
from kerascount.models.tree import is_symbolic
from kerascount.ops.catalogue import OPS
from kerascount.ops.indexing import array_item, get_item
from kerascount.ops.registry import Signature
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

# How each module of keras.applications does it; None: its models do it themselves.
MODES: Final[Mapping[str, str | None]] = {
    **dict.fromkeys(("vgg16", "vgg19", "resnet", "resnet50", "imagenet_utils"), "caffe"),
    **dict.fromkeys(("resnet_v2", "inception_v3", "inception_resnet_v2", "xception"), "tf"),
    **dict.fromkeys(("mobilenet", "mobilenet_v2", "nasnet"), "tf"),
    "densenet": "torch",
    **dict.fromkeys(("efficientnet", "efficientnet_v2", "mobilenet_v3", "convnext"), None),
}
FLOATS: Final = ("float16", "float32", "float64", "bfloat16")


class Preprocessing:
    """A function `preprocess_input`; `mode` is None where it leaves the images as they are."""

    def __init__(self, session: Session, mode: str | None, takes_mode: bool) -> None:
        self.session = session
        self.mode = mode
        self.signature = Signature.parse("x, data_format=None" + ", mode='caffe'" * takes_mode)

    @classmethod
    def of_module(cls, session: Session, module: str) -> Preprocessing | None:
        """That of `keras.applications.<module>`."""
        return cls(session, MODES[module], module == "imagenet_utils") if module in MODES else None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The images, of the same shape; on Keras tensors every step is a row of the graph."""
        self.signature.check("preprocess_input", args, kwargs)
        given = self.signature.bind(args, kwargs)
        mode, x = given.get("mode", self.mode), given["x"]
        if mode is None:
            return x
        data_format = given.get("data_format") or self.session.context.data_format
        for value in (x, mode, data_format):
            if isinstance(value, Unknown):
                raise Undetermined(value.why)
        _check(mode, data_format)
        if not isinstance(x, Tensor):
            raise Undetermined("images that are not known")
        if is_symbolic(x):
            return STEPS[mode](self.session, x, data_format == "channels_first")
        return Tensor(x.shape, x.dtype if x.dtype in FLOATS else self.session.context.floatx, why=x.why)


def _check(mode: Any, data_format: Any) -> None:
    if mode not in STEPS:
        raise Invalid(f"Expected mode to be one of `caffe`, `tf` or `torch`. Received: mode={mode}")
    if data_format not in ("channels_first", "channels_last"):
        message = "Expected data_format to be one of `channels_first` or `channels_last`."
        raise Invalid(f"{message} Received: data_format={data_format}")


def _tf(session: Session, x: Tensor, channels_first: bool) -> Any:
    """To the range from -1 to 1."""
    return operate(session, "-", operate(session, "/", x, 127.5), 1.0)


def _torch(session: Session, x: Tensor, channels_first: bool) -> Any:
    """To the range from 0 to 1, and normalized by channel."""
    x = operate(session, "/", x, 255.0)
    deviations = _by_channel(x, channels_first)
    return operate(session, "/", _shifted(session, x, channels_first), deviations)


def _caffe(session: Session, x: Tensor, channels_first: bool) -> Any:
    """From RGB to BGR, and centred by channel."""
    before = [slice(None)] * (len(x.dims()) - 3)
    if session.api is not Api.KERAS_3:
        key: tuple[Any, ...] = (*before, slice(None, None, -1), ...) if channels_first else (..., slice(None, None, -1))
        x = record(session, "GetItem", "SlicingOpLambda", "tf.__operators__.getitem", array_item, (x, key))
        return _shifted(session, x, channels_first)
    keys = [(*before, channel, ...) if channels_first else (..., channel) for channel in (2, 1, 0)]
    channels = [apply(session, "GetItem", get_item, (x, key), {}) for key in keys]
    axis = len(before) if channels_first else -1
    x = apply(session, "Stack", OPS["stack"], (channels,), {"axis": axis})
    return _shifted(session, x, channels_first)


def _shifted(session: Session, x: Tensor, channels_first: bool) -> Any:
    """Minus the mean of each channel."""
    mean = _by_channel(x, channels_first)
    if session.api is Api.KERAS_3:
        return operate(session, "+", x, mean)
    return record(
        session, "BiasAdd", "TFOpLambda", "tf.nn.bias_add", lambda x, mean: Tensor(x.shape, x.dtype), (x, mean)
    )


def _by_channel(x: Tensor, channels_first: bool) -> Tensor:
    """Three numbers, in a shape that fits the images."""
    rank = len(x.dims())
    return Tensor((1,) * (rank - 3) + (3, 1, 1) if channels_first else (1,) * (rank - 1) + (3,), x.dtype)


STEPS: Final = {"tf": _tf, "torch": _torch, "caffe": _caffe}
