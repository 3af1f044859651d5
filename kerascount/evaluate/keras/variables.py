"""Variables, and `keras.KerasTensor`: what a program makes beside layers that is tracked, or called upon."""

from __future__ import annotations

from typing import Any

from kerascount.evaluate.keras.programmed import Variable
from kerascount.evaluate.objects import LibraryClass
from kerascount.models.inputs import standardize_shape
from kerascount.models.session import Session
from kerascount.models.weights import WeightObject
from kerascount.ops.dtypes import standardize_dtype
from kerascount.ops.shapes import operand
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shape
from kerascount.values.weight import Weight
from kerascount.versions import Api


def find(session: Session, name: str) -> LibraryClass | None:
    """The class of that name; None before Keras 3."""
    if session.api is not Api.KERAS_3:
        return None
    if name == "keras.KerasTensor":
        return LibraryClass(name, keras_tensor, "tensor")

    def make(
        initializer: Any, shape: Any = None, dtype: Any = None, trainable: Any = True, autocast: Any = True,
        aggregation: Any = "none", synchronization: Any = "auto", name: Any = None, **options: Any,
    ) -> Variable:  # fmt: skip
        dims, kind = _initial(session, initializer, shape, dtype)
        chosen = session.auto_name("Variable") if name is None else name
        return Variable(WeightObject(Weight(str(chosen), dims, trainable is not False), kind))

    return LibraryClass(name, make, "variable")


def of_tensorflow(convert: Any, /, *args: Any, **kwargs: Any) -> Tensor:
    """`tf.Variable(initial_value, trainable)`, which layers of tf.keras track as a weight."""
    value: Tensor = convert(*args, **kwargs)
    if value.shape is None:
        return value
    trainable = kwargs.get("trainable", args[1] if len(args) > 1 else None)
    weight = Weight(str(kwargs.get("name") or "Variable"), value.shape, trainable is not False)
    made = Variable(WeightObject(weight, value.dtype))
    made.data = value.data
    return made


def keras_tensor(*args: Any, **kwargs: Any) -> Any:
    raise Undetermined("a Keras tensor that no layer gave")


def _initial(session: Session, initializer: Any, shape: Any, dtype: Any) -> tuple[Shape, str]:
    """The shape and type of a new variable: those of its value, or those asked of an initializer."""
    kind = None if dtype is None else standardize_dtype(dtype)
    if isinstance(initializer, Unknown):
        raise Undetermined(initializer.why)
    if isinstance(initializer, (Tensor, bool, int, float, list, tuple)):
        value = operand(initializer)
        return value.dims(), kind or _of_value(value.dtype)
    if shape is None:
        raise Invalid("When creating a Variable from an initializer, the `shape` argument should be specified.")
    return standardize_shape(shape), kind or session.context.floatx


def _of_value(dtype: str) -> str:
    """JAX and the other backends make 32 bits of what NumPy keeps in 64."""
    return {"float64": "float32", "int64": "int32"}.get(dtype, dtype)
