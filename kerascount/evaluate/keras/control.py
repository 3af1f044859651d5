"""The operations of Keras 3 that call functions of the program: `keras.ops.map`, `scan`, `cond` and the like."""

from __future__ import annotations

from typing import Any, Final

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import Class, Function, LibraryClass, Method, StandIn
from kerascount.models.layer import LayerObject
from kerascount.models.node import apply
from kerascount.models.openness import enter, leave
from kerascount.models.tree import flatten, is_symbolic, map_structure
from kerascount.ops.shapes import operand
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

TAKING_FUNCTIONS: Final = frozenset(
    ["map", "vectorized_map", "scan", "associative_scan", "cond", "switch", "while_loop", "fori_loop", "jvp"]
)
CALLABLE: Final = (Function, Method, StandIn, Class, LibraryClass, LayerObject)


def call_with_functions(ev: Evaluator, op: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Call such an operation; on Keras tensors it becomes a node of the graph."""

    def bound(value: Any) -> Any:
        return Traced(ev, value) if isinstance(value, CALLABLE) else value

    return apply(ev.session, op.class_name, op, map_structure(bound, args), map_structure(bound, kwargs))


class Traced:
    """A function of the program as an operation calls it: on tensors that belong to no graph."""

    def __init__(self, ev: Evaluator, function: Any) -> None:
        self.ev = ev
        self.function = function

    def __call__(self, *args: Any) -> Any:
        from kerascount.evaluate.calls import call_value

        session, frame = self.ev.session, self.ev.frame
        if frame is None:
            raise Undetermined("the program has ended")
        node = getattr(session.place, "node", None)
        session.inside_call += 1
        try:
            outputs = call_value(self.ev, self.function, map_structure(enter, list(args)), {}, node, frame)
        finally:
            session.inside_call -= 1
        for item in flatten(outputs):
            if isinstance(item, Unknown):
                raise Undetermined(item.why)
            if is_symbolic(item):
                raise Undetermined("a function that gives a tensor of the graph around it")
        outputs = map_structure(_as_tensor, outputs)
        return outputs if session.inside_call else map_structure(leave, outputs)


def _as_tensor(value: Any) -> Any:
    """What comes out of a traced function is a tensor even where it was made as a number."""
    return operand(value) if isinstance(value, (bool, int, float)) else value
