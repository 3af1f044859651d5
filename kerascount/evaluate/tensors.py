"""Operators, subscripts and attributes of tensors and arrays."""

from __future__ import annotations

from functools import partial
from typing import Any

from kerascount.evaluate.keras.names import public
from kerascount.evaluate.objects import MISSING, StandIn
from kerascount.models.node import FunctionOperation, apply
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, is_symbolic
from kerascount.values.dims import FREE
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.versions import Api

UNARY = {"Minus": "-", "BitInvert": "~"}
COMPARISONS = {
    "LessThan": "<", "LessThanEqual": "<=", "GreaterThan": ">", "GreaterThanEqual": ">=", "NotEqual": "!=",
    "Equal": "==",
}  # fmt: skip
# The layers that tf.keras makes of operators on its tensors.
TF_OPERATORS = {
    "+": "tf.__operators__.add", "-": "tf.math.subtract", "*": "tf.math.multiply", "/": "tf.math.truediv",
    "@": "tf.linalg.matmul", "**": "tf.math.pow", "//": "tf.math.floordiv", "%": "tf.math.floormod",
}  # fmt: skip


class TensorOperators:
    """The operators of Python on tensors; on Keras tensors they are operations of the graph."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def binary(self, symbol: str, left: Any, right: Any) -> Any:
        from kerascount.ops import OPERATORS, OPS

        return self._operate(OPS[OPERATORS[symbol]], TF_OPERATORS.get(symbol), (left, right))

    def unary(self, kind: str, value: Tensor) -> Any:
        from kerascount.ops import OPS, UNARY_OPERATORS

        symbol = UNARY.get(kind)
        return value if symbol is None else self._operate(OPS[UNARY_OPERATORS[symbol]], "tf.math.negative", (value,))

    def compare(self, kind: str, left: Any, right: Any) -> Any:
        from kerascount.ops import OPERATORS, OPS

        symbol = COMPARISONS[kind]
        if symbol == "==":
            raise Undetermined("whether two tensors are the same object")
        return self._operate(OPS[OPERATORS[symbol]], None, (left, right))

    def get_item(self, value: Tensor, key: Any) -> Any:
        from kerascount.ops import array_item, get_item

        if value.history is None and value.data is not None and isinstance(key, int):
            return _item(value, key)
        if value.history is None:
            return get_item(value, key)
        function = get_item if self.session.api is Api.KERAS_3 else array_item
        return self._record("GetItem", "SlicingOpLambda", "tf.__operators__.getitem", function, (value, key))

    def _operate(self, op: Any, tf_name: str | None, args: tuple[Any, ...]) -> Any:
        if any(isinstance(arg, Unknown) for arg in args):
            raise Undetermined(next(arg.why for arg in args if isinstance(arg, Unknown)))
        return self._record(op.class_name, "TFOpLambda", tf_name, op, args)

    def _record(self, class_name: str, tf_class: str, tf_name: str | None, function: Any, args: tuple[Any, ...]) -> Any:
        """A row of the graph: an operation in Keras 3, a lambda layer in tf.keras."""
        if self.session.api is Api.KERAS_3 or not any_symbolic(args):
            return apply(self.session, class_name, function, args, {})
        outputs = function(*(_without_history(arg) for arg in args))
        name = self.session.unique_name(tf_name or f"tf.{class_name.lower()}")
        FunctionOperation(self.session, tf_class, function, name).record(args, {}, outputs)
        return outputs

    # --- attributes

    def tensor_attribute(self, value: Tensor, name: str) -> Any:
        """An attribute of a tensor or array; MISSING where a Keras tensor certainly has none."""
        if name == "shape":
            return self.shape_of(value)
        if name in ("ndim", "rank") and value.rank is not None:
            return value.rank
        if name == "dtype":
            return value.dtype
        if name == "name":
            return value.name if value.name is not None else "keras_tensor"
        if name in ("get_shape", "set_shape"):
            return StandIn(name, partial(lambda tensor, *args: self.shape_of(tensor), value))
        if name == "_keras_shape" and value.history is not None:
            return self.shape_of(value)
        if value.history is not None:
            return self._keras_tensor_attribute(name)
        return self._array_attribute(value, name)

    def _keras_tensor_attribute(self, name: str) -> Any:
        if self.session.api is Api.KERAS_3 and name not in public(Api.KERAS_3)["class KerasTensor"]:
            if not name.startswith("_"):
                return MISSING
        raise Undetermined(f"the attribute {name} of a Keras tensor")

    def _array_attribute(self, value: Tensor, name: str) -> Any:
        from kerascount.evaluate.numpy import ARRAY_ATTRIBUTES, ARRAY_METHODS

        reader = ARRAY_ATTRIBUTES.get(name)
        if reader is not None:
            return reader(value)
        method = ARRAY_METHODS.get(name)
        if method is not None:
            return StandIn(f"ndarray.{name}", partial(method, value))
        raise Undetermined(f"the attribute {name} of an array")

    def shape_of(self, value: Tensor) -> Any:
        return shape_in_program(self.session, value)


def shape_in_program(session: Session, value: Tensor) -> tuple[Any, ...]:
    """`x.shape` as the program sees it. Inside `call` of Keras 3, a batch is a number that is not known."""
    from kerascount.evaluate.keras.programmed import to_program

    inside = session.inside_call > 0 and session.api is Api.KERAS_3
    if inside and not is_symbolic(value):
        return tuple(_size_inside(size) for size in value.dims())
    return tuple(to_program(size) for size in value.dims())


def _without_history(value: Any) -> Any:
    """The tensor as tf.keras sees it in an operator, where it is no stricter than with arrays."""
    return Tensor(value.shape, value.dtype, why=value.why) if isinstance(value, Tensor) else value


def _size_inside(size: Any) -> Any:
    from kerascount.evaluate.keras.programmed import to_program

    if size is FREE:
        return Unknown("the size of the batch", "None", None, FREE)
    return to_program(size)


def _item(value: Tensor, index: int) -> Any:
    try:
        item = value.data[index]
    except IndexError:
        raise Undetermined("an item that is not known") from None
    return Tensor((value.shape or ())[1:], value.dtype, data=item) if isinstance(item, list) else item
