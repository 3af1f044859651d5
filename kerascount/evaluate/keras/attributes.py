"""Attributes and methods of layers and models, as a program reads and calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any, Final

from kerascount.evaluate.keras import adaptive, cloning, converting
from kerascount.evaluate.keras.names import public
from kerascount.evaluate.keras.programmed import (
    Programmed,
    Variable,
    from_program,
    to_program,
    wrapped,
)
from kerascount.evaluate.keras.training.compile import compile  # noqa: A004
from kerascount.evaluate.objects import MISSING, LibraryObject, StandIn
from kerascount.layers.registry import InputSpec
from kerascount.models.freeze import freeze
from kerascount.models.functional import FunctionalObject
from kerascount.models.inputs import InputObject, standardize_shape
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.node import Node, Operation
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import flatten, is_symbolic, shapes_of
from kerascount.models.weights import WeightObject
from kerascount.values.dims import Symbolic, product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shapes
from kerascount.values.weight import Weight
from kerascount.versions import Api

MAX_PRINTED: Final = 50  # tables of one model


def attribute(layer: LayerObject, name: str) -> Any:
    """`layer.name`: a value, MISSING where there is certainly none.

    Raises:
        Undetermined: Keras has the attribute, and we do not know its value.
    """
    if name in layer.given:
        return layer.given[name]
    reader = PROPERTIES.get(name)
    if reader is not None:
        return reader(layer)
    if isinstance(layer, ModelObject):
        reader = MODEL_PROPERTIES.get(name)
        if reader is not None:
            return reader(layer)
        if name in COMPILED or name == "history":
            return compiled(layer, name)
    if name == "_name" and layer.session.api is not Api.KERAS_3:
        return layer.name
    method = _method(layer, name)
    if method is not None:
        return StandIn(
            f"{layer.class_name}.{name}", partial(fitted if name in MIRRORED else called, method, layer, name)
        )
    if layer.layer is not None and name in layer.layer.__dict__:
        return _argument(layer, name)
    for weight in layer.own_weights:
        if weight.weight.name == name:
            return Variable(weight)
    _built(layer)
    return _absent(layer, name)


def _method(layer: LayerObject, name: str) -> Callable[..., Any] | None:
    for kind, methods in METHODS:
        if isinstance(layer, kind) and name in methods:
            return methods[name]
    return adaptive.method(layer, name) or converting.method(layer, name)


def _absent(layer: LayerObject, name: str) -> Any:
    """Nothing where Keras certainly has nothing, else not known. Only Keras 3 is recorded in full."""
    names = None if name.startswith("_") else _recorded_names(layer)
    if names is not None and name not in names and name not in BACKEND_NAMES:
        return MISSING
    return _not_known(name)


def _recorded_names(layer: LayerObject) -> frozenset[str] | None:
    """All that a layer of its class may have."""
    api = layer.session.api
    if api is Api.TF_KERAS and isinstance(layer, Programmed) and not isinstance(layer, ModelObject):
        names = public(api).get(recorded_class(layer))
        return None if names is None else names | ONCE_IN_TF_KERAS
    return public(api).get(recorded_class(layer)) if api is Api.KERAS_3 else None


ONCE_IN_TF_KERAS = frozenset("apply get_losses_for get_updates_for uses_learning_phase".split())
# What layers have from `torch.nn.Module` or `tf.Module`, with those backends of Keras 3.
BACKEND_NAMES = frozenset(
    """
    T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval
    extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules
    mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer
    register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook
    register_load_state_dict_post_hook register_module register_parameter register_state_dict_pre_hook requires_grad_
    set_extra_state set_submodule share_memory state_dict to to_empty torch_params train training type xpu zero_grad
    name_scope submodules with_name_scope
    """.split()
)


def recorded_class(layer: LayerObject) -> str:
    if isinstance(layer, ModelObject):
        return "class Sequential" if isinstance(layer, SequentialObject) else "class Functional"
    if layer.layer is not None or isinstance(layer, InputObject):
        return ""
    return "" if isinstance(layer, Programmed) and not (layer.bases_known and layer.started) else "class Layer"


def _not_known(name: str) -> Any:
    raise Undetermined(f"the attribute {name} of a layer is not known")


def _activation(layer: LayerObject, name: str | None) -> Any:
    """The function that Keras keeps in place of its name."""
    from kerascount.evaluate.keras.namespace import KerasNames

    found = KerasNames(layer.session).find(f"keras.activations.{name or 'linear'}")
    return _not_known("activation") if found is None else found


def _argument(layer: LayerObject, name: str) -> Any:
    """The argument of the constructor, which most layers keep under its name."""
    value = layer.layer.__dict__[name]
    if name.endswith("activation") and (value is None or isinstance(value, str)):
        return _activation(layer, value)
    if isinstance(value, str) and name.endswith(("_initializer", "_regularizer", "_constraint")):
        return _not_known(name)  # an object that was made from that name
    if value is None and hasattr(layer.layer, "adapted"):
        return _not_known(name)  # learned from data: `mean`, `variance`, `vocabulary`
    return to_program(value) if isinstance(value, Symbolic) else value


def _output_shape(layer: LayerObject) -> Any:
    if isinstance(layer, FunctionalObject):
        outputs = layer.outputs if layer.session.api is Api.KERAS_3 else layer.output  # Keras 3 keeps no structure
        return _shape_of(outputs[0] if isinstance(outputs, list) and len(outputs) == 1 else outputs)
    if isinstance(layer, SequentialObject):
        return _shape_of(layer.outputs[0])
    if layer.session.api is Api.KERAS_3 and not isinstance(layer, (ModelObject, InputObject)):
        message = f"'{layer.class_name}' object has no attribute 'output_shape'"
        raise Invalid(message, error="AttributeError", code="KC118")
    return _shape_of(layer.output)


def _input_shape(layer: LayerObject) -> Any:
    if isinstance(layer, ModelObject):
        inputs = layer.inputs
        return _shape_of(inputs[0] if len(inputs) == 1 else inputs)
    if layer.session.api is Api.KERAS_3:
        message = f"'{layer.class_name}' object has no attribute 'input_shape'"
        raise Invalid(message, error="AttributeError", code="KC118")
    return _shape_of(layer.input)


def _shape_of(structure: Any) -> Any:
    return program_shape(shapes_of(structure))


def program_shape(shapes: Shapes) -> Any:
    """Shapes as the program sees them."""
    if isinstance(shapes, tuple):
        return tuple(to_program(size) for size in shapes)
    if isinstance(shapes, list):
        return [program_shape(shape) for shape in shapes]
    return {key: program_shape(shape) for key, shape in shapes.items()}


def known_weights(layer: LayerObject) -> list[WeightObject]:
    """All weights, where a call on something unknown may not have made some of them."""
    for inside in layer.walk():
        if inside.unknown and not inside.built:
            raise Undetermined(inside.unknown)
    return layer.weights()


def _built(layer: LayerObject) -> bool:
    if layer.unknown and not layer.built:
        raise Undetermined(layer.unknown)
    return layer.built


def _variables(layer: LayerObject, which: str) -> list[Variable]:
    weights = known_weights(layer)
    if which == "trainable":
        weights = [weight for weight in weights if layer.trainable and weight.trainable]
    elif which == "frozen":
        weights = [weight for weight in weights if not (layer.trainable and weight.trainable)]
    return [Variable(weight) for weight in weights]


def _losses(layer: LayerObject) -> list[Any]:
    """The losses of regularizers and of `add_loss`; known only where there can be none."""
    for inside in layer.walk():
        if isinstance(inside, Programmed) or _regularizes(inside):
            raise Undetermined("how many losses a layer has is not known")
    return []


def _regularizes(layer: LayerObject) -> bool:
    if layer.layer is None:
        return not isinstance(layer, (ModelObject, InputObject))
    arguments = {**layer.layer.__dict__, **layer.given}
    return layer.class_name == "ActivityRegularization" or any(
        value is not None for name, value in arguments.items() if name.endswith("_regularizer")
    )


PROPERTIES: Mapping[str, Callable[[LayerObject], Any]] = {
    "name": lambda layer: layer.name,
    "trainable": lambda layer: layer.trainable,
    "built": _built,
    "dtype": lambda layer: layer.policy.variable_dtype,
    "variable_dtype": lambda layer: layer.policy.variable_dtype,
    "compute_dtype": lambda layer: layer.dtype,
    "dtype_policy": lambda layer: layer.policy,
    "output": lambda layer: layer.output,
    "input": lambda layer: layer.input,
    "output_shape": _output_shape,
    "input_shape": _input_shape,
    "weights": lambda layer: _variables(layer, "all"),
    "variables": lambda layer: _variables(layer, "all"),
    "trainable_weights": lambda layer: _variables(layer, "trainable"),
    "trainable_variables": lambda layer: _variables(layer, "trainable"),
    "non_trainable_weights": lambda layer: _variables(layer, "frozen"),
    "non_trainable_variables": lambda layer: _variables(layer, "frozen"),
    "losses": _losses,
    "supports_masking": lambda layer: layer.supports_masking,
}
MODEL_PROPERTIES: Mapping[str, Callable[[Any], Any]] = {
    "layers": lambda model: list(model.layers),
    "inputs": lambda model: list(model.inputs),
    "outputs": lambda model: list(model.outputs),
    "input_names": lambda model: [tensor.history.operation.name for tensor in model.inputs],
    "output_names": lambda model: [tensor.history.operation.name for tensor in model.outputs],
}


def compiled(model: ModelObject, name: str) -> Any:
    """What a model of Keras 3 has since `compile`, and `history` since `fit`."""
    if model.session.api is not Api.KERAS_3:
        raise Undetermined(f"the attribute {name} of a model is not known")
    if name == "history":
        return MISSING if not model.fitted else _not_known(name)
    if model.compiled is None:
        return MISSING if name in ("optimizer", "stop_training") else COMPILED[name]
    if name == "optimizer" and not isinstance(model.compiled.get(name), LibraryObject):
        return _not_known(name)
    return model.compiled.get(name, COMPILED[name])


COMPILED: Mapping[str, Any] = {"optimizer": None, "loss": None, "stop_training": False}

# --- methods


def get_layer(model: ModelObject, /, name: Any = None, index: Any = None) -> LayerObject:
    if isinstance(name, Unknown) or isinstance(index, Unknown):
        raise Undetermined("get_layer with a name that is not known")
    return model.get_layer(name, index)


def called(method: Callable[..., Any], layer: LayerObject, name: str, /, *args: Any, **kwargs: Any) -> Any:
    return method(layer, *args, **kwargs)


def fitted(method: Callable[..., Any], layer: LayerObject, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """Call a method whose signature here is that of Keras.

    Raises:
        Invalid: the arguments do not fit it.
    """
    try:
        return method(layer, *args, **kwargs)
    except TypeError as error:
        if error.__traceback__ is None or error.__traceback__.tb_next is not None:
            raise
        message = f"{layer.class_name}.{name}() does not take these arguments: {error}"
        raise Invalid(message, error="TypeError", code="KC102") from None


def add(model: SequentialObject, /, layer: Any, rebuild: Any = True, **others: Any) -> None:
    for name in others:
        raise Invalid(
            f"{model.class_name}.add() got an unexpected keyword argument '{name}'",
            error="TypeError",
            code="KC104",
            plain=f"does not take `{name}`",
            help=f"layers take it: {layer.class_name}(…, {name}=…)" if isinstance(layer, LayerObject) else "",
        )
    model.add(layer)


def pop(model: SequentialObject, /, rebuild: Any = True) -> LayerObject:
    return model.pop()


def build(layer: LayerObject, /, *shapes: Any, **named: Any) -> None:
    """`layer.build(input_shape)`, with shapes of the program's; some layers have one for each input.

    Raises:
        Invalid: Keras refuses the shapes, or one of them is missing.
    """
    given = [*shapes, *named.values()]
    if len(given) > 1 or (layer.layer and layer.layer.inputs_needed > 1):
        _build_from_several(layer, shapes, named)
        return
    _build_from_one(layer, given[0] if given else None)


def _build_from_several(layer: LayerObject, shapes: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    if layer.layer is None:
        raise Undetermined("a layer of the program that is built with several shapes")
    names = layer.layer.input_names
    given = {**dict(zip(names, shapes, strict=False)), **{key.removesuffix("_shape"): named[key] for key in named}}
    for name in names[: layer.layer.inputs_needed]:
        if name not in given:
            message = f"{layer.class_name}.build() missing 1 required positional argument: '{name}_shape'"
            raise Invalid(message, error="TypeError", code="KC103")
    first, *others = ((name, from_program(given[name])) for name in names if given.get(name) is not None)
    layer.first_shapes = dict([first, *others])
    layer.build(first[1], **dict(others))


def _build_from_one(layer: LayerObject, input_shape: Any) -> None:
    if isinstance(layer, FunctionalObject):
        return
    if input_shape is None and layer.layer and not layer.layer.needs_shape:
        layer.build(())
        return
    shapes = from_program(input_shape)
    if isinstance(layer, SequentialObject):
        layer.build(shapes)
    elif isinstance(layer, Programmed):
        _build_programmed(layer, shapes)
    else:
        layer.build(shapes)
        _check_lengths(layer, shapes)


def _check_lengths(layer: LayerObject, shapes: Shapes) -> None:
    """What `build` of a convolution refuses beside what its weights need."""
    if layer.layer and layer.layer.lengths_known_when_built and layer.session.api is Api.KERAS_3:
        try:
            layer.compute_output_shape(shapes)
        except Undetermined:
            return


def _build_programmed(layer: Programmed, shapes: Shapes) -> None:
    """A model without a `build` of its own is built by running its `call`."""
    if layer.session.api is Api.KERAS_3 and isinstance(layer, ModelObject) and layer.own("build") is MISSING:
        layer.built_with, layer.built = shapes, True  # Keras 3 leaves the layers to the first call
        return
    if isinstance(layer, ModelObject) and layer.own("build") is MISSING and layer.own("call") is not MISSING:
        from kerascount.models.layer import to_tensors

        with layer.session.new_graph() if layer.session.has_graphs else nullcontext():
            layer.infer_bound({layer.signature.names[0]: to_tensors(shapes, layer.dtype)})
        layer.built_with, layer.built = shapes, True
        return
    layer.build(shapes)


def add_weight(layer: LayerObject, /, *args: Any, **kwargs: Any) -> Variable:
    """`add_weight` in its three spellings: (shape, …) in Keras 3, (name, shape, …) before, all by keyword."""
    names = ("shape", "initializer", "dtype") if layer.session.api is Api.KERAS_3 else ("name", "shape", "dtype")
    if layer.session.api is Api.KERAS_3 and args and isinstance(args[0], str):
        raise Invalid("`name` must be passed as a keyword argument.", code="KC102")
    if layer.session.api < Api.KERAS_3 and args and isinstance(args[0], (tuple, list)):
        names = ("shape", "initializer", "name")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    shape = given.get("shape")
    if layer.session.api is Api.KERAS_3 and isinstance(shape, int):
        raise Invalid(f"Cannot convert '{shape}' to a shape.", code="KC109")
    if isinstance(shape, Unknown) and shape.number is None:
        raise Undetermined(f"a weight of a shape that is not known: {shape.why}")
    dims = standardize_shape(() if shape is None else (shape,) if _is_size(shape) else shape)
    if any(not isinstance(size, (int, Symbolic)) for size in dims):
        raise Invalid(
            f"Cannot make a weight of shape {shape}: every size must be known",
            code="KC109",
            help="None is a size that is left open, as that of the batch is: input_shape[-1] has the features",
        )
    trainable = given.get("trainable", True) is not False
    name = given.get("name") or (
        layer.session.auto_name("Variable") if layer.session.api is Api.KERAS_3 else "Variable"
    )
    weight = Weight(str(name), dims, trainable, str(given.get("dtype") or ""))
    return Variable(layer.add_weight(weight))


def _is_size(shape: Any) -> bool:
    return isinstance(shape, (int, Unknown)) and not isinstance(shape, bool)


def count_params(layer: LayerObject) -> Any:
    if not _built(layer):
        raise Invalid(f"You tried to call `count_params` on layer '{layer.name}', but the layer isn't built.")
    total = sum_sizes(known_weights(layer))
    return to_program(total)


def sum_sizes(weights: list[WeightObject]) -> Any:
    total: Any = 0
    for weight in weights:
        total = total + product(weight.weight.shape)
    return total


def compute_output_shape(layer: LayerObject, first: Any = None, /, *further: Any, **named: Any) -> Any:
    """The shapes are named after the inputs: `query_shape`, `value_shape`, `key_shape`; one alone may have any name."""
    names = layer.layer.input_names if layer.layer else ()
    given = {name.removesuffix("_shape"): shape for name, shape in named.items()}
    if first is None:
        first = given.pop(names[0]) if names and names[0] in given else given.pop(next(iter(given), ""), None)
    others = {**dict(zip(names[1:], further, strict=False)), **given}
    shapes = {name: from_program(shape) for name, shape in others.items() if shape is not None and name in names}
    if not shapes:
        return program_shape(layer.compute_output_shape(from_program(first)))
    return program_shape(layer.output_shapes(from_program(first), shapes))


def call(layer: LayerObject, /, *args: Any, **kwargs: Any) -> Any:
    """`layer.call(x)`: the outputs without the graph."""
    bound = layer.bind_call(args, kwargs)
    layer.ensure_built(bound)
    return layer.infer_bound(bound)


def nothing(layer: LayerObject, /, *args: Any, **kwargs: Any) -> None:
    return None


def summary(model: ModelObject, /, *args: Any, **kwargs: Any) -> None:
    """Keep the model as it is now: this is what gets printed. A loop that prints it on and on adds nothing."""
    if model.session.keeps_summaries and len(model.printed) < MAX_PRINTED:
        model.printed.append(freeze(model))


def get_weights(layer: LayerObject) -> list[Tensor]:
    """The weights as arrays."""
    return [Tensor(item.weight.shape, item.weight.dtype) for item in known_weights(layer)]


def get_output_at(layer: LayerObject, node_index: Any) -> Any:
    return _node_at(layer, node_index, "output").structure


def get_input_at(layer: LayerObject, node_index: Any) -> Any:
    tensors = _node_at(layer, node_index, "input").inputs
    return tensors[0] if len(tensors) == 1 else list(tensors)


def _node_at(layer: LayerObject, index: Any, what: str) -> Node:
    """The call of that number; Keras 3 tells the first one only."""
    if layer.session.api is Api.KERAS_3:
        message = f"'{layer.class_name}' object has no attribute 'get_{what}_at'"
        raise Invalid(message, error="AttributeError", code="KC118")
    if not isinstance(index, int):
        raise Undetermined("the number of a call that is not known")
    if not -len(layer.inbound) <= index < len(layer.inbound):
        raise Invalid(
            f"Asked to get {what} at node {index}, but the layer has only {len(layer.inbound)} inbound nodes.",
            error="ValueError",
        )
    return layer.inbound[index]


def add_loss(layer: LayerObject, losses: Any = None, **options: Any) -> None:
    """In tf.keras a loss that is computed from tensors of a functional model is part of its graph."""
    _attach(layer, losses, "AddLoss")


def add_metric(layer: LayerObject, value: Any = None, name: Any = None, **options: Any) -> None:
    if layer.session.api is Api.KERAS_3:
        message = "Layer `add_metric()` method is deprecated. Add your metric in `Model.compile(metrics=[...])`."
        raise Invalid(message, error="NotImplementedError", code="KC118")
    _attach(layer, value, "AddMetric")


def _attach(layer: LayerObject, values: Any, class_name: str) -> None:
    if isinstance(layer, FunctionalObject) and layer.session.api is Api.TF_KERAS:
        for value in flatten(values):
            if is_symbolic(value):
                layer.attach(value, class_name)


LAYER_METHODS: Mapping[str, Callable[..., Any]] = {
    "build": build,
    "add_weight": add_weight,
    "add_variable": add_weight,
    "count_params": count_params,
    "compute_output_shape": compute_output_shape,
    "call": call,
    "__call__": lambda layer, *args, **kwargs: layer(*args, **kwargs),
    "get_config": cloning.get_config,
    "get_weights": get_weights,
    "get_output_at": get_output_at,
    "get_input_at": get_input_at,
    "set_weights": nothing,
    "add_loss": add_loss,
    "add_metric": add_metric,
    "add_update": nothing,
}
RUNNING: Final = (
    "fit", "fit_generator", "evaluate", "evaluate_generator", "predict", "predict_generator", "predict_on_batch",
    "train_on_batch", "test_on_batch",
)  # fmt: skip


def run(name: str, model: ModelObject, *args: Any, **kwargs: Any) -> Any:
    """One of these methods; most of what they need is imported when the first is called."""
    from kerascount.evaluate.keras.training import run as methods

    return getattr(methods, name)(model, *args, **kwargs)


MODEL_METHODS: Mapping[str, Callable[..., Any]] = {
    "get_layer": get_layer,
    "summary": summary,
    "compile": compile,
    **{name: partial(run, name) for name in RUNNING},
    "to_json": cloning.to_json,
    "export": nothing,
    "load_weights": nothing,
    "save_weights": nothing,
    "save": nothing,
}
SEQUENTIAL_METHODS: Mapping[str, Callable[..., Any]] = {
    "add": add,
    "pop": pop,
}
# The methods here that have the very signature of Keras'.
MIRRORED = frozenset(["add", "pop", "get_layer", "count_params"])
METHODS: tuple[tuple[type, Mapping[str, Callable[..., Any]]], ...] = (
    (SequentialObject, SEQUENTIAL_METHODS),
    (ModelObject, MODEL_METHODS),
    (LayerObject, LAYER_METHODS),
)


def _names(layer: LayerObject) -> tuple[str, ...]:
    """The attributes that hold a layer's name; Keras 3 has no other behind it."""
    return ("name",) if layer.session.api is Api.KERAS_3 else ("name", "_name")


def set_attribute(operation: Operation, name: str, value: Any) -> None:
    """`layer.name = value` on a layer of Keras'."""
    if not isinstance(operation, LayerObject):
        return
    if name == "trainable":
        if isinstance(value, Unknown):
            raise Undetermined(value.why)
        operation.trainable = bool(value)
    elif name in _names(operation) and isinstance(value, str):
        operation.name = value
    elif name == "built" and isinstance(value, bool):
        operation.built = value
    elif name == "supports_masking" and isinstance(value, bool):
        operation.supports_masking = value
    elif not isinstance(operation, Programmed):
        operation.given[name] = value
    elif name == "input_spec" and _is_spec(value):
        operation.input_spec = value


def _is_spec(value: Any) -> bool:
    items = value if isinstance(value, (list, tuple)) else [value]
    return value is None or all(isinstance(item, InputSpec) for item in items)


# What Keras' classes have as properties that cannot be set, from Keras 3 and from tf.keras as well.
READ_ONLY = frozenset(
    """
    compute_dtype dtype input losses metrics non_trainable_variables non_trainable_weights output trainable_variables
    trainable_weights variable_dtype variables weights
    """.split()
)
READ_ONLY_TF_KERAS = frozenset(
    "dynamic input_mask input_shape name name_scope output_mask output_shape submodules updates".split()
)


def _refuse_read_only(layer: Programmed, name: str) -> None:
    """Names that belong to Keras. The program may have them for itself where its class gives them first."""
    api = layer.session.api
    if api < Api.TF_KERAS or not layer.bases_known or layer.own(name) is not MISSING:
        return
    reserved = READ_ONLY | (READ_ONLY_TF_KERAS if api is Api.TF_KERAS else frozenset())
    if isinstance(layer, ModelObject):
        reserved |= {"layers", "metrics_names"}
    if name in reserved:
        raise Invalid(
            f"property '{name}' of '{layer.cls.name}' object has no setter",
            error="AttributeError",
            code="KC118",
            plain=f"has `{name}` from Keras, which cannot be set",
            help="another name",
        )


def set_programmed(layer: Programmed, name: str, value: Any) -> None:
    """The same on an object of a class of the program: what it holds is tracked."""
    _refuse_read_only(layer, name)
    set_attribute(layer, name, value)
    if name in PROPERTIES and name not in ("input", "output", "losses", "weights"):
        return
    value = wrapped(value, layer)
    if isinstance(value, (LayerObject, Tensor, tuple)):
        layer.adopt(value)
    if layer.session.api is not Api.KERAS_3:
        layer.attributes.pop(name, None)  # what is set anew is tracked behind the others
    layer.attributes[name] = value
    layer.order_children()
