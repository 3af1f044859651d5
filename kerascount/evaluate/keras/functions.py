"""Layers that hold a function of the program: `Lambda`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import Function, Method
from kerascount.layers.registry import Bound
from kerascount.models.layer import LayerObject, to_tensors
from kerascount.models.metering import noted
from kerascount.models.openness import enter, leave
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, flatten, leaves, map_structure, shapes_of
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shapes
from kerascount.versions import Api


class LambdaObject(LayerObject):
    """A Lambda layer: its output is what its function gives, unless `output_shape` says it."""

    def __init__(self, session: Session, bound: Bound, ev: Evaluator) -> None:
        super().__init__(session, "Lambda", bound.common, bound.layer)
        self.ev = ev

    @property
    def follows_program(self) -> bool:
        return True

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        self.work = None
        try:
            return super().infer_bound(bound)
        except Undetermined:
            inputs = next(iter(bound.values()))
            outputs = self._run(inputs)
            if self.session.api is Api.KERAS_3 and any_symbolic(inputs):
                # To find out the shape, Keras makes tensors of its own for inputs and outputs.
                self.session.skip("keras_tensor", len(leaves(inputs)) + len(leaves(outputs)))
            return outputs

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        try:
            return super().compute_output_shape(shape)
        except Undetermined:
            return shapes_of(self._run(to_tensors(shape, self.dtype)))  # type: ignore[no-any-return]

    def _run(self, inputs: Any) -> Any:
        """Call the function on tensors that belong to no graph."""
        from kerascount.evaluate.calls import call_value

        arguments = self.layer.__dict__.get("arguments") or {}
        frame = self.ev.frame
        if frame is None or not isinstance(arguments, dict):
            raise Undetermined("the arguments of a Lambda that are not known")
        node = getattr(self.session.place, "node", None)
        inward = enter if self.session.api is Api.KERAS_3 else _detached
        values = map_structure(inward, inputs)
        self.session.inside_call += 1
        try:
            with noted(self, values):
                outputs = call_value(self.ev, self.layer.__dict__["function"], [values], arguments, node, frame)
        finally:
            self.session.inside_call -= 1
        return _checked(map_structure(_detached if self.session.inside_call else leave, outputs))


def _detached(value: Any) -> Any:
    if not isinstance(value, Tensor):
        return value
    return Tensor(value.shape, value.dtype, value.name, value.why, origin=value.origin)


def _checked(outputs: Any) -> Any:
    for item in flatten(outputs):
        if item is None or isinstance(item, (Function, Method)):
            raise Invalid("All operation outputs must be tensors. A Lambda returned a non-tensor.", code="KC117")
        if not isinstance(item, Tensor):
            raise Undetermined("what the function of a Lambda gives is not known")
    return outputs
