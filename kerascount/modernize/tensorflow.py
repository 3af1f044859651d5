"""Functions of TensorFlow on the tensors of a functional model, which Keras 3 takes by its own operations alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import libcst as cst

from kerascount.evaluate.keras.names import canonical
from kerascount.models.tree import any_symbolic
from kerascount.modernize.changes import Change, Editor
from kerascount.modernize.notes import Note
from kerascount.modernize.survey import Survey

# By the last part of the name: the operation that takes the same arguments in the same order.
OPERATIONS: Final = {
    "concat": "concatenate",
    "reduce_all": "all",
    "reduce_any": "any",
    "reduce_max": "max",
    "reduce_mean": "mean",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_sum": "sum",
    **{
        name: name
        for name in (
            "abs", "add", "cast", "cos", "divide", "exp", "expand_dims", "log", "matmul", "maximum", "minimum",
            "multiply", "ones_like", "pad", "relu", "reshape", "shape", "sigmoid", "sign", "sin", "softmax", "sqrt",
            "square", "squeeze", "stack", "subtract", "tanh", "tile", "transpose", "zeros_like",
        )
    },
}  # fmt: skip
OWNERS: Final = ("tensorflow", "tensorflow.nn", "tensorflow.math", "tensorflow.linalg")
SAME: Final = frozenset(["axis", "keepdims"])  # keywords that mean the same in both


class TensorFlowCalls:
    """The calls of TensorFlow in one program."""

    def __init__(self, editor: Editor, survey: Survey) -> None:
        self.editor = editor
        self.survey = survey

    def notes(self, node: cst.Call) -> Iterator[Note]:
        """What is refused of a call with Keras tensors among its arguments."""
        name = canonical(self.survey.name(node.func))
        if not name.startswith("tensorflow.") or not any(self._is_symbolic(arg) for arg in node.args):
            return
        owner, _, tail = name.rpartition(".")
        today = OPERATIONS.get(tail, "") if owner in OWNERS else ""
        root = self._root(node.func)
        fits = all(not arg.star and (arg.keyword is None or arg.keyword.value in SAME) for arg in node.args)
        said = f"`{tail}` of TensorFlow does not take the tensors of a model any more"
        help = f"`keras.ops.{today}` does" if today else "operations are in `keras.ops`; a layer of its own may call it"
        changes: tuple[Change, ...] = ()
        if today and root and fits:
            changes = (self.editor.replace(node.func, f"{root}.keras.ops.{today}"),)
        yield Note("KC410", node, said, "", help, f"call `keras.ops.{today}`", changes, False)

    def _is_symbolic(self, arg: cst.Arg) -> bool:
        values: Any = self.survey.values.get(id(arg.value), ())
        return any(any_symbolic([value], {}) for value in values)

    def _root(self, node: cst.BaseExpression) -> str:
        """What the program calls TensorFlow, where the name of the function begins so."""
        while isinstance(node, cst.Attribute):
            node = node.value
        return node.value if isinstance(node, cst.Name) and self.survey.name(node) == "tensorflow" else ""
