"""Bad input: one finding, at its place, and never an exception of another kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerascount.source.decode import decode
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile
from kerascount.source.stack import on_deep_stack

# What does not parse, what is said, and where: line, column, end line, end column.
REFUSED = [
    ("a = 1\nx = (a b)\n", "unexpected 'b'", (2, 8, 2, 9)),
    ("x = foo bar  # why\ny = 2\n", "unexpected 'bar'", (1, 9, 1, 12)),
    ("f(a=1, 2)\n", "unexpected '2'", (1, 8, 1, 9)),
    ("é = 'é' 'ü' é\n", "unexpected 'é'", (1, 13, 1, 14)),
    ("y = 1\r\nx = (\r\n", "the file ends too early, after '('", (2, 5, 2, 6)),
    ("class A:\n", "an indented block is expected", (1, 8, 1, 9)),
    ("x = 1\n\ty = 2\n", "unexpected indentation", (2, 2, 2, 3)),
    ("if x:\n    y\n  z\n", "no matching outer block for dedent", (3, 3, 3, 4)),
    ('"""a\nb"""\ny = "abc\nz = 2\n', "unterminated string literal", (3, 1, 3, 9)),
    ('x = """a\nb"""\ny = """abc\nz\n', "unterminated triple-quoted string literal", (3, 1, 3, 11)),
    ("x = 1\nos.chmod(p, 0755)\n", "leading zeros in decimal integer literals", (2, 1, 2, 18)),
    ("x = 1\ny = (2]\n", "does not match opening parenthesis", (2, 1, 2, 8)),
    ("x = 1\ny = " + "[" * 300 + "]" * 300, "more than 200 brackets inside each other", (2, 205, 2, 206)),
]


def refusal(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        SourceFile("f.py", text)
    return caught.value


@pytest.mark.parametrize(("text", "says", "place"), REFUSED)
def test_refused(text: str, says: str, place: tuple[int, int, int, int]) -> None:
    found = refusal(text).diagnostic
    where = found.location
    assert found.code == "KC900"
    assert found.message.startswith("does not parse: ")
    assert says in found.message
    assert (where.line, where.column, where.end_line, where.end_column) == place


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("x = f([1, 2)\n", ""),
        ("x = f([\n  1,\n  # )]\ny = 2\n", "'[' is left open 3 lines above"),
        ("x = f(1\ny = 2\n", "'(' is left open 1 line above"),
        ("x = f((1)\n\n)\ny = = 2\n", ""),
    ],
)
def test_a_bracket_that_is_left_open_is_told(text: str, help: str) -> None:
    assert refusal(text).diagnostic.help == help


@pytest.mark.parametrize("line", ["print 'x', y", "print x", "raise E, 'x'", "x = 10L", "if a <> b: pass", "exec code"])
def test_python_2_is_recognised(line: str) -> None:
    assert "Python 2" in refusal(f"x = 1\n{line}\n").diagnostic.help


@pytest.mark.parametrize("line", ["x = = 1", "print(x", "foo bar"])
def test_other_slips_are_not_called_python_2(line: str) -> None:
    assert not refusal(f"x = 1\n{line}\n").diagnostic.help


@pytest.mark.parametrize(
    "text",
    ["x = '" + "(" * 500 + "'", "#" + "[" * 500, "x = '''\n" + "(" * 500 + "'''", "x = " + "[" * 150 + "]" * 150],
)
def test_brackets_that_do_not_nest_too_deeply(text: str) -> None:
    SourceFile("f.py", text)


@pytest.mark.parametrize(
    "text", ["x = " + " and ".join("a" * 8000), "if a:\n  1\n" + "elif a:\n  1\n" * 4000, "x = " + "+".join("a" * 1200)]
)
def test_long_chains_are_parsed_and_have_positions(text: str) -> None:
    def last_line() -> int:
        source = SourceFile("f.py", text)
        return source.location(source.module.body[-1]).end_line

    assert on_deep_stack(last_line) == len(text.splitlines())


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=" \n\t\r\f\\#'\"()[]{}:=,.+-*@;1aéλ\x00", max_size=40))
def test_whatever_the_text_it_is_a_tree_or_a_finding(text: str) -> None:
    try:
        source = SourceFile("f.py", text)
    except Unreadable as refused:
        places = [refused.diagnostic.location]
    else:
        places = [source.location(statement) for statement in source.module.body]
    assert all(1 <= place.line <= text.count("\n") + text.count("\r") + 1 for place in places)


# Bytes, the code of the finding, its line and column.
UNDECODABLE = [
    (b"x = 1\ny = '\xe9t\xe9'\n", "KC906", 2, 6),
    ("# é\ny = 'ä".encode() + b"\xff'\n", "KC906", 2, 7),
    (b"# coding: no-such-codec\nx = 1\n", "KC906", 1, 1),
    (b"# coding: rot13\nx = 1\n", "KC906", 1, 1),
    (b"\xef\xbb\xbf# coding: latin-1\nx = 1\n", "KC906", 1, 1),
    (b"# coding: ascii\nx = '\xc3\xa9'\n", "KC906", 2, 6),
    (b"x = 1\n\x00\x01", "KC903", 2, 1),
    ("x = 1\n".encode("utf-16"), "KC903", 1, 4),
]


@pytest.mark.parametrize(("data", "code", "line", "column"), UNDECODABLE)
def test_undecodable(data: bytes, code: str, line: int, column: int) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data, "f.py")
    found = refused.value.diagnostic
    assert (found.code, found.location.line, found.location.column) == (code, line, column)


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'\n".encode(),
        b"\xef\xbb\xbf" + "x = 'é'\n".encode(),
        "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"),
        "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = 'é'\n".encode("cp1252"),
        "# coding=shift_jis\nx = 'é'\n".replace("é", "漢").encode("shift_jis"),
    ],
)
def test_declared_encodings(data: bytes) -> None:
    text = decode(data, "f.py")
    assert not text.startswith("\ufeff")
    assert "x = 'é'" in text or "x = '漢'" in text
