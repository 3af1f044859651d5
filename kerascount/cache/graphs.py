"""Models as JSON and back, their formulas included."""

from __future__ import annotations

from typing import Any, Final

from kerascount.cache.forms import (
    LIST,
    LOCATION,
    NUMBER,
    TEXT,
    TEXTS,
    TRUTH,
    Form,
    choice,
    exactly,
    fields,
    optional,
    several,
)
from kerascount.graph import (
    Call,
    Compilation,
    Connection,
    GraphWeight,
    LayerNode,
    Loss,
    ModelGraph,
    TensorInfo,
    Training,
)
from kerascount.values.dims import FREE, Symbolic
from kerascount.values.macs import Macs, Product
from kerascount.values.shape import ShapeTuple
from kerascount.values.weight import Weight
from kerascount.versions import Api, Generation

HOLDERS: Final[dict[str, type[list[Any]]]] = {"list": list, "tuple": ShapeTuple}


def write_dim(size: Any) -> Any:
    """`30`, `null` where it is left open, `[[64, "units"], [1, "a", "b"]]` for 64·units + a·b."""
    if isinstance(size, Symbolic):
        return [[NUMBER.write(count), *map(TEXT.write, factors)] for factors, count in size.terms.items()]
    return None if size is FREE else NUMBER.write(size)


def read_dim(written: Any) -> Any:
    if written.__class__ is not list:
        return FREE if written is None else NUMBER.read(written)
    terms = [(NUMBER.read(count), factors) for count, *factors in map(LIST.read, written)]
    return Symbolic({TEXTS.read(factors): count for count, factors in terms})


def write_shapes(shapes: Any) -> Any:
    """A shape as a list of its sizes, several under what Python holds them in: `{"list": [[null, 8], [null, 4]]}`."""
    if isinstance(shapes, dict):
        return {"dict": [[TEXT.write(key), write_shapes(value)] for key, value in shapes.items()]}
    for name, holder in HOLDERS.items():
        if shapes.__class__ is holder:
            return {name: list(map(write_shapes, shapes))}
    return SHAPE.write(shapes)


def read_shapes(written: Any) -> Any:
    if written.__class__ is not dict:
        return SHAPE.read(written)
    ((name, items),) = written.items()
    if name == "dict":
        return {TEXT.read(key): read_shapes(value) for key, value in map(LIST.read, LIST.read(items))}
    if name not in HOLDERS:
        raise ValueError(f"{name!r} holds no shapes")
    return HOLDERS[name](map(read_shapes, LIST.read(items)))


def shared(form: Form) -> Form:
    """An object that stands in several places: written in full where it first does, from then on by its number."""
    numbers: dict[int, int] = {}
    values: list[Any] = []

    def write(value: Any) -> Any:
        if id(value) not in numbers:
            written = [form.write(value)]
            numbers[id(value)] = len(numbers)
            return written
        return numbers[id(value)]

    def read(written: Any) -> Any:
        if written.__class__ is int and 0 <= written < len(values):
            return values[written]
        (inner,) = LIST.read(written)
        values.append(form.read(inner))
        return values[-1]

    return Form(write, read)


SHAPE: Final = several(Form(write_dim, read_dim))
SHAPES: Final = optional(Form(write_shapes, read_shapes))
PLACE: Final = optional(LOCATION)
MACS: Final = optional(fields(Macs, several(fields(Product, SHAPE, TEXT, TEXT))))
TENSOR: Final = fields(TensorInfo, TEXT, optional(SHAPE), TEXT, NUMBER)
TENSORS: Final = several(TENSOR)
DATA: Final = several(optional(TENSOR))
CALL: Final = fields(Call, several(fields(Connection, TEXT, NUMBER, NUMBER)), SHAPES)
GENERATION: Final = fields(Generation, choice(Api), several(NUMBER))
LOSS: Final = fields(Loss, TEXT, optional(TRUTH))
COMPILATION: Final = fields(Compilation, PLACE, TEXT, several(optional(LOSS)), TEXTS)
TRAINING: Final = fields(Training, PLACE, TEXT, DATA, DATA, PLACE)
WEIGHT: Final = fields(GraphWeight, fields(Weight, TEXT, SHAPE, TRUTH, TEXT), TRUTH)
LAYER: Final = exactly(type(None))  # a model that is settled has no arguments of layers


def models() -> Form:
    """Models of one file, and what it shows of them: they share weights, and many are the same."""
    weights = several(shared(WEIGHT))
    inner: list[Form] = []  # the form of nodes, which nodes are inside
    layers = several(Form(lambda node: inner[0].write(node), lambda node: inner[0].read(node)))
    node = fields(
        LayerNode,
        TEXT, TEXT, PLACE, SHAPES, weights, TRUTH, TRUTH, TRUTH, several(CALL), LAYER, SHAPES, TEXTS, layers,
        TRUTH, TRUTH, TRUTH, TEXT, MACS,
    )  # fmt: skip
    inner.append(node)
    model = fields(
        ModelGraph,
        TEXT, TEXT, optional(TEXT), PLACE, GENERATION, TRUTH, TENSORS, TENSORS, layers, weights, optional(TEXT),
        TRUTH, TRUTH, optional(weights), TEXT, MACS, TEXT, several(COMPILATION), several(TRAINING), TEXT,
    )  # fmt: skip
    return several(several(shared(model)))
