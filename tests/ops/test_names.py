"""OPS has the names, signatures and operation classes of `keras.ops`, Keras 3.15."""

from __future__ import annotations

import inspect
import os
import re
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import pytest

from kerascount.ops.catalogue import OPS
from kerascount.ops.operators import OPERATORS, UNARY_OPERATORS

NAMESPACES = ("image", "linalg", "nn", "numpy")
NAMES = [name for name in dir(keras.ops) if not name.startswith("_") and name not in NAMESPACES]
NAMES += [f"image.{name}" for name in dir(keras.ops.image) if not name.startswith("_")]


def real(name: str) -> Any:
    owner = keras.ops.image if name.startswith("image.") else keras.ops
    return getattr(owner, name.removeprefix("image."))


def test_every_public_name_is_there() -> None:
    """Functions of `keras.activations` that are other operations than those of `keras.ops` stand beside them."""
    assert sorted(name for name in OPS if not name.startswith("activations.")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_signature(name: str) -> None:
    kinds: dict[Any, list[inspect.Parameter]] = {}
    for parameter in inspect.signature(real(name)).parameters.values():
        kinds.setdefault(parameter.kind, []).append(parameter)
    plain = kinds.get(inspect.Parameter.POSITIONAL_OR_KEYWORD, [])
    signature = OPS[name].signature
    assert signature.positional == tuple(parameter.name for parameter in plain)
    assert signature.required == sum(parameter.default is inspect.Parameter.empty for parameter in plain)
    assert signature.keyword_only == tuple(p.name for p in kinds.get(inspect.Parameter.KEYWORD_ONLY, []))
    assert signature.varargs == (inspect.Parameter.VAR_POSITIONAL in kinds)
    assert signature.varkeywords == (inspect.Parameter.VAR_KEYWORD in kinds)


@pytest.mark.parametrize("name", NAMES)
def test_class_of_the_operation(name: str) -> None:
    """The class is the one that the function's source instantiates; `abs` and `conj` hand on to another function."""
    source = inspect.getsource(real({"abs": "absolute", "conj": "conjugate"}.get(name, name)))
    class_name = OPS[name].class_name
    if class_name is None:
        assert "symbolic_call" not in source
    else:
        assert re.search(rf"\b{class_name}\(", source)


@pytest.mark.parametrize("symbol", OPERATORS)
def test_operators_record_what_keras_records(symbol: str) -> None:
    x = keras.Input((3,), dtype="bool" if symbol in "&|^" else "int32")
    other = keras.Input((3, 3), dtype="int32") if symbol == "@" else x
    result = eval(f"x {symbol} other", {"x": x, "other": other})
    assert type(result._keras_history.operation).__name__ == OPS[OPERATORS[symbol]].class_name


@pytest.mark.parametrize("symbol", UNARY_OPERATORS)
def test_unary_operators(symbol: str) -> None:
    result = eval(f"{symbol} x", {"x": keras.Input((3,), dtype="bool" if symbol == "~" else "float32")})
    assert type(result._keras_history.operation).__name__ == OPS[UNARY_OPERATORS[symbol]].class_name
