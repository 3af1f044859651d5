"""What every kind of layer has in common, and the register of them all.

A layer is a class whose annotated fields are its Keras 3 signature, in its order. It is written for the
known case and knows no locations: it returns results, raises `Invalid` for what Keras refuses, and lets
`Undetermined` pass. Whoever calls it catches both and adds the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeVar

from kerascount.layers.fields import CONVERTERS
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes, shape_text
from kerascount.values.weight import Weight
from kerascount.versions import Api

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        return lambda cls: cls


@dataclass(frozen=True, slots=True)
class Context:
    """What a layer's arguments mean depends on: the Keras line and its global settings."""

    api: Api = Api.KERAS_3
    data_format: str = "channels_last"
    floatx: str = "float32"


@dataclass(frozen=True, slots=True)
class InputSpec:
    """`keras.InputSpec`: what a layer accepts as input, checked before it is built or called."""

    ndim: int | None = None
    min_ndim: int | None = None
    max_ndim: int | None = None
    axes: Mapping[int, Any] = field(default_factory=dict)
    shape: Shape | None = None
    dtype: str | None = None
    name: str | None = None
    allow_last_axis_squeeze: bool = False


class Sublayer(Protocol):
    """A layer object that another layer wraps; `models` provides it."""

    name: str
    built: bool

    @property
    def layer(self) -> Layer | None:
        """The description of the layer, None for one that the program defines itself."""

    def build(self, shape: Shapes) -> None: ...

    def compute_output_shape(self, shape: Shapes) -> Shapes: ...


@dataclass(frozen=True, slots=True)
class ByApi:
    """A default that moved between the lines of Keras."""

    value: Any
    moved: Mapping[Api, Any]


def by_api(value: Any, *, keras_1: Any = ..., keras_2: Any = ..., tf_keras: Any = ...) -> Any:
    """`reset_after: bool = by_api(True, keras_1=False, keras_2=False)`; tf_keras follows Keras 3 where not given."""
    given = {Api.KERAS_1: keras_1, Api.KERAS_2: keras_2, Api.TF_KERAS: tf_keras}
    return ByApi(value, {api: default for api, default in given.items() if default is not ...})


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str  # its annotation, the key of CONVERTERS
    default: Any = ...  # ... where it must be given


# Arguments that belong to every layer, by the line of Keras that takes them.
COMMON: Final = frozenset({"name", "dtype", "trainable", "activity_regularizer", "input_shape", "input_dim"})
COMMON_BY_API: Final = {
    Api.KERAS_1: COMMON | {"batch_input_shape", "input_dtype", "weights", "create_input_layer"},
    Api.KERAS_2: COMMON | {"batch_input_shape", "batch_size", "input_dtype", "weights"},
    Api.TF_KERAS: COMMON | {"batch_input_shape", "batch_size", "weights", "autocast", "dynamic", "implementation"},
    Api.KERAS_3: COMMON | {"autocast"},
}


@dataclass(frozen=True, slots=True)
class Former:
    """A signature that the layer had, and its translation into today's arguments."""

    names: tuple[str, ...]
    api: Api
    function: Callable[..., dict[str, Any]]

    def translate(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Today's arguments. Raises `Invalid` where the call does not fit the old signature."""
        code = self.function.__code__
        own = code.co_varnames[: code.co_argcount]
        common = {key: value for key, value in kwargs.items() if key in COMMON_BY_API[self.api] and key not in own}
        given = {key: value for key, value in kwargs.items() if key not in common}
        required = own[: code.co_argcount - len(self.function.__defaults__ or ())]
        bound = {**dict(zip(own, args, strict=False)), **given}
        missing = [name for name in required if name not in bound]
        if missing or len(args) > len(own) or any(key not in own for key in given):
            raise Invalid(f"the call does not fit the signature ({', '.join(own)})", error="TypeError", code="KC102")
        return {**self.function(**bound), **common}


def formerly(*names: str, api: Api) -> Callable[[Callable[..., dict[str, Any]]], Any]:
    """Mark a function of the old arguments that returns today's: the layer's signature in `api`."""
    return lambda function: Former(names, api, function)


@dataclass_transform(frozen_default=True)
class Layer:
    """One layer with its arguments; subclasses state signature, weights, output shape and refusals."""

    rank: ClassVar[int] = 0  # the number of spatial axes, where the layer has such
    call_signature: ClassVar[str] = "inputs"  # of `call`, as in the docs: "inputs, training=None, mask=None"
    accepts_kwargs: ClassVar[bool] = True  # whether the constructor ends in **kwargs
    supports_masking: ClassVar[bool] = False
    accepts_structure: ClassVar[bool] = False  # whether a list, tuple or dict of tensors is a meaningful input
    keras_name: ClassVar[str] = ""  # its class name in Keras, set by @layer
    formers: ClassVar[tuple[Former, ...]] = ()
    context: Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Bind the layer's own arguments with Keras 3 meaning; `bind` is the general way."""
        self.__dict__.update(type(self).bind(args, kwargs, Context()).layer.__dict__)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.formers = tuple(value for value in cls.__dict__.values() if isinstance(value, Former)) or cls.formers

    @classmethod
    def bind(cls, args: Sequence[Any], kwargs: Mapping[str, Any], context: Context) -> Bound:
        """The layer that a call of its class with these arguments makes.

        Raises:
            Invalid: Keras refuses the arguments.
            Undetermined: that depends on a value which is not known.
        """
        former = cls._former(kwargs, context) if cls.formers else None
        if former:
            args, kwargs = (), former.translate(args, kwargs)
        try:
            own, common = split_arguments(cls, args, kwargs, context)
        except Invalid:
            if former or not (translated := cls._translated(args, kwargs, context)):
                raise
            own, common = split_arguments(cls, (), translated, context)
        made = object.__new__(cls)
        values = {item.name: _convert(item, own, cls, context) for item in fields(cls)}
        made.__dict__.update(values, context=context)
        _check(made)
        return Bound(made, common)

    @classmethod
    def _former(cls, kwargs: Mapping[str, Any], context: Context) -> Former | None:
        """The old signature that is the layer's own in this line of Keras."""
        return next((former for former in cls.formers if former.api is context.api), None)

    @classmethod
    def _translated(cls, args: Sequence[Any], kwargs: Mapping[str, Any], context: Context) -> dict[str, Any] | None:
        """Standalone Keras 2 accepted Keras 1 calls with a warning: the same call in today's words."""
        if context.api is not Api.KERAS_2:
            return None
        for former in cls.formers:
            try:
                return former.translate(args, kwargs)
            except Invalid:
                continue
        return None

    def check(self) -> None:
        """Raise `Invalid` for what the constructor refuses."""

    def input_spec(self) -> InputSpec | None:
        """What the layer accepts before it is built."""
        return None

    def built_spec(self, x: Any) -> InputSpec | None:
        """What it accepts once it was built with inputs of shape `x`."""
        return self.input_spec()

    def weights(self, x: Any) -> Iterator[Weight]:
        """The weights that `build` makes for inputs of shape `x`, in Keras' order."""
        return iter(())

    def output_shape(self, x: Any) -> Shapes:
        """The shape or shapes that a call on inputs of shape `x` gives."""
        raise NotImplementedError

    def output_dtype(self, dtype: str, compute_dtype: str) -> str:
        """The dtype of the output for an input of `dtype`; float layers give their compute dtype."""
        return compute_dtype

    def derivation(self, x: Any) -> Iterator[str]:
        """How the output shape comes about, a line each, for `explain`."""
        return iter(())

    def implied_input(self) -> Mapping[str, Any]:
        """The arguments of the InputLayer that it asks for as the first layer, beyond `input_shape` and its kin."""
        return {}

    def sublayers(self) -> Iterator[tuple[str, Sublayer]]:
        """The layer objects among the arguments, under the attribute that tracks them."""
        return iter(())


class SameShape(Layer):
    """A layer without weights whose output has the shape of its input."""

    supports_masking: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True

    def output_shape(self, x: Shapes) -> Shapes:
        return x


@dataclass(frozen=True, slots=True)
class Bound:
    """A layer and the arguments that every layer has (`name`, `dtype`, `trainable`, `input_shape` …)."""

    layer: Layer
    common: dict[str, Any]


LayerClass = TypeVar("LayerClass", bound="type[Layer]")
REGISTRY: Final[dict[str, type[Layer]]] = {}


def layer(*aliases: str, old: Sequence[str] = (), only: Sequence[Api] = ()) -> Callable[[LayerClass], LayerClass]:
    """Register a layer under its class name and its aliases.

    `old` are names that Keras 3 no longer has; `only` limits the layer itself to some lines of Keras.
    """

    def register(cls: LayerClass) -> LayerClass:
        cls.keras_name = cls.__name__
        for name in (cls.__name__, *aliases, *old):
            REGISTRY[name] = cls
        OLD_NAMES.update(old)
        if only:
            LIMITED.update(dict.fromkeys((cls.__name__, *aliases, *old), tuple(only)))
        return cls

    return register


OLD_NAMES: Final[set[str]] = set()
LIMITED: Final[dict[str, tuple[Api, ...]]] = {}


def lookup(name: str, api: Api) -> type[Layer] | None:
    """The layer that `keras.layers.<name>` is in this line of Keras, if any."""
    if api is Api.KERAS_3 and name in OLD_NAMES or api not in LIMITED.get(name, (api,)):
        return None
    return REGISTRY.get(name)


@cache
def fields(cls: type[Layer]) -> tuple[Field, ...]:
    """The signature: the annotated fields of the nearest class that states any."""
    for base in cls.__mro__:
        notes = base.__dict__.get("__annotations__", {})
        own = [name for name, note in notes.items() if not str(note).startswith("ClassVar")]
        if base is Layer:
            break
        if own:
            return tuple(Field(name, str(notes[name]), base.__dict__.get(name, ...)) for name in own)
    return ()


def split_arguments(
    cls: type[Layer], args: Sequence[Any], kwargs: Mapping[str, Any], context: Context
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Match a call against the signature, as Python and Keras' base class do."""
    own_names = [item.name for item in fields(cls)]
    if len(args) > len(own_names):
        raise Invalid(_too_many(cls, len(args)), error="TypeError", code="KC102")
    own = dict(zip(own_names, args, strict=False))
    common: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for key, value in kwargs.items():
        if key in own:
            message = f"{cls.__name__}.__init__() got multiple values for argument '{key}'"
            raise Invalid(message, error="TypeError", code="KC102")
        place = own if key in own_names else common if key in COMMON_BY_API[context.api] else unknown
        place[key] = value
    _require_all(cls, own)
    if unknown:
        raise _unrecognized(cls, unknown)
    if "name" in own:
        common["name"] = own["name"]
    return own, common


def _too_many(cls: type[Layer], given: int) -> str:
    required = sum(item.default is ... for item in fields(cls))
    most = len(fields(cls)) + 1
    takes = f"from {required + 1} to {most}" if required + 1 < most else str(most)
    plural = "" if takes == "1" else "s"
    return f"{cls.__name__}.__init__() takes {takes} positional argument{plural} but {given + 1} were given"


def _require_all(cls: type[Layer], own: Mapping[str, Any]) -> None:
    missing = [f"'{item.name}'" for item in fields(cls) if item.default is ... and item.name not in own]
    if missing:
        names = " and ".join(missing) if len(missing) < 3 else ", ".join(missing[:-1]) + f", and {missing[-1]}"
        plural = "s" if len(missing) > 1 else ""
        message = f"{cls.__name__}.__init__() missing {len(missing)} required positional argument{plural}: {names}"
        raise Invalid(message, error="TypeError", code="KC103")


def _unrecognized(cls: type[Layer], unknown: Mapping[str, Any]) -> Invalid:
    if not cls.accepts_kwargs:
        key = next(iter(unknown))
        message = f"{cls.__name__}.__init__() got an unexpected keyword argument '{key}'"
        return Invalid(message, error="TypeError", code="KC104")
    names = ", ".join(map(repr, unknown))
    return Invalid(f"Unrecognized keyword arguments passed to {cls.__name__}: {names}", code="KC104")


def _check(made: Layer) -> None:
    """Run the constructor's checks; what cannot be known is not refused.

    The checks are written as Keras writes them, so that Python itself refuses `"25" <= 0` as it does there.
    """
    try:
        made.check()
    except Undetermined:
        pass
    except TypeError as error:
        if "not supported between" not in str(error) and "unsupported operand" not in str(error):
            raise
        raise Invalid(str(error), error="TypeError", code="KC105") from None


def _convert(item: Field, own: Mapping[str, Any], cls: type[Layer], context: Context) -> Any:
    value = own.get(item.name, item.default)
    if isinstance(value, ByApi):
        value = value.moved.get(context.api, value.value)
    convert = CONVERTERS.get(item.kind)
    return convert(value, item.name, cls, context) if convert else value


def check_input(spec: InputSpec | None, shape: Shape, layer_name: str, index: int = 0) -> None:
    """`keras.src.layers.input_spec.assert_input_compatibility` for one tensor."""
    if spec is None:
        return
    who = f"Input {index} of layer '{layer_name}' is incompatible with the layer: "
    found = f"found ndim={len(shape)}. Full shape received: {shape_text(shape)}"
    if spec.ndim is not None and not spec.allow_last_axis_squeeze:
        require(len(shape) == spec.ndim, f"{who}expected ndim={spec.ndim}, {found}", code="KC101")
    if spec.max_ndim is not None:
        require(len(shape) <= spec.max_ndim, f"{who}expected max_ndim={spec.max_ndim}, {found}", code="KC101")
    if spec.min_ndim is not None:
        require(len(shape) >= spec.min_ndim, f"{who}expected min_ndim={spec.min_ndim}, {found}", code="KC101")
    for axis, value in spec.axes.items():
        if value is not None:
            expected = f"{who}expected axis {axis} of input shape to have value {value}"
            if not -len(shape) <= axis < len(shape):
                raise Invalid("tuple index out of range", error="IndexError", code="KC101")
            require(shape[axis] == value, f"{expected}, but received input with shape {shape_text(shape)}", code="KC101")
    if spec.shape is not None:
        _check_shape(spec, shape, who)


def _check_shape(spec: InputSpec, shape: Shape, who: str) -> None:
    wanted, got = spec.shape or (), shape
    if spec.allow_last_axis_squeeze:
        wanted = _squeezed(wanted)
        got = _squeezed(got)
    message = f"{who}expected shape={shape_text(spec.shape or ())}, found shape={shape_text(shape)}"
    for expected, size in zip(wanted, got, strict=False):
        require(expected == size, message, code="KC101")


def _squeezed(shape: Shape) -> Shape:
    """The shape without a last axis that is known to be 1."""
    return shape[:-1] if shape and isinstance(shape[-1], int) and shape[-1] == 1 else shape
