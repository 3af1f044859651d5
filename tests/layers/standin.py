"""Layer objects for the tests of layers that wrap others: as much of one as the descriptions ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kerascount.layers.registry import Context, Layer, Sublayer, check_input
from kerascount.values.macs import Product
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import Shapes
from kerascount.values.weight import Weight
from tests.layers.judge import KERAS_3, Outcome, _dims, _plain, constructors, theirs


class Standin(Sublayer):
    """A described layer as an object: built once, with its weights and the layers inside it."""

    layer: Layer

    def __init__(self, layer: Layer, name: str) -> None:
        self.layer, self.name, self.built = layer, name, False
        self.own: list[Weight] = []
        self.first: list[Weight] = []

    def build(self, shape: Shapes) -> None:
        self.layer.build_sublayers(shape)
        self.own = list(self.layer.weights(shape))
        self.first = [holder.attribute(name) for holder, name in self.layer.shared_weights()]
        self.built = True

    def compute_output_shape(self, shape: Shapes) -> Shapes:
        return self.layer.output_shape(shape)

    def macs(self, shape: Shapes) -> Iterator[Product]:
        return self.layer.macs(shape)

    def attribute(self, name: str, default: Any = None) -> Any:
        own = next((weight for weight in self.own if weight.name == name), default)
        return getattr(self.layer, name, own)

    def clone(self, name: str, **changes: Any) -> Standin:
        return Standin(self.layer.reconfigured(**changes), name)

    def weights(self) -> Iterator[Weight]:
        """Each once, though two of them may be equal."""
        seen: set[int] = set()
        inside = (weight for _, child in self.layer.sublayers() for weight in child.weights())
        for weight in (*self.first, *self.own, *inside):
            if id(weight) not in seen:
                seen.add(id(weight))
                yield weight


def standins(context: Context) -> dict[str, Callable[..., Standin]]:
    """What the names of layers call, where their arguments may be layers."""
    counter = iter(range(10**6))

    def made(call: Callable[..., Layer]) -> Callable[..., Standin]:
        return lambda *args, **kwargs: Standin(call(*args, **kwargs), f"layer_{next(counter)}")

    return {name: made(call) for name, call in constructors(context).items()}


def ours(expression: str, shape: Any, context: Context = KERAS_3) -> Outcome:
    """As `judge.ours`, for layers with others inside them."""
    try:
        layer: Standin = eval(expression, dict(standins(context)))
        x = _dims(shape)
        if isinstance(x, tuple):
            check_input(layer.layer.input_spec(), x, "layer")
        layer.build(x)
        output = _plain(layer.compute_output_shape(x))
        return Outcome(output, tuple((w.name, w.shape, w.trainable) for w in layer.weights()))
    except Invalid as refusal:
        return Outcome(error=refusal.error)


def eval_layer(expression: str, context: Context = KERAS_3, **names: Any) -> Any:
    """The description that an expression makes, with names for the layer objects in it."""
    return eval(expression, {**constructors(context), **names})


@dataclass(frozen=True)
class Refused:
    """In a table of facts: the exception that Keras raises.

    Any two are equal, for of a refusal only the fact counts: which of several errors comes first is a detail.
    """

    error: str = field(compare=False)


def outcome(expression: str, shape: str, context: Context = KERAS_3) -> tuple[str | Refused, str]:
    """`("None 8", "kernel 10 32, bias 32")`: output and weights as tables of facts have them."""
    sizes = tuple(None if size == "None" else int(size) for size in shape.split())
    found = ours(expression, sizes, context)
    if found.error:
        return Refused(found.error), ""
    weights = (f"{name} {spaced(w)}{'' if trainable else ' frozen'}" for name, w, trainable in found.weights)
    return shapes_of(found.output_shape), ", ".join(weights)


def spaced(shape: Any) -> str:
    return " ".join(str(size) for size in shape)


def shapes_of(output: Any) -> str:
    if isinstance(output, tuple):
        return spaced(output)
    return ", ".join(f"[{shapes_of(item)}]" if isinstance(item, list) else shapes_of(item) for item in output)


def agree(expression: str, shape: tuple[int | None, ...]) -> None:
    """Fail where we and the real Keras differ; it gives several outputs as a tuple, we as a list."""
    real, said = theirs(expression, shape), ours(expression, shape)
    assert bool(said.error) == bool(real.error), f"{expression} on {shape}: Keras {real}, we {said}"
    if not real.error:
        assert said.weights == real.weights
        assert _as_lists(said.output_shape) == _as_lists(real.output_shape)


def _as_lists(output: Any) -> Any:
    nested = isinstance(output, (tuple, list)) and any(isinstance(item, (tuple, list)) for item in output)
    return [_as_lists(item) for item in output] if nested else output
