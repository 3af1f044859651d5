"""What the evaluator asks about libraries and Python itself: names, attributes, operators, objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.keras import attributes as layer_attributes
from kerascount.evaluate.keras import inheritance, jax
from kerascount.evaluate.keras.constructors import check_constructor
from kerascount.evaluate.keras.names import canonical, certainly_missing, public
from kerascount.evaluate.keras.namespace import KerasNames
from kerascount.evaluate.keras.programmed import Programmed, Variable
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import (
    MISSING,
    Class,
    External,
    Function,
    Instance,
    Items,
    LibraryClass,
    LibraryObject,
    Method,
    StandIn,
    known_value,
)
from kerascount.evaluate.python import builtins, derived, exceptions, methods, modules, reflection, types
from kerascount.evaluate.tensors import TensorOperators
from kerascount.layers.catalogue import find_layer
from kerascount.layers.policies import DTypePolicy
from kerascount.models.functional import FunctionalObject
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.node import Operation
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, tensors
from kerascount.values.nearest import did_you_mean
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

# Names that a reader of a snippet without imports takes for granted.
MEANT = {
    "keras": "keras", "tf": "tensorflow", "tensorflow": "tensorflow", "np": "numpy", "numpy": "numpy",
    "K": "tensorflow.keras.backend", "backend": "tensorflow.keras.backend",
    "pd": "pandas", "plt": "matplotlib.pyplot", "os": "os",
    "layers": "keras.layers", "models": "keras.models", "optimizers": "keras.optimizers", "losses": "keras.losses",
    "regularizers": "keras.regularizers", "initializers": "keras.initializers", "callbacks": "keras.callbacks",
    "metrics": "keras.metrics", "applications": "keras.applications", "Sequential": "keras.Sequential",
    "Model": "keras.Model", "Input": "keras.Input", "Layer": "keras.layers.Layer",
    "InputLayer": "keras.layers.InputLayer", "mnist": "keras.datasets.mnist", "cifar10": "keras.datasets.cifar10",
    "imdb": "keras.datasets.imdb", "to_categorical": "keras.utils.to_categorical",
    "pad_sequences": "keras.utils.pad_sequences", "np_utils": "keras.utils", "math": "math", "sys": "sys",
}  # fmt: skip


class Libraries(TensorOperators):
    """The libraries of one run."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.keras = KerasNames(session)
        self.ev: Evaluator | None = None
        self.builtins: dict[str, Any] = {}
        self.functions: dict[str, Any] = {}  # of libraries, by their dotted names

    # --- names

    def builtin(self, name: str) -> Any:
        if name not in self.builtins:
            assert self.ev is not None
            self.builtins[name] = builtins.find(self.ev, name)
        return self.builtins[name]

    def meant_by(self, name: str) -> Any:
        """What a Keras user means by a name that the program never defines."""
        known = MEANT.get(name)
        if known is not None:
            return self.external(known)
        if name[:1].isupper() and find_layer(name, self.session.api):
            return self.external(f"keras.layers.{name}")
        return MISSING

    def external(self, name: str) -> Any:
        """What a dotted name of a library stands for."""
        if name in self.functions:
            return self.functions[name]
        found = self._external(name)
        if isinstance(found, (StandIn, LibraryClass, External)):
            self.functions[name] = found
        return found

    def _external(self, name: str) -> Any:
        today = canonical(name)
        if today.startswith("jax.") and (known := jax.alias(today)):
            found = self.external(known)
            if not isinstance(found, External):
                return jax.with_more_arguments(found) if isinstance(found, StandIn) else found
        found = self.keras.find(today) if today.startswith(("keras", "tensorflow")) else None
        if found is None:
            found = jax.find(today) or self._stand_in(today)
        return External(name) if found is MISSING else found

    def _stand_in(self, name: str) -> Any:
        assert self.ev is not None
        return modules.find(self.ev, name)

    def external_attribute(self, owner: External, name: str) -> Any:
        """`owner.name`.

        Raises:
            ProgramError: the module of Keras certainly has no such name.
        """
        self._refuse_missing(owner, name, "AttributeError", f"module '{owner.name}' has no attribute '{name}'")
        if owner.name.count(".") > MAX_DOTS:
            raise Undetermined(f"the attribute {name} of what a library gives")
        return self.external(f"{owner.name}.{name}")

    def imported(self, owner: External, name: str) -> Any:
        """`from owner import name`."""
        message = f"cannot import name '{name}' from '{owner.name}'"
        self._refuse_missing(owner, name, "ImportError", message)
        return self.external(f"{owner.name}.{name}")

    def _refuse_missing(self, owner: External, name: str, error: str, message: str) -> None:
        if ".src" in owner.name or ".python" in owner.name:
            return  # the inside of a package has more names than it shows
        if not certainly_missing(owner.name, name, self.session.api):
            return
        module = canonical(owner.name)
        if module == "keras.backend" or self.keras.find(f"{module}.{name}") is None:
            refusal = Invalid(message, error=error, code="KC119", help=self._meant_name(module, name))
            raise ProgramError(error, message, cause=refusal)

    def _meant_name(self, module: str, name: str) -> str:
        """What was meant by a name that a module of Keras does not have."""
        if module == "keras.layers" and find_layer(name, Api.TF_KERAS) or name in public(Api.TF_KERAS).get(module, ()):
            return f"`{name}` is gone since Keras 3"
        return did_you_mean(name, public(self.session.api)[module])

    def knows_all_names(self, module: External) -> bool:
        return canonical(module.name) in public(Api.KERAS_3)

    def all_names(self, module: External) -> dict[str, Any]:
        owner = canonical(module.name)
        names = public(self.session.api).get(owner) or public(Api.KERAS_3)[owner]
        found = {name: self.external(f"{owner}.{name}") for name in names}
        if owner == "keras.layers" and self.session.api is not Api.KERAS_3:
            found.update((name, self.external(f"keras.layers.{name}")) for name in OLDER if name not in found)
        return found

    def call_layer(self, layer: Any, /, *args: Any, **kwargs: Any) -> Any:
        given = [arg.array() if isinstance(arg, DataObject) else known_value(arg) for arg in args]
        return layer(*given, **{key: known_value(value) for key, value in kwargs.items()})

    def call_external(self, function: External, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """What a function or class gives that has no model of its own."""
        if FINISHERS.get(function.name) == "enums":
            from kerascount.evaluate.python import enums

            assert self.ev is not None
            return enums.functional(self.ev, function.name, *args, **kwargs)
        if function.name in INITIALIZERS:
            return LibraryObject(INITIALIZERS[function.name], tuple(args), dict(kwargs))
        owner, _, _ = canonical(function.name).rpartition(".")
        if owner in LOSSES and any(tensors([*args, *kwargs.values()])):
            return self._loss_of_tensors(function.name, args, kwargs)
        if owner in MAKERS:
            if self.session.api is Api.KERAS_3:
                check_constructor(canonical(function.name), args, kwargs)
            return LibraryObject(canonical(function.name), tuple(args), dict(kwargs))
        raise Undetermined(f"{function.name}() is not followed")

    def call_object(self, made: LibraryObject, /, *args: Any, **kwargs: Any) -> Any:
        """`initializers.Zeros()(shape)` is an array; what other objects give, only a run can tell."""
        from kerascount.evaluate.keras.shapes import filled

        if not made.name.startswith("keras.initializers."):
            raise Undetermined("calls something that is not known")
        given = {**dict(zip(("shape", "dtype"), args, strict=False)), **kwargs}
        if "shape" not in given:
            raise Undetermined("an initializer that is called without a shape")
        return filled(given["shape"], given.get("dtype"))

    def _loss_of_tensors(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """`keras.losses.mse(x, y)`, in a model or inside `call`."""
        from kerascount.evaluate.keras.compositions import composed

        layers = composed(self.session, canonical(name).removeprefix("keras."), None)
        if layers is None or (self.session.api is Api.KERAS_3 and any_symbolic(args, kwargs)):
            raise Undetermined(f"{name}() on tensors is not followed")
        return layers(*args, **kwargs)

    # --- objects

    def attribute(self, value: Any, name: str) -> Any:
        """An attribute of a value that is no object of a class of the program; MISSING where it has none."""
        if isinstance(value, LayerObject):
            return self.class_of(value) if name == "__class__" else layer_attributes.attribute(value, name)
        if isinstance(value, Variable) and name == "trainable":
            return value.weight.trainable
        if isinstance(value, Tensor):
            return self.tensor_attribute(value, name)
        if isinstance(value, DataObject):
            found = value.attribute(name, self.ev)
            return StandIn(name, found) if callable(found) else found
        if isinstance(value, LibraryClass):
            return inheritance.class_attribute(self.session, value, name)
        if isinstance(value, DTypePolicy):
            return getattr(value, name, MISSING)
        if isinstance(value, Operation):
            if name != "name":
                raise Undetermined(f"the attribute {name} of an operation")
            return value.name
        assert self.ev is not None
        return methods.attribute(self.ev, value, name)

    def attributes_of(self, value: Any) -> Iterable[str]:
        """The names of attributes that a value may have, as far as they are listed."""
        if isinstance(value, (Instance, Programmed)):
            classes = [base for base in value.cls.mro if isinstance(base, Class)]
            return (*value.attributes, *(name for base in classes for name in base.names))
        if isinstance(value, LayerObject):
            return public(Api.KERAS_3).get(layer_attributes.recorded_class(value), ())
        return ()

    def class_of(self, layer: LayerObject) -> Any:
        """The class of a layer or model of Keras' own."""
        if isinstance(layer, FunctionalObject):
            return self.external("keras.models.Functional")
        return self.external(f"keras.{'' if isinstance(layer, ModelObject) else 'layers.'}{layer.class_name}")

    def inherited(self, owner: Any, name: str, of_super: bool = False) -> Any:
        """What an object of a class of the program has from the library classes behind it."""
        if isinstance(owner, Programmed):
            return inheritance.attribute(owner, name, of_super)
        assert self.ev is not None
        return derived.attribute(self.ev, owner, name)

    def inherited_by_class(self, cls: Class, name: str) -> Any:
        if inheritance.library_base(cls) is not None or name == "from_config":
            return inheritance.of_class(self.session, cls, name)
        assert self.ev is not None
        return derived.class_attribute(self.ev, cls, name)

    def set_inherited(self, owner: Any, name: str, value: Any) -> None:
        if isinstance(owner, Programmed):
            layer_attributes.set_programmed(owner, name, value)
        else:
            owner.attributes[name] = value

    def set_attribute(self, owner: Operation | Tensor, name: str, value: Any) -> None:
        if isinstance(owner, Operation):
            layer_attributes.set_attribute(owner, name, value)
        elif isinstance(owner, Variable) and name == "trainable" and self.session.api is Api.KERAS_3:
            owner.weight.trainable = bool(value)

    def new_object(self, ev: Evaluator, cls: Class, *args: Any) -> Any:
        """An object of a class of the program, before its `__init__`."""
        if inheritance.library_base(cls) is not None:
            return inheritance.new_object(ev, cls)
        return derived.new(ev, cls, args)

    def finish_class(self, cls: Class) -> None:
        """What a library makes of a class that derives from one of its own: members of an enum, named tuples."""
        assert self.ev is not None
        exceptions.finish(cls)
        for base in cls.mro[1:]:
            finish = FINISHERS.get(base.name if isinstance(base, External) else "") or _enum_finisher(base)
            if finish is not None:
                import_module(f"kerascount.evaluate.python.{finish}").finish(self.ev, cls)
                return

    def enum_member(self, cls: Class, *args: Any) -> Any:
        """`Color(1)`."""
        from kerascount.evaluate.python import enums

        assert self.ev is not None
        return enums.look_up(self.ev, cls, *args)

    def is_instance(self, value: Any, kind: Any) -> bool | None:
        return reflection.is_instance(value, kind)

    def type_of(self, value: Any) -> Any:
        assert self.ev is not None
        return types.type_of(self.ev, value)

    def convert(self, kind: type, value: Any) -> Any:
        """`kind(value)` for a type of Python."""
        assert self.ev is not None
        return types.convert(self.ev, kind, [value], {})

    def attribute_of(self, value: Any, name: str) -> Any:
        """`value.name`, asked for by a library in the middle of a call."""
        assert self.ev is not None
        return reflection.getattr_(self.ev, value, name)

    def add(self, left: Any, right: Any) -> Any:
        return self._combine(cst.Add, left, right)

    def multiply(self, left: Any, right: Any) -> Any:
        return self._combine(cst.Multiply, left, right)

    def _combine(self, kind: Any, left: Any, right: Any) -> Any:
        from kerascount.evaluate.expressions import binary_operation

        assert self.ev is not None
        assert self.ev.frame is not None
        return binary_operation(self.ev, kind, left, right, getattr(self.session.place, "node", None), self.ev.frame)

    def is_layer(self, value: Any) -> bool:
        return isinstance(value, LayerObject)

    def type_name(self, value: Any) -> str:
        """The name of a value's type, as Python's messages print it."""
        if isinstance(value, LayerObject):
            return value.class_name
        if isinstance(value, Tensor):
            return "KerasTensor" if value.history is not None else "ndarray"
        if isinstance(value, Instance):
            return value.cls.name
        if isinstance(value, Items):
            return value.kind
        if isinstance(value, (Function, StandIn, Method)):
            return "function"
        if isinstance(value, Class):
            return "type"
        return NAMES.get(type(value).__name__, type(value).__name__)

    def element(self, iterable: Any) -> Any:
        """What iterating over a value of unknown length gives each time, if that is known."""
        if isinstance(iterable, Tensor) and iterable.shape and iterable.history is None:
            return Tensor(iterable.shape[1:], iterable.dtype)
        return iterable.first if isinstance(iterable, DataObject) else None


MAX_DOTS = 20  # of a name: `error = error.next` would go on for ever
NAMES = {"DefaultDict": "defaultdict", "Chained": "ChainMap"}
# Which of our modules completes a class that derives from this one.
FINISHERS = {
    "typing.NamedTuple": "namedtuples", "enum.Enum": "enums", "enum.IntEnum": "enums", "enum.StrEnum": "enums",
    "enum.Flag": "enums", "enum.IntFlag": "enums",
}  # fmt: skip


def _enum_finisher(base: Any) -> str | None:
    return "enums" if isinstance(base, Class) and "__members__" in base.names else None


# Modules whose classes and functions make objects that only training looks into: `regularizers.l2(0.01)`.
LOSSES = frozenset(["keras.losses", "keras.metrics"])
# The initializers that TensorFlow has names of its own for.
INITIALIZERS = {
    f"tensorflow.{name}": f"keras.initializers.{made}"
    for name, made in (
        ("random_normal_initializer", "RandomNormal"), ("random_uniform_initializer", "RandomUniform"),
        ("truncated_normal_initializer", "TruncatedNormal"), ("zeros_initializer", "Zeros"),
        ("ones_initializer", "Ones"), ("constant_initializer", "Constant"),
        ("glorot_uniform_initializer", "GlorotUniform"),
        ("glorot_normal_initializer", "GlorotNormal"),
        *((f"initializers.{name}", name) for name in (
            "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "Identity", "LecunNormal",
            "LecunUniform", "Ones", "Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal",
            "VarianceScaling", "Zeros",
        )),
    )
}  # fmt: skip
MAKERS = frozenset(
    f"keras.{name}"
    for name in (
        "regularizers", "initializers", "constraints", "optimizers", "optimizers.schedules", "optimizers.legacy",
        "losses", "metrics", "callbacks",
    )
)  # fmt: skip
OLDER = (
    "Convolution1D", "Convolution2D", "Convolution3D", "Merge", "MaxoutDense", "Highway", "TimeDistributedDense",
    "AtrousConvolution1D", "AtrousConvolution2D", "Deconvolution2D", "SeparableConvolution2D", "merge",
    "CuDNNLSTM", "CuDNNGRU", "LocallyConnected1D", "LocallyConnected2D", "ThresholdedReLU",
)  # fmt: skip
