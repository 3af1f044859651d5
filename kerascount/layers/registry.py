"""What every kind of layer has in common, and the register of them all.

A layer is a class whose annotated fields are its Keras 3 signature, in its order. It is written for the
known case and knows no locations: it returns results, raises `Invalid` for what Keras refuses, and lets
`Undetermined` pass. Whoever calls it catches both and adds the place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

from kerascount.layers.fields import CONVERTERS
from kerascount.layers.policies import policy_of
from kerascount.layers.quantization import Quantization, quantization_of
from kerascount.values.dims import Free
from kerascount.values.macs import Product
from kerascount.values.nearest import nearest
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import UNCODED, Invalid, Undetermined, require
from kerascount.values.record import dataclass_transform, record
from kerascount.values.shape import Shape, Shapes, shape_text
from kerascount.values.weight import Weight
from kerascount.versions import Api


@record
class Context:
    """What a layer's arguments mean depends on: the Keras line and its global settings."""

    api: Api = Api.KERAS_3
    data_format: str = "channels_last"
    floatx: str = "float32"
    policy: str = ""  # the global dtype policy, where the program set one
    custom_objects: frozenset[str] = frozenset()  # names that the program registered for its own objects

    def __hash__(self) -> int:
        return hash(self.data_format)  # few of them occur, and each call of a layer asks for it


@record
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


STATE_THE_SIZE: Final = "state the size in Input: None is for axes on which no weight depends"
MISSING: Final = object()  # the default that tells an absent attribute from one that is None


class Sublayer:
    """A layer object that another layer wraps; `models` provides it for layers and models of every kind."""

    name: str
    built: bool
    layer: Layer | None  # its description; None for a model and for a layer that the program defines itself

    def build(self, shape: Shapes) -> None:
        """Make its weights, and those of the layers inside it, for inputs of this shape."""
        raise NotImplementedError

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        """The shape or shapes that a call on inputs of this shape gives."""
        raise NotImplementedError

    def macs(self, shape: Shapes) -> Iterator[Product]:
        """What a call on inputs of this shape multiplies and adds up."""
        raise NotImplementedError

    def attribute(self, name: str, default: Any = None) -> Any:
        """`getattr(layer, name, default)`.

        Of a described layer an attribute of its description or else its own weight of that name, of any other
        one what the program's code gives (`state_size`, `output_size`, `go_backwards` …); a weight as `Weight`.
        """
        raise NotImplementedError

    def clone(self, name: str, **changes: Any) -> Sublayer:
        """`from_config(get_config())`: a new, unbuilt layer of this name, with the same arguments but for `changes`.

        Layers among the arguments (the cell of an RNN) are new as well, and keep their names.

        Raises:
            Invalid: its constructor does not take them.
        """
        raise NotImplementedError


@record
class ByApi:
    """A default that moved between the lines of Keras."""

    value: Any
    moved: Mapping[Api, Any] = field(default_factory=dict)
    keyword: bool = False  # taken out of **kwargs: never given by position


@record
class Absent:
    """The default of an argument that a line of Keras does not take."""

    value: Any = None


def by_api(value: Any, *, keras_1: Any = ..., keras_2: Any = ..., tf_keras: Any = ..., keyword: bool = False) -> Any:
    """`reset_after: bool = by_api(True, keras_1=False, keras_2=False)`; tf_keras follows Keras 3 where not given."""
    given = {Api.KERAS_1: keras_1, Api.KERAS_2: keras_2, Api.TF_KERAS: tf_keras}
    return ByApi(value, {api: default for api, default in given.items() if default is not ...}, keyword)


def new_in_keras_3(value: Any, *, keyword: bool = False) -> Any:
    """The default of an argument that tf_keras and Keras 2 do not take."""
    return by_api(value, keras_2=Absent(value), tf_keras=Absent(value), keyword=keyword)


def gone_in_keras_3(value: Any) -> Any:
    """The default of a keyword that only tf_keras and older lines take."""
    return by_api(Absent(value), keras_1=value, keras_2=value, tf_keras=value, keyword=True)


@record
class Field:
    """An argument of a layer."""

    name: str  # as calls spell it; the attribute has a `_` after it where a method has the same name
    kind: str  # its annotation, the key of CONVERTERS
    default: Any = ...  # ... where it must be given
    attribute: str = ""
    keyword: bool = False


KERAS_2_LINES: Final = (Api.KERAS_2, Api.TF_KERAS)
# Arguments that belong to every layer, by the line of Keras that takes them.
COMMON: Final = frozenset({"name", "dtype", "trainable", "activity_regularizer", "input_shape", "input_dim"})
COMMON_BY_API: Final = {
    Api.KERAS_1: COMMON | {"batch_input_shape", "input_dtype", "weights", "create_input_layer"},
    Api.KERAS_2: COMMON | {"batch_input_shape", "batch_size", "input_dtype", "weights"},
    Api.TF_KERAS: COMMON | {"batch_input_shape", "batch_size", "weights", "autocast", "dynamic", "implementation"},
    Api.KERAS_3: COMMON | {"autocast"},
}


# What does in Keras 3 what arguments of all layers did before.
SINCE_THEN: Final = {
    "batch_input_shape": ": keras.Input(batch_shape=…) as the first layer says it",
    "weights": ": `set_weights` of the layer takes them once it is built",
}


class _Blank:
    """An argument that was not given, to see what the others alone become."""

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__


@record
class Former:
    """A signature that the layer had, and its translation into today's arguments."""

    names: tuple[str, ...]
    api: Api
    function: Callable[..., dict[str, Any]]

    @property
    def own(self) -> tuple[str, ...]:
        code = self.function.__code__
        return code.co_varnames[: code.co_argcount]

    def reword(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Today's arguments for these of the old ones alone."""
        blank = {name: _Blank() for name in self.own}
        before, after = self.function(**blank), self.function(**{**blank, **given})
        return {key: value for key, value in after.items() if key not in before or before[key] != value}

    def translate(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Today's arguments. Raises `Invalid` where the call does not fit the old signature."""
        own = self.own
        common = {key: value for key, value in kwargs.items() if key in COMMON_BY_API[self.api] and key not in own}
        given = {key: value for key, value in kwargs.items() if key not in common}
        required = own[: len(own) - len(self.function.__defaults__ or ())]
        bound = {**dict(zip(own, args, strict=False)), **given}
        missing = [name for name in required if name not in bound]
        if missing or len(args) > len(own) or any(key not in own for key in given):
            raise Invalid(f"the call does not fit the signature ({', '.join(own)})", error="TypeError", code="KC102")
        return {**self.function(**bound), **common}


def formerly(*names: str, api: Api) -> Callable[[Callable[..., dict[str, Any]]], Any]:
    """Mark a function of the old arguments that returns today's: the layer's signature in `api`."""
    return lambda function: Former(names, api, function)


# The methods by which a layer tells of others that belong to it.
ARGUMENT: Final = "KC108"  # the code of what a constructor refuses
OF_OTHERS: Final = ("sublayers", "own_layers", "build_sublayers", "shared_weights")


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Layer:
    """One layer with its arguments; subclasses state signature, weights, output shape and refusals."""

    rank: ClassVar[int] = 0  # the number of spatial axes, where the layer has such
    call_signature: ClassVar[str] = "inputs"  # of `call`, as in the docs: "inputs, training=None, mask=None"
    refusal: ClassVar[str] = UNCODED  # the code of what its calls refuse for a reason of the layer's own
    accepts_kwargs: ClassVar[bool] = True  # whether its constructor in Keras 3 ends in **kwargs
    # Keywords that Keras 2 hands on to a base class, which takes them without effect.
    passed_on: ClassVar[frozenset[str]] = frozenset()
    supports_masking: ClassVar[bool] = False
    built_at_init: ClassVar[bool] = False  # Keras 3 counts it as built before it is called
    needs_shape: ClassVar[bool] = True  # whether `build` must be told the shape of the inputs
    lengths_known_when_built: ClassVar[bool] = False  # whether Keras 3's `build` refuses what leaves no output
    accepts_structure: ClassVar[bool] = False  # whether a list, tuple or dict of tensors is a meaningful input
    drops_steps: ClassVar[bool] = False  # whether it gives the last step alone, unless all are asked for
    returns_inputs: ClassVar[bool] = False  # whether a call gives the very tensors that it takes
    # How deep in its input lists of numbers or strings stand for arrays in Keras 3; None where they do not.
    arrays_at: ClassVar[int | None] = None
    weights_inside: ClassVar[bool] = False  # a layer inside has them, which is not told `trainable`
    keras_name: ClassVar[str] = ""  # its class name in Keras, set by @layer
    states_name: ClassVar[bool] = False  # whether its own arguments have the name among them
    stands_alone: ClassVar[bool] = True  # whether no layers or weights of others belong to it
    formers: ClassVar[tuple[Former, ...]] = ()
    former_names: ClassVar[Mapping[Api, str]] = {}  # where another line of Keras calls the class differently
    # How many arguments standalone Keras 2 takes by position: those of a longer call are Keras 1's.
    keras_2_positional: ClassVar[int | None] = None
    context: Context
    quantization: Quantization | None = None  # what the dtype policy asks for; few layers heed it
    # What was found for inputs of a shape, where that depends on plain arguments alone: blocks repeat in networks.
    answers: dict[tuple[str, Shape], Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Bind the layer's own arguments with Keras 3 meaning; `bind` is the general way."""
        self.__dict__.update(type(self).bind(args, kwargs, Context()).layer.__dict__)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.formers = tuple(value for value in cls.__dict__.values() if isinstance(value, Former)) or cls.formers
        cls.states_name = cls.states_name or "name" in cls.__dict__.get("__annotations__", ())
        cls.stands_alone = all(getattr(cls, name) is getattr(Layer, name) for name in OF_OTHERS)

    @classmethod
    def bind(cls, args: Sequence[Any], kwargs: Mapping[str, Any], context: Context) -> Bound:
        """The layer that a call of its class with these arguments makes.

        Raises:
            Invalid: Keras refuses the arguments.
            Undetermined: that depends on a value which is not known.
        """
        key = _key(cls, args, kwargs, context)
        if key is not None and key in _MADE:
            kept = _MADE[key]
            return Bound(kept.layer, {**kept.common, "name": kwargs["name"]} if "name" in kwargs else kept.common)
        former = cls._former(kwargs, context) if cls.formers else None
        if former:
            args, kwargs = (), former.translate(args, kwargs)
        elif context.api is Api.KERAS_2:
            args, kwargs = cls._reworded(args, kwargs)
        try:
            own, common = split_arguments(cls, args, kwargs, context)
        except Invalid:
            if former or not (translated := cls._translated(args, kwargs, context)):
                raise
            own, common = split_arguments(cls, (), translated, context)
        made = object.__new__(cls)
        prepared = _prepared(cls, context)
        values = {**prepared.defaults, "context": context}
        for item in prepared.always:
            values[item.attribute] = _convert(item, own, cls, context)
        for name in own:
            if name in prepared.named:
                item = prepared.named[name]
                values[item.attribute] = _convert(item, own, cls, context)
        made.__dict__ = values
        if context.api is Api.KERAS_3:
            made.quantization = quantization_of(policy_of(common.get("dtype"), context).name)
        if "activity_regularizer" in common:
            CONVERTERS["Regularizer"](common["activity_regularizer"], "activity_regularizer", cls, context)
        _check(made)
        if key is not None:
            made.answers = {}
            _keep(key, made, common)
        return Bound(made, common)

    @classmethod
    def _former(cls, kwargs: Mapping[str, Any], context: Context) -> Former | None:
        """The old signature that is the layer's own in this line of Keras."""
        return next((former for former in cls.formers if former.api is context.api), None)

    @classmethod
    def _reworded(cls, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Sequence[Any], Mapping[str, Any]]:
        """Standalone Keras 2 takes the words of Keras 1 among its own."""
        today = {item.name for item in fields(cls)}
        for former in cls.formers:
            if cls.keras_2_positional is not None and len(args) > cls.keras_2_positional:
                args, kwargs = (), {**dict(zip(former.own, args, strict=False)), **kwargs}
            old = {key: value for key, value in kwargs.items() if key in former.own and key not in today}
            kept = {key: value for key, value in kwargs.items() if key not in old}
            kwargs = {**former.reword(old), **kept}
        return args, kwargs

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

    @property
    def class_name(self) -> str:
        """What this line of Keras calls the class: automatic names and summaries show it."""
        return self.former_names.get(self.context.api, self.keras_name)

    def reconfigured(self, **changes: Any) -> Layer:
        """`from_config(get_config())` with other arguments in the config; the layers inside are new as well.

        Raises:
            Invalid: the constructor does not take them.
        """
        own = {item.attribute: renewed(self.__dict__[item.attribute]) for item in fields(type(self))}
        for key in changes:
            if key not in own:
                message = f"{self.keras_name}.__init__() got an unexpected keyword argument '{key}'"
                raise Invalid(message, error="TypeError", code="KC104")
        made = object.__new__(type(self))
        made.__dict__.update({**own, **changes}, context=self.context, quantization=self.quantization)
        return made

    def check(self) -> None:
        """Raise `Invalid` for what the constructor refuses."""

    def check_call(self, arguments: Mapping[str, Any]) -> None:
        """Raise `Invalid` for arguments of a call, by name and tensors among them, that the layer refuses."""

    def input_spec(self) -> InputSpec | None:
        """What the layer accepts before it is built."""
        return None

    def built_spec(self, x: Any) -> InputSpec | None:
        """What it accepts once it was built with inputs of shape `x`."""
        return self.input_spec()

    def array_spec(self, x: Any) -> InputSpec | None:
        """The same for arrays, on which it runs at once: what it computes may refuse more than its checks."""
        return self.built_spec(x)

    @property
    def layout(self) -> str:
        """The names of the axes of its input, where they have such: `(batch, steps, features)`."""
        return ""

    def remedy(self, x: Shape, source: str) -> str:
        """What would fit in place of an input of shape `x`, which a layer of the class `source` gives."""
        spec = self.input_spec()
        flat = spec is not None and spec.ndim == 2 and len(x) > 2
        recurrent = f", {source} without return_sequences its last step" * drops_steps(source)
        return f"layers.Flatten() leaves one axis beside the batch{recurrent}" if flat else ""

    @property
    def input_names(self) -> tuple[str, ...]:
        """The inputs whose shapes `weights` takes, as it names them: `query`, `value`, `key`."""
        code = type(self).weights.__code__
        return code.co_varnames[1 : code.co_argcount]

    @property
    def inputs_needed(self) -> int:
        """How many of these must be given."""
        return len(self.input_names) - len(type(self).weights.__defaults__ or ())

    def weights(self, x: Any) -> Iterator[Weight]:
        """The weights that `build` makes for inputs of shape `x`, in Keras' order."""
        return iter(())

    def output_shape(self, x: Any) -> Shapes:
        """The shape or shapes that a call on inputs of shape `x` gives."""
        raise NotImplementedError

    def shape_alone(self, x: Any) -> Shapes:
        """What `compute_output_shape` gives on its own: Keras 3 leaves some checks to `build` and to the call."""
        return self.output_shape(x)

    def macs(self, x: Any) -> Iterator[Product]:
        """What a call on inputs of shape `x` multiplies and adds up, as `docs/macs.md` defines it."""
        return iter(())

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

    def own_layers(self, built: bool) -> Iterator[str]:
        """The classes of layers that it makes for itself, when made or when built: they use up automatic names."""
        return iter(())

    def build_sublayers(self, x: Any) -> None:
        """Build these for inputs of shape `x`, as `build` does before it makes the layer's own weights."""

    def shared_weights(self) -> Iterator[tuple[Sublayer, str]]:
        """Weights of these that an attribute of this layer holds too: they come before its own, once built."""
        return iter(())


class SameShape(Layer):
    """A layer without weights whose output has the shape of its input."""

    supports_masking: ClassVar[bool] = True
    built_at_init: ClassVar[bool] = True
    accepts_structure: ClassVar[bool] = True
    keeps_structure: ClassVar[bool] = False  # whether tf_keras, too, maps it over a list of tensors

    def output_shape(self, x: Shapes) -> Shapes:
        if self.context.api is Api.TF_KERAS and not (isinstance(x, tuple) or self.keeps_structure):
            raise Undetermined("tf_keras makes one tensor of the list before this layer")
        return x


@record
class Bound:
    """A layer and the arguments that every layer has (`name`, `dtype`, `trainable`, `input_shape` …)."""

    layer: Layer
    common: dict[str, Any]


def renewed(value: Any) -> Any:
    """An argument of a layer, with new layers in the place of those in it."""
    if isinstance(value, (list, tuple)):
        new = [renewed(item) for item in value]
        return new if isinstance(value, list) else tuple(new)
    return value.clone(value.name) if isinstance(value, Sublayer) else value


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


def all_steps(source: str) -> str:
    """How a layer of the class `source` passes every step on, where it passes on one alone."""
    every = f"with return_sequences=True, {source} passes every step on instead of the last one alone"
    return every if drops_steps(source) else ""


def drops_steps(source: str) -> bool:
    """Whether a layer of the class `source` passes on one step alone unless it is told otherwise."""
    return source in REGISTRY and REGISTRY[source].drops_steps


def lookup(name: str, api: Api) -> type[Layer] | None:
    """The layer that `keras.layers.<name>` is in this line of Keras, if any."""
    if api is Api.KERAS_3 and name in OLD_NAMES or api not in LIMITED.get(name, (api,)):
        return None
    return REGISTRY.get(name)


_FIELDS: Final[dict[type[Layer], tuple[Field, ...]]] = {}


def fields(cls: type[Layer]) -> tuple[Field, ...]:
    """The signature: the annotated fields of the nearest class that states any."""
    if cls not in _FIELDS:
        _FIELDS[cls] = _stated_fields(cls)
    return _FIELDS[cls]


def _stated_fields(cls: type[Layer]) -> tuple[Field, ...]:
    for base in cls.__mro__:
        notes = base.__dict__.get("__annotations__", {})
        own = [name for name, note in notes.items() if not str(note).startswith("ClassVar")]
        if base is Layer:
            break
        if own:
            return tuple(_field(name, str(notes[name]), base.__dict__.get(name, ...)) for name in own)
    return ()


def _field(attribute: str, kind: str, default: Any) -> Field:
    kind = kind.rpartition(".")[2]
    return Field(attribute.rstrip("_"), kind, default, attribute, isinstance(default, ByApi) and default.keyword)


class Signature(NamedTuple):
    """What a call of a class can give in one line of Keras."""

    items: tuple[Field, ...]  # those by keyword only at the end
    names: tuple[str, ...]
    positional: int
    required: tuple[str, ...]


_SIGNATURES: Final[dict[tuple[type[Layer], Api], Signature]] = {}


def signature(cls: type[Layer], api: Api) -> Signature:
    if (cls, api) not in _SIGNATURES:
        _SIGNATURES[cls, api] = _signature(cls, api)
    return _SIGNATURES[cls, api]


def _signature(cls: type[Layer], api: Api) -> Signature:
    taken = [item for item in fields(cls) if not isinstance(_default(item, api), Absent)]
    items = tuple(sorted(taken, key=lambda item: item.keyword))
    names = tuple(item.name for item in items)
    required = tuple(item.name for item in items if _default(item, api) is ...)
    return Signature(items, names, sum(not item.keyword for item in items), required)


class Prepared(NamedTuple):
    """The part of `bind` that is the same for every call of a class: what its defaults become."""

    defaults: Mapping[str, Any]  # by attribute
    named: Mapping[str, Field]  # the fields that have such a default
    always: tuple[Field, ...]  # the others: they must be given, or their default is refused each time


_PREPARED: Final[dict[tuple[type[Layer], Context], Prepared]] = {}


def _prepared(cls: type[Layer], context: Context) -> Prepared:
    if (cls, context) not in _PREPARED:
        _PREPARED[cls, context] = _prepare(cls, context)
    return _PREPARED[cls, context]


def _prepare(cls: type[Layer], context: Context) -> Prepared:
    defaults, named, always = {}, {}, []
    for item in fields(cls):
        try:
            defaults[item.attribute] = _convert(item, {}, cls, context)
            named[item.name] = item
        except (Invalid, Undetermined):
            always.append(item)
    return Prepared(defaults, named, tuple(always))


# What plain arguments were bound to: a description never changes, so that those of equal calls are one.
_MADE: Final[dict[tuple[Any, ...], Bound]] = {}
MAX_MADE: Final = 4096
PLAIN: Final = frozenset([int, str, float, bool, type(None)])


def _key(cls: type[Layer], args: Sequence[Any], kwargs: Mapping[str, Any], context: Context) -> Any:
    """What tells the call from others, True and 1 being two; None where an argument is more than a plain value.

    The name is left out where the class states no field for it: it belongs to the layer object alone.
    """
    key: list[Any] = [cls, context]
    for name, value in chain(enumerate(args), kwargs.items()):
        kind = type(value)
        if name == "name" and not cls.states_name:
            continue
        if kind is tuple:
            kinds = tuple(map(type, value))
            if not PLAIN.issuperset(kinds):
                return None
            key += (name, value, kinds)
        elif kind in PLAIN:
            key += (name, value, kind)
        else:
            return None
    return tuple(key)


def _keep(key: tuple[Any, ...], made: Layer, common: Mapping[str, Any]) -> None:
    if len(_MADE) >= MAX_MADE:
        _MADE.clear()
    nameless = {name: value for name, value in common.items() if name != "name" or made.states_name}
    _MADE[key] = Bound(made, nameless)


def answer(layer: Layer, what: str, shape: Any, find: Callable[[Any], Any]) -> Any:
    """`find(shape)`, once for each shape where the layer is made of plain arguments."""
    if layer.answers is None or type(shape) is not tuple or not SIZES.issuperset(map(type, shape)):
        return find(shape)
    key = (what, shape)
    if key not in layer.answers:
        layer.answers[key] = find(shape)
    return layer.answers[key]


SIZES: Final = frozenset([int, Free])


def _default(item: Field, api: Api) -> Any:
    default = item.default
    return default.moved.get(api, default.value) if isinstance(default, ByApi) else default


def split_arguments(
    cls: type[Layer], args: Sequence[Any], kwargs: Mapping[str, Any], context: Context
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Match a call against the signature, as Python and Keras' base class do."""
    items, own_names, positional, required = signature(cls, context.api)
    if len(args) > positional:
        raise Invalid(_too_many(cls, items, len(args)), error="TypeError", code="KC102")
    own = dict(zip(own_names, args, strict=False))
    common: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    closed = context.api is Api.KERAS_3 and not cls.accepts_kwargs
    shared: frozenset[str] = frozenset() if closed else COMMON_BY_API[context.api]
    for key, value in kwargs.items():
        if key in own:
            message = f"{cls.__name__}.__init__() got multiple values for argument '{key}'"
            raise Invalid(message, error="TypeError", code="KC102")
        if key in cls.passed_on and context.api in KERAS_2_LINES:
            continue
        place = own if key in own_names else common if key in shared else unknown
        place[key] = value
    if missing := [name for name in required if name not in own]:
        raise _missing(cls, missing, unknown, context.api)
    if unknown:
        raise _unrecognized(cls, unknown, context)
    common.update((key, own[key]) for key in ("name", "dtype", "trainable") if key in own)
    return own, common


def _too_many(cls: type[Layer], items: Sequence[Field], given: int) -> str:
    required = sum(item.default is ... for item in items)
    most = sum(not item.keyword for item in items) + 1
    takes = f"from {required + 1} to {most}" if required + 1 < most else str(most)
    plural = "" if takes == "1" else "s"
    return f"{cls.__name__}.__init__() takes {takes} positional argument{plural} but {given + 1} were given"


def _missing(cls: type[Layer], missing: Sequence[str], unknown: Mapping[str, Any], api: Api) -> Invalid:
    quoted = [f"'{name}'" for name in missing]
    names = " and ".join(quoted) if len(quoted) < 3 else ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    plural = "s" if len(quoted) > 1 else ""
    message = f"{cls.__name__}.__init__() missing {len(quoted)} required positional argument{plural}: {names}"
    plain, help = f"needs {names.replace(chr(39), '`')}", _keyword_help(cls, unknown, api)
    return Invalid(message, error="TypeError", code="KC103", plain=plain, help=help)


def _unrecognized(cls: type[Layer], unknown: Mapping[str, Any], context: Context) -> Invalid:
    names, error = ", ".join(map(repr, unknown)), "TypeError"
    if context.api is not Api.KERAS_3:
        message = f"('Keyword argument not understood:', {next(iter(unknown))!r})"
    elif not cls.accepts_kwargs:
        message = f"{cls.__name__}.__init__() got an unexpected keyword argument {next(iter(unknown))!r}"
    else:
        message, error = f"Unrecognized keyword arguments passed to {cls.__name__}: {names}", "ValueError"
    plain, help = f"does not take {names.replace(chr(39), '`')}", _keyword_help(cls, unknown, context.api)
    return Invalid(message, error=error, code="KC104", plain=plain, help=help)


def _keyword_help(cls: type[Layer], unknown: Mapping[str, Any], api: Api) -> str:
    """What was meant by each keyword that is not taken; all that are, where that is not clear of one."""
    taken = signature(cls, api).names
    lines = [_meant(key, cls, {*taken, *COMMON_BY_API[api]}) for key in unknown]
    if not all(lines):
        lines.append(f"{cls.keras_name} takes " + ", ".join(f"`{name}`" for name in taken))
    return "\n".join(line for line in lines if line)


def _meant(key: str, cls: type[Layer], taken: Collection[str]) -> str:
    """What a keyword that is not taken was meant to be: the word of another line of Keras, or a slip of the pen."""
    for former in cls.formers:
        today = next(iter(former.reword({key: _Blank()})), key) if key in former.own else key
        if today != key:
            return f"`{key}` is called `{today}` since Keras 2"
    if any(key in names for names in COMMON_BY_API.values()) or any(item.name == key for item in fields(cls)):
        return f"`{key}` was an argument in another version of Keras{SINCE_THEN.get(key, '')}"
    return f"`{key}`: did you mean `{close}`?" if (close := nearest(key, taken)) else ""


def _check(made: Layer) -> None:
    """Run the constructor's checks; what cannot be known is not refused.

    The checks are written as Keras writes them, so that Python itself refuses `"25" <= 0` as it does there.
    """
    try:
        made.check()
    except Invalid as refusal:
        raise refusal.coded(ARGUMENT) from None
    except Undetermined:
        pass
    except TypeError as error:
        if "not supported between" not in str(error) and "unsupported operand" not in str(error):
            raise
        raise Invalid(str(error), error="TypeError", code="KC105") from None


def _convert(item: Field, own: Mapping[str, Any], cls: type[Layer], context: Context) -> Any:
    value = own[item.name] if item.name in own else _default(item, context.api)
    if isinstance(value, Absent):
        value = value.value
    convert = CONVERTERS.get(item.kind)
    try:
        return convert(value, item.name, cls, context) if convert else value
    except Invalid as refusal:
        if isinstance(value, Tensor):
            refusal.help = f"a layer is called on tensors once it is made: {cls.keras_name}(…)(x)"
        raise refusal.coded(ARGUMENT) from None


def check_input(
    spec: InputSpec | None, shape: Shape, layer_name: str, index: int = 0, described: Layer | None = None
) -> None:
    """`keras.src.layers.input_spec.assert_input_compatibility` for one tensor."""
    if spec is None:
        return
    who = f"Input {index} of layer '{layer_name}' is incompatible with the layer: "
    if wanted := _wanted_rank(spec, len(shape)):
        found = f"found ndim={len(shape)}. Full shape received: {shape_text(shape)}"
        plain = _rank_in_words(wanted, shape, described.layout if described else "")
        raise Invalid(f"{who}expected {wanted}, {found}", code="KC101", plain=plain)
    for axis, value in spec.axes.items():
        if value is not None:
            if not -len(shape) <= axis < len(shape):
                plain = f"reads the size of axis {axis}, but {shape_text(shape)} has only {len(shape)} axes"
                raise Invalid("tuple index out of range", error="IndexError", code="KC101", plain=plain)
            if (fits := shape[axis] == value) is not True:
                expected = f"{who}expected axis {axis} of input shape to have value {value}"
                which = "last axis" if axis == -1 else f"axis {axis}"
                require(
                    fits,
                    f"{expected}, but received input with shape {shape_text(shape)}",
                    code="KC101",
                    plain=f"takes {value} in the {which}, but {shape_text(shape)} has {shape[axis]}",
                    help=f"its weights are made for {value}: state another input shape where that is wrong, "
                    "or take a layer of its own for these inputs",
                )
    if spec.shape is not None:
        _check_shape(spec, shape, who)


def _wanted_rank(spec: InputSpec, rank: int) -> str:
    """What the layer expects of the rank, where this one does not fit."""
    if spec.ndim is not None and rank != spec.ndim and not spec.allow_last_axis_squeeze:
        return f"ndim={spec.ndim}"
    if spec.max_ndim is not None and rank > spec.max_ndim:
        return f"max_ndim={spec.max_ndim}"
    if spec.min_ndim is not None and rank < spec.min_ndim:
        return f"min_ndim={spec.min_ndim}"
    return ""


def _rank_in_words(wanted: str, shape: Shape, layout: str) -> str:
    """`takes 4 axes, (batch, height, width, channels), but (None, 28, 28) has 3`."""
    bound, _, rank = wanted.rpartition("=")
    limit = {"ndim": "", "min_ndim": "at least ", "max_ndim": "at most "}[bound]
    axes = f"{rank} axes, {layout}" if layout.count(",") == int(rank) - 1 and layout else f"{limit}{rank} axes"
    return f"takes {axes}, but {shape_text(shape)} has {len(shape)}"


def _check_shape(spec: InputSpec, shape: Shape, who: str) -> None:
    wanted, got = spec.shape or (), shape
    if spec.allow_last_axis_squeeze:
        wanted = _squeezed(wanted)
        got = _squeezed(got)
    message = f"{who}expected shape={shape_text(spec.shape or ())}, found shape={shape_text(shape)}"
    plain = f"takes the shape {shape_text(spec.shape or ())}, but gets {shape_text(shape)}"
    for expected, size in zip(wanted, got, strict=False):
        require(expected == size, message, code="KC101", plain=plain)


def _squeezed(shape: Shape) -> Shape:
    """The shape without a last axis that is known to be 1."""
    return shape[:-1] if shape and isinstance(shape[-1], int) and shape[-1] == 1 else shape
