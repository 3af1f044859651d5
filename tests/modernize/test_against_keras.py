"""What is called gone is refused by the real Keras 3, and what it is called today is there."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from kerascount.evaluate.keras.names import public
from kerascount.layers.catalogue import SECTIONS, find_layer
from kerascount.layers.registry import COMMON_BY_API, REGISTRY, Layer, signature
from kerascount.modernize.names import existed, is_there, once, today
from kerascount.modernize.words import REPLACED, WORDS
from kerascount.versions import Api

OLD = (Api.KERAS_1, Api.KERAS_2, Api.TF_KERAS)
# What arguments that must be given are given; the others are 2.
SAMPLES: dict[str, Any] = {
    "activation": "relu",
    "activity_regularizer": None,
    "dims": (1,),
    "equation": "ab,bc->ac",
    "factor": 0.2,
    "function": abs,
    "output_shape": (2,),
    "rate": 0.5,
    "stddev": 0.5,
    "target_shape": (1,),
}


def layers() -> list[str]:
    for section in SECTIONS:
        import_module(f"kerascount.layers.{section}")
    return sorted(name for name in REGISTRY if find_layer(name, Api.KERAS_3) and name != "InputLayer")


def words(name: str) -> Iterator[str]:
    """All arguments that the layer took in an older line."""
    for api in OLD:
        described = find_layer(name, api)
        if described is not None:
            yield from (*signature(described, api).names, *COMMON_BY_API[api])
            yield from (word for former in described.formers for word in former.own)


def taken(described: type[Layer]) -> set[str]:
    return {*signature(described, Api.KERAS_3).names, *(COMMON_BY_API[Api.KERAS_3] if described.accepts_kwargs else ())}


def test_keras_3_refuses_the_arguments_that_are_gone() -> None:
    import keras

    tried = 0
    for name in layers():
        described = find_layer(name, Api.KERAS_3)
        cls = getattr(keras.layers, name, None)
        assert described is not None
        given = {key: SAMPLES.get(key, 2) for key in signature(described, Api.KERAS_3).required}
        if cls is None or not _accepts(cls, given):
            continue
        for word in set(words(name)) - taken(described):
            tried += 1
            assert not _accepts(cls, {**given, word: 1}), (name, word)
    assert tried > 900


def _accepts(cls: Any, given: dict[str, Any]) -> bool:
    try:
        cls(**given)
    except Exception:
        return False
    return True


def test_todays_words_are_arguments_of_some_layer() -> None:
    described = [find_layer(name, Api.KERAS_3) for name in layers()]
    known = {name for cls in described if cls for name in signature(cls, Api.KERAS_3).names}
    assert {new for today in WORDS.values() for new in today} <= known
    assert all(find_layer(new, Api.KERAS_3) for new in REPLACED.values())


@pytest.mark.parametrize("module", sorted(name for name in public(Api.KERAS_3) if name.startswith("keras")))
def test_names_are_gone_or_where_they_are_said_to_be(module: str) -> None:
    for tail in (*public(Api.TF_KERAS).get(module, ()), *once().get(module, ())):
        name = f"{module}.{tail}"
        assert is_there(name, "keras") or existed(name)
        assert is_there(name, "keras") == _is_there(name), name
        if not is_there(name, "keras") and (home := today(name, "keras")):
            assert _is_there(home), (name, home)


def _is_there(name: str) -> bool:
    owner, _, tail = name.rpartition(".")
    try:
        module = import_module(owner)
        return hasattr(module, tail) or import_module(name) is not None
    except ImportError:
        return False
