"""The engine alone, without any source: how many layers a second are made and called, and that time grows linearly.

    python benchmarks/engine.py

Times are of the processor, the least of several runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kerascount.layers.catalogue import find_layer
from kerascount.models.applications import build_application
from kerascount.models.freeze import freeze
from kerascount.models.functional import FunctionalObject
from kerascount.models.inputs import input_layer
from kerascount.models.layer import make_layer
from kerascount.models.sequential import SequentialObject
from kerascount.models.session import Session

LAYERS: Mapping[str, tuple[tuple[int, ...], Mapping[str, Any]]] = {  # by class: the inputs and the arguments
    "Dense": ((16,), {"units": 16, "activation": "relu"}),
    "Conv2D": ((32, 32, 8), {"filters": 8, "kernel_size": 3, "padding": "same", "activation": "relu"}),
}
LENGTHS = (100, 1_000, 10_000)


def functional(class_name: str, length: int) -> FunctionalObject:
    """`x = Dense(16, activation="relu")(x)`, so many times."""
    session = Session()
    shape, arguments = LAYERS[class_name]
    described = find_layer(class_name, session.api)
    assert described is not None
    inputs = x = input_layer(session, shape=shape).tensor
    for _ in range(length):
        x = make_layer(session, described.bind((), arguments, session.context))(x)
    return FunctionalObject(session, inputs, x, {})


def sequential(class_name: str, length: int) -> SequentialObject:
    """`model.add(Dense(16, activation="relu"))`, so many times."""
    session = Session()
    shape, arguments = LAYERS[class_name]
    described = find_layer(class_name, session.api)
    assert described is not None
    model = SequentialObject(session, [input_layer(session, shape=shape)])
    for _ in range(length):
        model.add(make_layer(session, described.bind((), arguments, session.context)))
    return model


def seconds(build: Callable[[], Any], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        build()
        times.append(time.process_time() - start)
    return min(times)


def table() -> Iterator[str]:
    yield f"{'made and called, layers a second':35}" + "".join(f"{length:>10,}" for length in LENGTHS) + "  layers"
    for kind in (functional, sequential):
        for name in LAYERS:
            rates = (length / seconds(lambda: kind(name, length), 2 + 2_000 // length) for length in LENGTHS)  # noqa: B023
            yield f"{f'{kind.__name__}, {name}':35}" + "".join(f"{rate:10,.0f}" for rate in rates)
    models = [functional("Dense", length) for length in LENGTHS]
    rates = (length / seconds(lambda: freeze(model), 3) for model, length in zip(models, LENGTHS, strict=True))  # noqa: B023
    yield f"{'frozen for the reports':35}" + "".join(f"{rate:10,.0f}" for rate in rates)
    large = seconds(lambda: build_application(Session(), "NASNetLarge", weights=None), 3)
    yield f"{'NASNetLarge, seconds':35}{large:10.2f}"


if __name__ == "__main__":
    for line in table():
        print(line, flush=True)
