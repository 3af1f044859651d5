"""One layer, described by us and built by the real Keras: do the two agree?"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

from kerascount.layers.registry import REGISTRY, Context, Layer, check_input, lookup
from kerascount.values.dims import FREE
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import Shapes, to_python

KERAS_3 = Context()
Described = tuple[Any, tuple[tuple[str, tuple[int, ...], bool], ...]]


@dataclass(frozen=True)
class Outcome:
    """What became of a layer: its output shape and weights, or the class of the exception."""

    output_shape: Any = None
    weights: tuple[tuple[str, tuple[int, ...], bool], ...] = ()
    error: str = ""


def constructors(context: Context) -> dict[str, Callable[..., Layer]]:
    """What the names of layers call in this line of Keras."""

    def bound(cls: type[Layer]) -> Callable[..., Layer]:
        return lambda *args, **kwargs: cls.bind(args, kwargs, context).layer

    found = {name: lookup(name, context.api) for name in REGISTRY}
    return {name: bound(cls) for name, cls in found.items() if cls}


def ours(expression: str, shape: Any, context: Context = KERAS_3) -> Outcome:
    """The layer by our description. `shape` is a tuple (None for FREE), or a list of such."""
    try:
        layer = eval(expression, dict(constructors(context)))
        x = _dims(shape)
        if isinstance(x, tuple):
            check_input(layer.input_spec(), x, "layer")
        weights = tuple((w.name, w.shape, w.trainable) for w in layer.weights(x))
        return Outcome(_plain(layer.output_shape(x)), weights)
    except Invalid as refusal:
        return Outcome(error=refusal.error)


def theirs(expression: str, shape: Any) -> Outcome:
    """The layer in the real Keras."""
    import keras

    names = {name: getattr(keras.layers, name) for name in dir(keras.layers)}
    try:
        layer = eval(expression, names)
        output = layer(_inputs(shape))
    except Exception as error:
        return Outcome(error=type(error).__name__)
    weights = tuple((w.name, tuple(w.shape), w.trainable) for w in layer.weights)
    return Outcome(keras.tree.map_structure(lambda t: tuple(t.shape), output), weights)


def agree(expression: str, shape: Any) -> None:
    """Fail where the two differ. Of a refusal only the fact is compared: its class may name a detail."""
    real, said = theirs(expression, shape), ours(expression, shape)
    if real.error or said.error:
        assert bool(said.error) == bool(real.error), f"{expression} on {shape}: Keras {real}, we {said}"
    else:
        assert said == real, f"{expression} on {shape}"


def _inputs(shape: Any) -> Any:
    import keras

    if isinstance(shape, list):
        return [_inputs(item) for item in shape]
    return keras.Input(batch_shape=shape)


def _dims(shape: Any) -> Any:
    if isinstance(shape, list):
        return [_dims(item) for item in shape]
    return tuple(FREE if size is None else size for size in shape)


def _plain(shapes: Shapes) -> Any:
    if isinstance(shapes, list):
        return [_plain(shape) for shape in shapes]
    if isinstance(shapes, dict):
        return {key: _plain(shape) for key, shape in shapes.items()}
    return tuple(to_python(size) for size in shapes)
