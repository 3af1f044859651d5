"""Tables have the shapes that pandas 3.1 gives them; how many rows are chosen by their values is open.

`pandas.txt` has an expression in each line and the shape of its value.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kerascount.evaluate.numpy.arrays import as_array
from kerascount.values.dims import FREE
from kerascount.values.objects import Unknown
from tests.evaluate.numpy.values import value_of

PREAMBLE = """
import numpy as np
import pandas as pd
df = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [5, 6, 7, 8], "c": [1, 0, 1, 0], "t": [0, 1, 1, 0]})
n = np.zeros((6, 3))
"""
FACTS = [
    line.split("  #: ") for line in Path(__file__).with_name("pandas.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("expression", "expected"), FACTS)
def test_shapes(expression: str, expected: str) -> None:
    shape = as_array(value_of(PREAMBLE, expression)).dims()
    known = tuple(int(size) for size in expected.strip("()").split(",") if size)
    assert len(shape) == len(known)
    assert [(ours, real) for ours, real in zip(shape, known, strict=True) if ours is not FREE and ours != real] == []
    assert not any(size is FREE for size in shape[1:])


PROGRAMS = [
    ("len(df.columns)", 4),
    ("df.shape", (4, 4)),
    ("[name for name in df]", ["a", "b", "c", "t"]),
    ("[(name, column.shape) for name, column in df[['a', 'b']].items()]", [("a", (4,)), ("b", (4,))]),
    ("[(name, column.shape) for name, column in dict(df[['a', 'b']]).items()]", [("a", (4,)), ("b", (4,))]),
    ("df.columns.tolist()", ["a", "b", "c", "t"]),
    ("(df.pop('t').shape, df.shape)", ((4,), (4, 3))),
    ("pd.read_csv('a.csv', names=['u', 'v', 'w']).shape[1]", 3),
    ("pd.read_csv('a.csv', usecols=['u', 'v']).values.shape[1]", 2),
    ("pd.read_csv('a.csv')[['u', 'v']].to_numpy().shape[1]", 2),
]


@pytest.mark.parametrize(("expression", "expected"), PROGRAMS)
def test_what_a_program_sees(expression: str, expected: Any) -> None:
    assert value_of(PREAMBLE, expression) == expected


def test_a_new_column_counts() -> None:
    assert value_of(PREAMBLE + "df['u'] = df['a'] * 2\ndel df['b']", "df.shape") == (4, 4)


@pytest.mark.parametrize("expression", ["df.nunique", "df['z']['y']", "df.groupby('a').size()", "df.a.max()", "df.T"])
def test_what_depends_on_values_is_not_known(expression: str) -> None:
    found = value_of(PREAMBLE, expression)
    assert isinstance(found, Unknown) or callable(found.function)


def test_layers_take_tables() -> None:
    assert value_of(PREAMBLE + "import keras", "keras.layers.Dense(3)(df).shape") == (4, 3)


def test_what_is_looked_up_by_unknown_columns_is_not_known() -> None:
    program = "import tensorflow as tf\nplaces = {name: i for i, name in enumerate(pd.read_csv('a.csv').columns)}"
    found = value_of(PREAMBLE + program, "tf.stack([n[None, :, places[name]] for name in ['u']], axis=-1)")
    assert isinstance(found, Unknown)


def test_the_columns_of_a_file_are_a_formula() -> None:
    width = value_of(PREAMBLE, "pd.read_csv('a.csv').drop('t', axis=1).shape[1]")
    assert str(width) == "columns of 'a.csv' - 1"
