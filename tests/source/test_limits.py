"""Programs that the parser would take too long for, and those that only look so."""

from __future__ import annotations

import pytest

from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile

COSTLY = {
    "sums": "x = " + "1 + " * 5000 + "1",
    "calls": "x = f" + "()" * 5000,
    "methods": "x = a" + ".b()" * 3000,
    "not": "x = " + "not " * 5000 + "1",
    "lambdas": "x = " + "lambda: " * 5000 + "1",
    "conditionals": "x = " + "1 if 0 else " * 5000 + "1",
    "lists, again and again": ("x = " + "[" * 150 + "]" * 150 + "\n") * 100,
    "patterns": "match x:\n  case " + "[" * 30 + "]" * 30 + ":\n    pass\n",
    "patterns of dicts": "match x:\n  case " + "{1: " * 9 + "a" + "}" * 9 + ":\n    pass\n",
    "elif": "if a: pass\n" + "elif a: pass\n" * 6000,
    "items": "x = [" + "1, " * 260_000 + "]",
    "characters": "x = 1\n" * 200_000,
}
NOT_COSTLY = {
    "calls in a row": "f()\n" * 500,
    "long sum": "x = " + " + ".join("a" * 1000),
    "long list": "x = [" + "-1, " * 5000 + "]",
    "long and": "x = " + " and ".join(["not a"] * 3000),
    "rows": "x = [" + "(1, [2, 3]),\n" * 5000 + "]",
    "case": "case = (1)\nmatch x:\n  case [a, (b, {1: c})]:\n    pass\n",
    "prose": '"""' + "a.b (c) - d / e\n" * 1000 + '"""',
    "conditions": "if not a:\n  x = 1 if b else 2\nelse:\n  x = lambda: 3\n" * 300,
    "chained methods": "x = (a\n" + "  .b(lambda v: v + 1)\n" * 100 + ")",
}


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_what_would_take_too_long_is_not_parsed(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        SourceFile("program.py", text)
    assert refusal.value.diagnostic.code == "KC901"
    assert refusal.value.is_limit


@pytest.mark.parametrize("text", NOT_COSTLY.values(), ids=NOT_COSTLY)
def test_what_only_looks_costly_is_parsed(text: str) -> None:
    SourceFile("program.py", text)
