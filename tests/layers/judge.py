"""One layer, described by us and built by the real Keras: do the two agree?"""

from __future__ import annotations

import os
import random
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

from kerascount.layers.initializers import check_initializer
from kerascount.layers.registry import REGISTRY, Context, Layer, check_input, lookup
from kerascount.values.dims import FREE
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import Shapes, to_python

KERAS_3 = Context()
NOTHING: Mapping[str, Sequence[Any]] = {}
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
        made = list(layer.weights(x))
        for weight in made:
            check_initializer(layer, weight)
        weights = tuple((weight.name, weight.shape, weight.trainable) for weight in made)
        return Outcome(_plain(layer.output_shape(x)), weights)
    except Invalid as refusal:
        return Outcome(error=refusal.error)


def fact(row: tuple[str, str, str, str], context: Context = KERAS_3) -> None:
    """Hold our description against one row of a table of facts, which a run of the real Keras gave.

    The row: expression, input shape, then output shape and weights, or the class of Keras' exception.
    """
    expression, given, wanted, weights = row
    said = ours(expression, _sizes(given), context)
    if wanted.endswith("Error"):
        assert said.error, f"{expression} on {given}: Keras raises {wanted}, we {said}"
    else:
        assert said == Outcome(_sizes(wanted), tuple(map(_weight, filter(None, weights.split(", ")))))


def _sizes(text: str) -> tuple[int | None, ...]:
    return tuple(None if word == "None" else int(word) for word in text.split())


def _weight(text: str) -> tuple[str, tuple[int, ...], bool]:
    name, *words = text.split()
    return name, tuple(int(word) for word in words if word != "frozen"), "frozen" not in words


def sample(
    template: str,
    shapes: Sequence[Any],
    count: int,
    wrong: Mapping[str, Sequence[Any]] = NOTHING,
    **right: Sequence[Any],
) -> list[tuple[str, Any]]:
    """Some of the ways to fill the template, the same at every run; every third with one value from `wrong`."""
    pick = random.Random(template)
    slips = [name for name in wrong if f"{{{name}}}" in template]

    def filled(number: int) -> str:
        values = {name: pick.choice(options) for name, options in right.items()}
        if slips and number % 3 == 0:
            slip = pick.choice(slips)
            values[slip] = pick.choice(wrong[slip])
        return template.format(**{name: repr(value) for name, value in values.items()})

    return [(filled(number), pick.choice(shapes)) for number in range(count)]


def theirs(expression: str, shape: Any) -> Outcome:
    """The layer in the real Keras."""
    import keras

    names = {name: getattr(keras.layers, name) for name in dir(keras.layers)}
    try:
        with warnings.catch_warnings():  # pytest makes errors of them, and an error would count as a refusal
            warnings.simplefilter("ignore")
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
