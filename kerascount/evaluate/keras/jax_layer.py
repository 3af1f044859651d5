"""`JaxLayer`: functions of the program tell its weights and its output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import Function
from kerascount.layers.registry import Bound
from kerascount.models.layer import LayerObject
from kerascount.models.openness import enter, leave
from kerascount.models.session import Session
from kerascount.models.tree import flatten, leaves, map_structure
from kerascount.values.dims import Free
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, Shapes
from kerascount.values.weight import Weight

OF_CALL: Final = ("params", "state", "rng", "inputs", "training")
OF_INIT: Final = ("rng", "inputs", "training")


class JaxLayerObject(LayerObject):
    """`params` are its weights and `state` further ones; `init_fn` makes them where the program gives none."""

    def __init__(self, session: Session, bound: Bound, ev: Evaluator) -> None:
        super().__init__(session, "JaxLayer", bound.common, bound.layer)
        self.ev = ev
        given: dict[str, Any] = bound.layer.__dict__
        self.call_fn, self.init_fn = given["call_fn"], given["init_fn"]
        self.call_names = _argument_names(self.call_fn, "call_fn", OF_CALL)
        self.init_names = _argument_names(self.init_fn, "init_fn", OF_INIT) if self.init_fn is not None else ()
        self.values = {"params": given["params"], "state": given["state"]}
        self.built = any(value is not None for value in self.values.values())
        self.needs_values = not self.built and ("params" in self.call_names or "state" in self.call_names)
        message = "`init_fn`, `params` and `state` cannot all be `None` when `call_fn` takes a `params` or a `state`"
        require(self.init_fn is not None or not self.needs_values, message)
        if self.built:
            self._make_variables()

    @property
    def follows_program(self) -> bool:
        return True

    def _make_variables(self) -> None:
        for name, trainable in (("params", True), ("state", False)):
            for value in leaves(self.values[name]):
                if isinstance(value, Unknown):
                    raise Undetermined(value.why)
                if isinstance(value, (Tensor, int, float)):
                    self.add_weight(self._weight(value, trainable))

    def _weight(self, value: Any, trainable: bool) -> Weight:
        """Numbers are arrays of rank 0; those with a fraction take the dtype of the layer."""
        shape: Shape = value.dims() if isinstance(value, Tensor) else ()
        dtype = value.dtype if isinstance(value, Tensor) else type(value).__name__
        name = self.session.auto_name("variable")
        return Weight(name, shape, trainable, "" if "float" in dtype else {"int": "int32"}.get(dtype, dtype))

    def make_weights(self, shape: Shapes, others: Mapping[str, Any]) -> None:
        if not self.needs_values:
            return
        known = {"rng": Unknown("a key of random numbers"), "inputs": _ones(shape), "training": True}
        made = self._run(self.init_fn, [known[name] for name in self.init_names])
        if "state" not in self.call_names:
            made = (made, None)
        if not isinstance(made, (tuple, list)) or len(made) != 2:
            raise Undetermined("what `init_fn` gives is not known")
        self.values = dict(zip(("params", "state"), made, strict=True))
        self._make_variables()

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        self.work = None
        values = {**self.values, "inputs": map_structure(enter, next(iter(bound.values())))}
        known = {**map_structure(self._cast, values), "rng": None, "training": False}
        outputs = self._run(self.call_fn, [known[name] for name in self.call_names])
        if "state" in self.call_names:
            if not isinstance(outputs, (tuple, list)) or len(outputs) != 2:
                raise Undetermined("what `call_fn` gives is not known")
            outputs = outputs[0]
        if not all(isinstance(item, Tensor) for item in flatten(outputs)):
            raise Undetermined("what `call_fn` gives is not known")
        return map_structure(leave, outputs)

    def _cast(self, value: Any) -> Any:
        """Inputs and weights in the type that the layer computes with."""
        if not isinstance(value, Tensor) or "float" not in value.dtype:
            return value
        return Tensor(value.shape, self.dtype, value.name, value.why)

    def _run(self, function: Any, args: list[Any]) -> Any:
        from kerascount.evaluate.calls import call_value

        if self.ev.frame is None:
            raise Undetermined("the program has ended")
        node = getattr(self.session.place, "node", None)
        self.session.inside_call += 1
        try:
            return call_value(self.ev, function, args, {}, node, self.ev.frame)
        finally:
            self.session.inside_call -= 1


def _argument_names(function: Any, title: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(function, Function):
        raise Undetermined(f"JaxLayer: a `{title}` that is not followed")
    names = (*function.parameters.positional, *function.parameters.keyword_only)
    require("inputs" in names, f"Missing required argument in `{title}`: `inputs`")
    for name in names:
        if name not in allowed:
            listed = "`, `".join(allowed)
            raise Invalid(f"Unsupported argument in `{title}`: `{name}`, supported arguments are `{listed}`")
    return names


def _ones(shape: Any) -> Any:
    """Inputs for `init_fn`, with 1 where a size is open."""
    if isinstance(shape, tuple):
        return Tensor(tuple(1 if isinstance(size, Free) else size for size in shape))
    if isinstance(shape, dict):
        return {name: _ones(item) for name, item in shape.items()}
    return [_ones(item) for item in shape]
