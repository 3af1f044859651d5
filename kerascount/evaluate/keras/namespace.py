"""What each name of keras means: layers, models, `Input`, operations and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.keras.control import TAKING_FUNCTIONS, call_with_functions
from kerascount.evaluate.keras.functions import LambdaObject
from kerascount.evaluate.objects import LibraryClass, StandIn
from kerascount.evaluate.tensors import shape_in_program
from kerascount.layers.catalogue import find_layer
from kerascount.layers.identifiers import ACTIVATIONS
from kerascount.layers.registry import InputSpec, Layer
from kerascount.models.functional import FunctionalObject, UnknownModel
from kerascount.models.inputs import InputObject, input_layer, standardize_shape
from kerascount.models.layer import LayerObject, make_layer
from kerascount.models.model import ModelObject
from kerascount.models.node import apply
from kerascount.models.sequential import SequentialObject
from kerascount.models.session import Session
from kerascount.models.tree import flatten
from kerascount.values.nearest import did_you_mean
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api


class KerasNames:
    """The names of one session's Keras."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.bound: dict[str, Any] = {}
        self.ev: Evaluator | None = None

    def find(self, name: str) -> Any:
        """What a canonical name is bound to; None where it has no model of its own."""
        if name not in self.bound:
            self.bound[name] = self._make(name)
        return self.bound[name]

    def _make(self, name: str) -> Any:
        special = SPECIAL.get(name)
        if special is not None:
            return special(self.session, name)
        owner, _, tail = name.rpartition(".")
        if owner in LATE:
            return LATE[owner](self.session, name)
        if owner == "keras.models" and self.ev is not None:
            return self._models(name)
        if name.startswith("tensorflow."):
            return tensorflow_name(self.session, name)
        if owner == "keras.layers" or owner.startswith("keras.layers."):
            if tail in MERGES:
                return StandIn(name, partial(self._merge, MERGES[tail]))
            described = find_layer(tail, self.session.api)
            return self._layer_class(name, described) if described else None
        if owner == "keras.applications" or owner.startswith("keras.applications."):
            from kerascount.evaluate.keras import applications

            return applications.find(self.session, name)
        if owner == "keras.activations":
            return self._activation(name, tail)
        if owner in ("keras.ops", "keras.ops.numpy", "keras.ops.nn", "keras.ops.image", "keras.ops.linalg"):
            return self._operation(name.removeprefix("keras.ops."))
        return None

    def _models(self, name: str) -> Any:
        from kerascount.evaluate.keras import cloning

        assert self.ev is not None
        return cloning.find(self.ev, name)

    def _merge(self, class_name: str, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """`keras.layers.concatenate([a, b], axis=1)`: makes the layer and calls it."""
        return self.find(f"keras.layers.{class_name}").make(*args, **kwargs)(inputs)

    def _layer_class(self, name: str, described: type[Layer]) -> LibraryClass:
        def make(*args: Any, **kwargs: Any) -> LayerObject:
            bound = described.bind(args, kwargs, self.session.context)
            if described.keras_name == "Lambda" and self.ev is not None:
                return LambdaObject(self.session, bound, self.ev)
            if described.keras_name == "JaxLayer" and self.ev is not None:
                from kerascount.evaluate.keras.jax_layer import JaxLayerObject

                return JaxLayerObject(self.session, bound, self.ev)
            return make_layer(self.session, bound)

        return LibraryClass(name, make, "layer", described)

    def _activation(self, name: str, tail: str) -> Any:
        """An activation function; on Keras tensors most of them are the operation of the same name."""
        from kerascount.ops.catalogue import OPS

        if tail == "get":
            return StandIn(name, self._get_activation)
        if tail == "linear":
            return StandIn(name, lambda x: x)
        if self.session.api is Api.TF_KERAS:
            from kerascount.evaluate.keras.compositions import composed

            layers = composed(self.session, f"activations.{tail}", None)
            if layers is not None:
                return StandIn(name, layers)
        op = OPS.get(f"activations.{tail}") or OPS.get({"exponential": "exp"}.get(tail, tail))
        if op is None:
            return StandIn(name, lambda x, *args, **kwargs: same_shape(x)) if tail in ACTIVATIONS else None
        return StandIn(name, partial(call_op, self.session, op))

    def _get_activation(self, identifier: Any = None) -> Any:
        if identifier is not None and not isinstance(identifier, str):
            return identifier
        found = self.find(f"keras.activations.{'linear' if identifier is None else identifier}")
        if found is None:
            raise Invalid(f"Could not interpret activation function identifier: {identifier}", code="KC108")
        return found

    def _operation(self, name: str) -> Any:
        from kerascount.ops.catalogue import OPS

        op = OPS.get(name) or OPS.get(name.partition(".")[2])
        if op and self.ev and op.name in TAKING_FUNCTIONS:
            return StandIn(f"keras.ops.{name}", partial(call_with_functions, self.ev, op))
        return StandIn(f"keras.ops.{name}", partial(call_op, self.session, op)) if op else None


def same_shape(x: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise Undetermined("an activation of a value that is not known")
    return Tensor(x.shape, x.dtype, why=x.why)


def call_op(session: Session, op: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Call an operation; on Keras tensors it becomes a node of the graph."""
    if op.class_name is None:
        return op(*args, **kwargs)
    return apply(session, op.class_name, op, args, kwargs)


def base_layer(session: Session, name: str) -> LibraryClass:
    def make(**kwargs: Any) -> LayerObject:
        return LayerObject(session, "Layer", kwargs, None)

    return LibraryClass(name, make, "layer")


def make_input(
    session: Session,
    shape: Any = None,
    batch_size: Any = None,
    dtype: Any = None,
    sparse: Any = None,
    ragged: Any = None,
    batch_shape: Any = None,
    name: Any = None,
    tensor: Any = None,
    optional: Any = False,
) -> Any:
    """`keras.Input`, Keras 3."""
    _check_input_tensor(tensor)
    return input_layer(session, shape, batch_size, dtype, batch_shape, name).tensor


def _check_input_tensor(tensor: Any) -> None:
    """Keras 3 takes a Keras tensor alone."""
    if isinstance(tensor, (Tensor, Unknown)) and (not isinstance(tensor, Tensor) or tensor.history is not None):
        raise Undetermined("an Input around an existing tensor")
    if tensor is not None:
        message = f"Argument `input_tensor` must be a KerasTensor. Received invalid type: input_tensor={tensor}"
        raise Invalid(message, code="KC107")


def make_input_2(
    session: Session,
    shape: Any = None,
    batch_size: Any = None,
    name: Any = None,
    dtype: Any = None,
    sparse: Any = None,
    tensor: Any = None,
    ragged: Any = None,
    type_spec: Any = None,
    batch_shape: Any = None,
    batch_input_shape: Any = None,
) -> Any:
    """The same before Keras 3; standalone Keras had `batch_shape` second."""
    if tensor is not None:
        raise Undetermined("an Input around an existing tensor")
    if sparse is True and ragged is True:
        raise Invalid("Cannot set both `sparse` and `ragged` to `True` in a Keras `Input`.")
    full = batch_shape if batch_shape is not None else batch_input_shape
    if session.api < Api.TF_KERAS and isinstance(batch_size, (tuple, list)):
        full, batch_size = batch_size, None
    return input_layer(session, shape, batch_size, dtype, full, name).tensor


def checked(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Turn a call that does not fit our function's signature, which is Keras', into Keras' TypeError."""

    def call(*args: Any, **kwargs: Any) -> Any:
        code = function.__code__ if hasattr(function, "__code__") else function.func.__code__  # type: ignore[attr-defined]
        skipped = 0 if hasattr(function, "__code__") else len(function.args)  # type: ignore[attr-defined]
        names = code.co_varnames[skipped : code.co_argcount]
        for key in kwargs:
            if key not in names:
                message = f"{name}() got an unexpected keyword argument '{key}'"
                plain, help = f"does not take `{key}`", did_you_mean(key, names)
                raise Invalid(message, error="TypeError", code="KC104", plain=plain, help=help)
        if len(args) > len(names):
            message = f"{name}() takes from 0 to {len(names)} positional arguments but {len(args)} were given"
            raise Invalid(message, error="TypeError", code="KC102")
        return function(*args, **kwargs)

    return call


def input_function(session: Session, name: str) -> StandIn:
    function = make_input if session.api is Api.KERAS_3 else make_input_2
    return StandIn(name, checked(partial(function, session), "Input"))


def input_layer_class(session: Session, name: str) -> LibraryClass:
    def make(
        shape: Any = None, batch_size: Any = None, dtype: Any = None, sparse: Any = None, batch_shape: Any = None,
        input_tensor: Any = None, name: Any = None, input_shape: Any = None, batch_input_shape: Any = None,
        ragged: Any = None, optional: Any = False,
    ) -> InputObject:  # fmt: skip
        shape = input_shape if shape is None else shape
        full = batch_input_shape if batch_shape is None else batch_shape
        if session.api is Api.KERAS_3:
            _check_input_tensor(input_tensor)
        return input_layer(session, shape, batch_size, dtype, full, name)

    return LibraryClass(name, checked(make, "InputLayer"), "layer")


def is_functional_call(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    """`functional_init_arguments` of keras/src/models/model.py."""
    return (
        len(args) == 2
        or (len(args) == 1 and "outputs" in kwargs)
        or ("inputs" in kwargs and "outputs" in kwargs)
        or ("input" in kwargs and "output" in kwargs)
    )


def functional_arguments(session: Session, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Inputs, outputs and the rest; Keras 1 and 2 also said `input=` and `output=`."""
    rest = dict(kwargs)
    if session.api <= Api.KERAS_2:
        for old, new in (("input", "inputs"), ("output", "outputs")):
            if old in rest:
                rest[new] = rest.pop(old)
    named = dict(zip(("inputs", "outputs", "name"), args, strict=False))
    named.update(rest)
    if "inputs" not in named or "outputs" not in named or len(args) > 3:
        raise Invalid("Model() needs `inputs` and `outputs`", error="TypeError", code="KC103")
    for key in named:
        if key not in ("inputs", "outputs", "name", "trainable"):
            message = f"Functional.__init__() got an unexpected keyword argument '{key}'"
            raise Invalid(message, error="ValueError" if session.api is Api.KERAS_3 else "TypeError", code="KC104")
    return named.pop("inputs"), named.pop("outputs"), named


def model_class(session: Session, name: str) -> LibraryClass:
    def make(*args: Any, **kwargs: Any) -> ModelObject:
        if is_functional_call(args, kwargs) or (session.api is not Api.KERAS_3 and len(args) > 1):
            return functional_model(session, *functional_arguments(session, args, kwargs))
        if args:
            given = len(args) + 1
            message = f"Layer.__init__() takes 1 positional argument but {given} positional arguments were given"
            raise Invalid(message, error="TypeError", code="KC102")
        unknown = {key: value for key, value in kwargs.items() if key not in ("name", "trainable", "dtype")}
        if unknown:
            names = ", ".join(map(repr, unknown))
            raise Invalid(
                f"Unrecognized keyword arguments passed to Model: {names}",
                code="KC104",
                help="a model of layers is Model(inputs=…, outputs=…)",
            )
        return ModelObject(session, "Model", kwargs)

    return LibraryClass(name, make, "model")


def functional_model(session: Session, inputs: Any, outputs: Any, common: Mapping[str, Any]) -> ModelObject:
    """The model between these tensors; where they are not known, a model of which no more is known."""
    for value in flatten([inputs, outputs]):
        if isinstance(value, Unknown) and not value.source:
            return UnknownModel(session, value.why, common)
    return FunctionalObject(session, inputs, outputs, common)


def functional_class(session: Session, name: str) -> LibraryClass:
    """The class that `Model(inputs, outputs)` makes an object of."""

    def make(*args: Any, **kwargs: Any) -> ModelObject:
        return functional_model(session, *functional_arguments(session, args, kwargs))

    return LibraryClass(name, make, "functional")


def sequential_class(session: Session, name: str) -> LibraryClass:
    def make(layers: Any = None, trainable: Any = True, name: Any = None) -> SequentialObject:
        return SequentialObject(session, _layer_list(layers), {"name": name, "trainable": trainable})

    def make_2(layers: Any = None, name: Any = None) -> SequentialObject:
        return SequentialObject(session, _layer_list(layers), {"name": name})

    function = make if session.api is Api.KERAS_3 else make_2
    return LibraryClass(name, checked(function, "Sequential.__init__"), "sequential")


def _layer_list(layers: Any) -> Any:
    """What `for layer in layers` runs over in `Sequential.__init__`."""
    if isinstance(layers, Unknown):
        raise Undetermined(layers.why)
    if isinstance(layers, Tensor):
        raise Invalid("A symbolic KerasTensor cannot be used as a boolean.", error="TypeError", code="KC115")
    if isinstance(layers, ModelObject) or layers is None or isinstance(layers, (list, tuple)):
        if isinstance(layers, ModelObject):
            raise Invalid(f"'{layers.class_name}' object is not iterable", error="TypeError", code="KC115")
        return layers
    if isinstance(layers, LayerObject):
        raise Invalid(f"'{layers.class_name}' object is not iterable", error="TypeError", code="KC115")
    return layers


def clear_session(session: Session, name: str) -> StandIn:
    return StandIn(name, lambda *args, **kwargs: session.clear())


def set_data_format(session: Session, name: str) -> StandIn:
    def setter(value: Any) -> None:
        order = {"th": "channels_first", "tf": "channels_last"}.get(value, value)
        if isinstance(order, str):
            session.set(data_format=order)

    return StandIn(name, setter)


def get_data_format(session: Session, name: str) -> StandIn:
    return StandIn(name, lambda: session.context.data_format)


def image_dim_ordering(session: Session, name: str) -> StandIn:
    return StandIn(name, lambda: {"channels_first": "th"}.get(session.context.data_format, "tf"))


def set_floatx(session: Session, name: str) -> StandIn:
    return StandIn(name, lambda value: session.set(floatx=value))


def get_floatx(session: Session, name: str) -> StandIn:
    return StandIn(name, lambda: session.context.floatx)


def is_keras_tensor(session: Session, name: str) -> StandIn:
    return StandIn(name, lambda x: isinstance(x, Tensor) and x.history is not None)


def get_source_inputs(session: Session, name: str) -> StandIn:
    from kerascount.models.applications.sources import source_inputs

    def sources(tensor: Any, *place: Any, **named: Any) -> Any:
        if place or named:
            raise Undetermined("the inputs of a layer instead of a tensor")
        if isinstance(tensor, Unknown):
            raise Undetermined(tensor.why)
        return source_inputs(tensor) if isinstance(tensor, Tensor) and tensor.history is not None else tensor

    return StandIn(name, sources)


def tensorflow_name(session: Session, name: str) -> Any:
    from kerascount.evaluate.keras import tensorflow

    return tensorflow.find(session, name)


def backend_name(session: Session, name: str) -> Any:
    from kerascount.evaluate.keras import backend

    return backend.find(session, name)


def random_name(session: Session, name: str) -> Any:
    from kerascount.evaluate.keras import random

    return random.find(session, name)


def policy_name(session: Session, name: str) -> Any:
    from kerascount.evaluate.keras import policies

    return policies.find(session, name)


def feature_column(session: Session, name: str) -> Any:
    from kerascount.layers.feature_columns import COLUMNS

    function = COLUMNS.get(name.rpartition(".")[2])
    return StandIn(name, checked(function, function.__name__)) if function else None


def shape_operation(session: Session, name: str) -> StandIn:
    """`keras.ops.shape`: the sizes as `x.shape` gives them."""

    def shape(x: Any) -> Any:
        from kerascount.ops.shapes import operand

        return shape_in_program(session, operand(x))

    return StandIn(name, shape)


# Modules whose stand-ins are imported when a program names one of them.
LATE: Mapping[str, Callable[[Session, str], Any]] = {
    "keras.backend": backend_name,
    "keras.random": random_name,
    **dict.fromkeys(
        ("keras.dtype_policies", "keras.mixed_precision", "keras.mixed_precision.experimental"), policy_name
    ),
    "tensorflow.feature_column": feature_column,
}
MERGES = {
    "add": "Add", "subtract": "Subtract", "multiply": "Multiply", "average": "Average", "maximum": "Maximum",
    "minimum": "Minimum", "concatenate": "Concatenate", "dot": "Dot",
}  # fmt: skip


def input_spec(session: Session, name: str) -> StandIn:
    def make(
        dtype: Any = None, shape: Any = None, ndim: Any = None, max_ndim: Any = None, min_ndim: Any = None,
        axes: Any = None, allow_last_axis_squeeze: Any = False, name: Any = None, optional: Any = False,
    ) -> InputSpec:  # fmt: skip
        dims = None if shape is None else standardize_shape(shape, session.api)
        ranks = {"ndim": ndim if dims is None else len(dims), "max_ndim": max_ndim, "min_ndim": min_ndim}
        if any(isinstance(value, Unknown) for value in (*ranks.values(), axes)):
            raise Undetermined("an InputSpec that is not known")
        wanted = dtype if isinstance(dtype, str) else None
        return InputSpec(**ranks, axes=axes or {}, shape=dims, dtype=wanted, name=name)

    return StandIn(name, checked(make, "InputSpec.__init__"))


def variable_class(session: Session, name: str) -> Any:
    from kerascount.evaluate.keras import variables

    return variables.find(session, name)


SPECIAL: Mapping[str, Callable[[Session, str], Any]] = {
    "keras.KerasTensor": variable_class,
    "keras.Variable": variable_class,
    "keras.Input": input_function,
    "keras.layers.InputLayer": input_layer_class,
    "keras.layers.Layer": base_layer,
    "keras.layers.InputSpec": input_spec,
    "keras.Model": model_class,
    "keras.models.Functional": functional_class,
    "keras.Sequential": sequential_class,
    "keras.backend.clear_session": clear_session,
    "keras.utils.clear_session": clear_session,
    "keras.backend.set_image_data_format": set_data_format,
    "keras.config.set_image_data_format": set_data_format,
    "keras.backend.set_image_dim_ordering": set_data_format,
    "keras.backend.image_data_format": get_data_format,
    "keras.config.image_data_format": get_data_format,
    "keras.backend.image_dim_ordering": image_dim_ordering,
    "keras.backend.set_floatx": set_floatx,
    "keras.config.set_floatx": set_floatx,
    "keras.backend.floatx": get_floatx,
    "keras.config.floatx": get_floatx,
    "keras.backend.is_keras_tensor": is_keras_tensor,
    "keras.utils.is_keras_tensor": is_keras_tensor,
    "keras.utils.get_source_inputs": get_source_inputs,
    "keras.ops.shape": shape_operation,
    "keras.DTypePolicy": policy_name,
    "keras.FloatDTypePolicy": policy_name,
    "keras.config.dtype_policy": policy_name,
    "keras.config.set_dtype_policy": policy_name,
}
