"""The values of -D."""

from __future__ import annotations

from typing import Any

import pytest

from kerascount.definitions import parse_definition, parse_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("28", 28),
        ("-3", -3),
        ("1_000", 1000),
        ("0x10", 16),
        ("1e-3", 0.001),
        ("None", None),
        ("True", True),
        ("(28,28,1)", (28, 28, 1)),
        ("(None, 3)", (None, 3)),
        ("()", ()),
        ("5,", (5,)),
        ("28, 28", (28, 28)),
        ("[1, [2, 'x']]", [1, [2, "x"]]),
        ("{'a': 1}", {"a": 1}),
        ("'same'", "same"),
        ('"a\\tb"', "a\tb"),
        ("'a' 'b'", "ab"),
        ("same", "same"),
        ("channels last", "channels last"),
        ("/data/set-1", "/data/set-1"),
        ("", ""),
        ("True and False", "True and False"),
        ("f(3)", "f(3)"),
        ("(a, 3)", "(a, 3)"),
        ("-'x'", "-'x'"),
        ("2 + 3", "2 + 3"),
        ("{[1]: 2}", "{[1]: 2}"),
        ("[*x]", "[*x]"),
        ("{**x}", "{**x}"),
    ],
)
def test_values(text: str, value: Any) -> None:
    found = parse_value(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "name"),
    [("n=3", "n"), ("X.shape[1]=3", "X.shape[1]"), (" len( vocab )  = 3", "len( vocab )"), ("a.b = x=y", "a.b")],
)
def test_names(text: str, name: str) -> None:
    assert parse_definition(text)[0] == name


@pytest.mark.parametrize("text", ["n", "=3", "", " = 3"])
def test_what_is_no_definition(text: str) -> None:
    with pytest.raises(ValueError, match="NAME=VALUE"):
        parse_definition(text)
