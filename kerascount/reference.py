"""What is known of every layer: its signature, and its weights and output for inputs whose sizes have names.

The entries come from the register: each layer is made with its required arguments as names (`units`) and called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from kerascount.evaluate.keras.names import public
from kerascount.layers.catalogue import SECTIONS, find_layer
from kerascount.layers.recurrent import Cell
from kerascount.layers.registry import REGISTRY, Layer, Sublayer, fields, lookup, signature
from kerascount.models.inputs import input_layer
from kerascount.models.layer import LayerObject, make_layer
from kerascount.models.session import Session
from kerascount.models.tree import flatten, tensors
from kerascount.reports.reference import Entry
from kerascount.values.dims import Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import KERAS_1, KERAS_2, KERAS_3, TF_KERAS, Api, Generation

LINES: Final[Mapping[str, Generation]] = {"1": KERAS_1, "2": KERAS_2, "tf_keras": TF_KERAS, "3": KERAS_3}
# The sizes of inputs by their number of axes, the batch left open.
AXES: Final[Mapping[int, tuple[str, ...]]] = {
    1: (),
    2: ("features",),
    3: ("steps", "features"),
    4: ("height", "width", "channels"),
    5: ("depth", "height", "width", "channels"),
    6: ("steps", "depth", "height", "width", "channels"),
}
# Arguments that no name can stand for, as a call could give them.
# Arguments that no name can stand for, as a call could give them.
GIVEN: Final[Mapping[str, Any]] = {
    "activation": "relu",
    "axes": -1,
    "cell": "LSTMCell",
    "cells": ["LSTMCell", "GRUCell"],
    "dims": (2, 1),
    "equation": "abc,cd->abd",
    "layer": "Dense",
    "layers": ["Rescaling"],
    "output_shape": ("steps", "units"),
    "target_shape": ("rows", "columns"),
}
# What some layers are given beside their required arguments, or instead: otherwise too little is known of them.
INSTEAD: Final[Mapping[str, Mapping[str, Any]]] = {
    "Bidirectional": {"layer": "LSTM"},
    "CategoryEncoding": {"num_tokens": "num_tokens"},
    "Discretization": {"bin_boundaries": [0.0, 1.0]},
    "GroupNormalization": {"groups": 2},
    "IntegerLookup": {"vocabulary": [1, 2]},
    "StringLookup": {"vocabulary": ["first", "second"]},
    **{
        name: {"padding": "same", "strides": 2}
        for name in ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "Deconvolution2D")
    },
}
WORDS: Final = frozenset(["relu", "same", "first", "second"])  # strings that are not names of sizes
IMAGES: Final = ("image_preprocessing", "image_augmentation")


def entries(names: Sequence[str] = ()) -> Iterator[Entry]:
    """Of the layers of these names, or of all, by section of the Keras docs.

    Raises:
        KeyError: no layer has such a name.
    """
    find_layer("", KERAS_3.api)  # imports all sections
    wanted = dict.fromkeys(REGISTRY[name] for name in names or REGISTRY)
    order = {f"kerascount.layers.{section}": place for place, section in enumerate(SECTIONS)}
    for cls in sorted(wanted, key=lambda cls: (order.get(cls.__module__, len(order)), _place(cls))):
        yield _entry(cls)


def _place(cls: type[Layer]) -> int:
    """Those of Keras 3 come first, in the order of their modules."""
    return int(lookup(cls.keras_name, KERAS_3.api) is None)


def _entry(cls: type[Layer]) -> Entry:
    aliases = [name for name, other in REGISTRY.items() if other is cls]
    lines = {
        line: tuple(name for name in aliases if name in _names(line) and lookup(name, generation.api) is cls)
        for line, generation in LINES.items()
    }
    lines = {line: names for line, names in lines.items() if names}
    trial = Trial(cls, LINES[max(lines, key=list(LINES).index)] if lines else KERAS_3)
    section = cls.__module__.rpartition(".")[2].replace("_", " ")
    weights, inputs, outputs = tuple(trial.weights), trial.inputs, trial.outputs
    return Entry(cls.keras_name, section, lines, trial.arguments, weights, inputs, outputs, trial.unknown)


@cache
def _names(line: str) -> frozenset[str]:
    """The names below `keras.layers` in a line of Keras, as recorded from it."""
    generation = LINES[line]
    if generation.api >= Api.TF_KERAS:
        owners = public(generation.api).items()
        return frozenset(name for owner, names in owners if owner.startswith("keras.layers") for name in names)
    text = Path(__file__).with_name("old_layers.txt").read_text(encoding="utf-8")
    return frozenset(next(row for row in text.splitlines() if row.startswith(f"{line}:")).split()[1:])


def _required(cls: type[Layer], generation: Generation) -> tuple[str, ...]:
    """The arguments that a call must give in this line of Keras."""
    for former in cls.formers:
        if former.api is generation.api:
            return former.own[: len(former.own) - len(former.function.__defaults__ or ())]
    return signature(cls, generation.api).required


class Trial:
    """A layer made and called on inputs with names for their sizes."""

    def __init__(self, cls: type[Layer], generation: Generation) -> None:
        self.cls, self.generation = cls, generation
        required, further = _required(cls, generation), INSTEAD.get(cls.keras_name, {})
        kinds = {item.name: item.kind for item in fields(cls)}
        self.given = {name: self._value(name, kinds.get(name, "")) for name in required} | dict(further)
        extra = (f"{name}={value!r}" for name, value in further.items() if name not in required and value != name)
        self.arguments = (*required, *extra)
        self.weights: list[Any] = []
        self.inputs: tuple[Any, ...] = ()
        self.outputs: tuple[Any, ...] = ()
        self.unknown = ""
        self._run()

    def _value(self, name: str, kind: str) -> Any:
        if kind in ("Sizes", "Sizes0"):
            return tuple(f"{name}[{axis}]" for axis in range(self.cls.rank)) if self.cls.rank > 1 else (name,)
        return GIVEN.get(name, name if kind in ("int", "float", "") else Unknown(f"depends on {name}", name))

    def _run(self) -> None:
        reasons = []
        for shapes in self._candidates():
            try:
                self._call(shapes)
            except Undetermined as reason:
                reasons.append(reason.why)
            except Invalid as refusal:
                reasons.append(refusal.message)
            else:
                return
        self.unknown = reasons[0] if reasons else "no input is known that it takes"

    def _candidates(self) -> Iterator[tuple[Any, ...]]:
        """Inputs that the layer may take, the likeliest first: one, a list of two, or two arguments."""
        section, rank = self.cls.__module__.rpartition(".")[2], self.cls.rank
        if section == "attention":
            yield from (([3, 3],), (3, 3))
        likely = [4] if section in IMAGES or self.cls.keras_name == "Flatten" else []
        for axes in dict.fromkeys([*likely, *([rank + 2, rank + 3] if rank else []), 2, 3, 4, 5]):
            yield (axes,)
        yield from (([2, 2],), ([3, 3],))

    def _call(self, shapes: tuple[Any, ...]) -> None:
        session = Session(self.generation)
        layer = self._made(session, self.cls.keras_name, self.given)
        inputs = [_inputs(session, shape) for shape in shapes]
        states = [_inputs(session, 2)] * 2 if isinstance(layer.layer, Cell) else None
        outputs = layer(*inputs, *([states] if states else []))
        if isinstance(outputs, Unknown) or any(tensor.shape is None for tensor in tensors(outputs)):
            raise Undetermined(layer.unknown)
        self.weights = [item.weight for item in layer.weights()]
        self.inputs, self.outputs = (tuple(tensor.dims() for tensor in flatten(part)) for part in (inputs, outputs))

    def _made(self, session: Session, name: str, given: Mapping[str, Any]) -> LayerObject:
        cls = lookup(name, session.api)
        assert cls is not None
        values = {key: self._named(session, value) for key, value in given.items()}
        return make_layer(session, cls.bind((), values, session.context))

    def _named(self, session: Session, value: Any) -> Any:
        """Names as sizes, names of layers as such layers."""
        if isinstance(value, (list, tuple)):
            return type(value)(self._named(session, item) for item in value)
        if not isinstance(value, str) or not value.partition("[")[0].isidentifier():
            return value
        if value in REGISTRY:
            return self._inside(session, value)
        return value if value in WORDS else Symbolic.named(value)

    def _inside(self, session: Session, name: str) -> Sublayer:
        return self._made(session, name, {"scale": 1.0} if name == "Rescaling" else {"units": "units"})


def _inputs(session: Session, rank: Any) -> Any:
    if isinstance(rank, list):
        return [_inputs(session, item) for item in rank]
    sizes = (None, *(Symbolic.named(name) for name in AXES[rank]))
    tensor: Tensor = input_layer(session, batch_shape=sizes).tensor
    return tensor
