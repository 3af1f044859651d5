"""What the functions of `keras.applications` have in common: their arguments, input, top and pooling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any, ClassVar, Final

from kerascount.layers.catalogue import find_layer
from kerascount.models.applications.sources import source_inputs
from kerascount.models.functional import FunctionalObject
from kerascount.models.inputs import input_layer
from kerascount.models.layer import LayerObject, make_layer
from kerascount.models.session import Session
from kerascount.models.tree import is_symbolic
from kerascount.values.dims import Free
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.record import record
from kerascount.versions import Api

DEFAULTS: Final[Mapping[str, Any]] = {
    "include_top": True, "weights": "imagenet", "input_tensor": None, "input_shape": None, "pooling": None,
    "classes": 1000, "classifier_activation": "softmax", "include_preprocessing": True, "alpha": 1.0,
    "depth_multiplier": 1, "dropout": 1e-3, "dropout_rate": 0.2, "minimalistic": False, "drop_connect_rate": 0.2,
}  # fmt: skip
# The endings of the files that `load_weights` of Keras 3 reads; Orbax checkpoints are folders.
WEIGHT_FILES: Final = (".keras", ".h5", ".hdf5", ".weights.json")


class Layers:
    """`keras.layers` of a session: `layers.Dense(8)` makes the layer."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __getattr__(self, name: str) -> Callable[..., LayerObject]:
        described = find_layer(name, self.session.api)
        if described is None:
            raise Undetermined(f"this line of Keras has no {name}")

        def make(*args: Any, **kwargs: Any) -> LayerObject:
            return make_layer(self.session, described.bind(args, kwargs, self.session.context))

        return make


class Application:
    """One call of a function of `keras.applications`; a family of models states what differs."""

    signature: ClassVar[str] = "include_top weights input_tensor input_shape pooling classes classifier_activation"
    tf_signature: ClassVar[str] = ""  # of tf_keras, where it is another one
    tf_keywords: ClassVar[str] = ""  # what tf_keras takes out of **kwargs beside these
    min_size: ClassVar[int] = 32
    keras_2_top: ClassVar[str] = "predictions"  # the name of the last layer in the standalone package
    names_pooling: ClassVar[bool] = False  # whether the pooling that replaces the top has a name
    channels_last_only: ClassVar[bool] = False  # whether Keras 3 refuses channels_first

    include_top: Any
    weights: Any
    input_tensor: Any
    input_shape: Any
    pooling: Any
    classes: Any
    classifier_activation: Any
    name: Any
    default_size: int = 224

    def __init__(self, session: Session, arguments: Mapping[str, Any]) -> None:
        self.session = session
        self.layers = Layers(session)
        self.__dict__.update(arguments)

    # --- the arguments

    @classmethod
    def parameters(cls, api: Api) -> tuple[list[str], list[str]]:
        """The names of the arguments in this line of Keras: by position, and those that **kwargs takes."""
        if api is Api.KERAS_3:
            return [*cls.signature.split(), "name"], []
        if api is Api.KERAS_2:
            return [word for word in cls.signature.split() if word != "classifier_activation"], []
        return (cls.tf_signature or cls.signature).split(), cls.tf_keywords.split()

    @property
    def version(self) -> tuple[int, int]:
        return self.session.generation.version

    @property
    def is_keras_3(self) -> bool:
        return self.session.api is Api.KERAS_3

    @property
    def channels_first(self) -> bool:
        return self.session.context.data_format == "channels_first"

    @property
    def channel_axis(self) -> int:
        return 1 if self.channels_first else 3

    @property
    def imagenet(self) -> bool:
        """Whether the weights that Keras would load are certainly those for ImageNet."""
        return isinstance(self.weights, str) and self.weights == "imagenet"

    def check(self) -> None:
        """What the function refuses before it makes a layer."""
        if self.channels_last_only and self.channels_first and self.is_keras_3:
            raise Invalid(f"{type(self).__name__} does not support the `channels_first` image data format.")
        self.check_weights()
        if self.imagenet and self.include_top:
            message = "If using `weights='imagenet'` with `include_top=True`, `classes` should be 1000."
            require(self.classes == 1000, f"{message}  Received classes={self.classes}")

    def check_weights(self) -> None:
        """Refuse what is certainly no file of weights; whether a file exists is not looked up."""
        given = self.weights
        if given is None or self.imagenet or not isinstance(given, (str, bool, int, float, list, tuple, dict)):
            return
        if not isinstance(given, str) or not self._may_be_file(given):
            raise Invalid(
                "The `weights` argument should be either `None` (random initialization), 'imagenet' (pre-training on "
                f"ImageNet), or the path to the weights file to be loaded.  Received: weights={given}",
                error="TypeError" if isinstance(given, (list, dict)) else "ValueError",
            )

    def _may_be_file(self, path: str) -> bool:
        """A name with neither an ending nor a folder is no file of weights, nor a checkpoint of TensorFlow."""
        return path.endswith(WEIGHT_FILES) or any(character in path for character in "/\\.")

    # --- the input

    def obtain_input_shape(self) -> Any:
        """`imagenet_utils.obtain_input_shape`: the shape of one image.

        Raises:
            Invalid: it does not fit the weights, or is too small.
        """
        shape = self._given_shape()
        if self.imagenet and self.include_top:
            return self._imagenet_shape(shape)
        if shape:
            self._check_shape(shape)
        elif self.include_top:
            shape = self._default_shape(3)
        else:
            shape = self.image_shape(None, None, 3)
        if self.include_top:
            message = f"If `include_top` is True, you should specify a static `input_shape`. Received: {shape}"
            require(all(size is not None for size in shape), message)
        return shape

    def _given_shape(self) -> Any:
        shape = self.input_shape
        if shape is None or isinstance(shape, (tuple, list, str)):
            return shape
        if isinstance(shape, (int, float)):
            raise Invalid(f"object of type '{type(shape).__name__}' has no len()", error="TypeError")
        raise Undetermined(f"the input shape is {shape}: {shape.why}" if isinstance(shape, Unknown) else "input_shape")

    def image_shape(self, height: Any, width: Any, channels: Any) -> tuple[Any, ...]:
        return (channels, height, width) if self.channels_first else (height, width, channels)

    def _default_shape(self, channels: Any) -> tuple[Any, ...]:
        return self.image_shape(self.default_size, self.default_size, channels)

    def _imagenet_shape(self, shape: Any) -> Any:
        """The weights of the top fit one shape only; to Keras a list is never equal to it."""
        default = self._default_shape(3)
        message = (
            "When setting `include_top=True` and loading `imagenet` weights, `input_shape` should be "
            f"{default}.  Received: input_shape={shape}"
        )
        if shape is not None:
            require(isinstance(shape, tuple) and len(shape) == 3, message)
            for size, wanted in zip(shape, default, strict=True):
                require(size == wanted, message, help="with include_top=False or weights=None, other sizes fit as well")
        return default

    def _check_shape(self, shape: Any) -> None:
        require(len(shape) == 3, "`input_shape` must be a tuple of three integers.")
        channels = shape[0] if self.channels_first else shape[-1]
        if self.imagenet:
            message = f"The input must have 3 channels; Received `input_shape={shape}`"
            require(channels is not None and channels == 3, message)
        for size in shape[1:] if self.channels_first else shape[:2]:
            message = f"Input size must be at least {self.min_size}x{self.min_size}; Received: input_shape={shape}"
            require(size is None or size >= self.min_size, message)

    def start(self, shape: Any) -> Tensor:
        """The tensor that the model begins with."""
        given = self.input_tensor
        if given is None:
            return input_layer(self.session, shape=shape).tensor
        if isinstance(given, Tensor) and is_symbolic(given):
            return given
        if isinstance(given, (tuple, str, bool, int, float)):
            message = "All `inputs` values must be KerasTensors. Received: inputs="
            raise Invalid(f"{message}{given} of type {type(given).__name__}")
        raise Undetermined("an input around a tensor that belongs to no model")

    # --- the model

    def build(self) -> FunctionalObject:
        """The model that the call returns."""
        self.check()
        x = inputs = self.start(self.obtain_input_shape())
        x = self.body(x)
        x = self.classified(x) if self.include_top else self.pooled(x)
        ends = inputs if self.input_tensor is None else self.sources(self.input_tensor)
        return FunctionalObject(self.session, ends, x, {"name": self.model_name()})

    def sources(self, tensor: Tensor) -> Any:
        return source_inputs(tensor)

    def require_name(self) -> None:
        """Some functions make other names from that of the model."""
        if self.name is None:
            raise Invalid("unsupported operand type(s) for +: 'NoneType' and 'str'", error="TypeError")

    def model_name(self) -> Any:
        return self.name

    def body(self, x: Any) -> Any:
        """Everything between the input and the top."""
        raise NotImplementedError

    def classified(self, x: Any) -> Any:
        self.check_activation()
        return self.top(x)

    def check_activation(self) -> None:
        """`imagenet_utils.validate_activation`."""
        name = self.classifier_activation
        if isinstance(name, str) and self.weights is not None and not isinstance(self.weights, Unknown):
            message = "Only `None` and `softmax` activations are allowed for the `classifier_activation` argument"
            allowed = name in ("softmax", "linear")
            require(allowed, f"{message} when using pretrained weights; Received: classifier_activation={name}")

    def top(self, x: Any) -> Any:
        x = self.layers.GlobalAveragePooling2D(name="avg_pool")(x)
        return self.predictions(x)

    def predictions(self, x: Any) -> Any:
        return self.layers.Dense(self.classes, activation=self.classifier_activation, name=self.top_name)(x)

    @property
    def top_name(self) -> str:
        return self.keras_2_top if self.session.api is Api.KERAS_2 else "predictions"

    def pooled(self, x: Any) -> Any:
        if self.pooling == "avg":
            x = self.layers.GlobalAveragePooling2D(name="avg_pool" if self.names_pooling else None)(x)
        elif self.pooling == "max":
            x = self.layers.GlobalMaxPooling2D(name="max_pool" if self.names_pooling else None)(x)
        return x

    # --- what many models are made of

    def channels(self, x: Tensor) -> Any:
        return x.dims()[self.channel_axis]

    def normalized(self, x: Any, name: str | None = None, **options: Any) -> Any:
        return self.layers.BatchNormalization(axis=self.channel_axis, name=name, **options)(x)

    def activated(self, x: Any, activation: str = "relu", name: str | None = None) -> Any:
        return self.layers.Activation(activation, name=name)(x)

    def joined(self, branches: Sequence[Any], name: str | None = None) -> Any:
        return self.layers.Concatenate(axis=self.channel_axis, name=name)(list(branches))

    def correct_pad(self, x: Tensor, kernel_size: int) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """`imagenet_utils.correct_pad`: what makes a convolution with strides of 2 halve an even size."""
        first = 2 if self.channels_first else 1
        height, width = x.dims()[first : first + 2]
        half = kernel_size // 2
        if isinstance(height, Free):
            return (half - 1, half), (half - 1, half)
        if isinstance(width, Free):
            raise Invalid("unsupported operand type(s) for %: 'NoneType' and 'int'", error="TypeError")
        return (half - 1 + height % 2, half), (half - 1 + width % 2, half)


def make_divisible(value: Any, divisor: int = 8) -> Any:
    """The multiple of `divisor` next to `value`, not less than nine tenths of it."""
    rounded = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


@record
class Variant:
    """One function of a family."""

    family: type[Application]
    model_name: str | None  # the default of its argument `name`
    settings: Mapping[str, Any] = field(default_factory=dict)

    def make(self, session: Session, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Application:
        """The call with these arguments, not yet built."""
        given = bind(self.family, session.api, name, args, kwargs)
        renamed = given.pop("model_name", self.model_name)
        return self.family(session, {**DEFAULTS, "name": renamed, **self.settings, **given})


def bind(
    family: type[Application], api: Api, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    """The given arguments by name, as Python matches them against the function's signature."""
    positional, keywords = family.parameters(api)
    if len(args) > len(positional):
        message = f"{name}() takes from 0 to {len(positional)} positional arguments but {len(args)} were given"
        raise Invalid(message, error="TypeError", code="KC102")
    given = dict(zip(positional, args, strict=False))
    for key, value in kwargs.items():
        if key in given:
            message = f"{name}() got multiple values for argument '{key}'"
            raise Invalid(message, error="TypeError", code="KC102")
        if key not in positional and key not in keywords:
            message = f"{name}() got an unexpected keyword argument '{key}'"
            raise Invalid(message, error="ValueError" if keywords else "TypeError", code="KC104")
        given[key] = value
    return given
