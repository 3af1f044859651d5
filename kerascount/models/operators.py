"""Operators of Python on tensors: on Keras tensors they are rows of the graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.models.layer import LayerObject
from kerascount.models.node import FunctionOperation, apply
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, map_structure
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Undetermined
from kerascount.versions import Api


class OperationLayer(FunctionOperation, LayerObject):
    """An operation as tf.keras keeps it: one of the layers of its model, `TFOpLambda` or `SlicingOpLambda`."""

    def __init__(self, session: Session, class_name: str, function: Any, name: str) -> None:
        LayerObject.__init__(self, session, class_name, {"name": name}, None)
        self.function = function
        self.built = True

    def infer_bound(self, bound: Any) -> Any:
        raise Undetermined(f"the arguments of {self.name}")

    def clone(self, name: str, **changes: Any) -> OperationLayer:
        return OperationLayer(self.session, self.class_name, self.function, name)


# The layers that tf.keras makes of operators on its tensors.
TF_OPERATORS: Final = {
    "+": "tf.__operators__.add", "-": "tf.math.subtract", "*": "tf.math.multiply", "/": "tf.math.truediv",
    "@": "tf.linalg.matmul", "**": "tf.math.pow", "//": "tf.compat.v1.floor_div", "%": "tf.math.floormod",
    "<": "tf.math.less", "<=": "tf.math.less_equal", ">": "tf.math.greater", ">=": "tf.math.greater_equal",
    "!=": "tf.__operators__.ne", "&": "tf.math.logical_and", "|": "tf.math.logical_or",
}  # fmt: skip


def operate(session: Session, symbol: str, left: Any, right: Any) -> Any:
    """`left + right` and the like, where one is a tensor."""
    from kerascount.ops.operators import OPERATORS, OPS

    op = OPS[OPERATORS[symbol]]
    return record(session, op.class_name, "TFOpLambda", TF_OPERATORS.get(symbol), op, (left, right))


def record(
    session: Session,
    class_name: Any,
    tf_class: str,
    tf_name: str | None,
    function: Callable[..., Any],
    args: tuple[Any, ...],
) -> Any:
    """A row of the graph: an operation in Keras 3, a lambda layer in tf.keras."""
    if session.api is Api.KERAS_3 or not any_symbolic(args):
        return apply(session, class_name, function, args, {})
    if tf_name is None:
        raise Undetermined(f"{class_name} on Keras tensors becomes several layers")
    outputs = function(*(map_structure(without_history, arg) for arg in args))
    name = session.unique_name(tf_name)
    operation_row(session, tf_class, function, name).record(args, {}, outputs)
    return outputs


def operation_row(session: Session, class_name: str, function: Any, name: str) -> FunctionOperation:
    made = OperationLayer if session.api is Api.TF_KERAS else FunctionOperation
    return made(session, class_name, function, name)


def without_history(value: Any) -> Any:
    """The tensor as tf.keras sees it in an operator, where it is no stricter than with arrays."""
    return Tensor(value.shape, value.dtype, why=value.why, data=value.data) if isinstance(value, Tensor) else value
