"""Layer objects: a layer with its name, its weights once built, its calls, and the layers inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Final

from kerascount.layers.initializers import check_initializer
from kerascount.layers.policies import policy_of
from kerascount.layers.registry import MISSING, Bound, InputSpec, Layer, SameShape, Sublayer, answer, check_input
from kerascount.models import masks
from kerascount.models.calls import CallSignature, parse_signature
from kerascount.models.node import Operation, materialize
from kerascount.models.openness import close
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, as_arrays, has_tensors, leaves, shapes_of, tensors
from kerascount.models.weights import WeightObject
from kerascount.values.macs import Product, announce_unknown, for_one, metered, on_account_of, running
from kerascount.values.objects import Called, Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shape, Shapes
from kerascount.values.weight import Weight
from kerascount.versions import Api

MASKS: Final = ("mask", "attention_mask", "query_mask", "value_mask", "key_mask", "use_causal_mask")
SHAPES: Final = frozenset(["input_shape", "batch_input_shape", "input_dim"])
MAX_INPUTS: Final = 20_000
SCOPE: Final = r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*"


class LayerObject(Operation, Sublayer):
    """A layer as Keras' `Layer` class keeps it; `layer` describes the built-in kinds.

    Layers that a program defines itself override `signature`, `make_weights` and `infer_call`.
    """

    gives_tensor: ClassVar[str] = "a layer or model gives a tensor when it is called on one: layer(x)"

    def __init__(self, session: Session, class_name: str, common: Mapping[str, Any], layer: Layer | None) -> None:
        super().__init__(session, class_name, common.get("name"))
        self.layer = layer
        self.built = bool(layer and layer.built_at_init and session.api is Api.KERAS_3)
        self.own_weights: list[WeightObject] = []
        self.children: dict[LayerObject, None] = {}  # in the order in which they were tracked
        self.built_with: Any = None  # the shape or shapes of the first call
        self.first_shapes: dict[str, Any] = {}  # the same by the name of the call's argument
        self.input_spec: InputSpec | Sequence[InputSpec] | None = first_spec(layer) if layer else None
        self.given: dict[str, Any] = {}  # attributes that the program set on it
        self.unknown = ""  # why its weights or its output could not be resolved
        self.policy = policy_of(common.get("dtype"), session.context)
        given = common["trainable"] if "trainable" in common else getattr(layer, "trainable", True)
        self._trainable = given if given is True else _flag(given, session)
        self.implied_input = _implied_input(common, layer, session.api)
        self.supports_masking = bool(layer and layer.supports_masking)
        if layer and not layer.stands_alone:
            self._make_inner(layer)

    def _make_inner(self, layer: Layer) -> None:
        for _, child in layer.sublayers():
            if isinstance(child, LayerObject):
                self.track(child)
        for class_name in layer.own_layers(built=False):
            self.session.auto_name(class_name)

    # --- weights and the layers inside

    def track(self, child: LayerObject) -> None:
        """Add a layer that an attribute holds, once."""
        self.children.setdefault(child)

    @property
    def dtype(self) -> str:
        """The type that it computes with."""
        return self.policy.compute_dtype

    def add_weight(self, weight: Any) -> WeightObject:
        # A layer that Keras keeps inside this one does not know of this one's `trainable` when it is built.
        inside = "/" in weight.name or self.layer is not None and self.layer.weights_inside
        made = WeightObject(weight, self.policy.variable_dtype, self._trainable or inside)
        self.own_weights.append(made)
        return made

    def weights(self) -> list[WeightObject]:
        """All weights, trainable ones first within each layer, each once."""
        found: dict[int, WeightObject] = {}
        self._collect(found, set())
        return list(found.values())

    def _collect(self, found: dict[int, WeightObject], seen: set[int]) -> None:
        if id(self) in seen:
            return
        seen.add(id(self))
        if self.own_weights:
            found.update((id(weight), weight) for weight in self.own_weights if weight.declared)
            found.update((id(weight), weight) for weight in self.own_weights if not weight.declared)
        for child in self.children:
            child._collect(found, seen)

    @property
    def trainable(self) -> bool:
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if bool(value) != self._trainable:
            self.session.thawed.append((self, self.session.place))
        self._set_trainable(bool(value), set())

    def _set_trainable(self, value: bool, seen: set[int]) -> None:
        if id(self) in seen:
            return
        seen.add(id(self))
        self._trainable = value
        for weight in self.own_weights:
            if weight.declared:
                weight.trainable = value
        for child in self.children:
            child._set_trainable(value, seen)

    def walk(self) -> Iterator[LayerObject]:
        """This layer and all layers inside it, each once."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            layer = waiting.pop()
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                waiting.extend(reversed(layer.children))

    # --- as the layer inside another one (`layers.registry.Sublayer`)

    def macs(self, shape: Shapes) -> Iterator[Product]:
        if self.layer is None or self.follows_program:
            raise Undetermined(f"what a call of {self.class_name} multiplies is not known")
        return self.layer.macs(shape)

    def attribute(self, name: str, default: Any = None) -> Any:
        """`getattr(layer, name, default)`, a weight as `Weight`."""
        value = getattr(self.layer, name, MISSING) if self.layer else MISSING
        if value is not MISSING and not callable(value):
            return value
        return next((item.weight for item in self.own_weights if item.weight.name == name), default)

    def clone(self, name: str, **changes: Any) -> LayerObject:
        """A new, unbuilt layer with the same arguments but for `changes`.

        Raises:
            Invalid: its constructor does not take them.
        """
        if self.layer is None:
            raise Undetermined(f"a copy of {self.class_name}")
        common = {"name": name, "dtype": self.policy, "trainable": self._trainable}
        return LayerObject(self.session, self.class_name, common, self.layer.reconfigured(**changes))

    # --- calling

    @property
    def signature(self) -> CallSignature:
        return parse_signature(self.layer.call_signature if self.layer else "inputs")

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Check the inputs, build if needed, work out the outputs and record the call.

        Raises:
            Invalid: Keras refuses the call.
        """
        self.session.calls += 1
        try:
            return self._call(args, kwargs)
        except Invalid as refusal:
            called = self.called_on(tensors([args, kwargs]))
            if not refusal.calls:
                refusal.help = self.remedy(called) or refusal.help
            raise (refusal.coded(self.layer.refusal) if self.layer else refusal).within(called) from None

    def remedy(self, called: Called) -> str:
        """What would fit in place of the one tensor that a refused call got."""
        if self.layer is None or len(called.inputs) != 1:
            return ""
        (tensor,) = called.inputs
        source = tensor.origin.class_name if tensor.origin else ""
        return "" if tensor.shape is None else self.layer.remedy(tensor.shape, source)

    def _call(self, args: Any, kwargs: Any) -> Any:
        if _is_plain(args, kwargs):
            bound = self.signature.bind(args, kwargs)
        else:
            args, kwargs = self._materialized(args, kwargs)
            bound = self.bind_call(args, kwargs)
            if _first_unknown(args, kwargs) is not None:
                bound = self._without_idle(bound)
                unknown = _first_unknown((), {key: bound[key] for key in bound if key not in self._idle})
                if unknown is not None:
                    return self.give_up(unknown, args, kwargs)
        first = next(iter(bound.values()), None)
        if first is None and isinstance(self.layer, SameShape):
            return None  # nothing in, nothing out
        self.check_scope(args, kwargs)
        self.check_inputs(first)
        if self.layer:
            self.layer.check_call(bound)
        try:
            outputs = self._build_and_infer(bound, any_symbolic(args, kwargs) if self.session.has_graphs else False)
        except Undetermined as reason:
            return self.give_up(reason.why, args, kwargs)
        # Keras 3 passes the mask of the input on as an argument, which makes it an input of the node.
        implied = masks.implied_argument(self, args, kwargs)
        self.record(args, {**kwargs, **implied} if implied else kwargs, outputs)
        masks.propagate(self, bound, outputs)
        return outputs

    def _materialized(self, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Sequence[Any], dict[str, Any]]:
        """The arguments of a call with tensors for what stands for such."""
        args, kwargs = materialize(self.session, args), materialize(self.session, kwargs)
        if args and self.layer and self.layer.arrays_at is not None and self.session.api is Api.KERAS_3:
            args = (as_arrays(args[0], self.layer.arrays_at), *args[1:])
        return args, kwargs

    @property
    def _idle(self) -> tuple[str, ...]:
        """The arguments of a call that leave its outputs' shapes as they are; of masks, a graph shows more."""
        return ("training", *MASKS) if self.session.inside_call else ("training",)

    def _without_idle(self, bound: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments but for idle ones that are not known; a `call` of the program may ask for those."""
        idle = () if self.follows_program else self._idle
        return {key: bound[key] for key in bound if key not in idle or _first_unknown((), {key: bound[key]}) is None}

    def _build_and_infer(self, bound: Mapping[str, Any], in_graph: bool) -> Any:
        if in_graph:
            with self.session.new_graph():
                return self._build_and_infer(bound, False)
        self.ensure_built(bound)
        with on_account_of(self):
            return self.infer_bound(bound)

    @property
    def masks(self) -> bool:
        """Whether masks of its inputs mean anything to it."""
        return self.supports_masking

    def compute_mask(self, first: Any) -> Tensor | None:
        return masks.compute_mask(self, first)

    def give_up(self, why: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Tensor | Unknown:
        """The call stays in the graph, with an output of which not even the rank is known."""
        if self.awaits_weights or any_symbolic(args, kwargs):
            self.unknown = self.unknown or why
        self.doubt(why)
        if self.multiplies:
            announce_unknown(why)
        if not any_symbolic(args, kwargs):
            return Unknown(why)
        output = Tensor(None, why=why)
        self.record(args, kwargs, output)
        return output

    def doubt(self, why: str) -> None:
        """What is not built yet may have been built by now, with weights that are not known."""
        for inside in self.walk():
            if inside.awaits_weights:
                inside.unknown = inside.unknown or why

    @property
    def awaits_weights(self) -> bool:
        """Whether calling it may make weights of its own."""
        return not self.built

    def bind_call(self, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
        signature = self.signature
        if _is_plain(args, kwargs):
            return signature.bind(args, kwargs)
        if "training" in kwargs and "training" not in signature.names and not signature.var_kwargs:
            kwargs = {key: value for key, value in kwargs.items() if key != "training"}
        if self.session.api is Api.KERAS_3 and not self.takes_any_positional:
            _refuse_values(args)
            _refuse_values([x for name, x in zip(signature.names, args, strict=False) if name == "training"], bool)
        return signature.bind(args, kwargs)

    @property
    def takes_any_positional(self) -> bool:
        """Whether values that are no tensors may be given by position (models allow it)."""
        return False

    def check_scope(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """In a graph of tf.keras the name of a layer is that of a scope of TensorFlow as well."""
        in_graph = self.session.api is Api.TF_KERAS and self.name_is_known and any_symbolic(args, kwargs)
        if in_graph and not re.fullmatch(SCOPE, self.name):
            message = f"'{self.name}/' is not a valid root scope name. A root scope name has to match the following "
            raise Invalid(f"{message}pattern: {SCOPE}", code="KC111")

    def check_inputs(self, first: Any) -> None:
        """Hold the first argument against the input spec, as Keras does before it builds."""
        if isinstance(first, Tensor) and first.shape is not None:  # nearly always
            self._check_input(first, first.shape, 0)
            return
        items = leaves(first)
        if len(items) > MAX_INPUTS:
            raise Undetermined("so many inputs")
        if isinstance(self.input_spec, InputSpec) and len(items) != 1 and self.session.api is Api.KERAS_3:
            raise Invalid(
                f'Layer "{self.name}" expects 1 input(s), but it received {len(items)} input tensors.',
                code="KC107",
                plain=f"takes one tensor, but gets {len(items)}",
                help="layers.Concatenate() makes one of several" if len(items) > 1 else "",
            )
        for position, value in enumerate(items):
            if not isinstance(value, Tensor) and not (value is None and self.layer is None):
                if self.input_spec is not None or isinstance(value, LayerObject):
                    raise Invalid(
                        f"Inputs to a layer should be tensors. Got '{value}' as input for layer '{self.name}'.",
                        code="KC107",
                        plain=f"takes tensors, but gets {value!r}",
                        help=tensor_of(value),
                    )
                if self.layer is not None and not isinstance(value, (int, float, str, type(None))):
                    raise Undetermined(f"an input that is {value!r}")
            elif isinstance(value, Tensor) and value.shape is not None:
                self._check_input(value, value.shape, position)

    def _check_input(self, value: Tensor, shape: Shape, position: int) -> None:
        spec = self.spec_at(position)
        if spec is None:
            return
        check_input(spec, shape, self.name, position, self.layer)
        if spec.dtype is not None and value.dtype != spec.dtype:
            message = f"Input of layer '{self.name}' is incompatible with the layer: expected dtype={spec.dtype}"
            raise Invalid(f"{message}, found dtype={value.dtype}", code="KC101")

    def spec_at(self, position: int) -> InputSpec | None:
        if self.input_spec is None or isinstance(self.input_spec, InputSpec):
            return self.input_spec if position == 0 else None
        return self.input_spec[position] if position < len(self.input_spec) else None

    def ensure_built(self, bound: Mapping[str, Any]) -> None:
        if self.built and self.built_with is not None:
            return
        shapes = {name: close(shapes_of(value)) for name, value in bound.items() if has_tensors(value)}
        if self.built:
            self.built_with = next(iter(shapes.values()), None)
            return
        self.first_shapes = shapes
        before = self.input_spec
        self.build_from(shapes)
        if self.input_spec is not before:
            self.check_inputs(next(iter(bound.values()), None))

    def build_from(self, shapes: Mapping[str, Any]) -> None:
        """Make the weights for a call with these shapes."""
        x = next(iter(shapes.values()), ())
        if self.layer and not self.layer.accepts_structure and not isinstance(x, tuple):
            raise Invalid(
                f"Layer '{self.name}' takes one tensor, and was called on {_structure_name(x)} of "
                f"{len(x)}: {self.class_name} has no meaning for it.",
                code="KC107",
                plain=f"takes one tensor, but gets {_structure_name(x)} of {len(x)}",
            )
        self.build(x, **_but_first(shapes))

    def build(self, shape: Shapes, **others: Any) -> None:
        """`layer.build(input_shape)`: make the weights."""
        self.built_with = shape
        self.make_weights(shape, others)
        if self.layer and isinstance(shape, tuple):
            self.input_spec = answer(self.layer, "spec", shape, self.layer.built_spec)
        self.built = True

    def make_weights(self, shape: Shapes, others: Mapping[str, Any]) -> None:
        """What the `build` of its class makes: the layers inside, then its own weights."""
        if self.layer and self.layer.stands_alone:
            self.own_weights_of(self.layer, shape, others)
        elif self.layer:
            self.layer.build_sublayers(shape)
            for class_name in self.layer.own_layers(built=True):
                self.session.auto_name(class_name)
            self.own_weights_of(self.layer, shape, others)
            self.share_weights(self.layer)

    def own_weights_of(self, layer: Layer, shape: Shapes, others: Mapping[str, Any]) -> None:
        accepted, dtype = _accepted(type(layer).weights, others), self.policy.variable_dtype

        def make(x: Shapes) -> list[Weight]:
            return checked_weights(layer, layer.weights(x, **accepted), dtype)

        for weight in make(shape) if accepted else answer(layer, f"weights of {dtype}", shape, make):
            self.add_weight(weight)

    def share_weights(self, layer: Layer) -> None:
        """Weights of a layer inside that an attribute of this one holds too are its own as well."""
        for inside, name in layer.shared_weights():
            if isinstance(inside, LayerObject):
                self.own_weights += [item for item in inside.own_weights if item.weight.name == name]

    def infer(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        bound = self.bind_call(args, kwargs)
        unknown = _first_unknown(args, kwargs)
        if unknown is not None:
            return Tensor(None, why=unknown)
        self.check_inputs(next(iter(bound.values()), None))
        self.check_arrays(bound)
        with on_account_of(self):
            return self.infer_bound(bound)

    def check_arrays(self, bound: Mapping[str, Any]) -> None:
        """Hold arrays against what the layer computes with them."""
        first = next(iter(bound.values()), None)
        if self.built and self.layer and isinstance(first, Tensor) and first.shape is not None:
            check_input(self.layer.array_spec(self.built_with), first.shape, self.name)

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        """The outputs for arguments by name; fresh tensors without history."""
        if self.layer and self.layer.returns_inputs:
            return next(iter(bound.values()))
        first = next(iter(bound.values()))
        if isinstance(first, Tensor) and len(bound) == 1:  # nearly always
            x, others, dtype = first.dims(), {}, first.dtype
        else:
            values = {key: shapes_of(value) if has_tensors(value) else value for key, value in bound.items()}
            x, others = next(iter(values.values())), _but_first(values)
            dtype = next((tensor.dtype for value in bound.values() for tensor in tensors(value)), self.dtype)
        shapes = self.output_shapes(x, others) if running() is None else self._announced(x, others)
        out = self.layer.output_dtype(dtype, self.dtype) if self.layer else self.dtype
        return to_tensors(shapes, out)

    def _announced(self, x: Any, others: Mapping[str, Any]) -> Shapes:
        """The output shapes of a call that a running meter counts."""
        if self.layer and self.layer.stands_alone:
            shapes = self.output_shapes(x, others)
        else:
            with metered(apart=True):  # the layers inside are only asked for shapes
                shapes = self.output_shapes(x, others)
        self._announce(x, others)
        return shapes

    def _announce(self, x: Any, others: Mapping[str, Any]) -> None:
        """Tell the running meter what the call multiplies."""
        meter = running()
        if meter is None or self.layer is None or not self.multiplies:
            return
        accepted = {name: _for_one_sample(value) for name, value in _accepted(type(self.layer).macs, others).items()}
        try:
            meter.products += list(self.layer.macs(_for_one_sample(x), **accepted))
        except (Invalid, Undetermined) as reason:
            announce_unknown(str(reason))

    @property
    def multiplies(self) -> bool:
        return self.layer is None or type(self.layer).macs is not Layer.macs

    def output_shapes(self, x: Any, others: Mapping[str, Any]) -> Shapes:
        if self.layer is None:
            if self.lacks_call and self.session.api is not Api.KERAS_3:
                return x  # type: ignore[no-any-return]  # Keras' base class passed its inputs on
            raise Undetermined(f"the output shape of {self.class_name} is not known")
        if accepted := _accepted(type(self.layer).output_shape, others):
            return self.layer.output_shape(x, **accepted)
        found: Shapes = answer(self.layer, "output", x, self.layer.output_shape)
        return found

    @property
    def lacks_call(self) -> bool:
        """Whether what a call of it does is left to Keras' base class."""
        return type(self) is LayerObject and self.layer is None

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        if self.layer is None:
            return self.output_shapes(shape, {})
        found: Shapes = answer(self.layer, "alone", shape, self.layer.shape_alone)
        return found

    def output_shape_of_build(self) -> Shapes:
        """What `compute_output_shape` gives for the shapes that the layer was built with."""
        if len(self.first_shapes) < 2:
            return self.compute_output_shape(self.built_with)
        return self.output_shapes(self.built_with, dict(list(self.first_shapes.items())[1:]))


class UnknownLayer(LayerObject):
    """A layer of a Sequential that could not be found out; what comes after it has no known shape."""

    def __init__(self, session: Session, value: Unknown) -> None:
        super().__init__(session, value.text or "?", {"name": session.unique_name("unknown")}, None)
        self.unknown = value.why

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.give_up(self.unknown, args, kwargs)

    def infer(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        return Tensor(None, why=self.unknown)


def make_layer(session: Session, bound: Bound) -> LayerObject:
    """The layer object for a bound built-in layer."""
    return LayerObject(session, bound.layer.class_name, bound.common, bound.layer)


def first_spec(layer: Layer) -> InputSpec | None:
    """What the layer accepts before it is built."""
    found: InputSpec | None = answer(layer, "first spec", (), lambda _: layer.input_spec())
    return found


def checked_weights(layer: Layer, weights: Iterable[Weight], dtype: str) -> list[Weight]:
    """Weights that their initializers can make, each with its dtype.

    Raises:
        Invalid: one cannot.
    """
    made = []
    for weight in weights:
        check_initializer(layer, weight)
        made.append(weight.typed(dtype))
    return made


def to_tensors(shapes: Shapes, dtype: str) -> Any:
    if isinstance(shapes, tuple):
        return Tensor(shapes, dtype)
    if isinstance(shapes, list):
        return [to_tensors(shape, dtype) for shape in shapes]
    return {key: to_tensors(shape, dtype) for key, shape in shapes.items()}


def _for_one_sample(shapes: Any) -> Any:
    if isinstance(shapes, list):
        return [_for_one_sample(shape) for shape in shapes]
    if isinstance(shapes, dict):
        return {key: _for_one_sample(shape) for key, shape in shapes.items()}
    return for_one(shapes) if isinstance(shapes, tuple) else shapes


@cache
def _parameters(method: Callable[..., Any]) -> frozenset[str]:
    code = method.__code__
    return frozenset(code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount])


def _accepted(method: Callable[..., Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The further call arguments that a layer's method names."""
    if not values:
        return {}
    names = _parameters(method)
    return {key: value for key, value in values.items() if key in names}


def _but_first(values: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments behind the first one, where there are any."""
    return dict(list(values.items())[1:]) if len(values) > 1 else {}


def _is_plain(args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether the call is on one tensor of known shape, as nearly all are: there is nothing to look for in it."""
    return len(args) == 1 and not kwargs and isinstance(args[0], Tensor) and args[0].shape is not None


def _first_unknown(args: Sequence[Any], kwargs: Mapping[str, Any]) -> str | None:
    if _is_plain(args, kwargs):
        return None
    for value in leaves((args, kwargs)):
        if isinstance(value, Unknown):
            return value.why
        if isinstance(value, Tensor) and value.shape is None:
            return value.why or "a tensor of unknown shape"
    return None


def _refuse_values(args: Sequence[Any], *further: type) -> None:
    """Refuse what is no tensor; numbers, which may be scalars of NumPy, only where their type is one of `further`."""
    for value in leaves(args):
        accepted = value is None or isinstance(value, (Tensor, Unknown, int, float))
        if not accepted or isinstance(value, further):
            raise Invalid(
                "Only input tensors may be passed as positional arguments. The following argument value should be "
                f"passed as a keyword argument: {value!r} (of type {type(value).__name__})",
                code="KC107",
                plain=f"takes tensors, but gets {value!r}",
                help=tensor_of(value),
            )


def tensor_of(value: Any) -> str:
    """How to get a tensor from what stands in the place of one."""
    if value is None:
        return "a function or `call` without `return` gives None"
    return value.gives_tensor if isinstance(value, LayerObject) else ""


def _structure_name(x: Any) -> str:
    return "a dict" if isinstance(x, dict) else "a list"


def _flag(value: Any, session: Session) -> bool:
    if isinstance(value, Unknown):
        return True
    if session.api is Api.KERAS_3 and not isinstance(value, bool):
        raise Invalid(f"Expected `trainable` to be a boolean. Received: trainable={value}")
    return bool(value)


def _implied_input(common: Mapping[str, Any], layer: Layer | None, api: Api) -> dict[str, Any]:
    """The arguments of the InputLayer that a first layer asks for; empty where it asks for none."""
    if SHAPES.isdisjoint(common):
        return dict(layer.implied_input()) if layer else {}
    if isinstance(common.get("input_shape"), int) and api is not Api.KERAS_3:
        size = common["input_shape"]
        raise Invalid(
            "'int' object is not iterable",
            error="TypeError",
            plain=f"takes a tuple as `input_shape`, but gets {size}",
            help=f"({size},) is a shape of one axis; the comma makes it one",
        )
    if common.get("batch_input_shape") is not None:
        return {"batch_shape": common["batch_input_shape"]}
    if common.get("input_dim") is not None:
        shape: Any = (common["input_dim"],)
    else:
        shape = common.get("input_shape")
    if shape is not None:
        return {"shape": shape, "batch_size": common.get("batch_size")}
    return dict(layer.implied_input()) if layer else {}
