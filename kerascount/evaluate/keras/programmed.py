"""Layers and models that the program defines itself, by deriving from Keras' classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import takewhile
from typing import Any

from kerascount.evaluate.attributes import find_attribute
from kerascount.evaluate.errors import LimitReached, ProgramError
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.keras.tensor_shape import TensorShape
from kerascount.evaluate.objects import MISSING, Class, Frame, Function, Instance, LibraryClass, Method
from kerascount.layers.policies import policy_of
from kerascount.models.calls import CallSignature, Parameter
from kerascount.models.functional import FunctionalObject
from kerascount.models.layer import LayerObject, to_tensors
from kerascount.models.masks import passed_on
from kerascount.models.metering import noted
from kerascount.models.model import ModelObject
from kerascount.models.openness import enter, leave
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import any_symbolic, flatten, has_tensors, map_structure, shapes_of
from kerascount.models.weights import WeightObject
from kerascount.values.dims import FREE
from kerascount.values.macs import metered
from kerascount.values.objects import Tensor, Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shapes, ShapeTuple, to_python
from kerascount.versions import Api


class TrackedList(list[Any]):
    """A list held by a layer: the layers put into it later are tracked as well."""

    def __init__(self, items: Iterable[Any], owner: Programmed) -> None:
        super().__init__(wrapped(item, owner) for item in items)
        self.owner = owner
        owner.adopt(list(self))

    def append(self, item: Any) -> None:
        super().append(item if self.owner.session.api is Api.KERAS_3 else wrapped(item, self.owner))
        self.owner.adopt(item)

    def __setitem__(self, index: Any, item: Any) -> None:
        super().__setitem__(index, item)
        self.owner.order_children()

    def __delitem__(self, index: Any) -> None:
        taken = self[index]
        super().__delitem__(index)
        self.owner.untrack(*(taken if isinstance(index, slice) else [taken]))

    def pop(self, index: Any = -1) -> Any:
        taken = super().pop(index)
        self.owner.untrack(taken)
        return taken

    def remove(self, item: Any) -> None:
        super().remove(item)
        self.owner.untrack(item)

    def clear(self) -> None:
        taken = list(self)
        super().clear()
        self.owner.untrack(*taken)

    def extend(self, items: Iterable[Any]) -> None:
        items = list(items)
        super().extend(items)
        self.owner.adopt(items)

    def insert(self, index: Any, item: Any) -> None:
        super().insert(index, item)
        self.owner.adopt(item)


class TrackedDict(dict[Any, Any]):
    """The same for a dict."""

    def __init__(self, items: Mapping[Any, Any], owner: Programmed) -> None:
        super().__init__((key, wrapped(item, owner)) for key, item in items.items())
        self.owner = owner
        owner.adopt(list(self.values()))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        self.owner.adopt(value)


def wrapped(value: Any, owner: Programmed) -> Any:
    """A list or dict, or a tuple of them, as a layer holds it."""
    if type(value) is list:
        return TrackedList(value, owner)
    if type(value) is tuple:
        return tuple(wrapped(item, owner) for item in value)
    return TrackedDict(value, owner) if type(value) is dict else value


def _held_by(value: Any) -> Iterator[LayerObject]:
    """The layers in what an attribute holds."""
    if isinstance(value, LayerObject):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _held_by(item)
    elif isinstance(value, dict):
        texts = all(isinstance(key, str) for key in value)
        for key in sorted(value) if texts else value:
            yield from _held_by(value[key])


class Programmed(LayerObject):
    """An object of a program's class that derives from `Layer`: its methods are evaluated."""

    cls: Class
    attributes: dict[str, Any]
    ev: Evaluator
    started: bool  # whether `super().__init__()` was called
    held: dict[LayerObject, None]  # what its attributes held at some time
    locked: bool  # whether its `call` runs on what is built: no layers and weights may come up any more

    @classmethod
    def blank(cls, ev: Evaluator, of: Class) -> Programmed:
        """The object before its `__init__` ran."""
        made = object.__new__(cls)
        made.__dict__.update(
            ev=ev, cls=of, class_name=of.name, session=ev.session, attributes={}, started=False, children={}, held={},
            locked=False, own_weights=[], inbound=[], built=False, layer=None, place=ev.session.place, unknown="",
            built_with=None,
            input_spec=None, implied_input={}, name=of.name, _trainable=True, supports_masking=False,
            policy=policy_of(None, ev.session.context), first_shapes={}, given={},
        )  # fmt: skip
        return made

    def start(self, common: Mapping[str, Any], layer: Any = None) -> None:
        """`Layer.__init__`; what attributes hold already stays tracked."""
        children, weights, place = self.children, self.own_weights, self.place
        LayerObject.__init__(self, self.session, self.cls.name, common, layer)
        self.children = children | self.children
        self.own_weights = weights
        self.place = place
        self.started = True

    def adopt(self, value: Any) -> None:
        """Track the layers and variables in what an attribute holds."""
        for item in flatten(value):
            if isinstance(item, LayerObject):
                self._refuse_when_locked(item not in self.children)
                self.track(item)
            elif isinstance(item, Variable) and not any(item.weight is known for known in self.own_weights):
                self.own_weights.append(item.weight)
        self.order_children()

    def order_children(self) -> None:
        """Before Keras 3, a layer tracks what its attributes hold now, a list where it was set as a whole."""
        if self.session.api is Api.KERAS_3 or isinstance(self, (FunctionalObject, SequentialObject)):
            return
        held = dict.fromkeys(layer for value in self.attributes.values() for layer in _held_by(value))
        self.held.update(held)
        self.children = dict.fromkeys(child for child in self.children if child not in self.held) | held

    def untrack(self, *items: Any) -> None:
        """Forget what was taken out of a list; it may have held anything."""
        for item in items:
            if isinstance(item, LayerObject):
                self.children.pop(item, None)
        self.order_children()

    def add_weight(self, weight: Any) -> WeightObject:
        self._refuse_when_locked()
        return super().add_weight(weight)

    def _refuse_when_locked(self, is_new: bool = True) -> None:
        """Keras 3 takes no new state once a layer is built."""
        if self.locked and is_new:
            raise Invalid(
                "You cannot add new elements of state (variables or sub-layers) to a layer that is already built. All "
                f"state must be created in the `__init__()` or `build()` method of {self.cls.name}.",
                code="KC109",
            )

    def own(self, name: str) -> Any:
        """The method of that name that the program defines, or MISSING."""
        return self.cls.find(name)

    def attribute(self, name: str, default: Any = None) -> Any:
        """What the program's own code gives, else what Keras' class does."""
        if name not in self.attributes and self.own(name) is MISSING:
            if not self.bases_known:
                raise Undetermined(f"{self.cls.name} has a base that is not known")
            return super().attribute(name, default)
        value = find_attribute(self.ev, self, name, getattr(self.session.place, "node", None), self.running)
        return value.weight.weight if isinstance(value, Variable) else value

    @property
    def bases_known(self) -> bool:
        """Whether its class has nothing that is not written in the program, in Keras or in Python."""
        return all(base is object or isinstance(base, LibraryClass) for base in self.cls.foreign_bases)

    @property
    def lacks_call(self) -> bool:
        is_model = isinstance(self, ModelObject)
        return self.bases_known and not is_model and self.layer is None and self.own("call") is MISSING

    def clone(self, name: str, **changes: Any) -> LayerObject:
        raise Undetermined(f"a copy of {self.cls.name}")

    def run(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Evaluate a method of the program. Places come from the call that led here."""
        from kerascount.evaluate.calls import call_value

        method = Method(self.own(name), self)
        if self.ev.frame is None:
            return self._run_at_end(method, args, kwargs)
        return call_value(self.ev, method, args, kwargs, getattr(self.session.place, "node", None), self.ev.frame)

    def _run_at_end(self, method: Method, args: Any, kwargs: Any) -> Any:
        """Evaluate a method for a summary at the end of the program, where nothing can go wrong any more."""
        from kerascount.evaluate.calls import call_value

        if self.cls.module is None:
            raise Undetermined("the program has ended")
        frame = Frame(self.cls.module, self.cls.module.names)
        try:
            return call_value(self.ev, method, args, kwargs, self.cls.node, frame)
        except (LimitReached, ProgramError) as error:
            raise Undetermined(f"the program has ended: {error}") from None

    @property
    def running(self) -> Frame:
        """Where the program is: its methods run inside its calls."""
        if self.ev.frame is None:
            raise Undetermined("the program has ended")
        return self.ev.frame

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        if not self.started:
            raise Invalid(
                f"In layer '{self.cls.name}', you forgot to call `super().__init__()` as the first statement in the "
                "`__init__()` method. Go add it!",
                error="RuntimeError",
                code="KC116",
            )
        return LayerObject.__call__(self, *args, **kwargs)

    @property
    def signature(self) -> CallSignature:
        function = self.own("call")
        if not isinstance(function, Function):
            return super().signature
        params = function.parameters
        given = {"training"} if self.session.api is not Api.KERAS_3 else set()  # by Keras itself, until Keras 3
        named = [
            Parameter(name, name not in params.defaults and name not in given, params.defaults.get(name))
            for name in (*params.positional[1:], *params.keyword_only)
        ]
        if self.session.api is not Api.KERAS_3 and len(params.positional) == 1 and params.var_args:
            named.insert(0, Parameter("inputs"))  # until Keras 3, the first argument was the one that is built for
        return CallSignature(tuple(named), params.var_args, params.var_kwargs)

    def _placed(self, values: Mapping[str, Any]) -> tuple[list[Any], Mapping[str, Any]]:
        """Arguments of `call`, by position where any number of them may follow, and by name."""
        function = self.own("call")
        if not isinstance(function, Function) or not function.parameters.var_args:
            return [], values
        params = function.parameters
        names = [name for name in self.signature.names if name not in params.keyword_only]
        first = list(takewhile(values.__contains__, names))
        placed = [*(values[name] for name in first), *values.get(params.var_args, ())]
        return placed, {key: value for key, value in values.items() if key not in (*first, params.var_args)}

    def build_from(self, shapes: Mapping[str, Any]) -> None:
        build = self.own("build")
        if build is MISSING and self.layer:
            super().build_from(shapes)
            return
        first: Any = next(iter(shapes.values()), None)
        if not isinstance(build, Function) or len(_named(build)) == 1:
            self.build(first)
            return
        self.built_with = first
        self.run("build", **self._shape_arguments("build", shapes))
        self.built = True

    def _shape_arguments(self, method: str, shapes: Mapping[str, Any]) -> dict[str, Any]:
        """The shapes of a call's arguments as `build` or `compute_output_shape` of the program takes them.

        Source: `update_shapes_dict_for_target_fn` in layers/layer.py.
        """
        function = self.own(method)
        names = _named(function) if isinstance(function, Function) else ["input_shape"]
        if len(names) == 1:
            return {names[0]: self.seen_shape(next(iter(shapes.values()), None))}
        if self.session.api is Api.KERAS_3:
            self._check_shape_names(method, names)
        given = {f"{name}_shape": shape for name, shape in shapes.items()}
        return {name: self.seen_shape(given[name]) for name in names if name in given}

    def _check_shape_names(self, method: str, names: Iterable[str]) -> None:
        """Several arguments must be named after those of `call`."""
        for name in names:
            if name.endswith("_shape") and name.removesuffix("_shape") in (*self.signature.names, "args", "kwargs"):
                continue
            raise Invalid(
                f"For a `{method}()` method with more than one argument, all arguments should have a `_shape` suffix "
                f"and match an argument from `call()`. For layer '{self.cls.name}', received `{method}()` argument "
                f"`{name}`",
                code="KC106",
            )

    def make_weights(self, shape: Shapes, others: Mapping[str, Any]) -> None:
        if self.own("build") is not MISSING:
            self.run("build", self.seen_shape(shape))
        else:
            super().make_weights(shape, others)

    def seen_shape(self, shapes: Any) -> Any:
        """Shapes as a method of the program sees them."""
        if isinstance(shapes, tuple):
            sizes = map(self.seen_size, shapes)
            return tuple(sizes) if self.session.api is Api.KERAS_3 else TensorShape(sizes)
        if isinstance(shapes, list):
            return [self.seen_shape(shape) for shape in shapes]
        if isinstance(shapes, dict):
            return {key: self.seen_shape(shape) for key, shape in shapes.items()}
        return shapes

    def seen_size(self, size: Any) -> Any:
        return to_program(size)

    @property
    def follows_program(self) -> bool:
        return self.own("call") is not MISSING

    @property
    def multiplies(self) -> bool:
        return self.follows_program or super().multiplies

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        if self.own("call") is MISSING:
            return super().infer_bound(bound)
        self.work = None
        symbolic = any_symbolic(list(bound.values()))
        if self.states_shape and symbolic and not self.session.inside_call:
            self._build_by_call(bound)
            return self._stated(bound)
        outputs = self._followed(bound)
        _check_outputs(outputs, self, symbolic)
        return outputs

    @property
    def states_shape(self) -> bool:
        """Whether Keras 3 asks `compute_output_shape` in place of following `call` with symbolic tensors."""
        if self.session.api is not Api.KERAS_3:
            return False
        inherits = self.layer is not None and self.layer.keras_name not in STATES_NO_SHAPE
        return inherits or self.own("compute_output_shape") is not MISSING

    def _build_by_call(self, bound: Mapping[str, Any]) -> None:
        """Without a `build`, Keras 3 runs `call` once, so that it builds the layers inside; what it raises is lost."""
        if self.own("build") is MISSING and self.layer is None and any(not child.built for child in self.children):
            with suppress(Invalid):
                self._trace(bound)

    def _stated(self, bound: Mapping[str, Any]) -> Any:
        """The outputs that `compute_output_shape` tells of."""
        if self.own("compute_output_shape") is MISSING:
            try:
                return super().infer_bound(bound)
            except Undetermined:
                return self._trace(bound)
        shapes = {name: shapes_of(value) for name, value in bound.items() if has_tensors(value)}
        stated = self.run("compute_output_shape", **self._shape_arguments("compute_output_shape", shapes))
        return to_tensors(from_program(stated), self.dtype)

    def _followed(self, bound: Mapping[str, Any]) -> Any:
        """The outputs that `call` gives; where it cannot be followed, those that it is said to give."""
        try:
            return self._trace(bound)
        except Undetermined:
            if not self.states_shape:
                raise
            return self._stated(bound)

    def _trace(self, bound: Mapping[str, Any]) -> Any:
        """Evaluate `call` on tensors that belong to no graph."""
        bound = {**self._given_by_keras(), **bound, **passed_on(self, bound)}
        values = {key: map_structure(self._inward, value) for key, value in bound.items()}
        self.session.inside_call += 1
        # Where layers inside wait to be built, Keras runs `call` once before it closes the layer.
        self.locked = self.session.api is Api.KERAS_3 and self.built and all(child.built for child in self.children)
        try:
            placed, named = self._placed(values)
            with noted(self, list(values.values())):
                outputs = self.run("call", *placed, **named)
        finally:
            self.session.inside_call -= 1
            self.locked = self.session.api is Api.KERAS_3 and self.built and not isinstance(self, FunctionalObject)
        # Inside another layer's `call` the sizes keep their names.
        return map_structure(_detached if self.session.inside_call else leave, outputs)

    def _given_by_keras(self) -> dict[str, Any]:
        """Until Keras 3, a `training` without a default came from Keras where the program gave none."""
        call = self.own("call")
        if self.session.api is Api.KERAS_3 or not isinstance(call, Function):
            return {}
        return {"training": False} if "training" in _named(call) and "training" not in call.parameters.defaults else {}

    def _inward(self, value: Any) -> Any:
        """An argument as `call` gets it; before Keras 3 an open size is None there as well."""
        if isinstance(value, Variable) or self.session.api is not Api.KERAS_3:
            return _detached(value)
        return enter(value)

    @property
    def masks(self) -> bool:
        """Before Keras 3, a `compute_mask` of its own says so as well."""
        defines = self.session.api is not Api.KERAS_3 and self.own("compute_mask") is not MISSING
        return self.supports_masking or defines

    def compute_mask(self, first: Any) -> Tensor | None:
        if self.own("compute_mask") is MISSING:
            return super().compute_mask(first)
        given = map_structure(lambda item: item.mask if isinstance(item, Tensor) else None, first)
        if all(item is None for item in flatten(given)):
            given = None
        mask = self.run("compute_mask", map_structure(_detached, first), given)
        known = isinstance(mask, Tensor) or mask is None
        return mask if known else Tensor(None, "bool", why="a mask that is not known")

    def program_output_shape(self, shape: Shapes) -> Shapes:
        given = self.run("compute_output_shape", self.seen_shape(shape))
        return from_program(given)

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        if self.own("compute_output_shape") is not MISSING:
            return self.program_output_shape(shape)
        if self.own("call") is MISSING:
            return super().compute_output_shape(shape)
        if self.session.api is Api.KERAS_3:
            message = f"Layer {self.cls.name} does not have a `compute_output_shape` method implemented."
            raise Invalid(message, error="NotImplementedError")
        with metered(apart=True):  # it only asks for shapes
            return shapes_of(self._trace({self.signature.names[0]: to_tensors(shape, self.dtype)}))  # type: ignore[no-any-return]


class ProgrammedModel(Programmed, ModelObject):
    """The same for a class that derives from `Model`."""

    def start(self, common: Mapping[str, Any], layer: Any = None) -> None:
        super().start(common, layer)
        self.start_model()
        self.session.models.append(self)

    @property
    def awaits_weights(self) -> bool:
        """A model that only has methods of training, such as a GAN, makes nothing beside the layers it holds."""
        known = all(isinstance(base, LibraryClass) for base in self.cls.foreign_bases)
        own = any(self.own(name) is not MISSING for name in ("call", "build", "__call__"))
        return not self.built and (own or not known)

    def build_from(self, shapes: Mapping[str, Any]) -> None:
        Programmed.build_from(self, shapes)

    def make_weights(self, shape: Shapes, others: Mapping[str, Any]) -> None:
        Programmed.make_weights(self, shape, others)


class ProgrammedSequential(Programmed, SequentialObject):
    """The same for a class that derives from `Sequential`."""

    def start(self, common: Mapping[str, Any], layer: Any = None) -> None:
        Programmed.start(self, common, layer)
        self.start_model()
        self.stack, self.named, self.chain, self.inferred = [], {}, [], None
        self.session.models.append(self)

    @property
    def signature(self) -> CallSignature:
        return Programmed.signature.fget(self) if self.own("call") else SequentialObject.signature.fget(self)  # type: ignore[attr-defined,no-any-return]

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        if self.own("call") is MISSING:
            return SequentialObject.infer_bound(self, bound)
        return Programmed.infer_bound(self, bound)

    def build_from(self, shapes: Mapping[str, Any]) -> None:
        SequentialObject.build(self, next(iter(shapes.values())))

    def make_weights(self, shape: Shapes, others: Mapping[str, Any]) -> None:
        """The layers of the stack make theirs."""

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        return SequentialObject.compute_output_shape(self, shape)


class ProgrammedFunctional(Programmed, FunctionalObject):
    """A subclass of `Model` that calls `super().__init__(inputs, outputs)`."""

    @property
    def signature(self) -> CallSignature:
        return FunctionalObject.signature.fget(self)  # type: ignore[attr-defined,no-any-return]

    @property
    def follows_program(self) -> bool:
        return False

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        return FunctionalObject.infer_bound(self, bound)

    def make_weights(self, shape: Shapes, others: Mapping[str, Any]) -> None:
        """All its layers are built."""

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        return FunctionalObject.compute_output_shape(self, shape)

    def build_from(self, shapes: Mapping[str, Any]) -> None:
        self.built = True


class Variable(Tensor):
    """A weight as the program holds it: a tensor that can be tracked."""

    __slots__ = ("weight",)

    def __init__(self, weight: WeightObject) -> None:
        super().__init__(weight.weight.shape, weight.weight.dtype, weight.weight.name)
        self.weight = weight

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variable) and self.weight is other.weight

    def __hash__(self) -> int:
        return hash(id(self.weight))


# Described layers that leave their output shape to `call`.
STATES_NO_SHAPE = frozenset(
    "FeatureSpace GRUCell InputLayer LSTMCell Pipeline SimpleRNNCell StackedRNNCells Wrapper".split()
)


def _named(function: Function) -> list[str]:
    """The parameters of a method behind `self`."""
    return [*function.parameters.positional[1:], *function.parameters.keyword_only]


def _detached(value: Any) -> Any:
    if isinstance(value, Tensor) and not isinstance(value, Variable):
        return Tensor(value.shape, value.dtype, value.name, value.why, origin=value.origin)
    return value


def _check_outputs(outputs: Any, layer: Programmed, symbolic: bool) -> None:
    """In a graph, a layer must give tensors; what is not known stays so."""
    if outputs is None:
        return  # Keras lets it pass; whoever uses it will fail
    items = list(flatten(outputs))
    for item in items:
        if isinstance(item, Unknown):
            raise Undetermined(item.why)
        if isinstance(item, Instance):
            raise Undetermined(f"{layer.cls.name}.call gives an object")
    if symbolic and layer.session.inside_call == 0 and any(not isinstance(item, Tensor) for item in items):
        raise Invalid(
            f"All operation outputs must be tensors. Layer '{layer.name}' returned a non-tensor: {outputs!r}",
            code="KC117",
        )


def to_program(size: Any) -> Any:
    """A dimension as the program sees it: None, an int, or an unknown that keeps its formula."""
    if size is FREE or isinstance(size, int):
        return to_python(size)
    return Unknown("depends on values that are known only at run time", str(size), None, size)


def from_program(shape: Any) -> Shapes:
    """A shape or structure of shapes that the program made."""
    if isinstance(shape, Unknown):
        raise Undetermined(shape.why)
    if isinstance(shape, dict):
        return {key: from_program(value) for key, value in shape.items()}
    if isinstance(shape, (list, tuple)):
        if all(isinstance(size, (int, Unknown)) or size is None for size in shape):
            return tuple(FREE if size is None else as_dim(size) for size in shape)  # type: ignore[misc]
        shapes = map(from_program, shape)
        return ShapeTuple(shapes) if isinstance(shape, tuple) else list(shapes)
    raise Undetermined("a shape that is not known")
